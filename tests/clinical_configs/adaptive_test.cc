// Adaptive stimulation in a program as text and as bytes.
#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

using Words = std::vector<std::string>;

Written adaptive() { return Written("epilepsy/adaptive"); }

const biomarkers::RcsSettings& chain_of(const controller::TherapyProgram& program) {
  return program.adaptive.chain;
}

constexpr const char* kAlone = "given, but nothing here goes with it";

// Where `file` is refused for `field`, and why.
void expect_refused(const Written& file, const std::string& field,
                    const std::string& what) {
  for (const Finding& finding : file.check()) {
    if (finding.field != field) continue;
    if (finding.what.find(what) != std::string::npos) return;
  }
  ADD_FAILURE() << field << " is not refused: "
                << ::testing::PrintToString(words_of(file.check()));
}

TEST(Adaptive, EachOutputsCurrentsComeThroughAsTheyWere) {
  Written file = adaptive();
  file.with("    amplitude_ua: 3000\n", "    amplitude_ua: 2000\n")
      .with("  chain {\n",
            "  outputs { configuration: 0 amplitude_ua: 1000 pulse_width_us: 90 "
            "period_us: 7692 }\n  chain {\n")
      .with("      amplitudes_ma: 0\n", "      amplitudes_ma: 0.5\n amplitudes_ma: 0.3\n")
      .with("      amplitudes_ma: 1.5\n",
            "      amplitudes_ma: 1.5\n amplitudes_ma: 0.8\n")
      .with("      amplitudes_ma: 3\n", "      amplitudes_ma: 2\n amplitudes_ma: 1\n");
  EXPECT_EQ(words_of(file.check()), Words{});
  const auto program = load_program(file.save());
  const auto& states = chain_of(program).states;
  EXPECT_EQ(states[0].amplitudes_ma[0], 0.5);
  EXPECT_EQ(states[0].amplitudes_ma[1], 0.3);
  EXPECT_EQ(states[1].amplitudes_ma[1], 0.8);
  EXPECT_EQ(states[2].amplitudes_ma[0], 2.0);
  EXPECT_EQ(states[2].amplitude_count, 2U);
}

TEST(Adaptive, AsManyCurrentsAsADeviceHasProgramsAreReadAndNoMore) {
  Written file = adaptive();
  file.with(
      "      amplitudes_ma: 3\n",
      "      amplitudes_ma: 3 amplitudes_ma: 3 amplitudes_ma: 3 amplitudes_ma: 3\n");
  expect_refused(file, "adaptive.chain.states[2].amplitudes_ma",
                 "not as many as in the first state");
}

TEST(Adaptive, ACurrentIsANumber) {
  Written file = adaptive();
  file.with("      amplitudes_ma: 1.5\n", "      amplitudes_ma: nan\n");
  expect_refused(file, "adaptive.chain.states[1].amplitudes_ma", "not a finite number");
}

TEST(Adaptive, TheFirstWindowsSamplesGoWithTheSmallestTransformAlone) {
  Written small = adaptive();
  small.with("    fft_size: 256\n", "    fft_size: 64\n    first_window_samples: 63\n");
  EXPECT_EQ(chain_of(load_program(small.save())).first_window_samples, 63);
  Written large = adaptive();
  large.with("    fft_size: 256\n", "    fft_size: 256\n    first_window_samples: 63\n");
  expect_refused(large, "adaptive.chain.first_window_samples", kAlone);
}

TEST(Adaptive, HowTheOtherDetectorIsBlankedIsSaidWhereBothAreAndNowhereElse) {
  const char* const states = "    # Rest, unrest, seizure.\n";
  const char* const other = "    other_is_blanked: AS_OTHER\n";
  Written both = adaptive();
  both.with("      blank_both: false\n", "      blank_both: true\n");
  expect_refused(both, "adaptive.chain.other_is_blanked", "missing");
  both.with(states, other);
  EXPECT_EQ(both.only_finding().what, "true: true, but there is no other detector");
  Written one = adaptive();
  one.with(states, other);
  expect_refused(one, "adaptive.chain.other_is_blanked", kAlone);
}

TEST(Adaptive, AHighThresholdGoesWithTwoThresholdsAlone) {
  Written file = adaptive();
  file.with("      dual_threshold: true\n", "      dual_threshold: false\n");
  expect_refused(file, "adaptive.chain.detectors[0].high_threshold", kAlone);
}

TEST(Adaptive, SettingsAndPolicyGoTogether) {
  Written other = adaptive();
  other.with("policy: ADAPTIVE\n", "policy: OPEN_LOOP\n");
  expect_refused(other, "adaptive", "given, but the policy is not ADAPTIVE");
  Written without = responsive();
  without.with("policy: RESPONSIVE\n", "policy: ADAPTIVE\n");
  expect_refused(without, "adaptive", "missing");
  for (const Finding& finding : adaptive().check()) {
    ADD_FAILURE() << finding.field << ": " << finding.what;
  }
}

// What is wrong within settings that the policy does not use is told too.
TEST(Adaptive, SettingsOfAnotherPolicyAreReadAllTheSame) {
  Written file = adaptive();
  file.with("policy: ADAPTIVE\n", "policy: OPEN_LOOP\n")
      .with("      amplitudes_ma: 1.5\n", "      amplitudes_ma: nan\n");
  expect_refused(file, "adaptive.chain.states[1].amplitudes_ma", "not a finite number");
}

}  // namespace
}  // namespace homeostat::clinical_configs
