// Artefacts and stimulation that annotations tell of: background for every detector, and
// what the veto of boosted trees learns from.
#include "clinical_configs/load.h"
#include "sim/annotated_stretches.h"
#include "sim/tune_recording.h"
#include "tests/sim/tune_scene.h"

namespace homeostat::sim {
namespace {

TEST(AnnotatedStretches, AreCalledAsFieldStandardsCallThem) {
  for (const char* label :
       {"artifact", "Artifact", "EMG-artifact", "Eye-blink-artifact", "artefact", "eyem",
        "chew", "eyem_musc", "ARTF", "BAD", "BAD_muscle", "bad segment"}) {
    EXPECT_EQ(stretch_kind(label), StretchKind::kArtefact) << label;
  }
  for (const char* label : {"stim", "stim 0 4.000mA 200.0Hz", "electrical_stimulation",
                            "Electrical-stimulation", "stimulation artifact"}) {
    EXPECT_EQ(stretch_kind(label), StretchKind::kStimulated) << label;
  }
  for (const char* label : {"sz", "bckg", "spike", "stimulus", "Photic-stimulation",
                            "badger", "electrode", "", "_", "musc_spike"}) {
    EXPECT_EQ(stretch_kind(label), StretchKind::kNone) << label;
  }
}

TEST(AnnotatedStretches, SpeakOfChannelsByNameOrSide) {
  EXPECT_TRUE(speaks_of("all", "F8"));
  EXPECT_TRUE(speaks_of("", "F8"));
  EXPECT_TRUE(speaks_of("n/a", "F8"));
  EXPECT_TRUE(speaks_of("T4, f8", "EEG F8"));
  EXPECT_TRUE(speaks_of("F8", "F8-T4"));
  EXPECT_TRUE(speaks_of("F8-T4", "F8-T4"));
  EXPECT_FALSE(speaks_of("F7,T4", "F8"));
  EXPECT_FALSE(speaks_of("F", "F8"));
}

Event artefact(double onset_s, double duration_s, const std::string& channels = "all") {
  return {.onset_s = onset_s,
          .duration_s = duration_s,
          .event_type = "EMG-artifact",
          .channels = channels};
}

TEST(TuneAnnotations, AreOfTheEventsFileAndOfTheRecordingItself) {
  const Scene scene;
  scene.record(
      "a", 1, {200.0},
      {.also = {artefact(10.0, 2.0), artefact(12.0, 2.0, "T4"), artefact(719.0, 30.0)},
       .annotations = {{30.0, 1.5, "stim 0 4.000mA 200.0Hz"}, {210.0, 4.0, "Artifact"}}});
  std::ostringstream err;
  const Timeline line = read_timeline({scene.folder}, {}, {},
                                      clinical_configs::load_program("replay/scalp"),
                                      TuneObjective::kOnset, err);
  ASSERT_EQ(line.artefacts.size(), 3U) << "not the one of T4";
  EXPECT_EQ(line.artefacts[0].channels, 1U);
  EXPECT_EQ(line.artefacts[1].span, (Interval{719.0, 720.0})) << "to the end";
  ASSERT_EQ(line.stimulated.size(), 1U);
  EXPECT_NEAR(line.background_s(line.artefacts), 3.0, 1e-9) << "not in the seizure";
  EXPECT_NEAR(line.background_s(line.stimulated), 1.5, 1e-9);
  EXPECT_EQ(err.str(), "") << "they are known, and no warning is due";
}

// Each minute's second of muscle.
std::vector<Event> muscle() {
  std::vector<Event> all;
  for (int minute = 0; minute < kSceneMinutes; ++minute) {
    all.push_back(artefact(60.0 * minute + 30.0, 1.0));
  }
  return all;
}

int veto_trees(const std::filesystem::path& program) {
  return clinical_configs::load_program(program).biomarkers.trees.model.bytes[4];
}

TEST(Tune, AnnotatedArtefactsTrainTheVetoOfTreesAndAreTold) {
  const Scene scene;
  scene.record("a", 1, {200.0, 500.0}, {.also = muscle()});
  scene.record("b", 2, {260.0, 605.0}, {.also = muscle()});
  const Told told = tuned(scene.options("gbdt"));
  EXPECT_NE(told.out.find("annotated as artefact 20.0 s in 24 stretches, as stimulated "
                          "0.0 s in 0 stretches"),
            std::string::npos)
      << told.out;  // four lie in seizures
  EXPECT_NE(told.out.find("an artefact veto was trained"), std::string::npos) << told.out;
  EXPECT_GT(veto_trees(scene.out()), 0);
  EXPECT_NE(told.out.find("on what it was chosen by (a fit): 4 of 4 detected"),
            std::string::npos)
      << "the veto is no muzzle: " << told.out;
}

TEST(Tune, TooFewArtefactsOrOnlyInSeizuresTrainNoVetoAndItSaysSo) {
  const Scene scene;
  scene.record("a", 1, {200.0, 500.0}, {.also = {artefact(205.0, 30.0)}});
  scene.record("b", 2, {260.0, 600.0});
  const Told told = tuned(scene.options("gbdt"));
  EXPECT_NE(told.out.find("no artefact veto: 0 half seconds"), std::string::npos)
      << told.out;
  EXPECT_EQ(veto_trees(scene.out()), 0);
}

// Within half a minute after a seizure other half seconds count as nothing.
TEST(Tune, AnArtefactIsBackgroundHoweverNearASeizure) {
  const Scene scene;
  scene.record("a", 1, {200.0, 500.0}, {.also = {artefact(242.0, 12.0)}});
  scene.record("b", 2, {260.0, 600.0});
  EXPECT_NE(tuned(scene.options("gbdt")).out.find("an artefact veto was trained on 2"),
            std::string::npos);
}

TEST(Tune, ForBurstsArtefactsAndStimulationAreNotWhatIsLookedFor) {
  const Scene scene;
  std::vector<Event> also = muscle();
  also.push_back({.onset_s = 100.0, .duration_s = 20.0, .event_type = "stimulation"});
  also.push_back({.onset_s = 300.0, .duration_s = 1.0, .event_type = "spike"});
  also.push_back({.onset_s = 400.0, .duration_s = 1.0, .event_type = "spike"});
  scene.record("a", 1, {500.0}, {.also = also});
  TuneOptions options = scene.options("line_length");
  options.objective = "burst";
  options.request.most_false_alarms_per_h = 60.0;
  const Told told = tuned(options);
  EXPECT_NE(told.out.find(", 2 bursts;"), std::string::npos) << told.out;
  EXPECT_NE(told.out.find("as stimulated 20.0 s in 1 stretches"), std::string::npos);
  EXPECT_NE(told.out.find("and away from seizures"), std::string::npos);
  EXPECT_NE(told.out.find(" of 1 seizures; "), std::string::npos)
      << "long episodes are told of seizures whatever is looked for: " << told.out;
}

}  // namespace
}  // namespace homeostat::sim
