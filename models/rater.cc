#include "models/rater.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "models/mood_streams.h"

namespace homeostat::models {
namespace {

// Of the mean item: sadness seen and told, tension, sleep, appetite, concentration,
// lassitude, feeling, pessimism; suicidal thoughts by themselves.
constexpr std::array<double, kMadrsItems - 1> kWeights = {1.25, 1.25, 1.05, 1.0, 0.8,
                                                          1.05, 1.15, 1.15, 1.0};
constexpr double kHighestMadrs = 60.0;
// Suicidal thoughts begin here, and grow a point for each of these.
constexpr double kThoughtsFrom = 16.0;
constexpr double kDepressionPerThought = 10.0;

// Scales, each with noise of its own; MADRS' items come first.
enum Scale : int {
  kHdrs = static_cast<int>(kMadrsItems),
  kPhq,
  kCssrs,
  kYmrs,
  kVas,
  kScales
};
constexpr std::uint64_t kHabit = 0xFFFFFFFF;  // beside the occasions

double thoughts_of(double depression) {
  return std::max(0.0, (depression - kThoughtsFrom) / kDepressionPerThought);
}

}  // namespace

std::vector<SettingsFault> validate(const RaterSettings& settings) {
  std::vector<SettingsFault> faults;
  const auto range = [&](const char* field, double value) {
    if (value >= 0.0 && value <= 0.2) return;
    faults.push_back({field, value, 0.0, 0.2, "a share of the scale"});
  };
  range("bias_spread", settings.bias_spread);
  range("noise", settings.noise);
  return faults;
}

Rater::Rater(const RaterSettings& settings, const NoiseKey& key, std::uint16_t number)
    : settings_(settings), key_(key), number_(number) {
  const auto faults = validate(settings);
  if (!faults.empty()) {
    const SettingsFault& f = faults.front();
    throw std::invalid_argument("rater: " + f.field + " is " + std::to_string(f.value) +
                                "; allowed 0 to 0.2; " + f.why);
  }
  habit_ = settings.bias_spread * random_normals(key_, mood_streams::kRater,
                                                 std::uint64_t{number} << 32 | kHabit)[0];
}

int Rater::score(double truth, int highest, int scale, std::uint64_t occasion) const {
  const auto stream = static_cast<std::uint16_t>(mood_streams::kRater + scale);
  const double strayed =
      habit_ +
      settings_.noise *
          random_normals(key_, stream, std::uint64_t{number_} << 32 | occasion)[0];
  // Where nothing is to be seen nobody strays.
  const double found = truth <= 0.0 ? 0.0 : truth + highest * strayed;
  const double held = std::clamp(found, 0.0, static_cast<double>(highest));
  return static_cast<int>(held + 0.5);
}

Ratings Rater::rate(double depression, double activation, std::uint64_t occasion) const {
  Ratings r;
  const double depressed = std::clamp(depression, 0.0, kHighestMadrs);
  const double active = std::max(0.0, activation);
  const double thoughts = thoughts_of(depressed);
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    r.madrs_items[i] = score(kWeights[i] * depressed / static_cast<double>(kMadrsItems),
                             6, static_cast<int>(i), occasion);
  }
  r.madrs_items[kMadrsItems - 1] =
      score(thoughts, 6, static_cast<int>(kMadrsItems) - 1, occasion);
  for (const int item : r.madrs_items) r.madrs += item;
  r.hdrs17 = score(0.75 * depressed, 52, kHdrs, occasion);
  r.phq9 = score(27.0 / 48.0 * depressed, 27, kPhq, occasion);
  // Asked of the same thoughts: a wish to be dead before a plan.
  r.cssrs = score(0.8 * thoughts - 0.6, 5, kCssrs, occasion);
  r.ymrs = score(2.0 + 20.0 * active, 60, kYmrs, occasion);
  r.vas = score(100.0 / 48.0 * depressed, 100, kVas, occasion);
  return r;
}

}  // namespace homeostat::models
