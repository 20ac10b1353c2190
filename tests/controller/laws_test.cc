// What must hold of the loop whatever it is fed: a million frames of noise, lies and
// people who press everything.
#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <random>

#include "controller/policy.h"
#include "tests/controller/scene.h"
#include "tests/support/heap_guard.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::Biomarkers;
using biomarkers::SampleFrame;

// Frames that are mostly plausible, and now and then anything at all.
class Noise {
 public:
  explicit Noise(unsigned seed) : random_(seed) {}

  const SampleFrame& next(const safety::StimCommand& command) {
    const Instant before = frame_.time;
    frame_.time = frame_.time + (one_in(5000) ? Microseconds(draw(3'000'000)) : kFrame);
    if (one_in(50'000)) frame_.time = Instant(draw(1'000'000'000));
    frame_.sequence += one_in(500) ? draw(3) : 1;
    frame_.channel_count = one_in(2000) ? byte() : 1;
    frame_.sample_count = one_in(2000) ? byte() : 8;
    for (float& sample : frame_.samples_uv[0]) sample = voltage();
    frame_.front_end[0] = one_in(500) ? byte() : std::uint8_t{0};
    if (one_in(1000)) magnet_ = !magnet_;
    if (one_in(5000)) mri_ = !mri_;
    frame_.magnet_present = magnet_ && one_in(3);
    frame_.mri_mode = mri_ && one_in(3);
    frame_.midnight = one_in(10'000);
    frame_.clinician_events = one_in(450) ? byte() : std::uint8_t{0};
    frame_.battery = one_in(500) ? Millivolts(static_cast<int>(draw(5000))) : 3600_mV;
    frame_.temperature = Millicelsius(one_in(500) ? 50'000 : 37'000);
    frame_.impedances[1].value =
        one_in(200) ? Ohms(static_cast<int>(draw(9000))) : 1000_ohm;
    frame_.echo = homeostat::testing::faithful_echo(command, before, frame_.time);
    if (one_in(20'000)) lie(command);
    if (one_in(300)) seizing_ = !seizing_;
    return frame_;
  }
  bool one_in(unsigned n) { return random_() % n == 0; }

 private:
  unsigned draw(unsigned below) { return static_cast<unsigned>(random_() % below); }
  std::uint8_t byte() { return static_cast<std::uint8_t>(draw(256)); }
  float voltage() {
    if (one_in(20'000)) {
      const auto bits = static_cast<std::uint32_t>(random_());
      float any;
      std::memcpy(&any, &bits, sizeof any);
      return any;
    }
    const auto height = seizing_ ? 800 : 20;
    return static_cast<float>(static_cast<int>(random_() % 256) - 128) *
           static_cast<float>(height) / 128.0F;
  }
  void lie(const safety::StimCommand& command) {
    frame_.echo[0].count = byte();
    frame_.echo[0].segments[0] = {.first_pulse = command.output(0).first_pulse,
                                  .pulses = draw(100),
                                  .charge1 = Picocoulombs(draw(1'000'000))};
  }

  std::mt19937 random_;
  SampleFrame frame_ = quiet_inputs();
  bool magnet_ = false;
  bool mri_ = false;
  bool seizing_ = false;
};

bool is_well_formed(const safety::PulseTrain& train, Instant now) {
  if (!train.on()) return train == safety::PulseTrain{};
  return train.configuration == 0 && train.amplitude <= 4000_uA &&
         train.pulse_width == 160_us && train.period == 5_ms && train.valid_until > now &&
         train.valid_until <= now + 500_ms && train.first_pulse <= now;
}

TherapyProgram busy_program() {
  TherapyProgram program = responsive_program();
  program.biomarkers.warm_up = 2_s;
  program.biomarkers.detectors[0].long_window = 10_s;
  program.has_fallback = true;
  program.fallback = baseline();
  program.start_armed = true;
  program.responsive.therapies_per_day = 500;
  program.limits.latch_cooldown = 1_s;
  return program;
}

TEST(LoopLaws, Saf158_AMillionWildFramesAllocateNothingAndEachCommandIsSound) {
  Noise noise(11);
  ClosedLoop loop(busy_program(), Instant{});
  safety::StimCommand command = safety::StimCommand::off();
  std::array<int, kModes> visits{};
  int grants = 0;
  int unsound = 0;
  int forbidden = 0;
  const homeostat::testing::HeapGuard heap;
  for (int i = 0; i < 1'000'000; ++i) {
    const SampleFrame& frame = noise.next(command);
    command = loop.step(frame);
    const LoopReport& report = loop.report();
    for (int output = 0; output < safety::kOutputs; ++output) {
      if (!is_well_formed(command.output(output), frame.time)) ++unsound;
    }
    const bool silenced = frame.magnet_present || frame.mri_mode ||
                          (frame.clinician_events & biomarkers::kClinicianStop) != 0;
    if (command.on() && (silenced || !may_stimulate(report.mode))) ++forbidden;
    grants += command.on() ? 1 : 0;
    ++visits[static_cast<std::size_t>(report.mode)];
  }
  EXPECT_EQ(0, heap.allocations());
  EXPECT_EQ(0, unsound);
  EXPECT_EQ(0, forbidden);
  EXPECT_GT(grants, 1000);  // and the noise did reach what it is to test
  for (int m = 0; m < kModes; ++m) {
    const bool reached = visits[static_cast<std::size_t>(m)] > 0;
    EXPECT_EQ(static_cast<Mode>(m) != Mode::kTreatingContinuous, reached)
        << name_of(static_cast<Mode>(m));
  }
}

TEST(LoopLaws, Saf160_EqualFramesGiveEqualCommands) {
  Noise noise_a(3);
  Noise noise_b(3);
  ClosedLoop a(busy_program(), Instant{});
  ClosedLoop b(busy_program(), Instant{});
  safety::StimCommand command = safety::StimCommand::off();
  for (int i = 0; i < 50'000; ++i) {
    const safety::StimCommand of_a = a.step(noise_a.next(command));
    const safety::StimCommand of_b = b.step(noise_b.next(command));
    ASSERT_EQ(of_a, of_b) << i;
    ASSERT_EQ(a.report().events, b.report().events) << i;
    ASSERT_EQ(a.report().granted.reasons, b.report().granted.reasons) << i;
    command = of_a;
  }
}

// ---- Laws of episodes, over random seizures, signals and magnets

struct EpisodeLaws : ::testing::Test {
  // The shortest times that the rules allow, so that much happens.
  static TherapyProgram quick_program() {
    TherapyProgram program = responsive_program();
    program.responsive.redetection = 1500_ms;
    program.responsive.refractory = 7500_ms;
    program.responsive.therapies_per_day = 500;
    program.biomarkers.persistence.termination = 1_s;
    program.limits.episodes.status_therapies = 0;
    return program;
  }
  Scene scene{quick_program()};
  std::mt19937 random{17};

  void live_one_frame() {
    if (random() % 200 == 0) scene.seizure = !scene.seizure;
    if (random() % 2000 == 0) scene.signal = !scene.signal;
    if (!scene.signal && random() % 50 == 0) scene.signal = true;
    scene.inputs.magnet_present =
        scene.inputs.magnet_present ? random() % 30 != 0 : random() % 3000 == 0;
    scene.step();
  }
};

TEST_F(EpisodeLaws, Saf140_NoTherapyWithoutADetectionSinceTheLastEpisode) {
  scene.arm();
  bool detected = false;
  int therapies = 0;
  for (int i = 0; i < 100'000; ++i) {
    const Mode before = scene.mode();
    live_one_frame();
    if (scene.heard(Event::kDetected)) detected = true;
    if (scene.report().granted.command.on() && scene.mode() != Mode::kFallback) {
      ASSERT_TRUE(detected) << i;
    }
    if (in_episode(before) && !in_episode(scene.mode())) {
      detected = false;
      ++therapies;
    }
  }
  EXPECT_GT(therapies, 50);
}

TEST_F(EpisodeLaws, Saf147_EveryEpisodeEndsInTheTimeThatItsParametersAllow) {
  scene.arm();
  // Three therapies of two bursts, each part late by at most a frame.
  const Microseconds longest(3 * (100'000 + 500'000 + 100'000 + 1'500'000 + 4 * 32'000));
  Instant begun;
  Microseconds longest_seen;
  for (int i = 0; i < 100'000; ++i) {
    const Mode before = scene.mode();
    live_one_frame();
    if (!in_episode(before) && in_episode(scene.mode())) begun = scene.now();
    if (in_episode(scene.mode())) {
      const Microseconds lasted = scene.now() - begun;
      longest_seen = lasted > longest_seen ? lasted : longest_seen;
    }
  }
  EXPECT_LE(longest_seen, longest);
  EXPECT_GT(longest_seen, 4_s);
}

TEST_F(EpisodeLaws, Saf144_NoEpisodeFollowsAnotherWithinTheRefractoryTime) {
  scene.arm();
  Instant over;
  bool any = false;
  for (int i = 0; i < 100'000; ++i) {
    live_one_frame();
    if (scene.heard(Event::kEpisodeOver) || scene.heard(Event::kEpisodeExhausted)) {
      any = scene.mode() == Mode::kRefractory || scene.mode() == Mode::kLockout || any;
      if (scene.mode() == Mode::kRefractory || scene.mode() == Mode::kLockout) {
        over = scene.now();
      }
    }
    if (any && scene.heard(Event::kDetected)) {
      ASSERT_GE(scene.now(), over + 7500_ms) << i;
    }
  }
  EXPECT_TRUE(any);
}

TEST_F(EpisodeLaws, Saf141_ABurstNeverOutlastsItsDuration) {
  scene.arm();
  for (int i = 0; i < 100'000; ++i) {
    live_one_frame();
    if (scene.mode() != Mode::kTreatingBurst || !scene.granted().on()) continue;
    ASSERT_LE(scene.granted().valid_until, scene.episode().burst_end);
    ASSERT_EQ(scene.granted().first_pulse, scene.episode().burst_start);
  }
}

// A wish is sound for any view that a clock can give, and never above what is written.
TEST(PolicyLaws,
     Saf150_NobodyAsksForMoreThanTheProgramSaysNorForLongerThanACommandLasts) {
  std::mt19937_64 random(23);
  TherapyProgram responsive = responsive_program();
  responsive.has_fallback = true;
  responsive.fallback = baseline();
  TherapyProgram ramping = responsive_program();
  ramping.ramp_off = 3_s;
  int asked_for = 0;
  for (const TherapyProgram& program : {responsive, ramping, open_loop_program()}) {
    for (int i = 0; i < 100'000; ++i) {
      const Instant start(1'000'000'000 + random() % 1'000'000'000);
      const Instant now(start.count() - 1'000'000 + random() % 100'000'000);
      const auto mode = static_cast<Mode>(random() % kModes);
      EpisodeView view{.mode_since = start,
                       .burst_start = start,
                       .burst_end = start + 100_ms,
                       .therapy = static_cast<std::uint8_t>(random()),
                       .burst = static_cast<std::uint8_t>(random())};
      view.interrupted[0] = {.configuration = 0, .amplitude = 1500_uA, .period = 5_ms};
      const safety::StimRequest asked = decide(program, mode, view, now);
      for (const safety::PulseTrain& train : asked.outputs) {
        if (!train.on()) {
          ASSERT_EQ(safety::PulseTrain{}, train);
          continue;
        }
        ++asked_for;
        ASSERT_TRUE(may_stimulate(mode));
        ASSERT_GT(train.valid_until, now);
        ASSERT_LE(train.valid_until, now + 500_ms);
        ASSERT_LE(train.amplitude, mode == Mode::kFallback && program.has_fallback
                                       ? 500_uA
                                   : mode == Mode::kFallback ? 1500_uA
                                                             : 3000_uA);
      }
    }
  }
  EXPECT_GT(asked_for, 3000);
}

}  // namespace
}  // namespace homeostat::controller::testing
