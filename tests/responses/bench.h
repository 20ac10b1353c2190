// A loop on a bench that nobody's brain answers: the signal is what the case says, the
// stimulator delivers what is granted, and what comes of it is measured.
//
//   Bench bench(program);
//   bench.live(120_s);                 // a baseline forms
//   bench.begin();                     // measured from here
//   bench.world.gain_permille = 8000;  // the signal becomes eight times its background
//   bench.live(60_s);
//   bench.answer();
//
// Samples come from an integer generator, so that they are the same bits everywhere.
#pragma once

#include <cstdint>
#include <string>

#include "controller/closed_loop.h"
#include "tests/support/background.h"

namespace homeostat::responses {

using namespace homeostat::literals;

inline constexpr Microseconds kFrame{32'000};  // 8 samples at 250 Hz
inline constexpr Microseconds kNever{-1};

// What the next frames bring.
struct World {
  std::int64_t gain_permille = 1000;  // of the background
  std::int64_t offset_uv = 0;
  std::int64_t hum_uv = 0;     // 50 Hz
  std::int64_t muscle_uv = 0;  // white noise up to this
  bool noise_at_rails = false;
  bool at_rail = false;
  bool lead_off = false;
  bool missing = false;  // samples lost on the way
  bool magnet = false;
  int impedance_ohm = 1000;
  Microseconds impedance_age{1'000'000};
  int battery_mv = 3600;
  std::uint8_t people = 0;  // biomarkers::ClinicianEvent bits, for one frame
};

// From begin() on, times since then.
struct Answer {
  Microseconds first_pulse = kNever;
  Microseconds last_pulse = kNever;
  Microseconds settled{};  // the last change of mode or amplitude
  Microamps highest;       // granted to one output
  Microamps at_end;        // granted to the first output
  int pulses = 0;          // of all outputs
  int bursts = 0;          // pulses after 50 ms or more of silence
  std::string modes;       // passed through; bursts and pauses are "treating"
};

class Bench {
 public:
  explicit Bench(const controller::TherapyProgram& program);

  World world;

  void live(Microseconds span);
  // Frames that never arrive; the stimulator goes on to the end of its command.
  void lose_frames(int frames);
  // Lives until the mode is `mode`; throws after ten minutes.
  void live_until(controller::Mode mode);
  // `value` moves evenly from where it is to `target` within `span`.
  template <class Value>
  void drift(Value& value, Value target, Microseconds span) {
    const Value start = value;
    const std::int64_t frames = span.count() / kFrame.count();
    for (std::int64_t i = 1; i <= frames; ++i) {
      value = static_cast<Value>(start + (target - start) * i / frames);
      live(kFrame);
    }
  }

  void begin();
  Answer answer() const;

 private:
  void pass();
  void step();
  float next_sample_uv(std::size_t channel);
  void count(const safety::OutputEcho& echo);
  void note(const controller::LoopReport& report);
  void note_amplitudes();

  controller::ClosedLoop loop_;
  biomarkers::SampleFrame frame_;
  safety::StimCommand command_ = safety::StimCommand::off();
  testing::Background background_;
  std::uint32_t white_ = 1;
  std::int64_t sample_ = 0;  // since the start

  Instant begun_;
  Instant last_onset_;
  safety::StimCommand last_command_ = safety::StimCommand::off();
  std::string last_mode_;
  Answer answer_;
};

}  // namespace homeostat::responses
