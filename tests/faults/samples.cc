// Samples that are not a brain's. Shipped quality: 0.2 s without samples, 0.5 s at a rail
// or 2 s flat are no signal; a detection lasts an episode, and an episode five therapies.
#include <bit>
#include <cmath>
#include <limits>

#include "tests/faults/campaign.h"

namespace homeostat::faults {
namespace {

using biomarkers::SampleFrame;
using Spoil = std::function<void(SampleFrame&)>;

// While it listens, so many seconds of what `spoil` makes of each frame.
Outcome while_listening(Spoil spoil, Microseconds span = 60_s) {
  Rig rig(responsive());
  rig.listen();
  rig.inject();
  rig.on_frame = std::move(spoil);
  rig.live(span);
  return rig.outcome();
}

Outcome in_burst(Spoil spoil) {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  rig.on_frame = std::move(spoil);
  rig.live(10_s);
  return rig.outcome();
}

Spoil every_sample(float value, std::uint8_t flags = 0) {
  return [=](SampleFrame& frame) {
    for (auto& channel : frame.samples_uv) channel.fill(value);
    frame.front_end.fill(flags);
  };
}

// Each sample becomes what `change` makes of it.
Spoil each_sample(std::function<float(float)> change) {
  return [=](SampleFrame& frame) {
    for (auto& channel : frame.samples_uv) {
      for (float& sample : channel) sample = change(sample);
    }
  };
}

// A signalling NaN with a payload of its own, sample by sample.
Spoil signalling_nans() {
  return [payload = 1U](SampleFrame& frame) mutable {
    for (auto& channel : frame.samples_uv) {
      for (float& sample : channel) {
        payload = payload * 1'664'525U + 1'013'904'223U;
        const std::uint32_t bits = 0x7F80'0000U | (payload & 0x003F'FFFFU) | 1U;
        sample = std::bit_cast<float>(bits);
      }
    }
  };
}

// A converter of 16 bits and 1 uV whose ninth bit is always one.
float stuck_bit(float sample) {
  const auto code = static_cast<std::int16_t>(std::lrint(sample));
  return static_cast<float>(static_cast<std::int16_t>(code | 0x200));
}

Spoil lead_off_noise() {
  return [](SampleFrame& frame) {
    each_sample([](float sample) { return sample * 100.0F; })(frame);
    frame.front_end.fill(biomarkers::kLeadOff);
  };
}

Spoil hum() {
  return [n = 0](SampleFrame& frame) mutable {
    constexpr float kHum[] = {0.0F, 95.1F, 58.8F, -58.8F, -95.1F};  // 50 Hz at 250 Hz
    for (std::size_t i = 0; i < frame.sample_count; ++i, ++n) {
      for (auto& channel : frame.samples_uv) channel[i] += kHum[n % 5];
    }
  };
}

// The signal is background again, but each pulse leaves 3 mV that decay within 20 ms.
Outcome artefact_leaks() {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  rig.world.gain_permille = 1000;
  rig.on_frame = [left = 0.0F](SampleFrame& frame) mutable {
    bool pulses = false;
    for (const safety::OutputEcho& echo : frame.echo) pulses = pulses || echo.count > 0;
    for (std::size_t i = 0; i < frame.sample_count; ++i) {
      left = pulses ? 3000.0F : left * 0.8187F;
      const float sign = i % 2 == 0 ? 1.0F : -1.0F;
      for (auto& channel : frame.samples_uv) channel[i] += sign * left;
    }
  };
  rig.live(60_s);
  return rig.outcome();
}

Spoil drift() {
  return [uv = 0.0F](SampleFrame& frame) mutable {
    for (std::size_t i = 0; i < frame.sample_count; ++i) {
      uv += 2000.0F / (60 * 250);
      for (auto& channel : frame.samples_uv) channel[i] += uv;
    }
  };
}

Outcome gain_drifts() {
  Rig rig(responsive());
  rig.listen();
  rig.inject();
  for (std::int64_t step = 0; step < 600; ++step) {
    rig.world.gain_permille = 1000 + step * 15;
    rig.live(1_s);
  }
  return rig.outcome();
}

// The same seizure, two minutes after the electrodes' leads were exchanged, or not.
std::uint64_t seizure_after_swap(bool swapped, Outcome* outcome = nullptr) {
  Rig rig(responsive());
  rig.listen();
  rig.inject();
  if (swapped) rig.on_frame = each_sample([](float sample) { return -sample; });
  rig.live(120_s);
  rig.world.gain_permille = kSeizing;
  rig.live(60_s);
  if (outcome != nullptr) *outcome = rig.outcome();
  return rig.history();
}

Outcome polarity_swap() {
  Outcome outcome;
  const std::uint64_t swapped = seizure_after_swap(true, &outcome);
  outcome.same_as_twin = swapped == seizure_after_swap(false);
  return outcome;
}

// A seizure that the first channel alone would show, and it shows another's.
Outcome permuted() {
  Rig rig(responsive());
  rig.listen();
  rig.inject();
  rig.on_frame = [](SampleFrame& frame) {
    for (float& sample : frame.samples_uv[0]) sample *= 8.0F;
    std::swap(frame.samples_uv[0], frame.samples_uv[2]);
  };
  rig.live(60_s);
  return rig.outcome();
}

Spoil first_channel_dead() {
  return [](SampleFrame& frame) { frame.samples_uv[0].fill(0.0F); };
}

}  // namespace

std::vector<Fault> faults_of_samples() {
  constexpr float kInfinite = std::numeric_limits<float>::infinity();
  const std::vector<Expect> missing = {no_pulse(), reaches(Mode::kFallback, 232_ms),
                                       ends_in(Mode::kFallback),
                                       notifies(controller::Notice::kSensingLost)};
  const std::vector<Expect> flat = {no_pulse(), reaches(Mode::kFallback, 2032_ms),
                                    ends_in(Mode::kFallback)};
  const std::vector<Expect> rail = {no_pulse(), reaches(Mode::kFallback, 532_ms),
                                    ends_in(Mode::kFallback)};
  const std::vector<Expect> one_episode = {at_most(5), no_latch()};
  const std::vector<Expect> nothing = {no_pulse(), ends_in(Mode::kSensing), no_latch()};
  return {
      {1,
       "NaN",
       "every sample of a burst and after",
       {silent_within(100_ms), reaches(Mode::kFallback, 332_ms),
        ends_in(Mode::kFallback)},
       [] { return in_burst(every_sample(std::nanf(""))); }},
      {2, "+Inf", "every sample", missing,
       [] { return while_listening(every_sample(kInfinite)); }},
      {3, "-Inf", "every sample", missing,
       [] { return while_listening(every_sample(-kInfinite)); }},
      {4, "signalling NaN payloads", "every sample, each with another payload", missing,
       [] { return while_listening(signalling_nans()); }},
      {5, "subnormals", "every sample is 1e-40", flat,
       [] { return while_listening(every_sample(1e-40F)); }},
      {6, "-0", "every sample", flat,
       [] { return while_listening(every_sample(-0.0F)); }},
      {7, "rail high", "every sample at +4 mV, flagged", rail,
       [] { return while_listening(every_sample(4000.0F, biomarkers::kRailHigh)); }},
      {8, "rail low", "every sample at -4 mV, flagged", rail,
       [] { return while_listening(every_sample(-4000.0F, biomarkers::kRailLow)); }},
      {9, "flat line", "every sample is zero", flat,
       [] { return while_listening(every_sample(0.0F)); }},
      {10, "single-bit-stuck ADC", "the bit of 512 uV is always one", one_episode,
       [] { return while_listening(each_sample(stuck_bit)); }},
      {11,
       "lead-off noise",
       "a hundred times the background, flagged as lead off",
       {no_pulse(), reaches(Mode::kFallback, 64_ms), ends_in(Mode::kFallback)},
       [] { return while_listening(lead_off_noise()); }},
      {12,
       "50 Hz hum",
       "100 uV on every channel for a minute",
       {no_pulse(), no_latch(), notifies(controller::Notice::kSensingLost)},
       [] { return while_listening(hum()); }},
      {13, "stimulation artefact leak-through",
       "3 mV after each pulse that outlast the blanking, no seizure", one_episode,
       artefact_leaks},
      {14, "DC drift", "2 mV within a minute", nothing,
       [] { return while_listening(drift()); }},
      {15, "slow gain change x10", "within ten minutes", nothing, gain_drifts},
      {16,
       "polarity swap",
       "every sample turned; a seizure two minutes later",
       {as_without_it()},
       polarity_swap},
      {17, "channel permutation", "first and third exchanged; the focus seizes", nothing,
       permuted},
      {18,
       "one channel dead",
       "the only one that a detector follows is flat",
       {no_pulse(), no_latch(), notifies(controller::Notice::kSensingLost)},
       [] { return while_listening(first_channel_dead()); }},
  };
}

}  // namespace homeostat::faults
