// The monitor alone: what was delivered against what was commanded, and its latch.
#include <gtest/gtest.h>

#include "tests/safety/monitor_bench.h"

namespace homeostat::safety::testing {
namespace {

// ---- Against the command in force.

TEST_F(MonitorTest, Saf093_APulseWhileOffIsFoundInItsFrame) {
  EXPECT_EQ(MonitorReason::kUnasked, rest([&](Echo& echo) {
              echo[1].count = 1;
              echo[1].segments[0] = {.first_pulse = now_ - 1_ms,
                                     .pulses = 1,
                                     .amplitude = 1_uA,
                                     .pulse_width = 60_us,
                                     .charge1 = 60_pC,
                                     .charge2 = 60_pC};
            }));
}

TEST_F(MonitorTest, Saf093_AProgramThatOnlyListensAllowsNoPulse) {
  limits_ = {};
  renew();
  for (int i = 0; i < 10; ++i) ASSERT_EQ(MonitorReason::kNone, rest());
  EXPECT_EQ(MonitorReason::kUnasked, rest([&](Echo& echo) {
              echo[0].count = 1;
              echo[0].segments[0] = {.first_pulse = now_ - 1_ms,
                                     .pulses = 1,
                                     .amplitude = 1_uA,
                                     .pulse_width = 1_us};
            }));
}

TEST_F(MonitorTest, Saf093_TheLastCommandHasOneFrameToEnd) {
  const PulseTrain t = begin();
  const auto old_train = [&](Echo& echo) {
    echo = homeostat::testing::faithful_echo(forge(t), now_ - kFrame, now_);
  };
  EXPECT_EQ(MonitorReason::kNone, rest());
  EXPECT_EQ(MonitorReason::kNone, rest(old_train)) << "handed over late";
  EXPECT_EQ(MonitorReason::kUnasked, rest(old_train));
}

TEST_F(MonitorTest, Saf093_NoPulseStartsBeforeTheTrainOrAtItsEnd) {
  const auto moved = [&](Microseconds by, Microseconds lasting) {
    renew();
    const Instant first = now_ + kFrame + 10_ms;
    EXPECT_EQ(MonitorReason::kNone,
              live(forge({0, 4000_uA, 160_us, 5000_us, first, first + lasting})).reason);
    return with([by](PulseSegment& s) { s.first_pulse = s.first_pulse + by; });
  };
  EXPECT_EQ(MonitorReason::kNone, moved(0_us, 15'001_us));  // 10, 15, 20, 25 ms
  EXPECT_EQ(MonitorReason::kUnasked, moved(1_us, 15'001_us));
  EXPECT_EQ(MonitorReason::kUnasked, moved(Microseconds(-1), 15'001_us));
}

TEST_F(MonitorTest, Saf093_OtherContactsAreFoundInTheirFrame) {
  begin();
  EXPECT_EQ(MonitorReason::kUnasked, with([](PulseSegment& s) { s.configuration = 1; }));
  renew();
  begin();
  EXPECT_EQ(MonitorReason::kUnasked,
            with([](PulseSegment& s) { s.configuration = 255; }));
}

TEST_F(MonitorTest, Saf094_OtherPulsesThanCommandedAreFoundInTheSecondFrame) {
  const std::function<void(PulseSegment&)> changes[] = {
      [](PulseSegment& s) { s.amplitude = 4401_uA; },
      [](PulseSegment& s) { s.amplitude = 3599_uA; },
      [](PulseSegment& s) { s.pulse_width = 177_us; },
      [](PulseSegment& s) { s.charge1 = s.charge2 = 704'001_pC; },
      [](PulseSegment& s) { s.charge1 = s.charge2 = 575'999_pC; },
      [](PulseSegment& s) {
        s.period = 4974_us;
      },  // a clock that is off by half a per cent
      [](PulseSegment& s) { s.pulses = 6, s.period = 5026_us; },
  };
  for (const auto& change : changes) {
    renew();
    begin();
    EXPECT_EQ(MonitorReason::kNone, with(change));
    EXPECT_EQ(MonitorReason::kMismatch, with(change));
  }
}

TEST_F(MonitorTest, Saf094_SmallerDifferencesAreTheMeters) {
  const std::function<void(PulseSegment&)> changes[] = {
      [](PulseSegment& s) { s.amplitude = 4400_uA; },
      [](PulseSegment& s) { s.amplitude = 3600_uA; },
      [](PulseSegment& s) { s.pulse_width = 176_us; },
      [](PulseSegment& s) { s.charge1 = s.charge2 = 704'000_pC; },
      [](PulseSegment& s) { s.charge1 = s.charge2 = 576'000_pC; },
      [](PulseSegment& s) { s.period = 4975_us; },
      [](PulseSegment& s) { s.pulses = 6, s.period = 5025_us; },
      [](PulseSegment& s) { s.pulses -= 1; },
      [](PulseSegment& s) { s.flags = kComplianceHit; },
  };
  for (const auto& change : changes) {
    renew();
    begin();
    for (int i = 0; i < 20; ++i) ASSERT_EQ(MonitorReason::kNone, with(change));
  }
}

TEST_F(MonitorTest, Saf094_OneGoodFrameBetweenIsNotTwoInARow) {
  begin();
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(MonitorReason::kNone, with([](PulseSegment& s) { s.amplitude = 3000_uA; }));
    ASSERT_EQ(MonitorReason::kNone, go_on());
  }
}

TEST_F(MonitorTest, Saf094_StimulationThatNeverComesIsFoundAfterFourFrames) {
  begin();
  const Change silence = [](Echo& echo) { echo = {}; };
  for (int i = 1; i < kMissingFrames; ++i) {
    ASSERT_EQ(MonitorReason::kNone, go_on(silence)) << i;
  }
  EXPECT_EQ(MonitorReason::kMissing, go_on(silence));
}

TEST_F(MonitorTest, Saf094_FramesInWhichNoPulseWasDueAreNotCounted) {
  begin(1000_uA, 160_us, 50'000_us);
  const Change silence = [](Echo& echo) { echo = {}; };
  int due = 0;
  int frames = 0;
  for (; due < kMissingFrames; ++frames) {
    bool pulses = false;
    const MonitorReason found = go_on([&](Echo& echo) {
      pulses = echo[0].count > 0;
      silence(echo);
    });
    due += pulses ? 1 : 0;
    ASSERT_EQ(due == kMissingFrames ? MonitorReason::kMissing : MonitorReason::kNone,
              found);
  }
  EXPECT_GT(frames, kMissingFrames);
}

// ---- Echoes that cannot be.

TEST_F(MonitorTest, Saf095_AnEchoThatCannotBeIsFoundInItsFrame) {
  const std::function<void(PulseSegment&)> changes[] = {
      [](PulseSegment& s) { s.pulses = 8; },  // the last one would start after the frame
      [](PulseSegment& s) { s.pulses = UINT32_MAX; },
      [](PulseSegment& s) { s.period = 0_us; },
      [](PulseSegment& s) { s.period = Microseconds(INT64_MIN); },
      [](PulseSegment& s) { s.period = Microseconds(INT64_MAX); },
      [](PulseSegment& s) { s.first_pulse = s.first_pulse - kFrame; },
      [](PulseSegment& s) { s.first_pulse = s.first_pulse + kFrame; },
      [](PulseSegment& s) { s.first_pulse = Instant(UINT64_MAX); },
      [](PulseSegment& s) { s.charge1 = Picocoulombs(-1); },
      [](PulseSegment& s) { s.charge2 = Picocoulombs(INT64_MIN); },
      [](PulseSegment& s) { s.charge1 = Picocoulombs(INT64_MAX); },
      [](PulseSegment& s) { s.pulse_width = 0_us; },
      [](PulseSegment& s) { s.amplitude = Microamps(INT32_MIN); },
  };
  for (const auto& change : changes) {
    renew();
    begin();
    EXPECT_EQ(MonitorReason::kMalformed, with(change));
  }
  renew();
  EXPECT_EQ(MonitorReason::kMalformed, rest([](Echo& echo) { echo[0].count = 5; }));
}

TEST_F(MonitorTest, Saf095_FlagsOfTheSourceAreHeeded) {
  for (const EchoFlag flag : {kOpenContact, kShortedContact, kSegmentsLost}) {
    renew();
    begin();
    EXPECT_EQ(MonitorReason::kSource, with([flag](PulseSegment& s) { s.flags = flag; }));
  }
}

// ---- The latch.

class MonitorLatchTest : public MonitorTest {
 protected:
  void trip() {
    ASSERT_EQ(MonitorReason::kMalformed, rest([](Echo& echo) { echo[0].count = 5; }));
  }
  MonitorVerdict reset() { return live(StimCommand::off(), {}, true); }
};

TEST_F(MonitorLatchTest, Saf095_OnlyAResetEndsIt) {
  trip();
  for (int i = 0; i < 1000; ++i) {
    const MonitorVerdict verdict = live(StimCommand::off());
    ASSERT_TRUE(verdict.demands_off());
    ASSERT_FALSE(verdict.fresh);
    ASSERT_EQ(MonitorReason::kMalformed, verdict.reason);
  }
  EXPECT_FALSE(reset().demands_off());
  EXPECT_EQ(MonitorReason::kNone, rest());
}

TEST_F(MonitorLatchTest, Saf095_AFaultThatLastsLatchesAgain) {
  trip();
  const MonitorVerdict verdict = live(
      StimCommand::off(), [](Echo& echo) { echo[0].count = 5; }, true);
  EXPECT_TRUE(verdict.demands_off());
  EXPECT_TRUE(verdict.fresh);
}

TEST_F(MonitorLatchTest, Saf095_AResetLineThatIsStuckClearsNothing) {
  (void)reset();
  EXPECT_TRUE(live(
                  StimCommand::off(), [](Echo& echo) { echo[0].count = 5; }, true)
                  .demands_off());
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(reset().demands_off());
  (void)rest();
  EXPECT_FALSE(reset().demands_off());
}

TEST_F(MonitorLatchTest, Saf095_TheFirstFaultIsTheOneThatIsTold) {
  begin();
  EXPECT_EQ(MonitorReason::kResidual,
            with([](PulseSegment& s) { s.residual = Microvolts(60'000); }));
  EXPECT_EQ(MonitorReason::kResidual, rest([](Echo& echo) { echo[0].count = 5; }));
}

TEST_F(MonitorLatchTest, Saf095_AFlippedBitOfTheLatchNeverClearsIt) {
  for (const bool tripped : {false, true}) {
    for (std::size_t byte = 0; byte < sizeof(Monitor); ++byte) {
      for (int bit = 0; bit < 8; ++bit) {
        renew();
        if (tripped) trip();
        auto* bytes = reinterpret_cast<unsigned char*>(&monitor_);
        bytes[byte] = static_cast<unsigned char>(bytes[byte] ^ (1U << bit));
        const MonitorVerdict verdict = live(StimCommand::off());
        if (tripped) {
          ASSERT_TRUE(verdict.demands_off()) << byte << "." << bit;
        }
      }
    }
  }
}

// ---- Its words, and time that is skipped.

TEST(MonitorReasons, EachHasANameAndWords) {
  for (int i = 0; i < kMonitorReasons; ++i) {
    const auto reason = static_cast<MonitorReason>(i);
    EXPECT_STRNE("", name_of(reason));
    EXPECT_STRNE("", words_for(reason));
  }
  EXPECT_STREQ("corrupt", name_of(MonitorReason::kCorrupt));
}

TEST_F(MonitorTest, SkippedTimeEqualsFramesOfSilence) {
  begin();
  EXPECT_EQ(MonitorReason::kNone, with([](PulseSegment& s) {  // 67 of 79.8 nC
              s.charge2 = Picocoulombs(s.charge1.count() * 965 / 1000);
            }));
  (void)rest();
  (void)rest();
  const Monitor before = monitor_;
  for (int i = 0; i < 7; ++i) (void)rest();
  // How much more imbalance it takes tells how much has flowed off meanwhile.
  const auto bears = [](Monitor monitor, Instant now, std::int64_t off_pc) {
    const PulseTrain t = train(now, 1_ms);
    monitor.note(forge(t));
    std::array<OutputEcho, kOutputs> echo =
        homeostat::testing::faithful_echo(forge(t), now, now + 1_ms);
    echo[0].segments[0].charge2 = echo[0].segments[0].charge1 - Picocoulombs(off_pc);
    return !monitor.judge(echo, now, now + 1_ms, false).demands_off();
  };
  for (std::int64_t off_pc = 12'000; off_pc < 100'000; off_pc += 50) {
    Monitor skipped = before;
    skipped.advance_idle(Microseconds(7 * kFrame.count() - 5));
    skipped.advance_idle(5_us);
    ASSERT_EQ(bears(monitor_, now_, off_pc), bears(skipped, now_, off_pc)) << off_pc;
  }
  EXPECT_TRUE(bears(monitor_, now_, 46'000));
  EXPECT_FALSE(bears(before, now_, 46'000));
}

}  // namespace
}  // namespace homeostat::safety::testing
