// A patient's worth of limits, a stimulator that does as it is told, and a clock: what
// tests of the envelope speak with.
//
// The stimulator delivers each command exactly, from the step that granted it to the
// next, and echoes what it delivered. Every pulse is kept in a log.
#pragma once

#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

#include "safety/envelope.h"

namespace homeostat::safety::testing {

using namespace homeostat::literals;

inline constexpr std::uint32_t kProgramCrc = 0x1234ABCD;

// Two contacts of a depth lead, bipolar.
inline ElectrodeConfiguration bipolar(std::size_t cathode, std::size_t anode) {
  ElectrodeConfiguration c;
  c.contacts[cathode] = {Polarity::kCathode, 1000};
  c.contacts[anode] = {Polarity::kAnode, 1000};
  c.second_phase_ratio = 1;
  c.interphase_gap = 0_us;
  c.recharge = 1000_us;
  c.tested_amplitude = 8000_uA;
  return c;
}

// Bursts on a responsive depth lead. Output 0 usually drives contacts 0 and 1.
inline Limits responsive_limits() {
  Limits l;
  l.leads = {LeadModel::kDepthRing127x200, LeadModel::kDepthRing127x200};
  l.configuration_count = 3;
  l.configurations[0] = bipolar(0, 1);
  l.configurations[1] = bipolar(8, 9);
  l.configurations[2] = bipolar(1, 2);  // shares contact 1 with configuration 0
  l.max_amplitude = 9000_uA;
  l.max_sum_amplitude = 12000_uA;
  l.min_pulse_width = 40_us;
  l.max_pulse_width = 400_us;
  l.min_period = 3000_us;
  l.max_period = 50'000_us;
  l.max_ramp_ua_per_ms = 1000;
  l.max_rise_per_window = 9000_uA;
  l.ramp_window = 100_ms;
  l.charge_density_nc_per_cm2 = 25'000;
  l.shannon_k_hundredths = 150;
  l.compliance = Microvolts(20'000'000);
  l.min_impedance = 250_ohm;
  l.max_impedance = 3500_ohm;
  l.max_impedance_age = 86'400_s;
  l.episodic = true;
  l.episodes.max_burst = 200_ms;
  l.episodes.burst_gap = 300_ms;
  l.episodes.bursts_per_therapy = 2;
  l.episodes.therapy_gap = 1_s;
  l.episodes.therapies_per_episode = 5;
  l.episodes.episode_gap = 30_s;
  l.episodes.therapies_per_hour = 40;
  l.episodes.therapies_per_day = 100;
  l.episodes.reserved_for_episodes = 20;
  l.episodes.status_therapies = 30;
  l.episodes.status_window = 600_s;
  l.max_duty_permille_1min = 100;
  l.max_duty_permille_1h = 50;
  l.max_duty_permille_24h = 20;
  l.fast_budget = {600'000'000_pC, 2'000'000};
  l.slow_budget = {20'000'000'000_pC, 500'000};
  l.max_energy_nj = 50'000'000;
  l.max_power_nw = 200'000;
  l.max_command_lifetime = 500_ms;
  l.max_step_gap = 1_s;
  l.latch_cooldown = 60_s;
  l.battery_floor = 2800_mV;
  l.max_temperature = Millicelsius(39'000);
  l.max_echo_error_permille = 100;
  l.max_residual = Microvolts(50'000);
  return l;
}

// Stimulation that goes on, unbounded in time: every budget is ample.
inline Limits continuous_limits() {
  Limits l = responsive_limits();
  l.episodic = false;
  l.max_duty_permille_1min = 1000;
  l.max_duty_permille_1h = 1000;
  l.max_duty_permille_24h = 1000;
  l.fast_budget = {1'000'000'000'000_pC, 1'000'000'000};
  l.slow_budget = {10'000'000'000'000_pC, 1'000'000'000};
  l.max_energy_nj = 1'000'000'000'000;
  l.max_power_nw = 1'000'000'000;
  return l;
}

inline GuardInputs quiet(Instant now) {
  GuardInputs in;
  in.now = now;
  in.sensing_valid = true;
  in.battery = 3700_mV;
  in.temperature = Millicelsius(37'000);
  in.program_crc = kProgramCrc;
  for (ContactImpedance& z : in.impedances) z = {1000_ohm, 1_s, true};
  return in;
}

// 4 mA, 160 us, 200 Hz: what responsive depth leads usually give.
inline PulseTrain train(Instant first, Microseconds lasting,
                        Microamps amplitude = 4000_uA, std::uint8_t configuration = 0) {
  return {configuration, amplitude, 160_us, 5000_us, first, first + lasting};
}

inline StimRequest ask_for(const PulseTrain& output0, const PulseTrain& output1 = {}) {
  return {{output0, output1}, false};
}

struct Pulse {
  Instant onset;
  int output;
  PulseTrain train;  // which it is of
};

class Bench {
 public:
  explicit Bench(const Limits& limits, Instant start = Instant(1'000'000))
      : limits_(limits), envelope_(limits, kProgramCrc, start), now_(start) {}
  // Two futures of one past: no permission may be copied, so its bytes are.
  Bench(const Bench& other) : Bench(other.limits_) { *this = other; }
  Bench& operator=(const Bench& other) {
    limits_ = other.limits_;
    std::memcpy(static_cast<void*>(&envelope_), &other.envelope_, sizeof envelope_);
    now_ = other.now_;
    in_force_ = other.in_force_;
    pulses_ = other.pulses_;
    return *this;
  }

  using Tweak = std::function<void(GuardInputs&)>;

  // `after` later: the stimulator tells what it did, the envelope answers, and the
  // answer is in force.
  Admission step(Microseconds after, const StimRequest& request,
                 const Tweak& tweak = {}) {
    const Instant before = now_;
    now_ = now_ + after;
    GuardInputs in = quiet(now_);
    in.echo_start = before;
    for (int i = 0; i < kOutputs; ++i) deliver(i, before, in);
    if (tweak) tweak(in);
    const Admission got = envelope_.admit(request, in);
    in_force_ = got.command;
    return got;
  }
  Admission rest(Microseconds after, const Tweak& tweak = {}) {
    return step(after, {}, tweak);
  }
  // Empty frames of 100 ms, then the remainder.
  void rest_for(Microseconds span) {
    for (; span >= 100_ms; span = span - 100_ms) (void)rest(100_ms);
    if (span > 0_us) (void)rest(span);
  }

  // To that moment in one step; nothing may be in force.
  void skip_to(Instant then) {
    (void)rest(32_ms);
    if (!envelope_.advance_idle(then)) std::abort();
    now_ = then;
  }

  Instant now() const { return now_; }
  Envelope& envelope() { return envelope_; }
  const Limits& limits() const { return limits_; }
  const std::vector<Pulse>& pulses() const { return pulses_; }
  const StimCommand& in_force() const { return in_force_; }

 private:
  void deliver(int output, Instant since, GuardInputs& in) {
    const PulseTrain& t = in_force_.output(output);
    if (!t.on()) return;
    PulseSegment segment;
    const Instant end = t.valid_until < now_ ? t.valid_until : now_;
    Instant onset = t.first_pulse;
    if (onset < since) {
      const auto late = (since - onset).count();
      const auto period = t.period.count();
      onset = onset + Microseconds((late + period - 1) / period * period);
    }
    for (; onset < end; onset = onset + t.period) {
      if (segment.pulses++ == 0) segment.first_pulse = onset;
      pulses_.push_back({onset, output, t});
    }
    if (segment.pulses == 0) return;
    segment.period = t.period;
    segment.amplitude = t.amplitude;
    segment.pulse_width = t.pulse_width;
    segment.charge1 = t.amplitude * t.pulse_width;
    segment.charge2 = segment.charge1;
    segment.configuration = t.configuration;
    OutputEcho& echo = in.echo[static_cast<std::size_t>(output)];
    echo.segments[0] = segment;
    echo.count = 1;
  }

  Limits limits_;
  Envelope envelope_;
  Instant now_;
  StimCommand in_force_ = StimCommand::off();
  std::vector<Pulse> pulses_;
};

}  // namespace homeostat::safety::testing
