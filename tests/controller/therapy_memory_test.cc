// What a loop's stored state holds of mood, and what comes of it where it is not there.
#include "controller/therapy_memory.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

constexpr std::size_t kBegin = safety::kEnvelopesBytes + kResetCountBytes;

Recalled recalled(const safety::PersistedState& state) {
  DoseMemory dose;
  biomarkers::MoodMemory mood;
  return recall_therapy(state, dose, mood);
}

TEST(TherapyMemory, Saf405_IsOfProgramsWithAMoodBiomarkerAlone) {
  EXPECT_EQ(Recalled::kNothing, recalled(Scene(responsive_program()).loop().persist()));
  EXPECT_EQ(Recalled::kWell, recalled(Scene(dosed_program()).loop().persist()));
  TherapyProgram listens = dosed_program();
  listens.policy = PolicyKind::kDetectionOnly;
  listens.limits = {};
  EXPECT_EQ(Recalled::kWell, recalled(Scene(listens).loop().persist()));
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
