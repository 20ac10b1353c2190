// Bytes as a patient's life: which limits, what is asked when, and what goes wrong.
//
// Values crowd around the limits, as in tests/safety/laws_test.cc; every choice is a byte
// or two, so that a fuzzer can turn each alone. Knows no verdict.
#pragma once

#include "tests/fuzz/harness.h"
#include "tests/safety/bench.h"

namespace homeostat::fuzz {

using namespace homeostat::safety;
using namespace homeostat::safety::testing;

// A world in which nothing but a wish's own shape may be held against it: budgets that no
// run can empty, and a ramp that reaches the top within a millisecond.
inline Limits roomy_limits() {
  Limits l = continuous_limits();
  l.max_ramp_ua_per_ms = 25'000;
  return l;
}

inline void vary_configurations(Bytes& in, Limits& l) {
  for (std::size_t i = 0; i < 3; ++i) {
    ElectrodeConfiguration& c = l.configurations[i];
    c.second_phase_ratio = static_cast<std::uint8_t>(in.between(1, 4));
    c.interphase_gap = Microseconds(in.between(0, 100));
    c.recharge = Microseconds(in.between(0, 2000));
    c.tested_amplitude = Microamps(static_cast<int>(in.between(1000, 9000)));
  }
  if (in.once_in(2)) {
    l.configurations[0].contacts[0] = {Polarity::kCathode, 700};
    l.configurations[0].contacts[3] = {Polarity::kCathode, 600};
    l.configurations[1].contacts[kCan] = {Polarity::kAnode, 1000};
  }
}

inline void vary_budgets(Bytes& in, Limits& l) {
  l.max_ramp_ua_per_ms = static_cast<int>(in.between(1, 5000));
  l.max_rise_per_window = Microamps(static_cast<int>(in.between(300, 9000)));
  l.ramp_window = Microseconds(in.between(1000, 2'000'000));
  if (in.once_in(2)) {
    l.fast_budget = {Picocoulombs(in.between(1'000'000, 300'000'000)),
                     in.between(1, 5'000'000)};
    l.slow_budget = {Picocoulombs(in.between(10'000'000, 3'000'000'000)),
                     in.between(1, 500'000)};
    l.max_energy_nj = in.between(10'000, 10'000'000);
    l.max_power_nw = in.between(1, 1'000'000);
  }
  if (in.once_in(2)) {
    l.max_duty_permille_1min = static_cast<std::uint16_t>(in.between(1, 1000));
    l.max_duty_permille_1h = static_cast<std::uint16_t>(in.between(1, 1000));
  }
  if (!l.episodic && in.once_in(2)) {
    l.continuous = {Microseconds(in.between(1, 9) * 1000'000), 400_ms};
  }
  l.max_command_lifetime = Microseconds(in.between(20, 1000) * 1000);
}

inline void vary_episodes(Bytes& in, Limits& l) {
  EpisodicLimits& e = l.episodes;
  e.max_burst = Microseconds(in.between(10, 800) * 1000);
  e.burst_gap = Microseconds(in.between(51, 400) * 1000);
  e.therapy_gap = e.burst_gap + Microseconds(in.between(0, 1000) * 1000);
  e.episode_gap = e.therapy_gap + Microseconds(in.between(0, 5000) * 1000);
  e.therapies_per_hour = static_cast<std::uint16_t>(in.between(5, 600));
  e.therapies_per_day = static_cast<std::uint16_t>(in.between(21, 1000));
  e.status_therapies = in.once_in(2) ? 0 : 60;
  l.latch_cooldown = 1_s;
}

// `roomy` tells which kind it became.
inline Limits limits_of(Bytes& in, bool& roomy) {
  const int kind = in.byte() % 3;
  roomy = kind == 0;
  Limits l = roomy       ? roomy_limits()
             : kind == 1 ? continuous_limits()
                         : responsive_limits();
  const auto lead = [&] {
    return static_cast<LeadModel>(1 + in.byte() % (kLeadModels - 1));
  };
  l.leads = {lead(), lead()};
  vary_configurations(in, l);
  l.max_sum_amplitude = Microamps(static_cast<int>(in.between(3000, 20'000)));
  l.compliance = Microvolts(in.between(2'000'000, 20'000'000));
  if (roomy) return l;
  vary_budgets(in, l);
  if (l.episodic) vary_episodes(in, l);
  return l;
}

// On a bound, beside it, at an extreme, or in proportion.
inline std::int64_t near(Bytes& in, std::int64_t bound, std::int64_t lo,
                         std::int64_t hi) {
  switch (const int choice = in.byte() % 16) {
    case 0:
    case 1:
    case 2:
      return bound + choice - 1;
    case 3:
      return INT32_MIN;
    case 4:
      return INT32_MAX;
    case 5:
      return 0;
    default:
      return lo + (hi - lo) * in.two() / 65535;
  }
}

inline PulseTrain train_of(Bytes& in, const Limits& l, Instant now) {
  PulseTrain t;
  const int style = in.byte();
  t.configuration = static_cast<std::uint8_t>(style == 255 ? in.byte() : style % 3);
  const Microamps highest = t.configuration < l.configuration_count
                                ? l.configurations[t.configuration].tested_amplitude
                                : l.max_amplitude;
  t.amplitude = Microamps(static_cast<int>(near(in, highest.count(), 1, 12'000)));
  t.pulse_width =
      Microseconds((style & 4) != 0 ? near(in, l.max_pulse_width.count(), 30, 500)
                                    : in.between(40, 400));
  t.period = Microseconds((style & 8) != 0 ? near(in, l.min_period.count(), 2000, 60'000)
                                           : in.between(3000, 20'000));
  t.first_pulse =
      now + Microseconds((style & 16) != 0 ? in.between(-1000, 200) * 1000 : 0);
  t.valid_until = now + Microseconds(in.between(-10, 300) * 1000);
  if (style == 254) t.first_pulse = Instant(std::uint64_t(in.two()) << 48);
  if (style == 253) t.valid_until = Instant(UINT64_MAX);
  return t;
}

// What a controller asks next: mostly the same again, for longer.
inline StimRequest request_of(Bytes& in, const Limits& l, Instant now, StimRequest last) {
  const int choice = in.byte();
  switch (choice % 8) {
    case 0:
      last.outputs[0] = train_of(in, l, now);
      break;
    case 1:
      last.outputs[1] = train_of(in, l, now);
      break;
    case 2:
      return {};
    case 3:
      last.outputs[0].amplitude = Microamps(in.two());
      break;
    default:
      break;
  }
  if (choice % 8 > 2) {
    for (PulseTrain& t : last.outputs)
      t.valid_until = now + Microseconds(in.byte() * 1000);
  }
  last.needs_sensing = (choice & 64) != 0;
  return last;
}

inline Microseconds wait_of(Bytes& in) {
  const int style = in.byte() % 8;
  if (style < 4) return Microseconds(1000 + in.byte() * 150);
  if (style < 6) return Microseconds(in.two());
  return Microseconds(style == 6 ? in.byte() : in.byte() * 4000);
}

enum class Wrong { kNothing, kWorld, kEcho };

// What goes wrong in this step, and whose fault it is.
inline Wrong fault_of(Bytes& in, GuardInputs& now) {
  const int choice = in.byte();
  ContactImpedance& z = now.impedances[static_cast<std::size_t>(choice % 17)];
  PulseSegment& pulses = now.echo[0].segments[0];
  switch (choice / 12) {
    case 0:
      now.magnet_present = true;
      return Wrong::kWorld;
    case 1:
      now.mri_mode = true;
      return Wrong::kWorld;
    case 2:
      now.clinician_stop = true;
      return Wrong::kWorld;
    case 3:
      now.battery = Millivolts(static_cast<int>(near(in, 2800, 0, 4000)));
      return Wrong::kWorld;
    case 4:
      now.temperature = Millicelsius(static_cast<int>(near(in, 39'000, 0, 50'000)));
      return Wrong::kWorld;
    case 5:
      now.sensing_valid = false;
      return Wrong::kWorld;
    case 6:
      z.valid = false;
      return Wrong::kWorld;
    case 7:
      z.value = Ohms(static_cast<int>(near(in, 3500, 200, 4000)));
      z.age = Microseconds(near(in, 86'400'000'000, 0, 100'000'000'000));
      return Wrong::kWorld;
    case 8:
      now.midnight = true;
      return Wrong::kWorld;
    case 9:
      now.clinician_reset = true;
      return Wrong::kWorld;
    case 10:
      now.program_crc ^= choice == 120 ? 1 : 0;
      return Wrong::kWorld;
    case 11:
      if (choice == 132) pulses.charge1 = Picocoulombs(near(in, 640'000, 0, 4'000'000));
      if (choice == 133) pulses.pulses = static_cast<std::uint32_t>(in.two());
      if (choice == 134) now.echo[1].count = static_cast<std::uint8_t>(in.byte());
      if (choice == 135) pulses.flags = static_cast<std::uint8_t>(in.byte());
      if (choice == 136) pulses.residual = Microvolts(near(in, 50'000, -99'999, 99'999));
      if (choice == 137) pulses.first_pulse = Instant(std::uint64_t(in.two()) * 1000);
      if (choice == 138) pulses.period = Microseconds(near(in, 5000, -5000, 60'000));
      return Wrong::kEcho;
    default:
      return Wrong::kNothing;
  }
}

}  // namespace homeostat::fuzz
