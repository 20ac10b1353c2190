// Trees are trained alike each time, and what a device evaluates of them tells seizures
// as well as XGBoost's own floating point does. On Bonn's clips: a smoke test and no
// figure for patients (the set is saturated, has no onsets and no patients).
#include "sim/tree_fit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "sim/half_seconds.h"
#include "tests/biomarkers/recordings.h"

namespace homeostat::sim {
namespace {

using biomarkers::bonn_clips;
using biomarkers::kTreeFeatures;

biomarkers::BiomarkerSettings bonn_settings() {
  biomarkers::BiomarkerSettings settings;
  settings.channel_count = 1;
  settings.channels[0].high_pass_hz = 0.5F;
  settings.sample_rate_hz = 173.61F;
  settings.samples_per_frame = 8;
  settings.quality = {.rail_uv = 3000.0F,
                      .rail_time = Microseconds(500'000),
                      .flat_uv = 0.2F,
                      .flat_time = Microseconds(5'000'000),
                      .max_frame_age = Microseconds(200'000),
                      .recovery_time = Microseconds(0),
                      .episode_hold = Microseconds(60'000'000),
                      .min_good_channels = 1};
  return settings;
}

// Background clips with an ictal one after each four, from `first` to `last` of each set:
// what the signal was, half second by half second.
std::vector<TreeExample> stream(std::size_t first, std::size_t last) {
  const auto quiet = bonn_clips('N');
  const auto other = bonn_clips('F');
  const auto ictal = bonn_clips('S');
  std::vector<float> signal;
  std::vector<bool> seizing;
  const auto append = [&](const std::vector<float>& clip, bool seizure) {
    signal.insert(signal.end(), clip.begin(), clip.end());
    seizing.resize(signal.size(), seizure);
  };
  for (std::size_t i = first; i < last; ++i) {
    append(quiet[i], false);
    append(other[i], false);
    if (i % 2 == 1) append(ictal[i], true);
  }
  std::vector<TreeExample> examples;
  for (const HalfSecond& half : half_seconds(signal, bonn_settings(), 0)) {
    const auto end = static_cast<std::size_t>(half.end_s * 173.61 - 9.0);
    const auto begin = end - 165;
    if (seizing[begin] != seizing[end]) continue;  // neither
    examples.push_back({.features = half.features, .seizure = seizing[end]});
  }
  return examples;
}

// Of one list of scores, against what was: the chance that a seizure scores higher.
double area_under_curve(const std::vector<float>& scores,
                        const std::vector<TreeExample>& examples) {
  std::vector<float> ictal;
  std::vector<float> background;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    (examples[i].seizure ? ictal : background).push_back(scores[i]);
  }
  std::ranges::sort(background);
  double wins = 0.0;
  for (const float score : ictal) {
    const auto [low, high] = std::ranges::equal_range(background, score);
    wins += 0.5 *
            static_cast<double>((low - background.begin()) + (high - background.begin()));
  }
  return wins / static_cast<double>(ictal.size()) /
         static_cast<double>(background.size());
}

std::vector<float> device_scores(const biomarkers::TreeModel& model,
                                 const std::vector<TreeExample>& examples) {
  std::vector<float> scores;
  for (const TreeExample& example : examples) {
    scores.push_back(odds_of(model, levels_of(model, example.features)).seizure);
  }
  return scores;
}

// Boosted on the features as they are, and evaluated by the library.
std::vector<float> library_scores(const std::vector<TreeExample>& train,
                                  const std::vector<TreeExample>& test) {
  BoostingRows rows{.columns = kTreeFeatures};
  double seizures = 0.0;
  for (const TreeExample& example : train) {
    rows.values.insert(rows.values.end(), example.features.begin(),
                       example.features.end());
    rows.labels.push_back(example.seizure ? 1.0F : 0.0F);
    seizures += example.seizure;
  }
  const double share = seizures / static_cast<double>(train.size());
  for (const TreeExample& example : train) {
    rows.weights.push_back(
        static_cast<float>(0.5 / (example.seizure ? share : 1.0 - share)));
  }
  std::vector<float> values;
  for (const TreeExample& example : test) {
    values.insert(values.end(), example.features.begin(), example.features.end());
  }
  return Boosting(rows, {}).log_odds(values);
}

TEST(TreeFit, TheDevicesEvaluationIsAsGoodAsXgboostsOnClipsHeldOut) {
  HOMEOSTAT_NEEDS("bonn");
  const auto train = stream(0, 60);
  const auto test = stream(60, 100);
  const double library = area_under_curve(library_scores(train, test), test);
  for (const int bits : {6, 7, 8}) {
    const auto model = fit_trees(train, {.bits = bits});
    ASSERT_EQ(fault_of(model), nullptr) << fault_of(model);
    EXPECT_LE(model.size, biomarkers::kMostTreeModelBytes);
    const double device = area_under_curve(device_scores(model, test), test);
    std::printf("AUC of %zu half seconds: XGBoost %.5f, device with %d bits %.5f\n",
                test.size(), library, bits, device);
    EXPECT_NEAR(device, library, 0.005);
    EXPECT_GT(device, 0.97);
  }
}

TEST(TreeFit, TheSameExamplesGiveTheSameBytes) {
  HOMEOSTAT_NEEDS("bonn");
  const auto examples = stream(0, 30);
  const auto once = fit_trees(examples, {});
  const auto again = fit_trees(examples, {});
  EXPECT_EQ(once.size, again.size);
  EXPECT_EQ(once.bytes, again.bytes);
}

// Examples whose first feature tells the seizure, and whose fourth the artefact.
std::vector<TreeExample> easy() {
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<TreeExample> examples(2000);
  for (std::size_t i = 0; i < examples.size(); ++i) {
    for (float& x : examples[i].features) x = normal(random);
    examples[i].seizure = i % 10 == 0;
    examples[i].artefact = i % 10 == 5;
    if (examples[i].seizure) examples[i].features[0] += 6.0F;
    if (examples[i].artefact) examples[i].features[3] += 6.0F;
  }
  return examples;
}

// Leaves are rounded to a byte; all else is exact.
TEST(TreeFit, TheDevicesLogOddsAreXgboostsToTheRoundingOfItsLeaves) {
  const auto examples = easy();
  const auto model = fit_trees(examples, {});
  BoostingRows rows{.columns = kTreeFeatures};
  for (const TreeExample& example : examples) {
    const auto levels = levels_of(model, example.features);
    rows.values.insert(rows.values.end(), levels.begin(), levels.begin() + kTreeFeatures);
    rows.labels.push_back(example.seizure ? 1.0F : 0.0F);
    rows.weights.push_back(example.seizure ? 5.0F : 0.5F / 0.9F);
  }
  const auto exact = Boosting(rows, {}).log_odds(rows.values);
  const auto device = device_scores(model, examples);
  for (std::size_t i = 0; i < device.size(); ++i) {
    ASSERT_NEAR(device[i], exact[i], 0.2) << i;
  }
}

TEST(TreeFit, TheVetoTellsArtefactsWhereThereAreAny) {
  auto examples = easy();
  const auto model = fit_trees(examples, {});
  for (const TreeExample& example : examples) {
    const auto odds = odds_of(model, levels_of(model, example.features));
    if (example.artefact != (odds.artefact > 0.0F)) {
      EXPECT_LT(std::abs(example.features[3] - 3.0F), 1.0F);
    }
  }
  for (TreeExample& example : examples) example.artefact = false;
  EXPECT_EQ(odds_of(fit_trees(examples, {}), {}).artefact, 0.0F);
}

TEST(TreeFit, OneKindOfExamplesIsRefused) {
  auto examples = easy();
  for (TreeExample& example : examples) example.seizure = false;
  EXPECT_THROW((void)fit_trees(examples, {}), std::invalid_argument);
  EXPECT_THROW((void)fit_trees({}, {}), std::invalid_argument);
}

TEST(TreeFit, AGainOfTheSignalIsAGainOfItsFeatures) {
  std::vector<float> once;
  std::vector<float> twice;
  std::mt19937 random(2);
  std::normal_distribution<float> normal(0.0F, 50.0F);
  for (int i = 0; i < 173 * 90; ++i) {
    once.push_back(normal(random));
    twice.push_back(2.0F * once.back());
  }
  const auto low = half_seconds(once, bonn_settings(), 0);
  const auto high = half_seconds(twice, bonn_settings(), 0);
  ASSERT_GT(low.size(), 40U);
  ASSERT_EQ(low.size(), high.size());
  for (std::size_t i = 0; i < low.size(); ++i) {
    const TreeFeatures expected = at_gain(low[i].features, 2.0);
    for (std::size_t f = 0; f < expected.size(); ++f) {
      EXPECT_NEAR(high[i].features[f], expected[f], f < 13 ? 0.05 : 0.1) << f;
    }
  }
}

}  // namespace
}  // namespace homeostat::sim
