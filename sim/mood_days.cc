#include "sim/mood_days.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace homeostat::sim {
namespace {

std::size_t index_of(biomarkers::MoodGap gap) { return static_cast<std::size_t>(gap); }

bool mostly_unknown(const DayShares& day) {
  return day.bins == 0 || (day.unknown_bins() > 0 && day.unknown_bins() > day.known());
}

biomarkers::MoodGap main_reason(const DayShares& days) {
  const auto most = std::ranges::max_element(days.unknown);
  // Days without a bin are days without signal.
  if (*most == 0) return biomarkers::MoodGap::kMissing;
  return static_cast<biomarkers::MoodGap>(most - days.unknown.begin());
}

}  // namespace

int DayShares::unknown_bins() const {
  return std::accumulate(unknown.begin(), unknown.end(), 0);
}

DayShares& DayShares::operator+=(const DayShares& other) {
  bins += other.bins;
  symptomatic += other.symptomatic;
  well += other.well;
  asleep += other.asleep;
  for (std::size_t g = 0; g < kMoodGaps; ++g) unknown[g] += other.unknown[g];
  return *this;
}

std::vector<DayShares> shares_by_day(const std::vector<BinRow>& bins) {
  std::vector<DayShares> days;
  for (const BinRow& bin : bins) {
    // Half a second early is still the day that begins.
    const double at = std::floor(bin.day + 1e-5);
    if (at < 0.0) continue;
    const auto day = static_cast<std::size_t>(at);
    if (day >= days.size()) days.resize(day + 1);
    DayShares& shares = days[day];
    ++shares.bins;
    if (bin.asleep != 0) {
      ++shares.asleep;
    } else if (bin.mood == biomarkers::Mood::kSymptomatic) {
      ++shares.symptomatic;
    } else if (bin.mood == biomarkers::Mood::kWell) {
      ++shares.well;
    } else {
      ++shares.unknown[index_of(bin.gap)];
    }
  }
  return days;
}

const char* words_awake(biomarkers::MoodGap gap) {
  return gap == biomarkers::MoodGap::kAsleep ? "taken for asleep" : words_of(gap);
}

DayShares sum_of(const std::vector<DayShares>& days) {
  DayShares sum;
  for (const DayShares& day : days) sum += day;
  return sum;
}

std::vector<UnknownStretch> unknown_stretches(const std::vector<DayShares>& days) {
  std::vector<UnknownStretch> stretches;
  DayShares sum;
  for (std::size_t day = 0; day < days.size(); ++day) {
    if (!mostly_unknown(days[day])) continue;
    const int at = static_cast<int>(day);
    if (stretches.empty() || stretches.back().to_day != at) {
      stretches.push_back({at, at, {}});
      sum = {};
    }
    sum += days[day];
    stretches.back().to_day = at + 1;
    stretches.back().gap = main_reason(sum);
  }
  return stretches;
}

}  // namespace homeostat::sim
