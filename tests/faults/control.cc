// A controller that asks for what it should not, or dies while asking.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/faults/campaign.h"

namespace homeostat::faults {
namespace {

using safety::Admission;
using safety::Limits;
using safety::PulseTrain;
using safety::Reason;
using safety::StimRequest;

// A controller gone mad in front of the guard: asks each frame for what `wish` says, and
// the witness judges what it gets.
Outcome mad(const Limits& limits, Microseconds span,
            std::function<StimRequest(int frame, Instant now)> wish) {
  safety::testing::Bench bench(limits);
  safety::testing::Oracle witness(limits);
  Outcome outcome;
  outcome.looped = true;
  History history;
  std::size_t judged = 0;
  Instant last;
  const Instant begin = bench.now();
  const auto complain = [&](const char* what) {
    if (what != nullptr && outcome.complaint.empty()) outcome.complaint = what;
  };
  for (int frame = 0; bench.now() - begin < span; ++frame) {
    const StimRequest asked = wish(frame, bench.now() + 32_ms);
    const Admission got = bench.step(32_ms, asked);
    const safety::GuardInputs in = safety::testing::quiet(bench.now());
    for (; judged < bench.pulses().size(); ++judged) {
      const safety::testing::Pulse& pulse = bench.pulses()[judged];
      complain(witness.pulse(pulse, witness.source_ohm(pulse.train, in)));
      if (judged == 0 || pulse.onset - last >= 50_ms) ++outcome.bursts;
      if (judged == 0 || pulse.onset - last >= 1_s) ++outcome.therapies;
      last = pulse.onset;
      outcome.last_pulse = last - begin;
      ++outcome.pulses;
    }
    complain(witness.command(asked, in, got));
    history.add(got.command, begin);
    outcome.reasons = safety::ReasonSet(outcome.reasons.bits() | got.reasons.bits());
    outcome.latched = got.latched;
    if (got.latched && !outcome.latched_at) outcome.latched_at = bench.now() - begin;
  }
  outcome.history = history.value();
  return outcome;
}

PulseTrain most(Instant now, std::uint8_t configuration = 0) {
  return {configuration, 100'000_uA, 240_us, 3003_us, now, now + 10_s};
}

Outcome for_ever() {
  return mad(responsive().limits, 3600_s, [](int, Instant now) {
    return StimRequest{{most(now), most(now)}, false};
  });
}
Outcome on_and_off() {
  return mad(responsive().limits, 3600_s, [](int frame, Instant now) {
    return frame % 2 == 0 ? StimRequest{{most(now), {}}, false} : StimRequest{};
  });
}

// Two configurations that share a contact, in turn, under a small budget.
Outcome contact_to_contact() {
  Limits limits = safety::testing::responsive_limits();
  limits.fast_budget = {Picocoulombs(20'000'000), 20'000};
  return mad(limits, 600_s, [](int frame, Instant now) {
    const auto configuration = static_cast<std::uint8_t>(frame % 2 == 0 ? 0 : 2);
    return StimRequest{
        {PulseTrain{configuration, 4000_uA, 160_us, 5_ms, now, now + 500_ms}, {}}, false};
  });
}

// What the shipped open loop asks for, without end but for one frame in three hundred.
Outcome one_tick_gaps() {
  return mad(open_loop().limits, 600_s, [](int frame, Instant now) {
    if (frame % 300 == 299) return StimRequest{};
    const auto amplitude = Microamps(std::min(5000, frame % 300 * 32));
    return StimRequest{{PulseTrain{0, amplitude, 90_us, 6897_us, now, now + 500_ms},
                        PulseTrain{1, amplitude, 90_us, 6897_us, now, now + 500_ms}},
                       false};
  });
}

Outcome hangs() {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  rig.lose(31 * 3600);
  return rig.outcome();
}

Outcome crashes() {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  const bool believed = rig.restart();
  rig.live(120_s);
  Outcome outcome = rig.outcome();
  outcome.facts["what was stored is believed"] = believed;
  return outcome;
}

constexpr const char* kAnswered = "every event in every mode answered, none throws";

// The core is built without exceptions: what could throw would not link. So this asks
// that nothing may, and that every mode takes every event.
Outcome every_reaction() {
  using controller::Event;
  using controller::TherapyMode;
  static_assert(noexcept(std::declval<TherapyMode&>().handle(Event::kFault)));
  static_assert(noexcept(std::declval<controller::ClosedLoop&>().step(
      std::declval<const biomarkers::SampleFrame&>())));
  Outcome outcome;
  std::uint32_t noise = 1;
  TherapyMode mode;
  bool defined = true;
  for (int i = 0; i < 100'000; ++i) {
    noise = noise * 1'664'525U + 1'013'904'223U;
    const Mode now = mode.handle(static_cast<Event>((noise >> 16) % controller::kEvents));
    defined = defined && static_cast<int>(now) < controller::kModes;
  }
  outcome.facts[kAnswered] = defined;
  outcome.said = "100000 events, each mode defined";
  return outcome;
}

constexpr const char* kNoExits = "no state has an exit action or posts an event";

Outcome no_exit_actions() {
  std::ifstream in(std::filesystem::path(HOMEOSTAT_SOURCE_DIR) / "controller" /
                   "therapy_mode.cc");
  std::ostringstream text;
  text << in.rdbuf();
  const std::string source = text.str();
  const auto count = [&](const std::string& word) {
    int found = 0;
    for (std::size_t at = source.find(word); at != std::string::npos;
         at = source.find(word, at + 1)) {
      ++found;
    }
    return found;
  };
  // No state has a destructor.
  Outcome outcome;
  outcome.facts[kNoExits] = !source.empty() && count("post_event") == 0 &&
                            count("exit(") == 0 && count("~") == 0;
  outcome.said = "read in the source of the chart";
  return outcome;
}

// All that people, patient and clock can say, in each frame.
Outcome storm() {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  rig.on_frame = [](biomarkers::SampleFrame& frame) {
    frame.clinician_events = 0xFF;
    frame.patient_events = 0xFF;
    frame.magnet_present = true;
    frame.mri_mode = true;
    frame.midnight = true;
    frame.front_end.fill(0xFF);
  };
  rig.live(60_s);
  return rig.outcome();
}

}  // namespace

std::vector<Fault> faults_of_control() {
  return {
      {54,
       "requests the maximum for ever",
       "100 mA on both outputs in each frame of an hour",
       {at_least_one_pulse(), at_most(120)},
       for_ever},
      {55,
       "oscillates between maximum and zero",
       "each frame of an hour",
       {at_least_one_pulse(), at_most(120)},
       on_and_off},
      {56,
       "alternates contacts to dodge a budget",
       "two configurations that share a contact, in turn",
       {at_least_one_pulse(), says(Reason::kChargeBudget)},
       contact_to_contact},
      {57,
       "1-tick gaps to reset the on-timer",
       "a silent frame in each 9.6 s",
       {at_least_one_pulse(), says(Reason::kOnTime)},
       one_tick_gaps},
      {58,
       "hang in burst",
       "no frame is answered for an hour",
       {silent_within(100_ms)},
       hangs},
      {59,
       "crash in burst",
       "a new loop a second later, with what was stored",
       {silent_within(100_ms), reaches(Mode::kSelfTest, 1100_ms), no_latch(),
        fact("what was stored is believed")},
       crashes},
      {60,
       "exception in a reaction",
       "nothing there can throw; each event in each mode",
       {fact(kAnswered)},
       every_reaction},
      {61,
       "event posted from exit action",
       "the chart has none",
       {fact(kNoExits)},
       no_exit_actions},
      {62,
       "event storm, queue full",
       "everything at once in each frame, from a burst on",
       {silent_within(32_ms), ends_in(Mode::kOff)},
       storm},
  };
}

}  // namespace homeostat::faults
