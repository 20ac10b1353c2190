// Laws: whatever is asked, whenever, no command and no pulse leaves the envelope.
#include <gtest/gtest.h>

#include <random>

#include "tests/safety/bench.h"
#include "tests/safety/oracle.h"

namespace homeostat::safety::testing {
namespace {

// Random but biased to where limits are.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  std::int64_t any(std::int64_t lo, std::int64_t hi) {
    return std::uniform_int_distribution<std::int64_t>(lo, hi)(random_);
  }
  bool once_in(int n) { return any(1, n) == 1; }
  // Near a bound, at an extreme, or anywhere between.
  std::int64_t near(std::int64_t bound, std::int64_t lo, std::int64_t hi) {
    switch (any(0, 9)) {
      case 0:
        return bound + any(-1, 1);
      case 1:
        return once_in(2) ? INT32_MIN : INT32_MAX;
      case 2:
        return 0;
      default:
        return any(lo, hi);
    }
  }

 private:
  std::mt19937_64 random_;
};

// Programs of all kinds, small enough that every budget ends within a run.
Limits random_limits(Dice& dice) {
  Limits l = dice.once_in(2) ? responsive_limits() : continuous_limits();
  const auto lead = [&] { return static_cast<LeadModel>(dice.any(1, kLeadModels - 1)); };
  l.leads = {lead(), lead()};
  for (std::size_t i = 0; i < 3; ++i) {
    ElectrodeConfiguration& c = l.configurations[i];
    c.second_phase_ratio = static_cast<std::uint8_t>(dice.any(1, 4));
    c.interphase_gap = Microseconds(dice.any(0, 100));
    c.recharge = Microseconds(dice.any(0, 2000));
    c.tested_amplitude = Microamps(static_cast<int>(dice.any(1000, 9000)));
  }
  if (dice.once_in(2)) {
    l.configurations[0].contacts[0] = {Polarity::kCathode, 700};
    l.configurations[0].contacts[3] = {Polarity::kCathode, 600};
    l.configurations[1].contacts[kCan] = {Polarity::kAnode, 1000};
  }
  l.max_sum_amplitude = Microamps(static_cast<int>(dice.any(3000, 20'000)));
  l.max_ramp_ua_per_ms = static_cast<int>(dice.once_in(2) ? dice.any(1, 100) : 5000);
  l.max_rise_per_window = Microamps(static_cast<int>(dice.any(300, 9000)));
  l.ramp_window = Microseconds(dice.any(1000, 2'000'000));
  l.compliance = Microvolts(dice.any(2'000'000, 20'000'000));
  if (dice.once_in(2)) {
    l.fast_budget = {Picocoulombs(dice.any(1'000'000, 300'000'000)),
                     dice.any(1, 5'000'000)};
    l.slow_budget = {Picocoulombs(dice.any(10'000'000, 3'000'000'000)),
                     dice.any(1, 500'000)};
    l.max_energy_nj = dice.any(10'000, 10'000'000);
    l.max_power_nw = dice.any(1, 1'000'000);
  }
  if (dice.once_in(2)) {
    l.max_duty_permille_1min = static_cast<std::uint16_t>(dice.any(1, 1000));
    l.max_duty_permille_1h = static_cast<std::uint16_t>(dice.any(1, 1000));
  }
  if (!l.episodic && dice.once_in(2))
    l.continuous = {Microseconds(dice.any(1, 9) * 1000'000), 400_ms};
  l.episodes.max_burst = Microseconds(dice.any(10, 800) * 1000);
  l.episodes.burst_gap = Microseconds(dice.any(51, 400) * 1000);
  l.episodes.therapy_gap = l.episodes.burst_gap + Microseconds(dice.any(0, 1000) * 1000);
  l.episodes.episode_gap =
      l.episodes.therapy_gap + Microseconds(dice.any(0, 5000) * 1000);
  l.episodes.therapies_per_hour = static_cast<std::uint16_t>(dice.any(5, 600));
  l.episodes.therapies_per_day = static_cast<std::uint16_t>(dice.any(21, 1000));
  l.episodes.status_therapies = dice.once_in(2) ? 0 : 60;
  l.latch_cooldown = 1_s;
  l.max_command_lifetime = Microseconds(dice.any(20, 1000) * 1000);
  return l;
}

PulseTrain random_train(Dice& dice, const Limits& l, Instant now) {
  PulseTrain t;
  if (dice.once_in(5)) return t;
  t.configuration =
      static_cast<std::uint8_t>(dice.once_in(50) ? dice.any(0, 255) : dice.any(0, 2));
  t.amplitude =
      Microamps(static_cast<int>(dice.near(l.max_amplitude.count(), 1, 12'000)));
  t.pulse_width =
      Microseconds(dice.once_in(4) ? dice.near(l.max_pulse_width.count(), 30, 500) : 160);
  t.period = Microseconds(dice.once_in(4) ? dice.near(l.min_period.count(), 2000, 60'000)
                                          : 5000);
  t.first_pulse = now + Microseconds(dice.once_in(3) ? dice.any(-1000, 200) * 1000 : 0);
  t.valid_until = now + Microseconds(dice.any(-10, 300) * 1000);
  if (dice.once_in(200))
    t.first_pulse = Instant(static_cast<std::uint64_t>(dice.any(0, INT64_MAX)));
  if (dice.once_in(200)) t.valid_until = Instant(UINT64_MAX);
  return t;
}

void random_fault(Dice& dice, GuardInputs& in) {
  switch (dice.any(0, 11)) {
    case 0:
      in.magnet_present = true;
      break;
    case 1:
      in.mri_mode = true;
      break;
    case 2:
      in.clinician_stop = true;
      break;
    case 3:
      in.battery = 2799_mV;
      break;
    case 4:
      in.temperature = Millicelsius(39'001);
      break;
    case 5:
      in.sensing_valid = false;
      break;
    case 6:
      in.impedances[static_cast<std::size_t>(dice.any(0, 16))].valid = false;
      break;
    case 7:
      in.impedances[static_cast<std::size_t>(dice.any(0, 16))].value =
          Ohms(static_cast<int>(dice.near(3500, 200, 4000)));
      break;
    case 8:
      in.midnight = true;
      break;
    case 9:
      if (dice.once_in(10)) in.program_crc = 1;
      break;
    case 10:
      if (dice.once_in(10)) in.echo[0].segments[0].charge1 = 1_pC;
      break;
    case 11:
      if (dice.once_in(10)) in.echo[1].count = 200;
      break;
  }
}

// Renews what it asked, most of the time, as a controller would.
StimRequest next_request(Dice& dice, const Limits& l, Instant now,
                         const StimRequest& last) {
  StimRequest request = last;
  if (dice.once_in(8)) {
    request.outputs[0] = random_train(dice, l, now);
    if (dice.once_in(2)) request.outputs[1] = random_train(dice, l, now);
    request.needs_sensing = dice.once_in(2);
  } else {
    for (PulseTrain& t : request.outputs)
      t.valid_until = now + Microseconds(dice.any(1, 80) * 1000);
    if (dice.once_in(4))
      request.outputs[0].amplitude = Microamps(static_cast<int>(dice.any(0, 9000)));
  }
  return request;
}

// Each step of a run is judged at once; each pulse when it has been delivered.
int judge_run(std::uint64_t seed, int steps, int* on, bool skips = false) {
  Dice dice(seed);
  const Limits limits = random_limits(dice);
  if (const LimitsFault f = validate(limits); f.field != nullptr) {
    ADD_FAILURE() << "seed " << seed << ": " << f.field << " " << f.value;
    return 0;
  }
  Bench bench(limits);
  Oracle oracle(limits);
  StimRequest request;
  GuardInputs in;
  std::size_t judged = 0;
  double ohm[kOutputs] = {0.0, 0.0};
  for (int i = 0; i < steps; ++i) {
    const Microseconds dt(dice.once_in(20) ? dice.any(0, 900'000) : dice.any(0, 40'000));
    if (skips && dice.once_in(40)) {
      request = {};
      (void)bench.rest(32_ms);
      bench.skip_to(bench.now() + 33_ms + Microseconds(dice.any(0, 3'000'000'000)));
    }
    request = next_request(dice, limits, bench.now() + dt, request);
    const Admission got = bench.step(dt, request, [&](GuardInputs& now) {
      if (dice.once_in(20)) random_fault(dice, now);
      now.clinician_reset = dice.once_in(10);
      in = now;
    });
    std::vector<Pulse> fresh(bench.pulses().begin() + static_cast<std::ptrdiff_t>(judged),
                             bench.pulses().end());
    judged = bench.pulses().size();
    std::stable_sort(fresh.begin(), fresh.end(),
                     [](const Pulse& a, const Pulse& b) { return a.onset < b.onset; });
    for (const Pulse& p : fresh) {
      const char* wrong = oracle.pulse(p, ohm[p.output]);
      if (wrong != nullptr)
        ADD_FAILURE() << wrong << ": pulse at " << p.onset.count() << ", seed " << seed;
      if (wrong != nullptr) return i;
    }
    const char* wrong = oracle.command(request, in, got);
    if (wrong != nullptr) ADD_FAILURE() << wrong << ": step " << i << ", seed " << seed;
    if (wrong != nullptr) return i;
    for (int o = 0; o < kOutputs; ++o) {
      const PulseTrain& t = got.command.output(o);
      if (t.on()) ohm[o] = oracle.source_ohm(t, in);
    }
    *on += got.command.on() ? 1 : 0;
  }
  return steps;
}

// Judged at every step and pulse: SAF-002, SAF-003, SAF-004, SAF-005, SAF-006, SAF-007,
// SAF-008, SAF-009, SAF-010, SAF-011, SAF-012, SAF-014, SAF-015, SAF-016, SAF-020,
// SAF-022, SAF-023, SAF-024, SAF-025, SAF-031, SAF-032, SAF-033, SAF-034, SAF-035,
// SAF-037, SAF-039, SAF-040, SAF-041, SAF-050, SAF-052.
TEST(EnvelopeLaws, Saf070_NoRequestEscapes) {
  int steps = 0;
  int on = 0;
  for (std::uint64_t seed = 1; seed <= 300 && !::testing::Test::HasFailure(); ++seed) {
    steps += judge_run(seed, 1000, &on);
  }
  EXPECT_GE(steps, 200'000);
  EXPECT_GT(on, steps / 10) << "a law about silence alone would be cheap";
}

// The same over days, so that hours and days slide: SAF-025, SAF-035, SAF-036.
TEST(EnvelopeLaws, Saf070_NoRequestEscapesOverDays) {
  int on = 0;
  for (std::uint64_t seed = 1; seed <= 40 && !::testing::Test::HasFailure(); ++seed) {
    judge_run(seed, 4000, &on, true);
  }
  EXPECT_GT(on, 10'000);
}

}  // namespace
}  // namespace homeostat::safety::testing
