// Power, heat, magnets and memory.
#include <bit>
#include <cstring>

#include "safety/guard.h"
#include "tests/faults/campaign.h"

namespace homeostat::faults {
namespace {

using safety::Reason;

Outcome in_burst(std::function<void(Rig&)> befall, Microseconds span = 10_s) {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  befall(rig);
  rig.live(span);
  return rig.outcome();
}

void mri(Rig& rig) {
  rig.on_frame = [](biomarkers::SampleFrame& frame) { frame.mri_mode = true; };
}
void magnet_chatters(Rig& rig) {
  rig.on_frame = [n = 0](biomarkers::SampleFrame& frame) mutable {
    frame.magnet_present = ++n % 2 == 0;
  };
}

Outcome brown_out() {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  const bool believed = rig.lose_power();
  rig.live(60_s);
  Outcome outcome = rig.outcome();
  outcome.facts["what was stored is believed"] = believed;
  return outcome;
}

// A reset every ten seconds, from a burst on.
Outcome reset_loop() {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  for (int i = 0; i < 20; ++i) {
    (void)rig.lose_power();
    rig.live(10_s);
  }
  return rig.outcome();
}

// Every so many bits of the guard's memory, flipped in the middle of a burst.
Outcome bits_flip() {
  constexpr std::size_t kBits = (2 * sizeof(guard_limits) + sizeof(guard_state)) * 8;
  constexpr std::size_t kStride = 61;
  const safety::Limits limits = responsive().limits;
  Outcome outcome;
  for (std::size_t bit = 0; bit < kBits; bit += kStride) {
    safety::testing::Bench bench(limits);
    const auto burst = safety::testing::ask_for(
        safety::testing::train(bench.now() + 32_ms, 200_ms, 2000_uA));
    if (!bench.step(32_ms, burst).command.on()) continue;
    auto* memory = reinterpret_cast<unsigned char*>(&bench.envelope());
    memory[bit / 8] ^= static_cast<unsigned char>(1U << bit % 8);
    const safety::Admission got = bench.step(32_ms, burst);
    ++outcome.tries;
    if (got.latched && !got.command.on()) ++outcome.refused;
  }
  return outcome;
}

Outcome slots_corrupt() {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  safety::PersistedState stored = rig.loop().persist();
  std::memset(stored.data(), 0xA5, stored.size());
  const bool believed = rig.restart_from(stored);
  rig.world.gain_permille = 1000;
  rig.live(120_s);
  rig.world.gain_permille = kSeizing;
  rig.live(10_s);
  Outcome outcome = rig.outcome();
  outcome.facts["what was stored is not believed"] = !believed;
  return outcome;
}

// Power fails at each eighth byte of a write that begins over an older state.
Outcome torn_writes() {
  Rig rig(responsive());
  rig.listen();
  const safety::PersistedState before = rig.loop().persist();
  rig.reach_burst();
  const safety::PersistedState after = rig.loop().persist();
  Outcome outcome;
  for (std::size_t cut = 8; cut < after.size(); cut += 8) {
    safety::PersistedState torn = before;
    std::memcpy(torn.data(), after.data(), cut);
    if (torn == after || torn == before) continue;  // nothing was torn
    safety::Envelope envelope(responsive().limits, 1, Instant{});
    ++outcome.tries;
    if (!envelope.restore(torn, Instant{})) ++outcome.refused;
  }
  return outcome;
}

}  // namespace

std::vector<Fault> faults_of_environment() {
  return {
      {76,
       "brown-out mid-phase",
       "power fails in a burst and is back a second later",
       {silent_within(32_ms), reaches(Mode::kSelfTest, 1100_ms), no_latch(),
        fact("what was stored is believed")},
       brown_out},
      {77,
       "reset loop",
       "20 brown-outs, ten seconds apart",
       {silent_within(32_ms), reaches(Mode::kFault, 120_s), ends_in(Mode::kFault),
        notifies(controller::Notice::kCallClinician)},
       reset_loop},
      {78,
       "battery low in burst",
       "2499 mV under a floor of 2500",
       {silent_within(32_ms), says(Reason::kBattery), no_latch(),
        notifies(controller::Notice::kBatteryEmpty)},
       [] { return in_burst([](Rig& rig) { rig.world.battery_mv = 2499; }); }},
      {79,
       "over-temperature",
       "41.001 degrees under a limit of 41, in a burst",
       {silent_within(32_ms), says(Reason::kTemperature), no_latch(),
        notifies(controller::Notice::kTherapyStopped)},
       [] { return in_burst([](Rig& rig) { rig.world.temperature_mc = 41'001; }); }},
      {80,
       "magnet on/off chatter",
       "in every second frame, through a seizure",
       {at_most(20), reaches(Mode::kInhibited, 64_ms)},
       [] { return in_burst(magnet_chatters, 60_s); }},
      {81,
       "MRI mode entered in burst",
       "from the next frame on",
       {silent_within(32_ms), reaches(Mode::kInhibited, 32_ms), no_latch()},
       [] { return in_burst(mri); }},
      {82,
       "RAM bit flip in state, limits or budget",
       "each 61st bit of the guard's memory, in a burst: silent and latched is refused",
       {every_try_refused()},
       bits_flip},
      {84,
       "both flash slots corrupt",
       "what is read back after a crash is noise",
       {silent_within(100_ms), latches(1100_ms), fact("what was stored is not believed"),
        notifies(controller::Notice::kCallClinician)},
       slots_corrupt},
      {85,
       "torn budget write",
       "power fails at each eighth byte of it",
       {every_try_refused()},
       torn_writes},
  };
}

}  // namespace homeostat::faults
