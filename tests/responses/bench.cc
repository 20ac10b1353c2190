#include "tests/responses/bench.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "models/stimulator.h"

namespace homeostat::responses {
namespace {

constexpr Microseconds kSilence{50'000};
constexpr int kBeyondRailUv = 4000;  // of every shipped program

std::string stage_of(controller::Mode mode) {
  return controller::in_episode(mode) ? "treating" : controller::name_of(mode);
}

bool same_amplitudes(const safety::StimCommand& a, const safety::StimCommand& b) {
  for (int output = 0; output < safety::kOutputs; ++output) {
    if (a.output(output).amplitude != b.output(output).amplitude) return false;
  }
  return true;
}

}  // namespace

Bench::Bench(const controller::TherapyProgram& program) : loop_(program, Instant{}) {
  frame_.channel_count = program.biomarkers.channel_count;
  frame_.sample_count = program.biomarkers.samples_per_frame;
  frame_.temperature = Millicelsius(37'000);
}

void Bench::live(Microseconds span) {
  for (std::int64_t i = 0; i < span.count() / kFrame.count(); ++i) {
    pass();
    step();
  }
}

void Bench::lose_frames(int frames) {
  for (int i = 0; i < frames; ++i) pass();
}

void Bench::live_until(controller::Mode mode) {
  const Instant patience = frame_.time + 600_s;
  while (loop_.report().mode != mode) {
    if (frame_.time > patience) throw std::runtime_error("a mode was never reached");
    live(kFrame);
  }
}

// A frame's time passes, whether or not the frame arrives.
void Bench::pass() {
  frame_.time = frame_.time + kFrame;
  ++frame_.sequence;
  for (std::size_t i = 0; i < frame_.sample_count; ++i, ++sample_) {
    for (std::size_t c = 0; c < frame_.channel_count; ++c) {
      frame_.samples_uv[c][i] = next_sample_uv(c);
    }
  }
  const safety::Limits& limits = loop_.program().limits;
  for (int output = 0; output < safety::kOutputs; ++output) {
    const safety::PulseTrain& train = command_.output(output);
    safety::OutputEcho& echo = frame_.echo[static_cast<std::size_t>(output)];
    echo = models::ideal_echo(train, limits.configurations[train.configuration],
                              frame_.time - kFrame, frame_.time);
    count(echo);
  }
}

// Background, and what the case does to it.
float Bench::next_sample_uv(std::size_t channel) {
  white_ = white_ * 1'664'525U + 1'013'904'223U;
  const std::int64_t white = static_cast<std::int64_t>(white_ >> 20) - 2048;
  const std::int64_t noise_nv = background_.next_nv(channel);
  if (world.missing || world.lead_off) return std::numeric_limits<float>::quiet_NaN();
  if (world.at_rail) return static_cast<float>(kBeyondRailUv);
  if (world.noise_at_rails) {
    return static_cast<float>(white < 0 ? -kBeyondRailUv : kBeyondRailUv);
  }
  constexpr int kHum[] = {0, 951, 588, -588, -951};  // 50 Hz at 250 Hz, thousandths
  const std::int64_t hum_nv = world.hum_uv * kHum[sample_ % 5];
  const std::int64_t nv = noise_nv * world.gain_permille / 1000 + world.offset_uv * 1000 +
                          hum_nv + white * world.muscle_uv * 1000 / 2048;
  return static_cast<float>(nv) * 0.001F;
}

void Bench::step() {
  for (std::size_t c = 0; c < frame_.channel_count; ++c) {
    frame_.front_end[c] = 0;
    if (world.lead_off) frame_.front_end[c] |= biomarkers::kLeadOff;
    if (world.missing) frame_.front_end[c] |= biomarkers::kMissing;
  }
  for (safety::ContactImpedance& contact : frame_.impedances) {
    contact = {Ohms(world.impedance_ohm), world.impedance_age, true};
  }
  frame_.magnet_present = world.magnet;
  frame_.battery = Millivolts(world.battery_mv);
  frame_.clinician_events = world.people;
  world.people = 0;
  command_ = loop_.step(frame_);
  note(loop_.report());
}

void Bench::count(const safety::OutputEcho& echo) {
  for (std::size_t s = 0; s < echo.count; ++s) {
    const safety::PulseSegment& segment = echo.segments[s];
    const Instant last =
        segment.first_pulse +
        Microseconds(segment.period.count() * (std::int64_t{segment.pulses} - 1));
    const Microseconds first = segment.first_pulse - begun_;
    answer_.first_pulse =
        answer_.pulses == 0 ? first : std::min(first, answer_.first_pulse);
    if (answer_.pulses == 0 || segment.first_pulse - last_onset_ >= kSilence) {
      ++answer_.bursts;
    }
    last_onset_ = std::max(last_onset_, last);
    answer_.last_pulse = last_onset_ - begun_;
    answer_.pulses += static_cast<int>(segment.pulses);
  }
}

void Bench::note(const controller::LoopReport& report) {
  const std::string mode = stage_of(report.mode);
  if (mode != last_mode_ || !same_amplitudes(command_, last_command_)) {
    answer_.settled = frame_.time - begun_;
  }
  if (mode != last_mode_) answer_.modes += answer_.modes.empty() ? mode : ", " + mode;
  last_mode_ = mode;
  last_command_ = command_;
  note_amplitudes();
}

void Bench::note_amplitudes() {
  for (int output = 0; output < safety::kOutputs; ++output) {
    answer_.highest = std::max(answer_.highest, command_.output(output).amplitude);
  }
}

void Bench::begin() {
  begun_ = frame_.time;
  answer_ = {};
  answer_.modes = last_mode_;
  note_amplitudes();  // of the command in force
}

Answer Bench::answer() const {
  Answer answer = answer_;
  answer.at_end = command_.output(0).amplitude;
  return answer;
}

}  // namespace homeostat::responses
