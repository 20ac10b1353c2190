#include <algorithm>
#include <cmath>

#include "sim/html.h"
#include "sim/mood_panels.h"
#include "sim/mood_strip.h"

namespace homeostat::sim {
namespace {

using biomarkers::MoodGap;
using html::number;

constexpr double kScoreHeight = 130.0;
constexpr double kConfidenceHeight = 84.0;
constexpr double kStateHeight = 0.09;  // of the score's strip
constexpr double kEdge = 0.12;         // of the days: words there would leave the strip
constexpr std::size_t kColumns = 900;  // about one a pixel

// In the order of MoodGap; what is drawn for them from below.
constexpr const char* kGapStyles[kMoodGaps] = {"gap-around", "gap-missing", "gap-stim",
                                               "gap-taken",  "gap-holdoff", "gap-clock"};

// Lowest and highest smoothed score in each column of the picture.
std::vector<Envelope> score_columns(const MoodHistory& history) {
  std::vector<Envelope> columns(kColumns);
  for (const BinRow& bin : history.bins) {
    if (!std::isfinite(bin.mean) || bin.gap != MoodGap::kNone) continue;
    const double share = bin.day / days_of(history);
    if (!(share >= 0.0 && share < 1.0)) continue;
    Envelope& column = columns[static_cast<std::size_t>(share * kColumns)];
    const auto value = static_cast<float>(bin.mean);
    const bool first = column.low > column.high;
    column.low = first ? value : std::min(column.low, value);
    column.high = first ? value : std::max(column.high, value);
  }
  return columns;
}

// Scores and thresholds all fit; single bins far out are cut off.
Range score_range(const MoodHistory& history) {
  std::vector<double> values;
  for (const DayRow& day : history.days) values.push_back(day.score_mean);
  for (const Envelope& column : score_columns(history)) {
    if (column.low > column.high) continue;
    values.push_back(static_cast<double>(column.low));
    values.push_back(static_cast<double>(column.high));
  }
  values = finite(std::move(values));
  std::ranges::sort(values);
  if (values.size() > 100) {
    const auto cut = static_cast<std::ptrdiff_t>(values.size() / 200);
    values = {values.begin() + cut, values.end() - cut};
  }
  for (const double bound : {history.facts.score_on, history.facts.score_off}) {
    if (std::isfinite(bound)) values.push_back(bound);
  }
  const Range range = padded(values);
  // Room for the days' states below, and for reasons above.
  const double span = range.high - range.low;
  return {range.low - 1.3 * kStateHeight * span, range.high + 0.2 * span};
}

const char* state_of(const DayShares& day) {
  if (day.bins == 0 || day.known() <= day.unknown_bins()) return "state-unknown";
  return day.symptomatic > day.well ? "state-symptomatic" : "state-well";
}

// Of each day, what most of it was; days in a row that are alike are one bar.
void draw_states(const std::vector<DayShares>& shares, SvgPlot& plot) {
  for (std::size_t from = 0; from < shares.size();) {
    const std::string state = state_of(shares[from]);
    std::size_t to = from + 1;
    while (to < shares.size() && state == state_of(shares[to])) ++to;
    plot.bar({static_cast<double>(from), static_cast<double>(to)}, 1.0 - kStateHeight,
             kStateHeight, state,
             "day " + std::to_string(from) + " to " + std::to_string(to) + ": " +
                 state.substr(6));
    from = to;
  }
}

// The reason is written where days enough are unknown for it to belong to them.
void draw_unknown(const std::vector<DayShares>& shares, SvgPlot& plot) {
  const auto days = static_cast<double>(shares.size());
  for (const UnknownStretch& stretch : unknown_stretches(shares)) {
    const Interval interval{static_cast<double>(stretch.from_day),
                            static_cast<double>(stretch.to_day)};
    const std::string words = std::string("unknown: ") + words_awake(stretch.gap);
    plot.band(interval, "unknown", words);
    if (!plot.has_room(interval, 2)) continue;
    const double middle = 0.5 * (interval.onset_s + interval.offset_s);
    if (middle < kEdge * days) {
      plot.words(interval.onset_s, 0.12, "tick halo", words);
    } else if (middle > (1.0 - kEdge) * days) {
      plot.words(interval.offset_s, 0.12, "tick halo end", words);
    } else {
      plot.words(middle, 0.12, "tick halo mid", words);
    }
  }
}

}  // namespace

std::string score_panel(const MoodHistory& history,
                        const std::vector<DayShares>& shares) {
  if (!history.facts.has_biomarker) return "";
  const Range range = score_range(history);
  SvgPlot plot = mood_strip(history, kScoreHeight, range);
  draw_unknown(shares, plot);
  plot.envelope(score_columns(history), "bins");
  for (const double bound : {history.facts.score_on, history.facts.score_off}) {
    if (!std::isfinite(bound)) continue;
    draw_level({bound, bound == history.facts.score_on ? "on" : "off"}, kScoreHeight,
               range, days_of(history), plot);
  }
  plot.line(by_day(history.days, [](const DayRow& day) { return day.score_mean; }),
            "value");
  draw_states(shares, plot);
  return titled(
      "<b>Score</b> of the biomarker, higher is worse: " + key("value", "mean of a day") +
          key("bins-key", "its bins") + key("threshold", "thresholds; the day:") +
          key("state-symptomatic", "symptomatic") + key("state-well", "well") +
          key("state-unknown", "unknown"),
      plot);
}

std::string confidence_panel(const MoodHistory& history,
                             const std::vector<DayShares>& shares) {
  if (!history.facts.has_biomarker) return "";
  SvgPlot plot = mood_strip(history, kConfidenceHeight, {0.0, 100.0});
  const DayShares sum = sum_of(shares);
  std::string keys = key("known", "known") + key("gap-asleep", "asleep");
  for (std::size_t g = 0; g < kMoodGaps; ++g) {
    if (sum.unknown[g] > 0)
      keys += key(kGapStyles[g], words_awake(static_cast<MoodGap>(g)));
  }
  for (std::size_t day = 0; day < shares.size(); ++day) {
    const DayShares& of = shares[day];
    double top = 1.0;
    const auto stack = [&](int bins, const char* css, const char* words) {
      if (bins == 0) return;
      const double share = static_cast<double>(bins) / kBinsPerDay;
      top -= share;
      plot.bar(
          {static_cast<double>(day), static_cast<double>(day + 1)}, top, share, css,
          "day " + std::to_string(day) + ": " + number(100.0 * share, 0) + " % " + words);
    };
    stack(of.known(), "known", "known");
    stack(of.asleep, "gap-asleep", "asleep");
    for (std::size_t g = 0; g < kMoodGaps; ++g)
      stack(of.unknown[g], kGapStyles[g], words_awake(static_cast<MoodGap>(g)));
  }
  return titled("<b>Known</b>, % of each day: " + keys, plot);
}

}  // namespace homeostat::sim
