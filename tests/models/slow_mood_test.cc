// What mood does over months: the regimes of models/MOOD.md, and the macro step against
// the node and mood integrated together.
#include "models/slow_mood.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "models/cohort.h"
#include "models/mood_gamma.h"
#include "tests/models/resistant_patient.h"

namespace homeostat::models {
namespace {

SlowMood mood_of(const MoodPatientSettings& s, std::uint64_t seed = 1) {
  return {s.slow, node_of(s, MoodNode::kGamma), {.seed = seed}};
}

// Of a patient without chance: after 90 days of therapy, and 120 days after its end.
struct Course {
  double treated;
  double later;
};
Course course_of(double bursts_a_day,
                 const MoodPatientSettings& settings = without_chance(resistant_mood())) {
  SlowMood mood = mood_of(settings);
  live_days(mood, 90.0, bursts_a_day);
  const double treated = mood.mood();
  live_days(mood, 120.0, 0.0);
  return {treated, mood.mood()};
}

TEST(SlowMood, WithoutTherapyTheResistantPatientStaysIll) {
  const Course course = course_of(0.0);
  EXPECT_NEAR(course.treated, -1.20, 0.01);
  EXPECT_NEAR(course.later, course.treated, 0.001);
}

TEST(SlowMood, UnderDosedItImprovesAndRelapsesWhenTherapyEnds) {
  const Course course = course_of(60.0);
  EXPECT_GT(course.treated, -1.15);
  EXPECT_LT(course.treated, -0.5);
  EXPECT_NEAR(course.later, course_of(0.0).later, 0.005);
}

TEST(SlowMood, DosedItSwitchesAndStaysWellWithoutTherapy) {
  const Course course = course_of(120.0);
  EXPECT_GT(course.treated, 1.0);
  EXPECT_GT(course.later, 0.9);
}

// More than the tolerated 300 a day: what is lost outweighs what more dose adds.
TEST(SlowMood, OverStimulationHasACost) {
  const double dosed = course_of(300.0).treated;
  const double too_much = course_of(900.0).treated;
  EXPECT_GT(dosed, 1.0);
  EXPECT_LT(too_much, -0.5);
  int few = 0;
  int many = 0;
  SlowMood tolerated = mood_of(resistant_mood());
  SlowMood beyond = mood_of(resistant_mood());
  for (int i = 0; i < 180 * 144; ++i) {
    tolerated.advance(dose_of_bin(tolerated.steps_done(), 120.0));
    beyond.advance(dose_of_bin(beyond.steps_done(), 900.0));
    few += tolerated.adverse_event();
    many += beyond.adverse_event();
    EXPECT_TRUE(beyond.adverse_event() || !tolerated.adverse_event());
  }
  EXPECT_LT(few, 6);
  EXPECT_GT(many, 60);
}

TEST(SlowMood, WithoutEffectTherapyChangesNothingToTheLastBit) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SlowMood treated = mood_of(without_effect(resistant_mood()), seed);
    SlowMood sham = mood_of(without_effect(resistant_mood()), seed);
    for (int i = 0; i < 60 * 144; ++i) {
      treated.advance(dose_of_bin(treated.steps_done(), 600.0));
      sham.advance({});
      ASSERT_EQ(treated.mood(), sham.mood());
      ASSERT_EQ(treated.tilt(), sham.tilt());
      ASSERT_EQ(treated.adverse_event(), sham.adverse_event());
    }
  }
}

// 120 a day, and nothing but expectancy and chance.
TEST(SlowMood, OfFortyResistantPatientsMostRespondToTherapyAndFewToSham) {
  int treated_well = 0;
  int sham_well = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SlowMood treated = mood_of(resistant_mood(), seed);
    SlowMood sham = mood_of(resistant_mood(), seed);
    live_days(treated, 180.0, 120.0);
    live_days(sham, 180.0, 0.0);
    treated_well += treated.mood() > 0.2;
    sham_well += sham.mood() > 0.2;
  }
  EXPECT_GE(treated_well, 36);
  EXPECT_LE(sham_well, 2);
}

MoodPatientSettings recurrent_mood() {
  MoodPatientSettings s = resistant_mood();
  s.slow.dynamics = {-1.1, 3.0, 0.0, 0.4, 0.4, 0.35};
  return s;
}

// Of episodes and of the times between, in days: those that end within ten years.
std::vector<double> dwell_days(std::uint64_t seed) {
  const MoodPatientSettings s = recurrent_mood();
  SlowMood mood(s.slow, node_of(s, MoodNode::kVacc), {.seed = seed});
  std::vector<double> dwells;
  int side = 0;
  double since = 0.0;
  for (int i = 0; i < 3650 * 144; ++i) {
    mood.advance({});
    const int now = mood.mood() > 0.5 ? 1 : mood.mood() < -0.5 ? -1 : side;
    if (now == side) continue;
    if (side != 0) dwells.push_back(mood.time_days() - since);
    side = now;
    since = mood.time_days();
  }
  return dwells;
}

TEST(SlowMood, OfTheRecurrentPatientComesAndGoesByItself) {
  double sum = 0.0;
  double count = 0.0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    for (const double days : dwell_days(seed)) {
      sum += days;
      count += 1.0;
    }
  }
  EXPECT_GT(count, 100.0);
  EXPECT_GT(sum / count, 30.0);
  EXPECT_LT(sum / count, 120.0);
}

TEST(SlowMood, ExpectancyLiftsShamAsItLiftsTherapyAndFades) {
  MoodPatientSettings s = without_chance(resistant_mood());
  s.slow.expectancy = {10.0, 0.3, 14.0};
  SlowMood mood = mood_of(s);
  live_days(mood, 10.0, 0.0);
  const double before = mood.mood();
  live_days(mood, 7.0, 0.0);
  EXPECT_GT(mood.mood(), before + 0.05);
  live_days(mood, 150.0, 0.0);
  EXPECT_NEAR(mood.mood(), before, 0.001);
}

TEST(SlowMood, LifeEventsTiltForDaysAndAreTheSameForEverybodyOfASeed) {
  MoodPatientSettings s = without_chance(resistant_mood());
  s.slow.life = {0.1, -0.3, 0.0, 5.0};
  SlowMood mood = mood_of(s);
  SlowMood treated = mood_of(s);
  const double alone = mood.tilt();
  int events = 0;
  for (int i = 0; i < 1000 * 144; ++i) {
    const double before = mood.tilt();
    const double treated_before = treated.tilt();
    mood.advance({});
    treated.advance(dose_of_bin(treated.steps_done(), 120.0));
    const bool fell = mood.tilt() < before - 0.2;
    events += fell;
    ASSERT_EQ(treated.tilt() < treated_before - 0.2, fell) << "treated or not";
    EXPECT_LE(mood.tilt(), alone);
  }
  EXPECT_NEAR(events, 100, 30);
}

// Node and mood by the fixed-step engine, every 0.25 ms; mood's time is ten minutes
// instead of days.
class Coupled {
 public:
  static constexpr double kTau_ms = 600e3;

  explicit Coupled(const MoodPatientSettings& s) : s_(s), cohort_(model_, 1, {}) {
    const MoodDynamics& d = s.slow.dynamics;
    set("k_I", s.gamma.mood_weight);
    set("k_G", d.activity_weight);
    set("Gamma0", d.neutral_activity);
    set("tau_m", kTau_ms);
    cohort_.state(0, MoodGamma::kMood) = d.start;
    cohort_.state(0, MoodGamma::kGamma) =
        mean_gamma(s.gamma.input - s.gamma.mood_weight * d.start);
  }
  void live(double ms, double tilt, double recruited) {
    set("h", tilt);
    set("e0", s_.gamma.input - s_.gamma.stimulation_weight * recruited);
    cohort_.advance(static_cast<std::uint64_t>(std::llround(ms / cohort_.step())));
  }
  double mood() { return cohort_.state(0, MoodGamma::kMood); }

 private:
  void set(const char* name, double value) {
    cohort_.parameter(0, model_.parameter(name)) = value;
  }
  const Model& model_ = *find_model("mood_gamma");
  MoodPatientSettings s_;
  Cohort cohort_;
};

// Largest distance of the two moods over five tau; every fifth macro step is stimulated
// for its first half.
double distance(double tilt, double noise, double recruited) {
  MoodPatientSettings s = without_chance(resistant_mood());
  s.slow.dynamics.tilt = tilt;
  s.slow.dynamics.noise = noise;
  constexpr double kShare = 0.02;
  constexpr double kStep_ms = kShare * Coupled::kTau_ms;
  const FastNode node = node_of(s, MoodNode::kGamma);
  Coupled coupled(s);
  double mood = s.slow.dynamics.start;
  double most = 0.0;
  for (std::uint64_t i = 0; i < 250; ++i) {
    const double normal = random_normals({.seed = 3}, 1, i)[0];
    const double on = recruited > 0.0 && i % 5 == 0 ? 0.5 : 0.0;
    // Constant for the macro step, and as much in it as the macro step's own.
    const double shaken = tilt + noise * std::sqrt(2.0 / kShare) * normal;
    coupled.live(on * kStep_ms, shaken, recruited);
    coupled.live((1.0 - on) * kStep_ms, shaken, 0.0);
    mood = mood_after(mood, s.slow.dynamics, node, {tilt, on, recruited}, kShare, normal);
    most = std::max(most, std::abs(mood - coupled.mood()));
  }
  return most;
}

TEST(SlowMood, TheMacroStepFollowsNodeAndMoodIntegratedTogether) {
  EXPECT_LT(distance(-0.15, 0.0, 1.0), 0.01);
  EXPECT_LT(distance(-0.15, 0.25, 1.0), 0.01);
  EXPECT_LT(distance(0.8, 0.0, 1.0), 0.01);  // crosses
  EXPECT_LT(distance(0.8, 0.25, 1.0), 0.01);
}

}  // namespace
}  // namespace homeostat::models
