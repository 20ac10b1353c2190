// What a loop's stored state holds of mood, and what comes of it where it is not there.
#include "controller/therapy_memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

constexpr std::size_t kBegin = safety::kEnvelopesBytes + kResetCountBytes;

Recalled recalled(const safety::PersistedState& state) {
  DoseMemory dose;
  biomarkers::MoodMemory mood;
  return recall_therapy(state, dose, mood);
}

TEST(TherapyMemory, Saf405_IsOfTherapiesOfDepressionAlone) {
  EXPECT_EQ(Recalled::kNothing, recalled(Scene(responsive_program()).loop().persist()));
  EXPECT_EQ(Recalled::kWell, recalled(Scene(dosed_program()).loop().persist()));
  TherapyProgram listens = dosed_program();
  listens.policy = PolicyKind::kDetectionOnly;
  listens.limits = {};
  EXPECT_EQ(Recalled::kWell, recalled(Scene(listens).loop().persist()));
  EXPECT_EQ(Recalled::kWell, recalled(Scene(schedule_program()).loop().persist()));
}

TEST(TherapyMemory, Saf405_WhatIsStoredIsWhatIsRecalled) {
  DoseMemory dose{.version = 3, .run_us = 5, .spare = {1, 2}};
  biomarkers::MoodMemory mood;
  for (std::size_t i = 0; i < mood.bytes.size(); ++i)
    mood.bytes[i] = static_cast<std::uint8_t>(i % 251);
  safety::PersistedState state{};
  store_therapy(dose, mood, state);
  DoseMemory dose_after;
  biomarkers::MoodMemory mood_after;
  EXPECT_EQ(Recalled::kWell, recall_therapy(state, dose_after, mood_after));
  EXPECT_EQ(std::bit_cast<DoseBytes>(dose), std::bit_cast<DoseBytes>(dose_after));
  EXPECT_EQ(mood.bytes, mood_after.bytes);
}

// Told of harm in its second burst, at a dose that is lower since.
safety::PersistedState after_harm() {
  Scene scene(dosed_program());
  scene.tell_time(600);
  scene.arm();
  scene.mood.mood = biomarkers::Mood::kSymptomatic;
  scene.run_until(Mode::kTreatingBurst);
  scene.run_until(Mode::kSensing);
  scene.run_until(Mode::kTreatingBurst);
  scene.order(biomarkers::kAdverseEvent);
  return scene.loop().persist();
}

bool same(const DoseMemory& a, const DoseMemory& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

DoseMemory doses_in(const safety::PersistedState& state) {
  DoseMemory dose;
  biomarkers::MoodMemory mood;
  EXPECT_EQ(Recalled::kWell, recall_therapy(state, dose, mood));
  return dose;
}

TEST(TherapyMemory, Saf405_ADetourThroughAnotherProgramRefillsAndForgetsNothing) {
  const safety::PersistedState stored = after_harm();
  for (const TherapyProgram& other :
       {responsive_program(), open_loop_program(), schedule_program()}) {
    Scene between(other);
    between.restore(stored);
    between.arm();
    between.run(10_s);
    Scene after(dosed_program());
    EXPECT_TRUE(after.restore(between.loop().persist()));
    EXPECT_TRUE(same(doses_in(stored), doses_of(after.loop())));
    after.step();
    EXPECT_TRUE(after.episode().adverse_open);
    EXPECT_EQ(400, after.episode().dose_permille);
    EXPECT_EQ(28, after.episode().bursts_left_day);
  }
}

TEST(TherapyMemory, Saf403_WhatWasSeenOnTheWayIsSeen) {
  Scene between(schedule_program());
  between.restore(after_harm());
  between.step();
  EXPECT_TRUE(between.report().notices.has(Notice::kAdverseOpen));
  between.order(biomarkers::kAdverseSeen);
  EXPECT_FALSE(between.report().notices.has(Notice::kAdverseOpen));
  Scene after(dosed_program());
  EXPECT_TRUE(after.restore(between.loop().persist()));
  after.step();
  EXPECT_FALSE(after.episode().adverse_open);
  EXPECT_EQ(400, after.episode().dose_permille) << "the same dosing, and its dose";
}

TEST(TherapyMemory, Saf403_HarmOfAContinuousTherapyIsRememberedToo) {
  for (const TherapyProgram& program : {proportional_program(), schedule_program()}) {
    Scene before(program);
    before.order(biomarkers::kAdverseEvent);
    EXPECT_TRUE(before.report().notices.has(Notice::kAdverseOpen));
    Scene after(dosed_program());
    EXPECT_TRUE(after.restore(before.loop().persist()));
    after.step();
    EXPECT_TRUE(after.episode().adverse_open);
  }
}

TEST(TherapyMemory, Saf405_WhatWasNotBelievedOnTheWayIsNotBelievedAfterIt) {
  safety::PersistedState spoilt = after_harm();
  spoilt[kBegin + 20] ^= std::byte{1};
  Scene between(responsive_program());
  EXPECT_FALSE(between.restore(spoilt));
  Scene after(dosed_program());
  const safety::PersistedState passed_on = between.loop().persist();
  const DoseMemory worst = doses_in(passed_on);
  EXPECT_EQ(UINT8_MAX, worst.hour[0]);
  EXPECT_EQ(UINT16_MAX, worst.day[0]);
  EXPECT_EQ(kDistrustLockout.count(), worst.lockout_us);
  EXPECT_EQ(1, worst.adverse_open);
  EXPECT_TRUE(after.restore(passed_on));
  after.step();
  EXPECT_EQ(200, after.episode().dose_permille);
  EXPECT_TRUE(after.episode().adverse_open);
  EXPECT_EQ(0, after.episode().bursts_left_day);
  EXPECT_EQ(RecordVerdict::kExpired, after.episode().record);
}

// Who answers for a record may answer for a new one.
TEST(TherapyMemory, Saf405_ARenewedRecordHoldsAfterAMemoryThatWasNotBelieved) {
  for (TherapyProgram program : {dosed_program(), proportional_program()}) {
    safety::PersistedState spoilt = Scene(program).loop().persist();
    spoilt[kBegin + 20] ^= std::byte{1};
    Scene before(program);
    EXPECT_FALSE(before.restore(spoilt));
    before.step();
    EXPECT_EQ(RecordVerdict::kExpired, before.episode().record);
    Scene again(program);
    EXPECT_TRUE(again.restore(before.loop().persist()));
    again.step();
    EXPECT_EQ(RecordVerdict::kExpired, again.episode().record);
    program.biomarkers.mood.record.date[9] = '8';
    Scene renewed(program);
    EXPECT_TRUE(renewed.restore(again.loop().persist()));
    renewed.step();
    EXPECT_EQ(RecordVerdict::kPasses, renewed.episode().record);
    EXPECT_TRUE(renewed.episode().adverse_open);
  }
}

// What a device whose slots are lost begins from.
TEST(TherapyMemory, Saf405_WhereTheGuardsMemoryIsGoneTooTheWorstIsTaken) {
  Scene scene(dosed_program());
  EXPECT_FALSE(scene.restore(safety::PersistedState{}));
  scene.step();
  EXPECT_EQ(200, scene.episode().dose_permille);
  EXPECT_TRUE(scene.episode().adverse_open);
  EXPECT_EQ(0, scene.episode().bursts_left_day);
  EXPECT_EQ(RecordVerdict::kExpired, scene.episode().record);
  Scene other(responsive_program());
  EXPECT_FALSE(other.restore(safety::PersistedState{}));
  EXPECT_EQ(Recalled::kNothing, recalled(other.loop().persist()));
}

TEST(TherapyMemory, Saf403_ARenewedRecordRaisesNoDose) {
  TherapyProgram program = dosed_program();
  program.biomarkers.mood.record.date[9] = '8';
  Scene scene(program);
  EXPECT_TRUE(scene.restore(after_harm()));
  scene.step();
  EXPECT_EQ(400, scene.episode().dose_permille);
  EXPECT_TRUE(scene.episode().adverse_open);
}

TEST(TherapyMemory, Saf405_WhereNoneWasEverWrittenNothingIsHeldAgainstIt) {
  Scene scene(dosed_program());
  safety::PersistedState state = scene.loop().persist();
  std::fill(state.begin() + kBegin, state.end(), std::byte{});
  EXPECT_EQ(Recalled::kNothing, recalled(state));
  EXPECT_TRUE(scene.restore(state));
  scene.tell_time(600);
  scene.arm();
  EXPECT_EQ(dosed_program().dosed.dose.start_permille, scene.episode().dose_permille);
}

TEST(TherapyMemory, Saf405_OneThatWasSpoiltIsNotBelieved) {
  Scene scene(dosed_program());
  safety::PersistedState state = scene.loop().persist();
  state[kBegin + 20] ^= std::byte{1};
  EXPECT_EQ(Recalled::kSpoilt, recalled(state));
  EXPECT_FALSE(scene.restore(state));
}

TEST(TherapyMemory, Saf405_GoodDosesMendNoGuardThatIsNotBelieved) {
  Scene scene(dosed_program());
  safety::PersistedState state = scene.loop().persist();
  state[4] ^= std::byte{1};
  EXPECT_FALSE(scene.restore(state));
}

}  // namespace
}  // namespace homeostat::controller::testing
