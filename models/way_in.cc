#include "models/way_in.h"

#include <cmath>

#include "models/elementary.h"

namespace homeostat::models {
namespace {

// Where a shift has faded to so little, it is over.
constexpr double kFaded = 1e-9;
// A volley's own rectangle stands for the synaptic current: this time is not used.
constexpr double kSynapticCurrent_ms = 3.0;

VolleySettings volleys_of(const AfferentPath& path) {
  return {.synapse = {path.use, path.facilitation_ms, path.depression_ms,
                      kSynapticCurrent_ms},
          .dispersion_ms = path.dispersion_ms,
          .latency_ms = path.latency_ms};
}

}  // namespace

PulseEntry::PulseEntry(const ResponseSettings& response, double seconds_per_unit)
    : response_(response), units_per_us_(1e-6 / seconds_per_unit) {
  if (response.way_in == WayIn::kAfferent) {
    volleys_.emplace(volleys_of(response.afferent), seconds_per_unit);
  }
}

std::span<const PulseTrain> PulseEntry::deliver(const TissuePulse& pulse) {
  const double size = pulse.effect * pulse.recruited;
  switch (response_.way_in) {
    case WayIn::kAfferent:
      trains_[0] = volleys_->volley(pulse.recruited, pulse.onset_s * 1e6 * units_per_us_);
      trains_[0].amplitude *= pulse.effect;
      return {trains_.data(), trains_[0].amplitude == 0.0 ? 0U : 1U};
    case WayIn::kJump:
      trains_[0] = {.amplitude = size, .jumps = true};
      return {trains_.data(), size == 0.0 ? 0U : 1U};
    case WayIn::kParameter:
      shift_ += size;
      return {};
    case WayIn::kCurrent:
    case WayIn::kField: {
      const double first = pulse.effect * pulse.current_ma;
      const double width = pulse.width_us * units_per_us_;
      trains_[0] = {.width = width, .amplitude = first};
      trains_[1] = {.start = (pulse.width_us + pulse.gap_us) * units_per_us_,
                    .width = width * pulse.second_phase_ratio,
                    .amplitude = -first / pulse.second_phase_ratio};
      return {trains_.data(), first == 0.0 ? 0U : 2U};
    }
  }
  return {};
}

void PulseEntry::fade(double seconds) {
  if (shift_ == 0.0) return;
  shift_ *= exp_of(-seconds / response_.parameter_time_s);
  if (std::abs(shift_) < kFaded) shift_ = 0.0;
}

}  // namespace homeostat::models
