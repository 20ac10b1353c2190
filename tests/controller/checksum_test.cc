#include <gtest/gtest.h>

#include <cstring>
#include <set>

#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

TEST(Checksum, Saf174_IsThatOfTheMeaningAndTheSameForCopies) {
  const TherapyProgram program = responsive_program();
  TherapyProgram copy = program;
  EXPECT_EQ(checksum(program), checksum(copy));
  copy.limits.max_residual = copy.limits.max_residual + Microvolts(1);
  EXPECT_NE(checksum(program), checksum(copy));
}

// Bytes of meaning, field by field in the order of declaration. A field that somebody
// adds and forgets to sum, here or there, fails the test below.
constexpr std::size_t kChannel = 24 + 1 + 1 + 3 * 4 + 1 + 2 * 4;
constexpr std::size_t kDetector = 1 + 1 + 2 * 8 + 1 + 8 * 4 + 2 + 3;
constexpr std::size_t kPersistence = 1 + 2 * 8;
constexpr std::size_t kQuality = 4 + 8 + 4 + 4 * 8 + 1 + 4 + 1 + 4 + 8 + 2 * 4 + 1;
constexpr std::size_t kTrees = 1 + 4 + 1 + 2 * 4 + 2;  // and a model, where there is one
constexpr std::size_t kBiomarkers = 1 + 8 * kChannel + 4 + 1 + 8 + 1 + 1 + 8 * kDetector +
                                    kPersistence + kQuality + 8 + kTrees;
constexpr std::size_t kStimulation = 1 + 4 + 2 * 8;
constexpr std::size_t kBurst = 2 * kStimulation + 8;
constexpr std::size_t kTherapy = 2 * kBurst + 8;
constexpr std::size_t kResponsive = 1 + 5 * kTherapy + 2 * 8 + 2;
constexpr std::size_t kOpenLoop = 2 * kStimulation + 3 * 8;
constexpr std::size_t kRcsInput = 4 + 3 * 8;
constexpr std::size_t kRcsDetector = 4 * kRcsInput + 3 * 4 + 1 + 2 * 8 + 4 * 4 + 1;
constexpr std::size_t kRcsState = 4 + 4 * 8 + 4;
constexpr std::size_t kChain = 4 + 4 * (17 + 4) + 4 + 7 * 4 +  // transform
                               8 * (4 + 2 * 8) + 4 +           // bands
                               2 * kRcsDetector + 4 + 1 +      // detectors
                               9 * kRcsState + 4 + 2 * 8;      // states, ramps
constexpr std::size_t kAdaptive = 2 * kStimulation + kChain;
constexpr std::size_t kConfiguration = 17 * (1 + 2) + 1 + 2 * 8 + 4;
constexpr std::size_t kEpisodic = 8 + 8 + 1 + 8 + 1 + 8 + 3 * 2 + 1 + 1 + 8;
constexpr std::size_t kContinuous = 2 * 8;
constexpr std::size_t kBudget = 2 * 8;
constexpr std::size_t kLimits = 2 + 1 + 4 * kConfiguration +   // leads
                                2 * 4 + 4 * 8 + 2 * 4 + 8 +    // train
                                2 * 4 + 8 + 2 * 4 + 8 +        // tissue
                                1 + kEpisodic + kContinuous +  // sessions
                                3 * 2 + 2 * kBudget + 2 * 8 +  // budgets
                                3 * 8 + 3 * 4 + 8;             // device
// Of mood nothing but whether there is one.
constexpr std::size_t kMood = 1;
constexpr std::size_t kMeaning = 4 + 48 + kBiomarkers + kMood + 1 + kResponsive +
                                 kOpenLoop + kAdaptive + 1 + kOpenLoop + 8 + 1 + kLimits;

TEST(Checksum, Saf174_CountsEveryByteThatMeansSomething) {
  const TherapyProgram blank{};
  std::set<std::uint32_t> sums = {checksum(blank)};
  std::size_t counted = 0;
  for (std::size_t i = 0; i < sizeof blank; ++i) {
    TherapyProgram program = blank;
    auto* byte = reinterpret_cast<unsigned char*>(&program) + i;
    *byte = static_cast<unsigned char>(*byte ^ 1U);
    if (checksum(program) == checksum(blank)) continue;  // padding
    ++counted;
    sums.insert(checksum(program));
  }
  EXPECT_EQ(kMeaning, counted);
  EXPECT_EQ(counted + 1, sums.size());  // and each makes a sum of its own
}

TEST(Checksum, Saf174_CountsEveryByteOfAModelOfTreesAndNoneBeyond) {
  TherapyProgram program = responsive_program();
  biomarkers::TreeModel& model = program.biomarkers.trees.model;
  model.size = 300;
  const std::uint32_t before = checksum(program);
  for (std::size_t i = 0; i < model.bytes.size(); ++i) {
    model.bytes[i] = 1;
    EXPECT_EQ(checksum(program) != before, i < 300) << i;
    model.bytes[i] = 0;
  }
}

TEST(Checksum, Saf174_ReadsNoMoreOfAModelThanThereIs) {
  TherapyProgram program = responsive_program();
  biomarkers::TreeModel& model = program.biomarkers.trees.model;
  model.size = static_cast<std::uint16_t>(model.bytes.size() + 1);
  const std::uint32_t beyond = checksum(program);
  model.size = static_cast<std::uint16_t>(model.bytes.size());
  EXPECT_NE(beyond, checksum(program));
}

TEST(Checksum, Saf174_CountsTherapiesOfDepressionWhereOneIsChosen) {
  TherapyProgram scheduled = schedule_program();
  scheduled.biomarkers.mood = {};
  const std::uint32_t before = checksum(scheduled);
  ++scheduled.schedule.day.to_minute;
  EXPECT_NE(checksum(scheduled), before);
  TherapyProgram adaptive = adaptive_program();
  const std::uint32_t as_it_was = checksum(adaptive);
  ++adaptive.schedule.day.to_minute;  // of no meaning there
  EXPECT_EQ(checksum(adaptive), as_it_was);
}

TEST(Checksum, Saf174_CountsEveryBitOfANumber) {
  TherapyProgram program{};
  std::set<std::uint32_t> sums = {checksum(program)};
  for (int bit = 0; bit < 64; ++bit) {
    program.ramp_off = Microseconds(static_cast<std::int64_t>(std::uint64_t{1} << bit));
    sums.insert(checksum(program));
  }
  EXPECT_EQ(65U, sums.size());
}

}  // namespace
}  // namespace homeostat::controller::testing
