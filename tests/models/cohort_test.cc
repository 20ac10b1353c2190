#include "models/cohort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace homeostat::models {
namespace {

constexpr InstructionSet kSets[] = {InstructionSet::kBaseline, InstructionSet::kAvx2,
                                    InstructionSet::kAvx512};

// Patients that differ in a parameter, in their pulses and in their noise.
std::vector<double> traces(const Model& model, std::size_t patients,
                           CohortOptions options,
                           const std::vector<std::uint64_t>& advances,
                           std::size_t first = 0) {
  Cohort cohort(model, patients, options);
  const double h = cohort.step();
  for (std::size_t i = 0; i < patients; ++i) {
    const double k = static_cast<double>(first + i);
    cohort.parameter(i, 0) *= 1.0 + 0.01 * k;
    cohort.stimulate(i, {.start = (3.3 + k) * h,
                         .period = 7.7 * h,
                         .pulses = 20,
                         .width = (0.1 + 0.3 * k) * h,
                         .amplitude = 0.3,
                         .biphasic = (first + i) % 2 == 1});
  }
  std::vector<double> all;
  for (const std::uint64_t steps : advances) {
    std::vector<double> observed(steps * patients);
    cohort.advance(steps, observed);
    all.insert(all.end(), observed.begin(), observed.end());
  }
  return all;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * 8) == 0;
}

class EveryModel : public ::testing::TestWithParam<std::size_t> {
 protected:
  const Model& model() const { return all_models()[GetParam()]; }
};

TEST_P(EveryModel, GivesTheSameBitsOnEveryInstructionSet) {
  for (const Scheme scheme : {Scheme::kRk4, Scheme::kHeun, Scheme::kEuler}) {
    CohortOptions options{.scheme = scheme, .noise = NoiseKey{.seed = 7}};
    options.instruction_set = InstructionSet::kBaseline;
    const auto expected = traces(model(), 11, options, {300});
    for (const double value : expected) ASSERT_TRUE(std::isfinite(value));
    for (const InstructionSet set : kSets) {
      if (!can_run(set)) continue;
      options.instruction_set = set;
      EXPECT_TRUE(same_bits(traces(model(), 11, options, {300}), expected))
          << static_cast<int>(set);
    }
  }
}

TEST_P(EveryModel, GivesAPatientTheSameBitsAloneAndInCompany) {
  const CohortOptions options{.noise = NoiseKey{.seed = 7}};
  const auto nine = traces(model(), 9, options, {300});
  const auto one = traces(model(), 1, options, {300});
  for (std::size_t row = 0; row < one.size(); ++row)
    ASSERT_EQ(one[row], nine[row * 9]) << row;
}

// Without noise and delays each patient of a group goes at its own pace.
TEST_P(EveryModel, GivesAPatientTheSameBitsAtItsOwnPace) {
  const auto nine = traces(model(), 9, {}, {300});
  for (const std::size_t patient : {0U, 3U, 7U, 8U}) {
    const auto one = traces(model(), 1, {}, {300}, patient);
    for (std::size_t row = 0; row < one.size(); ++row) {
      ASSERT_EQ(one[row], nine[row * 9 + patient]) << patient << ' ' << row;
    }
  }
  EXPECT_TRUE(same_bits(traces(model(), 9, {}, {1, 129, 0, 170}), nine));
  CohortOptions baseline;
  baseline.instruction_set = InstructionSet::kBaseline;
  EXPECT_TRUE(same_bits(traces(model(), 9, baseline, {300}), nine));
}

// Groups without stimulus go in pairs where that is faster.
TEST_P(EveryModel, GivesTheSameBitsInAPairOfGroups) {
  const auto quiet = [&](std::size_t patients, CohortOptions options) {
    Cohort cohort(model(), patients, options);
    for (std::size_t i = 0; i < patients; ++i) {
      cohort.parameter(i, 0) *= 1.0 + 0.001 * static_cast<double>(i);
    }
    std::vector<double> rows(3 * patients);
    cohort.advance(299, rows, 99);
    return rows;
  };
  for (const Scheme scheme : {Scheme::kRk4, Scheme::kHeun, Scheme::kEuler}) {
    for (const bool noisy : {false, true}) {
      CohortOptions options{.scheme = scheme};
      if (noisy) options.noise = NoiseKey{.seed = 7};
      const auto many = quiet(37, options);
      const auto few = quiet(8, options);
      for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t i = 0; i < 8; ++i) {
          ASSERT_EQ(many[row * 37 + i], few[row * 8 + i]) << row << ' ' << i;
        }
      }
      options.instruction_set = InstructionSet::kBaseline;
      EXPECT_TRUE(same_bits(quiet(37, options), many));
    }
  }
}

TEST_P(EveryModel, GivesTheSameBitsInOneRunAndInParts) {
  const CohortOptions options{.noise = NoiseKey{.seed = 7}};
  EXPECT_TRUE(same_bits(traces(model(), 3, options, {300}),
                        traces(model(), 3, options, {1, 129, 0, 170})));
}

TEST_P(EveryModel, GivesTheSameBitsOnTwoThreads) {
  CohortOptions options{.noise = NoiseKey{.seed = 7}};
  const auto one = traces(model(), 40, options, {100});
  options.threads = 2;
  EXPECT_TRUE(same_bits(traces(model(), 40, options, {100}), one));
}

TEST_P(EveryModel, MeetsAnotherNoiseByAnotherSeed) {
  if (model().parameters[model().noise[0].intensity].value == 0.0) return;
  CohortOptions options{.noise = NoiseKey{.seed = 7}};
  const auto one = traces(model(), 1, options, {100});
  options.noise = NoiseKey{.seed = 8};
  EXPECT_FALSE(same_bits(traces(model(), 1, options, {100}), one));
}

TEST_P(EveryModel, ConvergesWithTheOrderOfItsSchemes) {
  if (std::string_view(model().name).starts_with("epileptor")) return;  // kinks
  // The difference that halving the step makes shrinks by 2^order.
  const auto end_of_run = [&](Scheme scheme, double step) {
    Cohort cohort(model(), 1, {.scheme = scheme, .step = step});
    cohort.advance(
        static_cast<std::uint64_t>(std::llround(16 * model().facts.step / step)));
    return cohort.observable(0);
  };
  const double h = model().facts.step;
  const auto gain = [&](Scheme scheme) {
    const double coarse = end_of_run(scheme, h) - end_of_run(scheme, h / 2);
    const double fine = end_of_run(scheme, h / 2) - end_of_run(scheme, h / 4);
    return std::abs(coarse) < 1e-13 ? std::nan("") : coarse / fine;
  };
  const double first = gain(Scheme::kEuler);
  const double second = gain(Scheme::kHeun);
  if (std::isfinite(first)) {
    EXPECT_NEAR(first, 2.0, 0.5);
  }
  if (std::isfinite(second)) {
    EXPECT_NEAR(second, 4.0, 1.2);
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryModel,
                         ::testing::Range(std::size_t{0}, all_models().size()),
                         [](const auto& which) {
                           return std::string(all_models()[which.param].name);
                         });

TEST_P(EveryModel, LooksAheadWithoutLivingAndWhoeverElseIsThere) {
  const CohortOptions options{.noise = NoiseKey{.seed = 3}};
  Cohort company(model(), 11, options), lived(model(), 11, options);
  const double offset = 0.37 * company.step();
  if (!model().delays.empty()) {
    EXPECT_THROW((void)company.observable_after(0, offset), std::invalid_argument);
    return;
  }
  const PulseTrain train{.start = 0.2 * company.step(),
                         .period = 0.9 * company.step(),
                         .pulses = 9,
                         .width = 0.4 * company.step(),
                         .amplitude = 0.3};
  company.stimulate(10, train);
  lived.stimulate(10, train);
  CohortOptions of_one = options;
  of_one.noise->patient = 10;
  Cohort alone(model(), 1, of_one);
  alone.stimulate(0, train);
  for (int step = 0; step < 12; ++step) {
    EXPECT_EQ(company.observable_after(10, offset), alone.observable_after(0, offset));
    EXPECT_EQ(company.observable_after(10, 0.0), company.observable(10));
    for (Cohort* cohort : {&company, &lived, &alone}) cohort->advance(1);
    ASSERT_EQ(company.observable(10), lived.observable(10));
    ASSERT_EQ(company.observable(10), alone.observable(0));
  }
}

// A jump of -0.3 at 0.4 of the step, a pulse from 0.6 on. The schemes differ by 1.4e-8 at
// the end.
TEST(Cohort, LooksAheadToWhatAShorterStepWouldSee) {
  const Model& model = *find_model("taylor_wang");
  Cohort ahead(model, 1, {.step = 1e-3}), fine(model, 1, {.step = 1e-5});
  for (Cohort* cohort : {&ahead, &fine}) {
    cohort->stimulate(0, {.start = 0.0104, .amplitude = -0.3, .jumps = true});
    cohort->stimulate(0, {.start = 0.0106, .width = 1.0, .amplitude = 2.0});
  }
  ahead.advance(10);
  for (std::uint64_t part = 1; part < 100; ++part) {
    if (part == 40) continue;  // rounding says on which side of it the finer engine is
    fine.advance(1000 + part - fine.steps_done());
    const double offset = static_cast<double>(part) * 1e-5;
    ASSERT_NEAR(ahead.observable_after(0, offset), fine.observable(0), 2e-8) << part;
  }
}

TEST(Cohort, LooksAtWhatJumpsAtThatTimeBeforeItHasJumped) {
  Cohort cohort(*find_model("taylor_wang"), 1, {.step = 1e-3});
  const double before = cohort.observable_after(0, 0.4e-3);
  cohort.stimulate(0, {.start = 0.4e-3, .amplitude = -0.3, .jumps = true});
  EXPECT_NEAR(cohort.observable_after(0, 0.4e-3), before, 1e-12);
  EXPECT_LT(cohort.observable_after(0, 0.40001e-3), before - 0.29);
  EXPECT_THROW((void)cohort.observable_after(0, 1e-3), std::invalid_argument);
}

TEST(Cohort, CountsATrainsStartFromTheStepItIsToldOf) {
  Cohort far(*find_model("taylor_wang"), 1, {.step = 1e-3});
  Cohort near(*find_model("taylor_wang"), 1, {.step = 1e-3});
  for (Cohort* cohort : {&far, &near}) cohort->advance(5000);
  far.stimulate(0, {.start = 5.0002, .width = 90e-6, .amplitude = 100.0});
  near.stimulate(0, {.start = 0.0002, .width = 90e-6, .amplitude = 100.0}, 5000);
  for (Cohort* cohort : {&far, &near}) cohort->advance(3);
  EXPECT_NEAR(far.observable(0), near.observable(0), 1e-12);
  EXPECT_THROW(near.stimulate(0, {.start = 0.001, .width = 1e-4}, 5001),
               std::invalid_argument);
}

TEST(Cohort, SaysWhichPatientBlewUpWhenAndInWhichState) {
  Cohort cohort(*find_model("montbrio"), 10, {.scheme = Scheme::kEuler, .step = 0.01});
  cohort.parameter(9, 0) = 1e6;
  try {
    cohort.advance(10'000);
    FAIL() << "nothing was said";
  } catch (const SolverError& error) {
    const std::string what = error.what();
    EXPECT_NE(what.find("montbrio, patient 9, at time 0."), std::string::npos) << what;
    EXPECT_NE(what.find("state r "), std::string::npos) << what;
  }
}

// Under pulses each patient lives at its own pace: the message still tells its time.
TEST(Cohort, SaysWhichPatientBlewUpWhereEachHasPulsesOfItsOwn) {
  const auto told = [](bool alone) {
    Cohort cohort(*find_model("montbrio"), alone ? 1 : 8,
                  {.scheme = Scheme::kEuler, .step = 0.01});
    for (std::size_t i = 0; i < (alone ? 1U : 8U); ++i) {
      const double phase = alone ? 5.0 : static_cast<double>(i);
      cohort.stimulate(i, {.start = 0.0137 * phase,
                           .period = 0.091,
                           .pulses = 1000,
                           .width = 0.003,
                           .amplitude = 1.0});
    }
    cohort.parameter(alone ? 0 : 5, 0) = 1e6;
    try {
      cohort.advance(10'000);
    } catch (const SolverError& error) {
      return std::string(error.what());
    }
    return std::string("nothing");
  };
  std::string together = told(false);
  const auto at = together.find("patient 5,");
  ASSERT_NE(at, std::string::npos) << together;
  EXPECT_EQ(together.replace(at, 10, "patient 0,"), told(true));
}

TEST(Cohort, SaysWhoBlewUpInAPairOfGroups) {
  Cohort cohort(*find_model("montbrio"), 32, {.scheme = Scheme::kEuler, .step = 0.01});
  cohort.parameter(12, 0) = 1e6;
  try {
    cohort.advance(10'000);
    FAIL() << "nothing was said";
  } catch (const SolverError& error) {
    EXPECT_NE(std::string(error.what()).find("patient 12, at time 0."), std::string::npos)
        << error.what();
  }
}

TEST(Cohort, RefusesWhatItCannotDo) {
  const Model& model = *find_model("stn_gpe");
  EXPECT_THROW(Cohort(model, 1, {.step = 2.1}), std::invalid_argument);  // delay 4
  EXPECT_THROW(Cohort(model, 0, {}), std::invalid_argument);
  EXPECT_THROW(Cohort(model, 1, {.step = -1.0}), std::invalid_argument);
  EXPECT_THROW(Cohort(model, 1, {.step = std::nan("")}), std::invalid_argument);
  EXPECT_THROW(Cohort(model, 1, {.threads = 0}), std::invalid_argument);
  Cohort cohort(model, 2, {});
  std::vector<double> short_by_one(19);
  EXPECT_THROW(cohort.advance(10, short_by_one), std::invalid_argument);
  EXPECT_THROW(cohort.stimulate(0, {.width = 0.0}), std::invalid_argument);
}

TEST(Cohort, ObservesEveryNthStepOfEachPatientAtItsOwnPace) {
  const Model& model = *find_model("wendling");
  const auto seen = [&](std::size_t every) {
    Cohort cohort(model, 5, {});
    for (std::size_t i = 0; i < 5; ++i) {  // the last two are alike
      cohort.stimulate(
          i, {.start = 0.0031 * static_cast<double>(std::min<std::size_t>(i, 3)),
              .period = 0.0077,
              .pulses = 30,
              .width = 90e-6,
              .amplitude = 5000.0});
    }
    std::vector<double> rows(300 / every * 5);
    std::vector<double> first(
        rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(100 / every * 5));
    cohort.advance(100, first, every);
    std::vector<double> rest(rows.size() - first.size());
    cohort.advance(200, rest, every);
    std::copy(first.begin(), first.end(), rows.begin());
    std::copy(rest.begin(), rest.end(),
              rows.begin() + static_cast<std::ptrdiff_t>(first.size()));
    return rows;
  };
  const auto all = seen(1), some = seen(7);
  for (std::size_t row = 0; row < 42; ++row) {
    for (std::size_t i = 0; i < 5; ++i) {
      ASSERT_EQ(some[row * 5 + i], all[(7 * row + 6) * 5 + i]) << row << ' ' << i;
    }
  }
  for (std::size_t row = 0; row < 300; ++row) {
    ASSERT_EQ(all[row * 5 + 3], all[row * 5 + 4]) << row;
  }
}

TEST(Cohort, ObservesEveryNthStepOfTheRun) {
  const Model& model = *find_model("wendling");
  Cohort all(model, 1, {});
  std::vector<double> every(30);
  all.advance(30, every);
  Cohort some(model, 1, {});
  std::vector<double> first(1), rest(2);
  some.advance(13, first, 10);
  some.advance(17, rest, 10);
  EXPECT_EQ(first[0], every[9]);
  EXPECT_EQ(rest[0], every[19]);
  EXPECT_EQ(rest[1], every[29]);
}

}  // namespace
}  // namespace homeostat::models
