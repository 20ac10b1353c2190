// Each cause of a notice by itself, given to the board: on its boundary, and beside it.
#include <gtest/gtest.h>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

using safety::Reason;

// A board and what its next frames bring: at first, nothing to tell.
struct Board {
  TherapyProgram program = responsive_program();
  biomarkers::Biomarkers seen;
  biomarkers::SampleFrame frame = quiet_inputs();
  Mode mode = Mode::kSensing;
  EpisodeView episode;
  safety::StimRequest asked;
  safety::Admission granted;
  safety::MonitorVerdict monitor;
  safety::Envelope::Budgets budgets{500, 1000, 1000};
  NoticeBoard board{program};

  explicit Board(const TherapyProgram& of = responsive_program()) : program(of) {
    seen.signal_valid = seen.warmed_up = true;
    for (auto& reading : seen.detectors) reading.valid = true;
    update(0_us);
  }
  NoticeSet update(Microseconds gap) {
    frame.time = frame.time + gap;
    return board.update({seen, frame, mode, episode, asked, granted, monitor, budgets});
  }
  // Frames of a second at most.
  NoticeSet pass(Microseconds span) {
    NoticeSet shown = update(span < 1_s ? span : 1_s);
    for (span = span - 1_s; span > 0_s; span = span - 1_s) {
      shown = update(span < 1_s ? span : 1_s);
    }
    return shown;
  }
  // Whether it is told once it has lasted, or been gone, as long as any but one must.
  bool tells(Notice notice) { return pass(65_s).has(notice); }
};

safety::ReasonSet only(Reason reason) {
  return safety::ReasonSet(std::uint64_t{1} << static_cast<int>(reason));
}

const safety::PulseTrain kPulses{
    .configuration = 0, .amplitude = 1_uA, .pulse_width = 160_us, .period = 5_ms};

// ---- Time

struct Timed {
  Notice notice;
  void (*begin)(Board&);
  void (*end)(Board&);
  Microseconds raised_after;
  Microseconds cleared_after;
};
const Timed kTimed[] = {
    {Notice::kCallClinician, [](Board& b) { b.granted.latched = true; },
     [](Board& b) { b.granted.latched = false; }, 0_s, 0_s},
    {Notice::kSeizureGoesOn,
     [](Board& b) {
       b.mode = Mode::kLockout;
       b.seen.seizure = true;
     },
     [](Board& b) { b.seen.seizure = false; }, 0_s, 3600_s},
    {Notice::kTherapyStopped, [](Board& b) { b.mode = Mode::kOff; },
     [](Board& b) { b.mode = Mode::kSensing; }, 1_s, 0_s},
    {Notice::kBatteryEmpty, [](Board& b) { b.frame.battery = 1_mV; },
     [](Board& b) { b.frame.battery = 3600_mV; }, 0_s, 10_s},
    {Notice::kLeadFault, [](Board& b) { b.frame.impedances[1].value = 1_ohm; },
     [](Board& b) { b.frame.impedances[1].value = 1000_ohm; }, 1_s, 10_s},
    {Notice::kImpedanceExpired, [](Board& b) { b.frame.impedances[1].valid = false; },
     [](Board& b) { b.frame.impedances[1].valid = true; }, 10_s, 0_s},
    {Notice::kSensingLost, [](Board& b) { b.seen.signal_valid = false; },
     [](Board& b) { b.seen.signal_valid = true; }, 10_s, 10_s},
    {Notice::kBudgetSpent,
     [](Board& b) {
       b.asked.outputs[0] = kPulses;
       b.granted.reasons = only(Reason::kDuty);
     },
     [](Board& b) { b.granted.reasons = {}; }, 0_s, 60_s},
    {Notice::kBatteryLow, [](Board& b) { b.frame.battery = 2501_mV; },
     [](Board& b) { b.frame.battery = 3600_mV; }, 10_s, 60_s},
    {Notice::kImpedanceExpiring, [](Board& b) { b.frame.impedances[1].age = 86'400_s; },
     [](Board& b) { b.frame.impedances[1].age = 1_s; }, 0_s, 0_s},
    {Notice::kBudgetLow, [](Board& b) { b.budgets.fast_permille = 0; },
     [](Board& b) { b.budgets.fast_permille = 1000; }, 10_s, 60_s},
    {Notice::kAdverseOpen, [](Board& b) { b.episode.adverse_open = true; },
     [](Board& b) { b.episode.adverse_open = false; }, 0_s, 0_s},
    {Notice::kRecordExpired, [](Board& b) { b.episode.record = RecordVerdict::kExpired; },
     [](Board& b) { b.episode.record = RecordVerdict::kNone; }, 0_s, 0_s},
    {Notice::kRecordExpiring,
     [](Board& b) {
       b.episode.record = RecordVerdict::kPasses;
       b.episode.record_days_left = 7;
     },
     [](Board& b) { b.episode.record_days_left = 8; }, 0_s, 0_s},
};

TEST(NoticeTime, Saf103_EachIsRaisedAndClearedAfterItsOwnTimeToTheMicrosecond) {
  ASSERT_EQ(std::size_t{kNotices}, std::size(kTimed));
  for (const Timed& timed : kTimed) {
    Board board;
    const char* name = name_of(timed.notice);
    timed.begin(board);
    if (timed.raised_after > 0_s) {
      EXPECT_FALSE(board.pass(timed.raised_after - 1_us).has(timed.notice)) << name;
    }
    EXPECT_TRUE(board.pass(timed.raised_after > 0_s ? 1_us : 0_us).has(timed.notice))
        << name;
    timed.end(board);
    if (timed.cleared_after > 0_s) {
      EXPECT_TRUE(board.pass(timed.cleared_after - 1_us).has(timed.notice)) << name;
    }
    EXPECT_FALSE(board.pass(timed.cleared_after > 0_s ? 1_us : 0_us).has(timed.notice))
        << name;
  }
}

TEST(NoticeTime, Saf103_WhatComesBackBeginsToLastAnew) {
  Board board;
  board.frame.impedances[1].value = 1_ohm;
  EXPECT_TRUE(board.pass(1_s).has(Notice::kLeadFault));
  board.frame.impedances[1].value = 1000_ohm;  // the second is spent
  EXPECT_TRUE(board.pass(9'500_ms).has(Notice::kLeadFault));
  board.frame.impedances[1].value = 1_ohm;
  EXPECT_TRUE(board.pass(100_ms).has(Notice::kLeadFault));
  board.frame.impedances[1].value = 1000_ohm;
  EXPECT_TRUE(board.pass(9'500_ms).has(Notice::kLeadFault));
  EXPECT_FALSE(board.pass(500_ms).has(Notice::kLeadFault));
}

TEST(NoticeTime, Saf103_AClockThatJumpsProvesNothing) {
  for (const Microseconds jump : {1_s + 1_us, 100_s, Microseconds(-3'000'000)}) {
    Board board;
    board.seen.signal_valid = false;
    board.pass(5_s);
    board.update(jump);
    EXPECT_FALSE(board.pass(5_s - 1_us).has(Notice::kSensingLost)) << jump.count();
    EXPECT_TRUE(board.pass(1_us).has(Notice::kSensingLost)) << jump.count();
  }
}

TEST(NoticeTime, Saf103_TimeWithoutFramesCountsAsOftenAsItPasses) {
  Board board;
  board.frame.battery = 2501_mV;
  board.update(0_s);
  EXPECT_FALSE(board.board.advance_idle(Instant{} + 9_s, board.budgets, board.episode)
                   .has(Notice::kBatteryLow));
  board.frame.time = Instant{} + 9_s;
  EXPECT_FALSE(board.update(1_s - 1_us).has(Notice::kBatteryLow));
  EXPECT_TRUE(board.update(1_us).has(Notice::kBatteryLow));
}

TEST(NoticeTime, TimeWithoutFramesShowsASignalAndWithholdsNothing) {
  Board board;
  board.seen.signal_valid = false;
  board.asked.outputs[0] = kPulses;
  board.granted.reasons = only(Reason::kDuty);
  ASSERT_TRUE(board.pass(10_s).has(Notice::kSensingLost));
  const NoticeSet after =
      board.board.advance_idle(board.frame.time + 60_s, board.budgets, board.episode);
  EXPECT_FALSE(after.has(Notice::kSensingLost));
  EXPECT_FALSE(after.has(Notice::kBudgetSpent));
}

TEST(NoticeTime, Saf101_TimeWithoutFramesIsToldOfTheBudgetsAndOfTheDay) {
  Board board;
  EXPECT_TRUE(board.board.advance_idle(Instant{} + 10_s, {500, 99, 1000}, board.episode)
                  .has(Notice::kBudgetLow));
  Board spent;  // a twentieth of its day is left
  spent.program.responsive.therapies_per_day = 20;
  spent.episode.therapies_today = 19;
  spent.update(0_s);
  EXPECT_TRUE(spent.board.advance_idle(Instant{} + 10_s, spent.budgets, spent.episode)
                  .has(Notice::kBudgetLow));
}

TEST(NoticeCause, Saf413_ADosedDayThatWasGivenIsNoAlarm) {
  Board board(dosed_program());
  board.budgets.therapies_left_today = 0;
  EXPECT_FALSE(board.tells(Notice::kBudgetLow));
  board.episode.bursts_left_day = 0;
  board.mode = Mode::kLockout;
  board.seen.seizure = true;
  EXPECT_FALSE(board.tells(Notice::kBudgetSpent));
  EXPECT_FALSE(board.tells(Notice::kSeizureGoesOn));  // it gave nothing against one
}

// ---- What stops therapy

TEST(NoticeCause, Saf098_EachModeTellsWhatItMeans) {
  for (int i = 0; i < kModes; ++i) {
    const auto mode = static_cast<Mode>(i);
    Board board;
    board.mode = mode;
    board.seen.seizure = true;
    board.episode.mode_since = Instant(60'000'000);
    const NoticeSet told = board.pass(65_s);
    const bool fault = mode == Mode::kFault;
    EXPECT_EQ(fault, told.has(Notice::kCallClinician)) << name_of(mode);
    EXPECT_EQ(fault || mode == Mode::kOff, told.has(Notice::kTherapyStopped))
        << name_of(mode);
    EXPECT_EQ(mode == Mode::kLockout, told.has(Notice::kSeizureGoesOn)) << name_of(mode);
    EXPECT_FALSE(told.has(Notice::kBudgetSpent)) << name_of(mode);
  }
}

TEST(NoticeCause, Saf098_TheMonitorsDemandIsALatchToo) {
  Board board;
  board.monitor.reason = safety::MonitorReason::kRate;
  EXPECT_TRUE(board.tells(Notice::kCallClinician));
  Board listener(detection_program());
  listener.granted.latched = true;
  EXPECT_TRUE(listener.tells(Notice::kCallClinician));
}

TEST(NoticeCause, Saf098_AMagnetIsForgottenToTheMicrosecond) {
  Board board;
  board.mode = Mode::kInhibited;
  board.pass(kMagnetPatience - 1_us);
  EXPECT_FALSE(board.update(1_us).has(Notice::kTherapyStopped));  // now it begins
  EXPECT_TRUE(board.update(1_s - 1_us).has(Notice::kTherapyStopped));
  Board senses;
  EXPECT_FALSE(senses.pass(kMagnetPatience + 60_s).has(Notice::kTherapyStopped));
}

TEST(NoticeCause, Saf101_EachReasonOfTheGuardTellsWhatItMeans) {
  for (int i = 0; i < GUARD_REASON_COUNT; ++i) {
    const auto reason = static_cast<Reason>(i);
    Board board;
    board.asked.outputs[0] = kPulses;
    board.granted.reasons = only(reason);
    const NoticeSet told = board.pass(65_s);
    const bool budget = reason == Reason::kHour || reason == Reason::kDay ||
                        reason == Reason::kDuty || reason == Reason::kChargeBudget ||
                        reason == Reason::kEnergy;
    const bool stops = reason == Reason::kBattery || reason == Reason::kTemperature ||
                       reason == Reason::kCooldown;
    EXPECT_EQ(budget, told.has(Notice::kBudgetSpent)) << name_of(reason);
    EXPECT_EQ(stops, told.has(Notice::kTherapyStopped)) << name_of(reason);
  }
}

TEST(NoticeCause, Saf101_OnlyWhatWasAskedForIsWithheld) {
  for (const std::size_t output : {0U, 1U}) {
    Board board;
    board.granted.reasons = only(Reason::kEnergy);
    EXPECT_FALSE(board.tells(Notice::kBudgetSpent));
    board.asked.outputs[output] = kPulses;
    EXPECT_TRUE(board.tells(Notice::kBudgetSpent)) << output;
  }
}

TEST(NoticeCause, Saf101_ADayIsSpentWithItsLastTherapyAndOnlyWhereItCountsThem) {
  Board board;  // ten a day
  board.episode.therapies_today = 9;
  EXPECT_FALSE(board.tells(Notice::kBudgetSpent));
  board.episode.therapies_today = 10;
  EXPECT_TRUE(board.tells(Notice::kBudgetSpent));
  Board open_loop(open_loop_program());
  EXPECT_FALSE(open_loop.tells(Notice::kBudgetSpent));
}

// ---- Battery

TEST(NoticeCause, Saf103_ABatteryIsLowAtOneLevelAndWellAtAnother) {
  Board board;
  const auto low_at = [&](Millivolts above) {
    board.frame.battery = board.program.limits.battery_floor + above;
    return board.tells(Notice::kBatteryLow);
  };
  EXPECT_FALSE(low_at(kBatteryLowMargin));
  EXPECT_TRUE(low_at(kBatteryLowMargin - 1_mV));
  EXPECT_TRUE(low_at(kBatteryWellMargin - 1_mV));
  EXPECT_FALSE(low_at(kBatteryWellMargin));
}

TEST(NoticeCause, Saf100_ABatteryIsEmptyBelowItsFloor) {
  Board board;
  board.frame.battery = board.program.limits.battery_floor;
  EXPECT_FALSE(board.tells(Notice::kBatteryEmpty));
  board.frame.battery = board.frame.battery - 1_mV;
  EXPECT_TRUE(board.tells(Notice::kBatteryEmpty));
}

// ---- Little left

TEST(NoticeCause, Saf103_ABudgetIsLowBelowATenthUntilAFifth) {
  for (std::uint16_t safety::Envelope::Budgets::*const budget :
       {&safety::Envelope::Budgets::fast_permille,
        &safety::Envelope::Budgets::slow_permille}) {
    Board board;
    const auto at = [&](std::uint16_t permille) {
      board.budgets.*budget = permille;
      return board.tells(Notice::kBudgetLow);
    };
    EXPECT_FALSE(at(kBudgetLowPermille));
    EXPECT_TRUE(at(kBudgetLowPermille - 1));
    EXPECT_TRUE(at(kBudgetWellPermille - 1));
    EXPECT_FALSE(at(kBudgetWellPermille));
  }
}

TEST(NoticeCause, Saf101_TherapiesAreFewBelowATenthOrWithinWhatIsKept) {
  const auto few = [](std::uint16_t left, std::uint16_t of, std::uint16_t kept) {
    Board board;
    board.program.limits.episodes.therapies_per_day = of;
    board.program.limits.episodes.reserved_for_episodes = kept;
    board.budgets.therapies_left_today = left;
    return board.tells(Notice::kBudgetLow);
  };
  EXPECT_FALSE(few(6, 60, 0));
  EXPECT_TRUE(few(5, 60, 0));
  EXPECT_FALSE(few(99, 999, 0));
  EXPECT_TRUE(few(99, 1000, 0));
  EXPECT_FALSE(few(21, 60, 20));
  EXPECT_TRUE(few(20, 60, 20));
  Board continuous(open_loop_program());  // counts none
  continuous.budgets.therapies_left_today = 0;
  EXPECT_FALSE(continuous.tells(Notice::kBudgetLow));
}

TEST(NoticeCause, Saf101_TheProgramsOwnDayIsLowBelowATenth) {
  Board board;
  board.program.responsive.therapies_per_day = 30;
  board.episode.therapies_today = 27;
  EXPECT_FALSE(board.tells(Notice::kBudgetLow));
  board.episode.therapies_today = 28;
  EXPECT_TRUE(board.tells(Notice::kBudgetLow));
}

// ---- Contacts

TEST(NoticeCause, Saf099_OnlyContactsThatStimulateAreAskedAndNeverTheCan) {
  Board board;
  board.program.limits.configuration_count = 2;
  board.program.limits.configurations[0].contacts[safety::kCan] = {
      safety::Polarity::kAnode, 1000};
  board.program.limits.configurations[1].contacts[7] = {safety::Polarity::kCathode, 1000};
  for (const std::size_t silent : {std::size_t{0}, std::size_t{3}, std::size_t{7},
                                   static_cast<std::size_t>(safety::kCan)}) {
    board.frame.impedances[silent].valid = false;
  }
  EXPECT_FALSE(board.tells(Notice::kImpedanceExpired));
  board.program.responsive.therapies[2].bursts[1].outputs[1] = {1, 1_uA, 160_us, 5_ms};
  EXPECT_TRUE(board.tells(Notice::kImpedanceExpired));
  for (const std::size_t driven : {0U, 1U, 2U}) {
    Board one;
    one.program.limits.configurations[0].contacts[0] = {safety::Polarity::kAnode, 500};
    one.frame.impedances[driven].valid = false;
    EXPECT_TRUE(one.tells(Notice::kImpedanceExpired)) << driven;
  }
}

TEST(NoticeCause, Saf099_AnImpedanceIsKnownFromItsMeasurementToItsGreatestAge) {
  const auto known_at = [](Microseconds age) {
    Board board;
    board.frame.impedances[1].age = age;
    return !board.tells(Notice::kImpedanceExpired);
  };
  EXPECT_FALSE(known_at(Microseconds(-1)));
  EXPECT_TRUE(known_at(0_us));
  EXPECT_TRUE(known_at(86'400_s));
  EXPECT_FALSE(known_at(86'400_s + 1_us));
}

TEST(NoticeCause, Saf099_AnImpedanceExpiresSoonInTheLastSeventhOfItsAge) {
  const auto soon_at = [](Microseconds age) {
    Board board;
    board.program.limits.max_impedance_age = 70_s;
    board.frame.impedances[2].age = age;
    return board.tells(Notice::kImpedanceExpiring);
  };
  EXPECT_FALSE(soon_at(60_s));
  EXPECT_TRUE(soon_at(60_s + 1_us));
  EXPECT_TRUE(soon_at(70_s));
  EXPECT_FALSE(soon_at(70_s + 1_us));
}

TEST(NoticeCause, Saf099_AContactLiesInItsWindowOnBothBounds) {
  const auto fault_at = [](Ohms value) {
    Board board;
    board.frame.impedances[2].value = value;
    return board.tells(Notice::kLeadFault);
  };
  EXPECT_TRUE(fault_at(249_ohm));
  EXPECT_FALSE(fault_at(250_ohm));
  EXPECT_FALSE(fault_at(3500_ohm));
  EXPECT_TRUE(fault_at(3501_ohm));
}

// ---- Sight

// The fourth can be read, and is none of the program's.
TEST(NoticeCause, Saf102_AsManyDetectorsMustBeReadableAsMustVote) {
  const auto blind = [](int readable, int votes) {
    Board board;
    board.program.biomarkers.detector_count = 3;
    board.program.biomarkers.persistence.votes = static_cast<std::uint8_t>(votes);
    for (int i = 0; i < 3; ++i) {
      board.seen.detectors[static_cast<std::size_t>(i)].valid = i >= 3 - readable;
    }
    return board.tells(Notice::kSensingLost);
  };
  EXPECT_TRUE(blind(0, 1));
  EXPECT_FALSE(blind(1, 1));
  EXPECT_TRUE(blind(1, 2));
  EXPECT_FALSE(blind(2, 2));
  EXPECT_TRUE(blind(2, 3));
  EXPECT_FALSE(blind(3, 3));
}

TEST(NoticeCause, Saf102_ADetectorThatIsStillWarmingUpIsNotBlind) {
  Board board;
  board.seen.warmed_up = false;
  for (auto& reading : board.seen.detectors) reading.valid = false;
  EXPECT_FALSE(board.tells(Notice::kSensingLost));
  board.seen.signal_valid = false;
  EXPECT_TRUE(board.tells(Notice::kSensingLost));
}

TEST(NoticeCause, Saf102_WhoeverListensIsTold) {
  Board detection(detection_program());
  detection.seen.signal_valid = false;
  EXPECT_TRUE(detection.tells(Notice::kSensingLost));
  Board deaf(open_loop_program());
  deaf.seen.signal_valid = false;
  EXPECT_FALSE(deaf.tells(Notice::kSensingLost));
}

}  // namespace
}  // namespace homeostat::controller::testing
