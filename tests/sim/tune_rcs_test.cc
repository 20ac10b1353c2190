// `homeostat tune --detector rcs`: an adaptive program's chain fitted to recordings.
#include "sim/tune_rcs.h"

#include "biomarkers/rcs_detector.h"
#include "clinical_configs/check.h"
#include "clinical_configs/load.h"
#include "sim/adaptive_run.h"
#include "sim/replay_command.h"
#include "sim/run_command.h"
#include "tests/sim/tune_scene.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;
using biomarkers::RcsSettings;

constexpr const char* kProgram = "epilepsy/adaptive";
const std::vector<std::string> kChannels{"LH1-LH4", "RH1-RH2", "RH2-RH3", "RH3-RH4"};

struct Two : Scene {
  Two() {
    record("a", 1, {200.0, 500.0}, {.channels = kChannels});
    record("b", 2, {260.0, 600.0}, {.channels = kChannels});
  }
  Timeline line(const controller::TherapyProgram& program) const {
    std::ostringstream err;
    return read_timeline({folder}, {}, {}, program, TuneObjective::kOnset, err);
  }
};

// The chain's state by second, from a replay's trend.
std::vector<std::string> states_of(const fs::path& trend) {
  std::ifstream in(trend);
  std::vector<std::string> states;
  for (std::string row; std::getline(in, row);) {
    states.push_back(row.substr(row.rfind('\t') + 1));
  }
  return states;
}

TEST(TuneRcs, MakesAProgramThatCheckAcceptsAndWhoseChainReplayFollows) {
  const Two scene;
  const Told told = tuned(scene.options("rcs", kProgram));
  std::ostringstream findings;
  const fs::path program = scene.out();
  EXPECT_EQ(clinical_configs::check_command({&program, 1}, findings), 0)
      << findings.str();
  std::ostringstream out;
  const std::atomic<bool> stop{false};
  (void)replay_recording({.program = program,
                          .recording = scene.folder / "b.edf",
                          .out = scene.folder / "replay"},
                         {out, out, false, stop});
  const std::vector<std::string> states = states_of(scene.folder / "replay/trend.tsv");
  ASSERT_GT(states.size(), 700U);
  EXPECT_EQ(states[0], "state");
  for (const std::size_t quiet_s : {100U, 250U, 450U}) EXPECT_EQ(states[quiet_s], "0");
  EXPECT_NE(states[270], "0") << told.out;
  EXPECT_NE(states[610], "0") << told.out;
}

TEST(TuneRcs, ChangesTheChainsDetectorAndNothingElse) {
  const Two scene;
  tuned(scene.options("rcs", kProgram));
  const auto before =
      clinical_configs::load_program(clinical_configs::find_program(kProgram));
  const auto after = clinical_configs::load_program(scene.out());
  EXPECT_EQ(after.biomarkers.detectors[0].threshold,
            before.biomarkers.detectors[0].threshold);
  const RcsSettings& was = before.adaptive.chain;
  const RcsSettings& is = after.adaptive.chain;
  EXPECT_EQ(is.fft_size, was.fft_size);
  EXPECT_EQ(is.detectors[0].update_rate, was.detectors[0].update_rate);
  EXPECT_EQ(is.detectors[0].holdoff_updates, was.detectors[0].holdoff_updates);
  EXPECT_EQ(is.state_count, was.state_count);
  EXPECT_EQ(is.states[2].amplitudes_ma, was.states[2].amplitudes_ma);
  EXPECT_EQ(std::string(is.channels[0].label.data()), "LH1-LH4") << "where they begin";
  EXPECT_EQ(is.detectors[0].fractional_bits, 15);
  EXPECT_TRUE(is.detectors[0].dual_threshold);
  EXPECT_GT(is.detectors[0].high_threshold, is.detectors[0].low_threshold);
  EXPECT_NE(text_of(scene.out()).find("# Across the two stimulated contacts"),
            std::string::npos)
      << "a person's comments stay";
}

TEST(TuneRcs, WhatACandidateDetectsIsWhatTheDevicesBankDoes) {
  const Two scene;
  auto program = clinical_configs::load_program(clinical_configs::find_program(kProgram));
  Timeline line = scene.line(program);
  // Lost samples in a seizure, and a rail, are heard alike.
  for (std::size_t i = 51'000; i < 51'200; ++i) {
    line.recordings[0].signals_uv[0][i] = std::nanf("");
    line.recordings[0].signals_uv[0][i + 2000] = 5000.0F;
  }
  const RcsTuner tuner(program, line, [] {});
  const RcsCandidates all = tuner.candidates({0.0, line.duration_s});
  std::size_t compared = 0;
  for (std::size_t i = 0; i < all.candidates.size(); i += 97) {
    program.adaptive.chain = all.chains[i];
    ASSERT_TRUE(controller::validate(program, nullptr, nullptr)) << i;
    EXPECT_EQ(run_adaptive(program, line).detections, all.candidates[i].detections)
        << all.candidates[i].words;
    compared += all.candidates[i].detections.size();
  }
  EXPECT_GT(compared, 10U);
}

TEST(TuneRcs, NoPowerFillsTheOutputsThirtyTwoBits) {
  const Two scene;
  const auto program =
      clinical_configs::load_program(clinical_configs::find_program(kProgram));
  const Timeline line = scene.line(program);
  const RcsPowerTable table = rcs_powers(program, line, [] {});
  for (const RcsDiscriminant& discriminant :
       rcs_discriminants(table, line, program.adaptive.chain, {0.0, line.duration_s})) {
    const RcsSettings chain = with_discriminant(program, table, discriminant);
    for (const bool first_alone : {true, false}) {
      biomarkers::RcsDetector detector(chain.detectors[0]);
      biomarkers::RcsPower power;
      for (std::size_t i = 0; i < discriminant.bands.size(); ++i) {
        if (first_alone && i > 0) continue;
        power.bands[i] =
            table.bands[discriminant.bands[i]].bins * ((std::int64_t{1} << 26) - 1);
      }
      for (std::uint64_t fft = 1; fft <= 20; ++fft) {
        (void)detector.update(power, fft);
        EXPECT_EQ(detector.status() & biomarkers::kRcsOutputOverRange, 0);
      }
    }
  }
}

TEST(TuneRcs, KeepsToTheBudgetAndTellsTheReason) {
  const Two scene;
  TuneOptions options = scene.options("rcs", kProgram);
  options.request.most_false_alarms_per_h = 0.0;
  const Told told = tuned(options);
  EXPECT_NE(told.out.find("(a fit): 4 of 4 detected"), std::string::npos) << told.out;
  EXPECT_NE(told.out.find(", 0.00 false alarms/h (0 in"), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("uC and "), std::string::npos);
}

TEST(TuneRcs, ABackgroundAloneLeavesBandAndCountsAsTheyWere) {
  const Scene scene;
  scene.record("a", 1, {}, {.channels = kChannels});
  const Told told = tuned(scene.options("rcs", kProgram));
  EXPECT_NE(told.out.find("the band stays, its threshold is from background alone"),
            std::string::npos)
      << told.out;
  const auto program = clinical_configs::load_program(scene.out());
  EXPECT_EQ(program.adaptive.chain.bands[0].low_hz, 2.0);
  EXPECT_EQ(program.adaptive.chain.bands[0].high_hz, 8.0);
  EXPECT_EQ(program.adaptive.chain.detectors[0].onset_updates, 2);
  EXPECT_EQ(program.adaptive.chain.detectors[0].termination_updates, 25);
}

TEST(TuneRcs, WantsAnAdaptiveProgramOfOneDetector) {
  const Two scene;
  EXPECT_NE(
      refusal(scene.options("rcs", "epilepsy/responsive")).find("epilepsy/adaptive"),
      std::string::npos);
  auto program = clinical_configs::load_program(clinical_configs::find_program(kProgram));
  EXPECT_EQ(why_no_rcs(program), "");
  program.adaptive.chain.detector_count = 2;
  EXPECT_NE(why_no_rcs(program).find("accepted: one"), std::string::npos);
}

TEST(TuneRcs, AutoTunesAnAdaptiveProgramsChainAndItsDiary) {
  const Two scene;
  const Told told = tuned(scene.options("auto", kProgram));
  EXPECT_NE(told.out.find("in its diary "), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("(rcs)"), std::string::npos);
  EXPECT_NE(tuned(scene.options("line_length", kProgram))
                .out.find("this is for its diary (--detector rcs tunes the chain)"),
            std::string::npos);
}

// Above any threshold from the first result on: 1.5 mA, 90 us, each 7692 us.
TEST(AdaptiveRun, CostsWhatItsCurrentsCarry) {
  const Two scene;
  auto program = clinical_configs::load_program(clinical_configs::find_program(kProgram));
  program.adaptive.chain.detectors[0].low_threshold = -1.0e6;
  program.adaptive.chain.detectors[0].high_threshold = 2.0e9;
  const AdaptiveRun run = run_adaptive(program, scene.line(program));
  const double charge_uc = 10.0 * 1500.0 * 90.0e-6 * 1e6 / 7692.0;
  EXPECT_NEAR(run.cost_between(100.0, 110.0).charge_uc, charge_uc, 0.01 * charge_uc);
  EXPECT_NEAR(run.cost_between(100.0, 110.0).energy_mj, charge_uc * 2 * 10.0 * 1e-3,
              0.01 * charge_uc * 2 * 10.0 * 1e-3);
  EXPECT_EQ(run.detections.size(), 2U) << "one a recording";
}

// What a chain is tuned on: the program with its therapy taken away has no state to tell.
TEST(AdaptiveRun, UntreatedMakesARecordingAndItsReport) {
  const Scene scene;
  std::ostringstream out;
  const std::atomic<bool> stop{false};
  (void)run_virtual_patient({.program = kProgram,
                             .patient = "temporal_lobe",
                             .duration_s = 60.0,
                             .seed = 1,
                             .out = scene.folder / "run",
                             .untreated = true},
                            {out, out, false, stop});
  EXPECT_TRUE(fs::exists(scene.folder / "run/report.html"));
}

}  // namespace
}  // namespace homeostat::sim
