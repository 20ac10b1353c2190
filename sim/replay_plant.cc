#include "sim/replay_plant.h"

#include <algorithm>
#include <cmath>

#include "models/stimulator.h"

namespace homeostat::sim {
namespace {

using namespace homeostat::literals;

constexpr Millivolts kFullBattery = 3000_mV;
constexpr Millicelsius kBodyTemperature{37'000};
constexpr Ohms kNominalImpedance = 1000_ohm;

// What the program accepts, as near to the usual as that allows; a program that never
// stimulates has no limits and accepts anything.
Millivolts battery_for(const safety::Limits& limits) {
  return std::max(kFullBattery, limits.battery_floor);
}

Ohms impedance_for(const safety::Limits& limits) {
  if (limits.max_impedance == Ohms{}) return kNominalImpedance;
  return std::clamp(kNominalImpedance, limits.min_impedance, limits.max_impedance);
}

}  // namespace

ReplayPlant::ReplayPlant(std::vector<std::vector<float>> channels,
                         const controller::TherapyProgram& program)
    : channels_(std::move(channels)),
      configurations_(program.limits.configurations),
      battery_(battery_for(program.limits)),
      impedance_(impedance_for(program.limits)),
      rate_hz_(static_cast<double>(program.biomarkers.sample_rate_hz)),
      samples_per_frame_(program.biomarkers.samples_per_frame) {}

std::int64_t ReplayPlant::frames() const {
  return static_cast<std::int64_t>(channels_.front().size()) / samples_per_frame_;
}

Instant ReplayPlant::end_of(std::int64_t frame) const {
  const double samples = static_cast<double>(frame * samples_per_frame_);
  return Instant(static_cast<std::uint64_t>(std::llround(samples * 1e6 / rate_hz_)));
}

void ReplayPlant::advance(std::span<const safety::StimCommand> commands,
                          std::span<biomarkers::SampleFrame> frames) {
  biomarkers::SampleFrame& frame = frames[0];
  const Instant start = end_of(next_);
  frame = {};
  frame.time = end_of(next_ + 1);
  frame.sequence = static_cast<std::uint32_t>(next_);
  frame.battery = battery_;
  frame.temperature = kBodyTemperature;
  frame.impedances.fill({.value = impedance_, .age = {}, .valid = true});
  copy_samples(frame);
  for (std::size_t i = 0; i < frame.echo.size(); ++i) {
    const safety::PulseTrain& train = commands[0].output(static_cast<int>(i));
    frame.echo[i] = models::ideal_echo(
        train, configurations_[train.configuration % configurations_.size()], start,
        frame.time);
  }
  ++next_;
}

void ReplayPlant::copy_samples(biomarkers::SampleFrame& frame) const {
  frame.channel_count = static_cast<std::uint8_t>(channels_.size());
  frame.sample_count = samples_per_frame_;
  const auto first = static_cast<std::size_t>(next_ * samples_per_frame_);
  for (std::size_t channel = 0; channel < channels_.size(); ++channel) {
    for (std::size_t i = 0; i < samples_per_frame_; ++i) {
      const float sample = channels_[channel][first + i];
      frame.samples_uv[channel][i] = sample;
      if (!std::isfinite(sample)) frame.front_end[channel] |= biomarkers::kMissing;
    }
  }
}

std::vector<double> ReplayPlant::uv_per_count() const {
  constexpr double kCounts = 32767.0;
  std::vector<double> steps;
  for (const std::vector<float>& channel : channels_) {
    double highest = 1.0;  // a silent channel has some step too
    for (const float uv : channel) {
      const double size = std::abs(static_cast<double>(uv));
      if (size > highest) highest = size;
    }
    steps.push_back(highest / kCounts);
  }
  return steps;
}

}  // namespace homeostat::sim
