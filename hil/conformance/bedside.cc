#include "hil/conformance/bedside.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/stimulator.h"

namespace homeostat::hil {
namespace {

using biomarkers::SampleFrame;
using clinical_configs::Act;
using clinical_configs::kEveryChannel;
using clinical_configs::ScenarioStep;

constexpr std::int64_t kNvPerCount = 250;
constexpr std::int64_t kRailNv = 4'000'000;
constexpr std::int64_t kLineHz = 50;
constexpr int kBatteryMv = 3600;
constexpr int kTemperatureMc = 37'000;
constexpr int kImpedanceOhm = 1000;
constexpr Microseconds kImpedanceAge{1'000'000};

Microseconds period_of(const controller::TherapyProgram& program) {
  return Microseconds(
      std::llround(program.biomarkers.samples_per_frame * 1e6 /
                   static_cast<double>(program.biomarkers.sample_rate_hz)));
}

double seconds(Microseconds time) { return static_cast<double>(time.count()) / 1e6; }

// A triangle of 50 Hz and that height.
std::int64_t hum_nv(std::uint32_t sample, float rate_hz, double height_uv) {
  const double turns =
      static_cast<double>(sample) * kLineHz / static_cast<double>(rate_hz);
  const double phase = turns - std::floor(turns);
  const double triangle = std::abs(4.0 * phase - 2.0) - 1.0;
  return std::llround(triangle * height_uv * 1000.0);
}

safety::OutputEcho one_unasked_pulse(Instant at) {
  safety::OutputEcho echo;
  echo.count = 1;
  echo.segments[0] = {.first_pulse = at,
                      .period = Microseconds(10'000),
                      .pulses = 1,
                      .amplitude = Microamps(1000),
                      .pulse_width = Microseconds(160),
                      .charge1 = Picocoulombs(160'000),
                      .charge2 = Picocoulombs(160'000)};
  return echo;
}

std::int64_t percent(std::int64_t whole, double share) {
  return std::llround(static_cast<double>(whole) * share / 100.0);
}

}  // namespace

Bedside::Bedside(const controller::TherapyProgram& program,
                 std::span<const ScenarioStep> steps, Observations& seen)
    : program_(program),
      steps_(steps),
      seen_(seen),
      period_(period_of(program)),
      begun_(steps.size(), false) {
  seen_.frame_s = seconds(period_);
  frame_.channel_count = program.biomarkers.channel_count;
  frame_.sample_count = program.biomarkers.samples_per_frame;
  frame_.reset_cause = biomarkers::ResetCause::kPowerOn;
  for (std::uint32_t c = 0; c < random_.size(); ++c) random_[c] = c + 1;
}

double Bedside::now_s() const { return seconds(now_); }

void Bedside::live(const Trains& trains) {
  now_ = now_ + period_;
  find_steps();
  deliver(trains);
  frame_.reset_cause =
      frame_.sequence == 0 ? frame_.reset_cause : biomarkers::ResetCause::kNone;
  ++frame_.sequence;
  if (is_on(Act::kClockStepMs)) {
    const double step_ms = value_of(Act::kClockStepMs);
    clock_offset_ = clock_offset_ + Microseconds(std::llround(step_ms * 1000.0));
  }
  const std::int64_t stamp = (now_ - epoch_ + clock_offset_).count();
  frame_.time = Instant(static_cast<std::uint64_t>(std::max<std::int64_t>(stamp, 0)));
  sense();
  surround();
  order();
}

void Bedside::restart() {
  epoch_ = now_;
  clock_offset_ = {};
  frame_.sequence = 0;
  frame_.reset_cause = biomarkers::ResetCause::kBrownOut;
}

bool Bedside::is_active(const ScenarioStep& step) const {
  double since_s = now_s() - step.at.s;
  if (step.at.after_first_pulse) {
    const auto first = seen_.first_pulse_s();
    if (!first) return false;
    since_s -= *first;
  }
  const double lasts_s = clinical_configs::lasts(step.act) ? step.for_s : seen_.frame_s;
  constexpr double kRounding_s = 1e-9;
  return since_s > kRounding_s && since_s <= lasts_s + kRounding_s;
}

// Of the frame that ends now.
void Bedside::find_steps() {
  begins_.clear();
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (begun_[i] || !is_active(steps_[i])) continue;
    begun_[i] = true;
    begins_.push_back(&steps_[i]);
    seen_.steps.push_back({now_s(), steps_[i].name});
  }
}

const ScenarioStep* Bedside::on(Act act, int channel) const {
  for (const ScenarioStep& step : steps_) {
    const bool reaches =
        channel < 0 || step.channel == kEveryChannel || step.channel == channel;
    if (step.act == act && reaches && is_active(step)) return &step;
  }
  return nullptr;
}

// Noise that falls off above 5 Hz at 250 samples a second, about 7 uV rms.
std::int64_t Bedside::next_nv(std::size_t channel) {
  random_[channel] = random_[channel] * 1'664'525U + 1'013'904'223U;
  const std::int64_t white =
      (static_cast<std::int64_t>(random_[channel] >> 20) - 2048) * 24;
  slow_nv_[channel] += (white - slow_nv_[channel]) / 8;
  return slow_nv_[channel];
}

void Bedside::sense() {
  frame_.front_end = {};
  for (std::size_t c = 0; c < frame_.channel_count; ++c) sense(c);
  samples_ += frame_.sample_count;
}

void Bedside::sense(std::size_t channel) {
  const int c = static_cast<int>(channel);
  const ScenarioStep* seizure = on(Act::kSeizure, c);
  const ScenarioStep* lead_off = on(Act::kLeadOff, c);
  const ScenarioStep* hum = on(Act::kHum, c);
  const ScenarioStep* louder = lead_off != nullptr ? lead_off : seizure;
  const double gain = louder == nullptr ? 1.0 : louder->value;
  const bool missing = on(Act::kSamplesMissing, c) != nullptr;
  const bool rail = on(Act::kRail, c) != nullptr;
  const bool flat = on(Act::kFlat, c) != nullptr;
  for (std::uint32_t i = 0; i < frame_.sample_count; ++i) {
    std::int64_t nv = std::llround(static_cast<double>(next_nv(channel)) * gain);
    if (hum != nullptr)
      nv += hum_nv(samples_ + i, program_.biomarkers.sample_rate_hz, hum->value);
    if (flat) nv = 0;
    if (rail) nv = kRailNv;
    nv = std::clamp(nv, -kRailNv, kRailNv);
    frame_.samples_uv[channel][i] =
        missing ? std::numeric_limits<float>::quiet_NaN()
                : static_cast<float>(nv / kNvPerCount) * static_cast<float>(kUvPerCount);
  }
  std::uint8_t flags = 0;
  if (missing) flags |= biomarkers::kMissing;
  if (rail) flags |= biomarkers::kRailHigh;
  if (lead_off != nullptr) flags |= biomarkers::kLeadOff;
  frame_.front_end[channel] = flags;
}

void Bedside::surround() {
  const auto measured = [this](Act act, int otherwise) {
    return is_on(act) ? static_cast<int>(std::lround(value_of(act))) : otherwise;
  };
  frame_.battery = Millivolts(measured(Act::kBatteryMv, kBatteryMv));
  frame_.temperature =
      Millicelsius(measured(Act::kTemperatureMillicelsius, kTemperatureMc));
  const bool known = !is_on(Act::kImpedanceUnknown);
  const Ohms impedance(measured(Act::kImpedanceOhm, kImpedanceOhm));
  frame_.impedances.fill({impedance, kImpedanceAge, known});
  frame_.magnet_present = is_on(Act::kMagnet);
  frame_.mri_mode = is_on(Act::kMriMode);
}

void Bedside::order() {
  const auto bit = [this](Act act, int flag) {
    return is_on(act) ? static_cast<std::uint8_t>(flag) : std::uint8_t{0};
  };
  frame_.clinician_events =
      static_cast<std::uint8_t>(bit(Act::kClinicianStart, biomarkers::kClinicianStart) |
                                bit(Act::kClinicianStop, biomarkers::kClinicianStop) |
                                bit(Act::kClinicianReset, biomarkers::kClinicianReset) |
                                bit(Act::kClinicianEnd, biomarkers::kClinicianEnd));
  frame_.patient_events = bit(Act::kPatientMarker, biomarkers::kPatientMarker);
}

// What the trains in force deliver, in truth; and what the stimulator says of it.
void Bedside::deliver(const Trains& trains) {
  const auto from = (now_ - period_ - epoch_).count();
  const Instant start(static_cast<std::uint64_t>(from));
  const Instant end = start + period_;
  for (int output = 0; output < safety::kOutputs; ++output) {
    const safety::PulseTrain& train = trains[static_cast<std::size_t>(output)];
    safety::OutputEcho echo;
    if (train.on() && train.configuration < program_.limits.configuration_count) {
      echo = models::ideal_echo(
          train, program_.limits.configurations[train.configuration], start, end);
    }
    if (echo.count > 0 && !is_on(Act::kPulsesMissing)) note(echo.segments[0], output);
    distort(echo, output, start);
    frame_.echo[static_cast<std::size_t>(output)] = echo;
  }
}

void Bedside::note(const safety::PulseSegment& delivered, int output) {
  seen_.pulses.push_back(
      {.first_s =
           static_cast<double>(delivered.first_pulse.count()) / 1e6 + seconds(epoch_),
       .period_s = seconds(delivered.period),
       .count = delivered.pulses,
       .output = output,
       .amplitude_ua = delivered.amplitude.count(),
       .pulse_width_us = delivered.pulse_width.count(),
       .charge_pc = delivered.charge1.count()});
}

void Bedside::distort(safety::OutputEcho& echo, int output, Instant start) {
  if (is_on(Act::kPulsesMissing)) echo = {};
  if (is_on(Act::kPulsesUnasked) && echo.count == 0 && output == 0)
    echo = one_unasked_pulse(start);
  if (echo.count == 0) return;
  safety::PulseSegment& told = echo.segments[0];
  if (is_on(Act::kDeliveredAmplitudePercent)) {
    const double share = value_of(Act::kDeliveredAmplitudePercent);
    told.amplitude =
        Microamps(static_cast<std::int32_t>(percent(told.amplitude.count(), share)));
    told.charge1 = Picocoulombs(percent(told.charge1.count(), share));
    told.charge2 = Picocoulombs(percent(told.charge2.count(), share));
  }
  if (is_on(Act::kSecondPhasePercent)) {
    told.charge2 =
        Picocoulombs(percent(told.charge2.count(), value_of(Act::kSecondPhasePercent)));
  }
  if (is_on(Act::kSourceFault)) told.flags = safety::kShortedContact;
}

}  // namespace homeostat::hil
