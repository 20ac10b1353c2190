// What each model does by itself and when asked: the regimes that were measured
// (shared/reference/models.md), with their numbers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "models/cohort.h"

namespace homeostat::models {
namespace {

using Settings = std::vector<std::pair<const char*, double>>;

// One life, its first part forgotten.
class Life {
 public:
  Life(const char* name, const Settings& settings, double step = 0.0)
      : model_(*find_model(name)), cohort_(model_, 1, {.step = step}) {
    set(settings);
  }
  void set(const Settings& settings) {
    for (const auto& [name, value] : settings) {
      const std::size_t i = model_.parameter(name);
      ASSERT_LT(i, model_.parameters.size()) << name;
      cohort_.parameter(0, i) = value;
    }
  }
  void start(const std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) cohort_.state(0, i) = x[i];
  }
  void pulse(double start, double width, double amplitude) {
    cohort_.stimulate(0, {.start = start, .width = width, .amplitude = amplitude});
  }
  std::vector<double> live(double time) {
    const auto steps = static_cast<std::uint64_t>(std::llround(time / cohort_.step()));
    std::vector<double> observed(steps);
    cohort_.advance(steps, observed);
    return observed;
  }
  double state(const char* name) { return cohort_.state(0, model_.state(name)); }
  double step() const { return cohort_.step(); }

 private:
  const Model& model_;
  Cohort cohort_;
};

double swing(const std::vector<double>& x) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  return *high - *low;
}

double mean(const std::vector<double>& x) {
  double sum = 0.0;
  for (const double v : x) sum += v;
  return sum / static_cast<double>(x.size());
}

// Cycles per unit of time: from the first to the last upward crossing of the middle, with
// a band around it so that ripples do not count.
double rate(const std::vector<double>& x, double step) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  const double middle = 0.5 * (*low + *high);
  const double band = 0.15 * (*high - *low);
  bool armed = false;
  std::vector<double> ups;
  for (std::size_t i = 1; i < x.size(); ++i) {
    if (x[i] < middle - band) armed = true;
    if (armed && x[i] > middle + band) {
      ups.push_back(static_cast<double>(i) * step);
      armed = false;
    }
  }
  if (ups.size() < 3) return 0.0;
  return static_cast<double>(ups.size() - 1) / (ups.back() - ups.front());
}

struct Rhythm {
  const char* model;
  Settings settings;
  double forget;  // in the model's unit
  double observe;
  double hertz;  // 0: rest
  double hertz_within;
  double swing;  // of the observable; -1: not asked
  double swing_within;
};

void PrintTo(const Rhythm& r, std::ostream* out) {
  *out << r.model;
  for (const auto& [name, value] : r.settings) *out << ' ' << name << '=' << value;
}

class Rhythms : public ::testing::TestWithParam<Rhythm> {};

TEST_P(Rhythms, AreAsMeasured) {
  const Rhythm& r = GetParam();
  Life life(r.model, r.settings);
  (void)life.live(r.forget);
  const auto x = life.live(r.observe);
  const double second = find_model(r.model)->facts.seconds_per_unit;
  if (r.hertz == 0.0) {
    EXPECT_LT(swing(x), 1e-3 * (1.0 + std::abs(mean(x))));
  } else {
    EXPECT_NEAR(rate(x, life.step()) / second, r.hertz, r.hertz_within);
  }
  if (r.swing >= 0.0) {
    EXPECT_NEAR(swing(x), r.swing, r.swing_within);
  }
}

INSTANTIATE_TEST_SUITE_P(
    JansenRit, Rhythms,
    ::testing::Values(
        Rhythm{"jansen_rit", {{"p", 90.0}}, 10, 5, 0, 0, -1, 0},
        Rhythm{"jansen_rit", {{"p", 120.0}}, 10, 10, 2.0, 1.0, 10.0, 5.0},
        Rhythm{"jansen_rit", {{"p", 150.0}}, 10, 5, 10.5, 0.3, 2.6, 0.5},
        Rhythm{"jansen_rit", {{"p", 200.0}}, 10, 5, 10.75, 0.3, -1, 0},
        Rhythm{"jansen_rit", {{"p", 220.0}}, 10, 5, 11.0, 0.3, 2.9, 0.3},
        Rhythm{"jansen_rit", {{"p", 300.0}}, 10, 5, 11.25, 0.3, -1, 0},
        Rhythm{"jansen_rit_tvb", {{"p", 0.08}}, 5000, 2000, 0, 0, -1, 0},
        Rhythm{"jansen_rit_tvb", {{"p", 0.12}}, 5000, 5000, 2.75, 0.3, 11.0, 1.0},
        Rhythm{"jansen_rit_tvb", {{"p", 0.22}}, 5000, 5000, 6.75, 0.3, 9.8, 0.5},
        Rhythm{"jansen_rit_tvb", {{"p", 0.32}}, 5000, 5000, 10.75, 0.3, 6.1, 0.5}));

INSTANTIATE_TEST_SUITE_P(
    Wendling, Rhythms,
    ::testing::Values(
        Rhythm{"wendling", {{"B", 50.0}}, 10, 5, 0, 0, -1, 0},
        Rhythm{"wendling", {{"B", 40.0}}, 10, 5, 0, 0, -1, 0},
        Rhythm{"wendling", {{"B", 25.0}}, 10, 5, 4.5, 0.2, 18.8, 0.5},
        Rhythm{"wendling", {{"B", 10.0}}, 10, 5, 0, 0, -1, 0},
        Rhythm{"wendling", {{"B", 5.0}, {"G", 25.0}}, 10, 5, 0, 0, -1, 0},
        Rhythm{"wendling", {{"B", 15.0}, {"G", 0.0}}, 10, 5, 11.0, 0.2, 10.3, 0.3}));

INSTANTIATE_TEST_SUITE_P(
    WilsonCowan, Rhythms,
    ::testing::Values(
        Rhythm{"wilson_cowan", {{"exc_ext", 0.0}}, 2000, 500, 0, 0, -1, 0},
        Rhythm{"wilson_cowan", {{"exc_ext", 0.6}}, 2000, 500, 0, 0, -1, 0},
        Rhythm{"wilson_cowan", {{"exc_ext", 0.8}}, 1000, 1000, 45, 1, -1, 0},
        Rhythm{"wilson_cowan", {{"exc_ext", 1.0}}, 1000, 1000, 54.3, 0.3, -1, 0},
        Rhythm{"wilson_cowan", {{"exc_ext", 1.5}}, 1000, 1000, 65, 1, -1, 0},
        Rhythm{"wilson_cowan", {{"exc_ext", 2.0}}, 1000, 1000, 67, 1, -1, 0},
        Rhythm{"wilson_cowan", {{"exc_ext", 3.0}}, 2000, 500, 0, 0, -1, 0}));

INSTANTIATE_TEST_SUITE_P(
    Others, Rhythms,
    ::testing::Values(Rhythm{"stn_gpe", {}, 3000, 3000, 12.5, 0.7, 0.1046, 0.003},
                      Rhythm{"liley", {}, 3000, 8000, 9.8, 1.0, 13.4, 1.5}));

TEST(Regimes, WendlingRestsWhereMeasured) {
  const std::pair<Settings, double> rests[] = {{{{"B", 50.0}}, -0.58},
                                               {{{"B", 40.0}}, 0.87},
                                               {{{"B", 10.0}}, 9.0},
                                               {{{"B", 5.0}, {"G", 25.0}}, 10.9}};
  for (const auto& [settings, lfp_mv] : rests) {
    Life life("wendling", settings);
    EXPECT_NEAR(life.live(15.0).back(), lfp_mv, 0.06);
  }
}

TEST(Regimes, StnOfTheResonanceModelFiresAt33PerSecond) {
  Life life("stn_gpe", {});
  (void)life.live(3000);
  EXPECT_NEAR(mean(life.live(4000)) * 1000.0, 33.7, 0.7);
}

// Fraction of the time that the fast system spends on the seizing branch.
double seizing(Life& life, double time) {
  const auto lfp = life.live(time);
  (void)lfp;
  return life.state("x1");
}

TEST(Regimes, EpileptorSeizesAboveItsThresholdAndRestsBelow) {
  const auto seizes = [](double x0) {
    Life life("epileptor", {{"x0", x0}});
    (void)seizing(life, 3000.0);
    bool ever = false;
    for (int i = 0; i < 2000 && !ever; ++i) ever = seizing(life, 5.0) > -0.9;
    return ever;
  };
  EXPECT_TRUE(seizes(-1.6));
  EXPECT_TRUE(seizes(-2.05));
  EXPECT_FALSE(seizes(-2.08));
  Life rest("epileptor", {{"x0", -2.3}});
  (void)rest.live(20'000.0);
  EXPECT_NEAR(rest.state("z"), 3.015, 1e-3);
}

TEST(Regimes, EpileptorsOnsetsAndOffsetsAreWithinOneUnit) {
  Life life("epileptor", {}, 0.025);
  std::vector<double> crossings;
  double before = -1.5;
  for (int i = 1; i <= 4200 * 4; ++i) {
    (void)life.live(0.25);
    const double now = life.state("x1");
    if ((before < -0.9) != (now < -0.9) && i * 0.25 > 50.0) crossings.push_back(i * 0.25);
    before = now;
  }
  ASSERT_EQ(crossings.size(), 5U);
  EXPECT_NEAR(crossings[0] - 30.0, 172.0, 1.0);
  EXPECT_NEAR(crossings[1] + 30.0, 1203.0, 1.0);
  EXPECT_NEAR(crossings[2] - crossings[0], 1933.0, 2.0);
}

TEST(Regimes, BothFormsOfEpileptor2dDifferWhereXIsPositive) {
  Life tvb("epileptor_2d", {}),
      vep("epileptor_vep", {{"I1", 3.1}, {"tau", 1 / 0.00035}, {"eta", -1.6}});
  EXPECT_GT(swing(tvb.live(6000.0)), 1.0);
  EXPECT_GT(swing(vep.live(6000.0)), 1.0);
  Life a("epileptor_2d", {}),
      b("epileptor_vep", {{"I1", 3.1}, {"tau", 1 / 0.00035}, {"eta", -1.6}});
  a.start({-1.0, 3.0});
  b.start({-1.0, 3.0});
  EXPECT_NEAR(a.live(0.1).back(), b.live(0.1).back(), 1e-6);
  a.start({0.5, 3.0});
  b.start({0.5, 3.0});
  EXPECT_GT(std::abs(a.live(0.1).back() - b.live(0.1).back()), 1e-3);
}

TEST(Regimes, StimulationFillsTheAccumulatorUntilTheEpileptorSeizes) {
  const auto highest = [](double amplitude) {
    Life life("epileptor_stim", {});
    if (amplitude != 0.0) life.pulse(2000.0, 600.0, amplitude);
    const auto x = life.live(8000.0);
    return *std::max_element(x.begin() + 100'000, x.end());  // from 5000 on
  };
  EXPECT_LT(highest(0.0), -1.2);
  EXPECT_GT(highest(0.6), -0.9);
}

TEST(Regimes, TaylorWangIsBistableAndAJumpStartsAndEndsTheDischarge) {
  Life life("taylor_wang", {});
  EXPECT_LT(swing(life.live(9.0)), 0.02);
  life.start({life.state("PY") - 0.3, life.state("IN") - 0.3});
  (void)life.live(2.0);
  const auto discharge = life.live(8.0);
  std::vector<double> thalamus;
  for (int ms = 0; ms < 8000; ++ms) {
    (void)life.live(1e-3);
    thalamus.push_back(life.state("TC"));
  }
  EXPECT_NEAR(rate(thalamus, 1e-3), 3.0, 0.2);
  EXPECT_NEAR(swing(discharge), 0.48, 0.03);
  Life excitable("taylor_wang", {{"ht", -2.05}});
  excitable.start({-0.13, -0.12});
  (void)excitable.live(30.0);
  EXPECT_LT(swing(excitable.live(5.0)), 0.02);
}

TEST(Regimes, MontbrioIsBistable) {
  Life low("montbrio", {}), high("montbrio", {});
  high.start({1.0, 0.0});
  (void)low.live(80.0);
  (void)high.live(80.0);
  EXPECT_NEAR(low.state("r"), 0.0811, 1e-4);
  EXPECT_NEAR(low.state("V"), -1.9616, 1e-4);
  EXPECT_NEAR(high.state("r"), 1.031, 1e-3);
  EXPECT_NEAR(high.state("V"), -0.154, 1e-3);
}

TEST(Regimes, SynapticDepressionEndsWhatWouldElseLast) {
  Life with("montbrio_depression",
            {{"eta", -5.0}, {"J", 15.0}, {"Delta", 1.0}, {"alpha", 1.0}});
  with.start({1.0, 0.0});
  (void)with.live(200.0);
  EXPECT_LT(with.state("r"), 0.2);
  Life without("montbrio_depression",
               {{"eta", -5.0}, {"J", 15.0}, {"Delta", 1.0}, {"alpha", 0.0}});
  without.start({1.0, 0.0});
  (void)without.live(200.0);
  EXPECT_NEAR(without.state("r"), 1.031, 1e-3);
}

TEST(Regimes, ThoughtEndsSadnessUnlessTheDysfunctionIsSevere) {
  const auto after_thought = [](double kappa) {
    Life life("vacc_dlpfc", {{"kappa", kappa}});
    life.pulse(1.0, 0.5, 0.05);
    (void)life.live(2.5);
    const double sad = life.state("S_v");
    life.set({{"I_cog", 0.05}});
    (void)life.live(0.5);
    life.set({{"I_cog", 0.0}});
    (void)life.live(1.0);
    return std::pair(sad, life.state("S_v"));
  };
  const auto [sad, after] = after_thought(1.0);
  EXPECT_NEAR(sad, 0.57, 0.08);
  EXPECT_LT(after, 0.3);
  EXPECT_LT(after_thought(1.075).second, 0.3);
  EXPECT_GT(after_thought(1.10).second, 0.4);
}

TEST(Regimes, MoodHasTwoStatesAndOnlyEnoughStimulationCarriesItAcross) {
  const auto mood_after = [](double a_s, double k_g) {
    Life life("mood_gamma", {{"a_s", a_s}, {"k_G", k_g}});
    (void)life.live(60'000.0);
    life.pulse(60'000.0, 40'000.0, 1.0);
    (void)life.live(40'000.0 + 60'000.0);
    return life.state("m");
  };
  EXPECT_NEAR(mood_after(0.0, 1.0), -1.37, 0.05);
  EXPECT_NEAR(mood_after(0.3, 1.0), -1.37, 0.05);
  EXPECT_NEAR(mood_after(0.6, 1.0), 1.19, 0.05);
  EXPECT_LT(mood_after(0.6, 0.8), 0.0);
}

}  // namespace
}  // namespace homeostat::models
