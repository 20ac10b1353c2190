// What the shipped programs do on real recordings and on the shipped patient: the claims
// of the README, each with its number.
#include <gtest/gtest.h>

#include <filesystem>
#include <iomanip>
#include <sstream>

#include "sim/replay_command.h"
#include "sim/run_command.h"
#include "tests/support/scratch.h"
#include "tests/support/shared_data.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

class ShippedPrograms : public ::testing::Test {
 protected:
  ShippedPrograms() { fs::create_directories(out_); }
  ~ShippedPrograms() override { fs::remove_all(out_); }

  static fs::path recording(const std::string& file) {
    return homeostat::testing::shared_data("recordings/" + file);
  }
  Summary replay(const std::string& name, const std::string& channel,
                 bool annotated = false) {
    ReplayOptions options{.program = "replay/scalp",
                          .recording = recording(name + ".edf"),
                          .channels = {channel},
                          .out = out_};
    if (annotated) options.annotations = recording(name + "_events.tsv");
    return replay_recording(options, console_);
  }
  Summary run(std::uint64_t seed, bool untreated) {
    return run_virtual_patient({.program = "epilepsy/responsive",
                                .patient = "temporal_lobe",
                                .duration_s = 600.0,
                                .seed = seed,
                                .out = out_,
                                .untreated = untreated},
                               console_);
  }

  fs::path out_ = homeostat::testing::scratch_path();
  std::ostringstream talk_;
  std::atomic<bool> stop_{false};
  Console console_{talk_, talk_, false, stop_};
};

std::string numbered(const char* format, int number) {
  std::ostringstream text;
  text << format << std::setw(2) << std::setfill('0') << number;
  return text.str();
}

TEST_F(ShippedPrograms, TheScalpProgramFindsTheSienaSeizureInTime) {
  HOMEOSTAT_NEEDS("recordings");
  const Summary summary = replay("siena_PN00-1", "F8", true);
  ASSERT_EQ(summary.channels.size(), 1U);
  EXPECT_EQ(summary.channels[0].program, "F8");
  EXPECT_EQ(summary.channels[0].recording, "F8");
  EXPECT_EQ(summary.channels[0].rate_hz, 64.0);
  const Matching matching = summary.matching.value();
  ASSERT_EQ(matching.detected, 1) << "missed";
  EXPECT_LE(matching.latencies_s[0].value(), 16.0);
  EXPECT_LE(matching.other_outside, 1);
  EXPECT_LE(summary.score.value().fp, 1);
}

TEST_F(ShippedPrograms, TheScalpProgramKeepsQuietOnBackground) {
  HOMEOSTAT_NEEDS("recordings");
  std::int64_t detections = 0;
  for (int i = 0; i < 12; ++i) {
    detections += replay(numbered("eegmat_", i), "EEG F4").detections;
  }
  for (const char* name :
       {"eegmmi_S001R01", "eegmmi_S001R02", "eegmmi_S001R03", "eegmmi_S001R05"}) {
    detections += replay(name, "F4").detections;
  }
  EXPECT_LE(detections, 1);
}

TEST_F(ShippedPrograms, NoDetectionOfTheShippedPatientComesBeforeItsSeizure) {
  for (const bool untreated : {true, false}) {
    const Summary summary = run(1, untreated);
    const Matching matching = summary.matching.value();
    EXPECT_GE(matching.detected, 1);
    EXPECT_EQ(matching.detected + matching.other_in_seizure + matching.other_outside,
              summary.detections);
    for (const auto& latency_s : matching.latencies_s) {
      EXPECT_GT(latency_s.value_or(1.0), 0.0);
    }
  }
}

TEST_F(ShippedPrograms, TreatmentHalvesTheTimeInSeizureOverTenSeeds) {
  double untreated_s = 0.0;
  double treated_s = 0.0;
  std::int64_t seizures = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Summary without = run(seed, true);
    const Summary with = run(seed, false);
    untreated_s += without.seizure_s.value();
    treated_s += with.seizure_s.value();
    seizures += without.seizures.value();
    EXPECT_EQ(without.bursts, 0) << "seed " << seed;
    EXPECT_EQ(with.guard_interventions, 0) << "seed " << seed;
    EXPECT_FALSE(with.latched) << "seed " << seed;
  }
  RecordProperty("untreated_s", std::to_string(untreated_s));
  RecordProperty("treated_s", std::to_string(treated_s));
  EXPECT_GE(seizures, 10);
  EXPECT_LE(treated_s, 0.5 * untreated_s);
}

}  // namespace
}  // namespace homeostat::sim
