#include "sim/detection_tally.h"

#include <gtest/gtest.h>

namespace homeostat::sim {
namespace {

using controller::Mode;
using safety::Reason;

class DetectionTallyTest : public ::testing::Test {
 protected:
  // One frame of 100 ms.
  void frame(bool seizure, Mode mode = Mode::kSensing) {
    biomarkers::SampleFrame sensed;
    now_us_ += 100'000;
    sensed.time = Instant(now_us_);
    report_.seen.seizure = seizure;
    report_.mode = mode;
    tally_.see(sensed, report_);
  }
  void ask(bool on) { report_.asked.outputs[0].amplitude = Microamps(on ? 1000 : 0); }
  void guard_says(Reason reason) {
    report_.granted.reasons =
        safety::ReasonSet(std::uint64_t{1} << static_cast<int>(reason));
  }

  std::uint64_t now_us_ = 0;
  controller::LoopReport report_{.seen = {.signal_valid = true}};
  DetectionTally tally_;
};

TEST_F(DetectionTallyTest, ADetectionLastsFromConfirmationToTheFirstFrameWithout) {
  frame(false);
  frame(true);
  frame(true);
  frame(false);
  frame(false);
  ASSERT_EQ(tally_.detections().size(), 1U);
  EXPECT_DOUBLE_EQ(tally_.detections()[0].onset_s, 0.2);
  EXPECT_DOUBLE_EQ(tally_.detections()[0].offset_s, 0.4);
}

TEST_F(DetectionTallyTest, ADetectionStillOpenEndsWithTheRun) {
  frame(true);
  frame(true);
  EXPECT_DOUBLE_EQ(tally_.detections()[0].offset_s, 0.2);
}

TEST_F(DetectionTallyTest, AnInterventionIsCountedWhereItBegins) {
  ask(true);
  guard_says(Reason::kCharge);
  frame(true);
  frame(true);
  guard_says(Reason::kRamp);
  frame(true);
  guard_says(Reason::kCharge);
  frame(true);
  EXPECT_EQ(tally_.interventions(Reason::kCharge), 2);
  EXPECT_EQ(tally_.interventions(Reason::kRamp), 1);
}

TEST_F(DetectionTallyTest, RefusedSilenceIsNoIntervention) {
  ask(false);
  guard_says(Reason::kMagnet);
  frame(false);
  EXPECT_EQ(tally_.interventions(Reason::kMagnet), 0);
}

TEST_F(DetectionTallyTest, TimeIsSharedOutAmongTheModes) {
  frame(false, Mode::kSelfTest);
  frame(false, Mode::kSensing);
  frame(false, Mode::kSensing);
  EXPECT_NEAR(tally_.mode_seconds(Mode::kSelfTest), 0.1, 1e-12);
  EXPECT_NEAR(tally_.mode_seconds(Mode::kSensing), 0.2, 1e-12);
}

TEST_F(DetectionTallyTest, WhatLatchedTheGuardIsAReasonOfTheFault) {
  report_.events.add(controller::Event::kSelfTestPassed);
  frame(false);
  guard_says(Reason::kEcho);
  report_.granted.latched = true;
  frame(false);
  guard_says(Reason::kLatch);
  frame(false, Mode::kFault);
  EXPECT_TRUE(tally_.self_test_passed());
  EXPECT_EQ(tally_.fault_reasons(), std::vector<std::string>{"echo"});
}

TEST_F(DetectionTallyTest, WhatASelfTestMissedIsAReasonUntilItIsPassed) {
  report_.episode.self_test_missing = controller::kContactsIntact;
  frame(false, Mode::kSelfTest);
  EXPECT_FALSE(tally_.self_test_passed());
  EXPECT_EQ(tally_.fault_reasons(), std::vector<std::string>{"contacts_intact"});
  report_.events.add(controller::Event::kSelfTestPassed);
  frame(false);
  EXPECT_TRUE(tally_.fault_reasons().empty());
}

}  // namespace
}  // namespace homeostat::sim
