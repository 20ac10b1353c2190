// What must hold of the closed loop whatever the therapy: it depends on its frames and on
// nothing else, and it asks nothing of the machine.
#include <gtest/gtest.h>

#include <memory>
#include <new>
#include <thread>

#include "controller/closed_loop.h"
#include "tests/golden/fingerprint.h"
#include "tests/golden/scripted_patient.h"
#include "tests/support/heap_guard.h"

namespace homeostat::golden {
namespace {

// A loop and the scripted patient that it treats.
class Bedside {
 public:
  void live_one_frame() {
    command_ = loop_.step(patient_.live_through(command_));
    fingerprint_.add(loop_.report());
  }
  std::uint64_t live(int frames) {
    for (int i = 0; i < frames; ++i) live_one_frame();
    return fingerprint();
  }
  std::uint64_t fingerprint() const { return fingerprint_.value(); }

 private:
  controller::ClosedLoop loop_{golden_program(), Instant{}};
  ScriptedPatient patient_;
  safety::StimCommand command_ = safety::StimCommand::off();
  Fingerprint fingerprint_;
};

// All of a frame but what was sensed in it.
biomarkers::SampleFrame without_signal(biomarkers::SampleFrame frame) {
  frame.samples_uv = {};
  frame.front_end = {};
  frame.channel_count = frame.sample_count = 0;
  return frame;
}

std::uint64_t alone() { return std::make_unique<Bedside>()->live(kFrames); }

TEST(ClosedLoopLaws, Saf160_EqualFramesGiveEqualStepsBitForBit) {
  EXPECT_EQ(alone(), alone());
}

TEST(ClosedLoopLaws, TheScriptMattersToTheFingerprint) {
  EXPECT_NE(std::make_unique<Bedside>()->live(kFrames),
            std::make_unique<Bedside>()->live(kFrames - 1));
}

// `act` has no side door to the signal: a loop that has sensed nothing itself, fed with
// what another one sensed, commands the same.
TEST(ClosedLoopLaws, Saf163_WhatAnotherSensedIsAllThatActingNeeds) {
  const auto whole =
      std::make_unique<controller::ClosedLoop>(golden_program(), Instant{});
  const auto deaf = std::make_unique<controller::ClosedLoop>(golden_program(), Instant{});
  ScriptedPatient patient;
  safety::StimCommand command = safety::StimCommand::off();
  Fingerprint of_whole;
  Fingerprint of_deaf;
  int grants = 0;
  for (int i = 0; i < kFrames; ++i) {
    const biomarkers::SampleFrame& frame = patient.live_through(command);
    command = whole->step(frame);
    grants += command.on() ? 1 : 0;
    ASSERT_EQ(deaf->act(whole->report().seen, without_signal(frame)), command) << i;
    of_whole.add(whole->report());
    of_deaf.add(deaf->report());
  }
  EXPECT_EQ(of_deaf.value(), of_whole.value());
  EXPECT_GT(grants, 0);
}

TEST(ClosedLoopLaws, Saf160_TwoLoopsThatTakeTurnsDoNotKnowOfEachOther) {
  const auto first = std::make_unique<Bedside>();
  const auto second = std::make_unique<Bedside>();
  constexpr int kHeadStart = 1900;  // the first is in a seizure while the second is not
  first->live(kHeadStart);
  for (int i = kHeadStart; i < kFrames; ++i) {
    first->live_one_frame();
    second->live_one_frame();
  }
  second->live(kHeadStart);
  EXPECT_EQ(first->fingerprint(), alone());
  EXPECT_EQ(second->fingerprint(), alone());
}

TEST(ClosedLoopLaws, Saf160_LoopsOnTwoThreadsDoNotKnowOfEachOther) {
  std::uint64_t here = 0;
  std::uint64_t there = 0;
  std::thread other([&there] { there = alone(); });
  here = alone();
  other.join();
  EXPECT_EQ(here, there);
  EXPECT_EQ(here, alone());
}

TEST(ClosedLoopLaws, Saf162_TenMinutesOfStepsAllocateNothing) {
  const auto bedside = std::make_unique<Bedside>();
  const testing::HeapGuard guard;
  bedside->live(kFrames);
  EXPECT_EQ(guard.allocations(), 0);
}

TEST(HeapGuardTest, CountsEachFormOfNew) {
  constexpr auto kWide = std::align_val_t{64};
  const testing::HeapGuard guard;
  ::operator delete(::operator new(1));
  ::operator delete[](::operator new[](3));
  ::operator delete(::operator new(64, kWide), kWide);
  EXPECT_EQ(guard.allocations(), 3);
}

}  // namespace
}  // namespace homeostat::golden
