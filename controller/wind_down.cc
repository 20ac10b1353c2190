#include "controller/wind_down.h"

#include <algorithm>

#include "controller/program_use.h"
#include "controller/pulse_trains.h"

namespace homeostat::controller {
namespace {

using biomarkers::ClinicianEvent;

bool ordered(const biomarkers::SampleFrame& frame, ClinicianEvent event) {
  return (frame.clinician_events & event) != 0;
}

// The part of a ramp that passes in `elapsed`, at least a millionth.
std::int32_t part_of(Microseconds elapsed, Microseconds ramp) {
  if (elapsed <= Microseconds{}) return 0;
  if (elapsed >= ramp) return kFullLevel;
  const std::int64_t part = elapsed.count() * kFullLevel / ramp.count();
  return std::max(static_cast<std::int32_t>(part), std::int32_t{1});
}

// Over which a therapy that goes on rises by itself.
Microseconds rise_of(const TherapyProgram& program) {
#ifndef HOMEOSTAT_NO_MOOD
  if (program.policy == PolicyKind::kSchedule) return program.schedule.cycle.ramp;
  if (program.policy == PolicyKind::kProportional) {
    const std::int64_t highest_ua = program.proportional.outputs[0].amplitude.count();
    return Microseconds(highest_ua * 1'000'000 / program.proportional.rise_ua_per_s);
  }
#endif
  return program.open_loop.ramp;
}

}  // namespace

void WindDown::update(const biomarkers::SampleFrame& frame, Mode mode) noexcept {
  const Microseconds elapsed = frame.time - last_;
  last_ = frame.time;
  const bool baseline = mode == Mode::kFallback && program_.has_fallback;
  const bool ramps = program_.ramp_off > Microseconds{} &&
                     (mode == Mode::kTreatingContinuous || baseline);
  hear(frame);
  const bool down = caused(frame) || ending_;
  if (ramps) {
    move(down, elapsed, baseline ? program_.fallback.ramp : rise_of(program_));
  } else {  // what begins begins with its own ramp, or does not
    level_ = down && program_.ramp_off > Microseconds{} ? 0 : kFullLevel;
  }
  ended_ = ending_ && (!ramps || level_ == 0);
  if (ended_) ending_ = false;
}

// Whoever starts or stops has changed their mind.
void WindDown::hear(const biomarkers::SampleFrame& frame) noexcept {
  if (ordered(frame, ClinicianEvent::kClinicianEnd)) ending_ = true;
  if (ordered(frame, ClinicianEvent::kClinicianStart) ||
      ordered(frame, ClinicianEvent::kClinicianStop)) {
    ending_ = false;
  }
}

void WindDown::move(bool down, Microseconds elapsed, Microseconds rise) noexcept {
  if (down) {
    level_ = std::max<std::int32_t>(level_ - part_of(elapsed, program_.ramp_off), 0);
  } else {
    level_ = std::min(level_ + part_of(elapsed, rise), kFullLevel);
  }
}

bool WindDown::caused(const biomarkers::SampleFrame& frame) noexcept {
  const bool weak = battery_nears_floor(frame.battery);
  return weak || impedance_nears_end(frame);
}

bool WindDown::battery_nears_floor(Millivolts battery) noexcept {
  const Millivolts margin = weak_ ? kBatteryRiseMargin : kBatteryFallMargin;
  weak_ = battery < program_.limits.battery_floor + margin;
  return weak_;
}

// One that is unknown or too old already is the guard's business.
bool WindDown::impedance_nears_end(const biomarkers::SampleFrame& frame) const noexcept {
  const safety::Limits& limits = program_.limits;
  const Microseconds oldest = limits.max_impedance_age;
  const Microseconds half(oldest.count() / 2);
  const Microseconds lead = std::min(program_.ramp_off + kImpedanceSlack, half);
  for (std::size_t i = 0; i < limits.configurations.size(); ++i) {
    if (!uses(program_, i)) continue;
    for (std::size_t contact = 0; contact < safety::kCan; ++contact) {
      const bool used = limits.configurations[i].contacts[contact].polarity !=
                        safety::Polarity::kUnused;
      const safety::ContactImpedance& measured = frame.impedances[contact];
      if (used && measured.valid && measured.age > oldest - lead) return true;
    }
  }
  return false;
}

safety::StimRequest at_level(std::int32_t level,
                             const safety::StimRequest& request) noexcept {
  safety::StimRequest lowered = request;
  for (safety::PulseTrain& train : lowered.outputs) {
    train.amplitude =
        share_of(train.amplitude, Microseconds(level), Microseconds(kFullLevel));
    if (!train.on()) train = {};
  }
  return lowered;
}

}  // namespace homeostat::controller
