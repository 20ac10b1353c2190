// The linear discriminant of the `rcs` profile: output, levels, blanking, holdoff,
// status.
#include "biomarkers/rcs_detector.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "biomarkers/rcs_wide.h"
#include "tests/biomarkers/rcs_bench.h"

namespace homeostat::biomarkers {
namespace {

RcsDetectorSettings plain(bool dual = true) {
  RcsDetectorSettings s;
  s.inputs[0] = {0, 1.0, 1.0, 0};
  s.input_count = 1;
  s.dual_threshold = dual;
  s.low_threshold = 10.0;
  s.high_threshold = 20.0;
  return s;
}

// Feeds powers, one a result, as digits: 0 below both thresholds, 1 between, 2 above.
class Fed {
 public:
  explicit Fed(const RcsDetectorSettings& settings) : detector_(settings) {}

  std::string confirmed(const std::string& levels) {
    std::string seen;
    for (const char level : levels) {
      power(level == '0' ? 5 : level == '1' ? 15 : 25);
      seen += static_cast<char>('0' + detector_.confirmed());
    }
    return seen;
  }
  bool power(std::int64_t value, std::uint8_t over = 0, std::uint8_t missing = 0) {
    RcsPower power = power_of(value);
    power.over_range = over;
    power.missing = missing;
    return detector_.update(power, ++fft_);
  }
  const RcsDetector& detector() const { return detector_; }
  RcsDetector& detector() { return detector_; }
  std::uint64_t fft() const { return fft_; }

 private:
  RcsDetector detector_;
  std::uint64_t fft_ = 0;
};

std::int32_t output_of(const RcsDetectorSettings& settings, const RcsPower& power) {
  RcsDetector detector(settings);
  EXPECT_TRUE(detector.update(power, 1));
  return detector.output();
}

TEST(RcsDetector, TheOutputIsTheWeightedSumOfNormalisedPowers) {
  RcsDetectorSettings s = plain();
  s.inputs[0] = {0, 2.0, 0.5, 100};
  s.inputs[1] = {1, -3.0, 1.0, 7};
  s.input_count = 2;
  s.fractional_bits = 4;
  // 2 * 0.5 * (150 - 100) - 3 * (9 - 7) = 44
  EXPECT_EQ(output_of(s, power_of(150, 9)), 44 * 16);
}

TEST(RcsDetector, TheOutputIsRoundedDownOnceToItsFraction) {
  RcsDetectorSettings s = plain();
  s.inputs[0] = {0, 0.75, 0.75, 0};
  s.fractional_bits = 2;  // 0.5625 * 3 = 1.6875 = 6.75 quarters
  EXPECT_EQ(output_of(s, power_of(3)), 6);
  s.inputs[0].weight = -0.75;
  EXPECT_EQ(output_of(s, power_of(3)), -7);
}

TEST(RcsDetector, WeightsAreRoundedToTheirFraction) {
  RcsDetectorSettings s = plain();
  s.inputs[0].weight = 0.3;
  s.fractional_bits = 0;
  EXPECT_EQ(output_of(s, power_of(1000)), 0);
  s.fractional_bits = 4;  // 0.3 is 5 sixteenths
  EXPECT_EQ(output_of(s, power_of(1000)), 5000);
}

TEST(RcsDetector, ABlockIsAveragedAndNotSlid) {
  RcsDetectorSettings s = plain();
  s.update_rate = 4;
  s.fractional_bits = 3;
  Fed fed(s);
  std::vector<int> outputs;
  for (int p = 1; p <= 12; ++p) {
    if (fed.power(p)) outputs.push_back(fed.detector().output());
  }
  // 2.5, 6.5, 10.5 in eighths
  EXPECT_EQ(outputs, (std::vector<int>{20, 52, 84}));
}

TEST(RcsDetector, AnUpdateRateOfZeroIsOne) {
  RcsDetectorSettings s = plain();
  s.update_rate = 0;
  Fed fed(s);
  EXPECT_TRUE(fed.power(1));
  EXPECT_TRUE(fed.power(1));
}

TEST(RcsDetector, AThresholdIsExceededAndNotReached) {
  for (const bool dual : {false, true}) {
    Fed fed(plain(dual));
    fed.power(10);
    EXPECT_EQ(fed.detector().immediate(), 0);
    fed.power(11);
    EXPECT_EQ(fed.detector().immediate(), 1);
    fed.power(20);
    EXPECT_EQ(fed.detector().immediate(), 1);
    fed.power(21);
    EXPECT_EQ(fed.detector().immediate(), dual ? 2 : 1);
  }
}

// With three fractional bits 10.49 is 83.92 eighths: 83 are not above it, 84 are.
TEST(RcsDetector, AThresholdBetweenTwoOutputsParts) {
  RcsDetectorSettings s = plain();
  s.low_threshold = 10.49;
  s.fractional_bits = 3;
  s.update_rate = 8;
  Fed fed(s);
  for (const int eighths : {83, 84}) {
    for (int i = 0; i < 7; ++i) fed.power(0);
    fed.power(eighths);
    EXPECT_EQ(fed.detector().output(), eighths);
    EXPECT_EQ(fed.detector().immediate(), eighths == 84 ? 1 : 0);
  }
  s.low_threshold = -10.49;
  Fed below(s);
  for (const int eighths : {-84, -83}) {
    for (int i = 0; i < 7; ++i) below.power(0);
    below.power(eighths);
    EXPECT_EQ(below.detector().immediate(), eighths == -83 ? 1 : 0);
  }
}

TEST(RcsDetector, OnsetAndTerminationOfZeroAreOne) {
  EXPECT_EQ(Fed(plain()).confirmed("0120210"), "0120210");
}

TEST(RcsDetector, OnsetAndTerminationAreCountedInUpdatesInARow) {
  RcsDetectorSettings s = plain();
  s.onset_updates = 3;
  s.termination_updates = 2;
  EXPECT_EQ(Fed(s).confirmed("22022200"), "00000220");
  EXPECT_EQ(Fed(s).confirmed("1112221100"), "0011122110");
}

// All last onset updates at 2 come first; then all last termination updates at 0.
TEST(RcsDetector, TheFirstRuleOfConfirmationThatHoldsWins) {
  RcsDetectorSettings s = plain();
  s.onset_updates = 2;
  s.termination_updates = 1;
  // 0 -> 2 without 1, though two above zero hold as well; 2 -> 0 without 1.
  EXPECT_EQ(Fed(s).confirmed("022"), "002");
  EXPECT_EQ(Fed(s).confirmed("0220"), "0020");
  // From 2, one below two is 1 at once; from 1, onset is needed for 2.
  EXPECT_EQ(Fed(s).confirmed("02212"), "00211");
  EXPECT_EQ(Fed(s).confirmed("022122"), "002112");
  // Two above zero, not two at two: 1.
  EXPECT_EQ(Fed(s).confirmed("012"), "001");
}

// 2 -> 1 needs termination updates below 2, and 0 among them count.
TEST(RcsDetector, DownToOneNeedsTerminationBelowTwo) {
  RcsDetectorSettings s = plain();
  s.termination_updates = 3;
  EXPECT_EQ(Fed(s).confirmed("2010"), "2221");
  EXPECT_EQ(Fed(s).confirmed("20000"), "22200");
}

TEST(RcsDetector, OneThresholdKnowsTwoLevels) {
  EXPECT_EQ(Fed(plain(false)).confirmed("0120"), "0110");
}

TEST(RcsDetector, AfterAChangeOutputAndLevelsAreFrozen) {
  RcsDetectorSettings s = plain();
  s.blanking_ffts = 3;
  Fed fed(s);
  EXPECT_EQ(fed.confirmed("2000"), "2220");
  EXPECT_EQ(fed.detector().status() & kRcsBlanked, 0);
  fed.power(5);  // blanked since the change to 0
  EXPECT_EQ(fed.detector().status(), kRcsBlanked);
}

TEST(RcsDetector, TheFrozenOutputIsTheLast) {
  RcsDetectorSettings s = plain();
  s.blanking_ffts = 2;
  Fed fed(s);
  fed.power(25);
  fed.power(7);
  EXPECT_EQ(fed.detector().output(), 25);
  EXPECT_EQ(fed.detector().status(), kRcsBlanked | kRcsLowImmediate | kRcsHighImmediate |
                                         kRcsLowDetect | kRcsHighDetect);
  fed.power(7);
  EXPECT_EQ(fed.detector().output(), 7);
}

// In FFT results, not in updates: an update two results after the change is blanked by 3.
TEST(RcsDetector, BlankingIsCountedInFftResults) {
  for (const int blanking : {2, 3}) {
    RcsDetectorSettings s = plain();
    s.update_rate = 2;
    s.blanking_ffts = blanking;
    Fed fed(s);
    for (int i = 0; i < 4; ++i) fed.power(i < 2 ? 25 : 5);
    EXPECT_EQ(fed.detector().confirmed(), blanking == 2 ? 0 : 2);
  }
}

// What is not seen while blanked is no part of a run.
TEST(RcsDetector, RunsStandStillWhileBlanked) {
  RcsDetectorSettings s = plain();
  s.termination_updates = 2;
  s.blanking_ffts = 3;
  EXPECT_EQ(Fed(s).confirmed("200000"), "222200");
}

TEST(RcsDetector, InHoldoffNothingIsDetected) {
  RcsDetectorSettings s = plain();
  s.holdoff_updates = 2;
  Fed fed(s);
  fed.power(25);
  EXPECT_EQ(fed.detector().status(), kRcsInHoldoff);
  EXPECT_EQ(fed.detector().output(), 25);
  fed.power(25);
  EXPECT_EQ(fed.detector().confirmed(), 0);
  fed.power(25);
  EXPECT_EQ(fed.detector().confirmed(), 2);
  EXPECT_EQ(fed.detector().status(), 15);
}

TEST(RcsDetector, AnInputOverRangeHoldsTheOutputAndSaysSo) {
  RcsDetectorSettings s = plain();
  s.update_rate = 2;
  Fed fed(s);
  fed.power(25);
  fed.power(25);
  EXPECT_EQ(fed.detector().output(), 25);
  fed.power(3, 1);
  fed.power(3);
  EXPECT_EQ(fed.detector().output(), 25);
  EXPECT_EQ(fed.detector().status(), kRcsInputOverRange | 15);
  fed.power(3);
  fed.power(3);
  EXPECT_EQ(fed.detector().output(), 3);
  EXPECT_EQ(fed.detector().status(), 0);
}

TEST(RcsDetector, ABandThatIsNoInputMayBeOverRange) {
  Fed fed(plain());
  fed.power(25, 2, 2);
  EXPECT_EQ(fed.detector().status(), 15);
}

TEST(RcsDetector, AMissingSampleHoldsTheOutput) {
  Fed fed(plain());
  fed.power(25);
  fed.power(0, 0, 1);
  EXPECT_EQ(fed.detector().output(), 25);
  EXPECT_NE(fed.detector().status() & kRcsInputOverRange, 0);
}

TEST(RcsDetector, AnOutputBeyond32BitsIsHeldAndSaysSo) {
  RcsDetectorSettings s = plain();
  Fed fed(s);
  fed.power(0x7FFF'FFFF);
  EXPECT_EQ(fed.detector().output(), 0x7FFF'FFFF);
  fed.power(0x8000'0000);
  EXPECT_EQ(fed.detector().output(), 0x7FFF'FFFF);
  EXPECT_EQ(fed.detector().status(), kRcsOutputOverRange | 15);
  fed.power(-0x8000'0000LL);
  EXPECT_EQ(fed.detector().output(), -0x8000'0000LL);
  fed.power(-0x8000'0001LL);
  EXPECT_NE(fed.detector().status() & kRcsOutputOverRange, 0);
}

TEST(RcsDetector, WithoutSettingsNeverUpdates) {
  RcsDetector none;
  EXPECT_FALSE(none.update(power_of(1), 1));
  EXPECT_EQ(none.confirmed(), 0);
}

// Against the compiler's own 128 bits.
TEST(RcsWide, ProductsSumsAndQuotientsAreExact) {
  __extension__ using Big = __int128;
  __extension__ using BigUnsigned = unsigned __int128;
  const auto wide = [](Big value) {
    const auto bits = static_cast<BigUnsigned>(value);
    return Wide{static_cast<std::uint64_t>(bits >> 64), static_cast<std::uint64_t>(bits)};
  };
  const auto equal = [](Wide a, Wide b) { return a.high == b.high && a.low == b.low; };
  std::uint64_t state = 1;
  const auto any = [&] {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::int64_t>(state) >> (state >> 59);
  };
  for (int i = 0; i < 20000; ++i) {
    const std::int64_t a = any(), b = any();
    const auto divisor = static_cast<std::uint32_t>(any()) | 1U;
    const Big p = static_cast<Big>(a) * b;
    ASSERT_TRUE(equal(signed_product(a, b), wide(p)));
    Big q = p / divisor;
    if (p < 0 && q * divisor != p) --q;
    ASSERT_TRUE(equal(signed_divided(wide(p), divisor), wide(q)));
    const auto shift = static_cast<int>(divisor % 128);
    const auto bits = static_cast<BigUnsigned>(p);
    ASSERT_TRUE(
        equal(shifted_right(wide(p), shift), wide(static_cast<Big>(bits >> shift))));
    ASSERT_TRUE(equal(sum(wide(p), wide(q)), wide(p + q)));
    ASSERT_TRUE(equal(times(wide(p), divisor), wide(static_cast<Big>(bits * divisor))));
    ASSERT_EQ(fits_32_bits(wide(q)), q >= -2147483648LL && q <= 2147483647LL);
  }
}

TEST(RcsWide, NumbersOf32BitsEndWhereTheyDo) {
  const Wide minus_one = negated({0, 1});
  EXPECT_TRUE(fits_32_bits({0, 0x7FFF'FFFF}));
  EXPECT_FALSE(fits_32_bits({0, 0x8000'0000}));
  EXPECT_TRUE(fits_32_bits(negated({0, 0x8000'0000})));
  EXPECT_FALSE(fits_32_bits(sum(negated({0, 0x8000'0000}), minus_one)));
  EXPECT_FALSE(fits_32_bits({1, 0}));
}

}  // namespace
}  // namespace homeostat::biomarkers
