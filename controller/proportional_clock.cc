#include "controller/proportional_clock.h"

#include <algorithm>

#include "biomarkers/mood_bin.h"

namespace homeostat::controller {
namespace {

// Of a finite value, so that neither NaN nor what is beyond any power passes.
bool is_power(float log10_uv2) { return log10_uv2 > -30.0F && log10_uv2 < 30.0F; }

float ua(Microamps current) { return static_cast<float>(current.count()); }
float ua(std::int32_t current_ua) { return static_cast<float>(current_ua); }

}  // namespace

void ProportionalClock::begin() noexcept {
  integral_ua_ = ua(settings_.lowest);
  current_ua_ = 0.0F;
  unknown_ = kPowerPatience;
  knows_ = false;
}

void ProportionalClock::update(Microseconds elapsed, const biomarkers::MoodReading& mood,
                               bool ends) noexcept {
  const bool known = mood.second_ended && settings_.feature < mood.second.size();
  const float value = known ? mood.second[settings_.feature] : biomarkers::kNotKnown;
  if (ends) {
    go_to(0.0F, elapsed);
  } else if (is_power(value)) {
    unknown_ = Microseconds{};
    control(value);
  } else {
    unknown_ = unknown_ + elapsed;
    if (unknown_ > kPowerPatience) go_to(ua(settings_.lowest), elapsed);
  }
}

// A step of a second.
void ProportionalClock::control(float value) noexcept {
  smoothed_ =
      knows_ ? smoothed_ + (value - smoothed_) / (1.0F + settings_.smoothing_s) : value;
  knows_ = true;
  const float error = smoothed_ - settings_.target_log10;
  const float lowest = ua(settings_.lowest);
  const float highest = ua(settings_.outputs[0].amplitude);
  const float integral =
      std::clamp(integral_ua_ + settings_.integral_ua_per_s * error, lowest, highest);
  const float wanted = settings_.gain_ua * error + integral;
  const float bounded = std::clamp(wanted, lowest, highest);
  const float given = std::clamp(bounded, current_ua_ - ua(settings_.fall_ua_per_s),
                                 current_ua_ + ua(settings_.rise_ua_per_s));
  const bool held_back = (wanted - given) * error > 0.0F;
  if (!held_back) integral_ua_ = integral;
  current_ua_ = given;
}

// What comes after begins here, and with what is known then.
void ProportionalClock::go_to(float goal_ua, Microseconds elapsed) noexcept {
  const float seconds = static_cast<float>(elapsed.count()) / 1.0e6F;
  current_ua_ = std::clamp(goal_ua, current_ua_ - ua(settings_.fall_ua_per_s) * seconds,
                           current_ua_ + ua(settings_.rise_ua_per_s) * seconds);
  integral_ua_ = std::max(current_ua_, ua(settings_.lowest));
  knows_ = false;
}

OutputCurrents ProportionalClock::currents() const noexcept {
  const std::int64_t highest = settings_.outputs[0].amplitude.count();
  const auto first = static_cast<std::int32_t>(current_ua_);
  if (highest <= 0) return {};
  const std::int64_t second =
      settings_.outputs[1].amplitude.count() * std::int64_t{first};
  return {Microamps(first), Microamps(static_cast<std::int32_t>(second / highest))};
}

}  // namespace homeostat::controller
