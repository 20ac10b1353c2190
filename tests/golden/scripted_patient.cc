#include "tests/golden/scripted_patient.h"

#include <limits>

namespace homeostat::golden {
namespace {

using namespace homeostat::literals;
using biomarkers::SampleFrame;

// The script, in seconds of [from, to). A moment is one frame long.
struct Span {
  double from_s;
  double to_s;
};
constexpr Span kSeizures[] = {{60, 68}, {140, 170}, {300, 420}, {540, 560}};
constexpr Span kMagnet{150, 155};
constexpr Span kRails[] = {
    {200, 203}, {304, 307}, {318, 321}};  // all channels but the last
constexpr Span kFlat{220, 226};           // channel 1
constexpr Span kLeadOff{244, 252};        // every channel: signal lost
constexpr Span kMri{430, 435};
constexpr Span kWeakBattery{450, 460};
constexpr double kStart_s[] = {1, 265, 520};
constexpr double kStop_s = 260;
constexpr double kMarker_s = 120;
constexpr double kFramesLost_s = 470;
constexpr double kMidnight_s = 480;
constexpr double kClockJump_s = 490;
constexpr double kReset_s[] = {500, 590};
constexpr Span kUnbalanced{552, 600};  // the echo's second phase falls short

constexpr int frame_at(double seconds) {
  return static_cast<int>(seconds * 1'000'000 /
                          static_cast<double>(kFramePeriod.count()));
}
constexpr bool within(const Span& span, int frame) {
  return frame >= frame_at(span.from_s) && frame < frame_at(span.to_s);
}
constexpr bool at(double seconds, int frame) { return frame == frame_at(seconds); }

template <std::size_t kCount>
bool within_any(const Span (&spans)[kCount], int frame) {
  for (const Span& span : spans) {
    if (within(span, frame)) return true;
  }
  return false;
}

// A triangle of the given height and period in samples.
int triangle(int sample, int period, int height) {
  const int phase = sample % period;
  const int up = phase < period / 2 ? phase : period - phase;
  return up * 4 * height / period - height;
}

// Every channel but the last takes part in seizures and clips at the rail.
constexpr bool takes_part(int channel) { return channel < kChannels - 1; }

// A sample in quarters of a microvolt.
int quarters_at(int frame, int sample, int channel, int noise) {
  if (within_any(kRails, frame) && takes_part(channel)) return 20'000;
  if (within(kFlat, frame) && channel == 1) return 0;
  const int background = triangle(sample + 31 * channel, 500, 60);
  const bool seizing = within_any(kSeizures, frame) && takes_part(channel);
  const int seizure = seizing ? triangle(sample + 3 * channel, 20, 1600) : 0;
  return noise + background + seizure;
}

std::uint8_t front_end_at(int frame, int channel) {
  if (within(kLeadOff, frame)) return biomarkers::kLeadOff | biomarkers::kMissing;
  if (within_any(kRails, frame) && takes_part(channel)) return biomarkers::kRailHigh;
  return 0;
}

// The pulses of `train` that start in [from, to), all delivered as asked.
safety::OutputEcho echo_of(const safety::PulseTrain& train, Instant from, Instant to) {
  safety::OutputEcho echo{};
  const Instant end = train.valid_until < to ? train.valid_until : to;
  if (!train.on() || !(train.first_pulse < end)) return echo;
  const std::int64_t period = train.period.count();
  const std::int64_t before = (from - train.first_pulse).count();
  const std::int64_t skipped = before <= 0 ? 0 : (before + period - 1) / period;
  const Instant first = train.first_pulse + Microseconds(skipped * period);
  if (!(first < end)) return echo;

  safety::PulseSegment& segment = echo.segments[0];
  segment.first_pulse = first;
  segment.period = train.period;
  segment.pulses =
      static_cast<std::uint32_t>(((end - first).count() + period - 1) / period);
  segment.amplitude = train.amplitude;
  segment.pulse_width = train.pulse_width;
  segment.charge1 = train.amplitude * train.pulse_width;
  segment.charge2 = segment.charge1;
  segment.configuration = train.configuration;
  echo.count = 1;
  return echo;
}

std::uint8_t clinician_at(int frame) {
  std::uint8_t events = 0;
  for (const double start_s : kStart_s) {
    if (at(start_s, frame)) events |= biomarkers::kClinicianStart;
  }
  for (const double reset_s : kReset_s) {
    if (at(reset_s, frame)) events |= biomarkers::kClinicianReset;
  }
  if (at(kStop_s, frame)) events |= biomarkers::kClinicianStop;
  return events;
}

std::uint8_t patient_at(int frame) {
  if (at(kMarker_s, frame)) return biomarkers::kPatientMarker;
  return 0;
}

}  // namespace

void ScriptedPatient::sense() noexcept {
  for (std::size_t i = 0; i < kSamplesPerFrame; ++i) {
    const int sample = index_ * kSamplesPerFrame + static_cast<int>(i);
    for (std::size_t c = 0; c < kChannels; ++c) {
      noise_ = noise_ * 1'664'525U + 1'013'904'223U;
      const int noise = static_cast<int>(noise_ >> 24) - 128;  // +-32 uV
      const int quarters = quarters_at(index_, sample, static_cast<int>(c), noise);
      frame_.samples_uv[c][i] = within(kLeadOff, index_)
                                    ? std::numeric_limits<float>::quiet_NaN()
                                    : static_cast<float>(quarters) * 0.25F;
    }
  }
  for (std::size_t c = 0; c < kChannels; ++c) {
    frame_.front_end[c] = front_end_at(index_, static_cast<int>(c));
  }
}

void ScriptedPatient::deliver(const safety::StimCommand& command) noexcept {
  const Instant from = frame_.time - kFramePeriod;
  for (int output = 0; output < safety::kOutputs; ++output) {
    safety::OutputEcho& echo = frame_.echo[static_cast<std::size_t>(output)];
    echo = echo_of(command.output(output), from, frame_.time);
    safety::PulseSegment& delivered = echo.segments[0];
    if (within(kUnbalanced, index_)) {
      delivered.charge2 = Picocoulombs(delivered.charge2.count() / 2);
    }
  }
}

const SampleFrame& ScriptedPatient::live_through(
    const safety::StimCommand& command) noexcept {
  frame_.time = Instant{} + Microseconds(kFramePeriod.count() * (index_ + 1));
  if (at(kClockJump_s, index_)) frame_.time = frame_.time - 1_s;
  frame_.sequence =
      static_cast<std::uint32_t>(index_ + (index_ > frame_at(kFramesLost_s) ? 3 : 0));
  frame_.channel_count = kChannels;
  frame_.sample_count = kSamplesPerFrame;
  sense();
  for (std::size_t contact = 0; contact < frame_.impedances.size(); ++contact) {
    frame_.impedances[contact] = {
        1200_ohm, Microseconds(index_ % 1000 * kFramePeriod.count()), true};
  }
  frame_.magnet_present = within(kMagnet, index_);
  frame_.mri_mode = within(kMri, index_);
  frame_.midnight = at(kMidnight_s, index_);
  frame_.clinician_events = clinician_at(index_);
  frame_.patient_events = patient_at(index_);
  frame_.battery = within(kWeakBattery, index_) ? 2600_mV : 3600_mV;
  frame_.temperature = Millicelsius(37'000);
  frame_.reset_cause =
      index_ == 0 ? biomarkers::ResetCause::kPowerOn : biomarkers::ResetCause::kNone;
  deliver(command);
  ++index_;
  return frame_;
}

}  // namespace homeostat::golden
