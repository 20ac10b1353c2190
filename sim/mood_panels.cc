#include "sim/mood_panels.h"

#include <algorithm>
#include <cmath>

#include "sim/html.h"
#include "sim/svg_plot.h"

namespace homeostat::sim {
namespace {

using biomarkers::MoodGap;
using html::number;

constexpr double kRatingsHeight = 112.0;
constexpr double kTruthHeight = 62.0;
constexpr double kScoreHeight = 130.0;
constexpr double kConfidenceHeight = 84.0;
constexpr double kTherapiesHeight = 84.0;
constexpr double kShareHeight = 48.0;
constexpr double kLettersHeight = 13.0;
constexpr double kStateHeight = 0.09;  // of the score's strip
constexpr double kEdge = 0.12;         // of the days: words there would leave the strip
constexpr std::size_t kColumns = 900;  // about one a pixel

// In the order of MoodGap; what is drawn for them from below.
constexpr const char* kGapStyles[kMoodGaps] = {"gap-around", "gap-missing", "gap-stim",
                                               "gap-asleep", "gap-holdoff", "gap-clock"};

std::string titled(const std::string& title, const SvgPlot& plot) {
  return html::element("h4", title) + plot.str();
}

// A colour and what it stands for, on one line.
std::string key(const char* css, const std::string& words) {
  return "<span><span class=\"key " + std::string(css) + "\"></span>" + words +
         "</span> ";
}

SvgPlot strip(const MoodHistory& history, double height, Range value) {
  SvgPlot plot(height, {0.0, days_of(history)}, value);
  plot.number_grid();
  plot.value_ticks();
  return plot;
}

// Where the words of a level stand: ratings begin high, and leave the left end free.
enum class Side { kRight, kLeft, kLeftBelow };

void level(const MoodHistory& history, double value, const std::string& words,
           Range range, SvgPlot& plot, Side side = Side::kRight) {
  const Point line[] = {{0.0, value}, {days_of(history), value}};
  plot.line(line, "threshold");
  const double top = (range.high - value) / (range.high - range.low);
  const double lift = side == Side::kLeftBelow ? 11.0 : -3.0;
  const bool right = side == Side::kRight;
  plot.words(right ? days_of(history) : 0.004 * days_of(history),
             top + lift / kRatingsHeight, right ? "tick end level" : "tick level", words);
}

// A day's value in the middle of its day.
template <class Value>
std::vector<Point> by_day(const std::vector<DayRow>& days, const Value& value) {
  std::vector<Point> points;
  for (const DayRow& day : days) {
    if (!points.empty() && day.day - points.back().time_s > 0.75)
      points.push_back({day.day - 0.5, std::nan("")});
    points.push_back({day.day + 0.5, value(day)});
  }
  return points;
}

std::vector<double> finite(std::vector<double> values) {
  std::erase_if(values, [](double v) { return !std::isfinite(v); });
  return values;
}

Range padded(const std::vector<double>& values) {
  if (values.empty()) return {};
  const auto [low, high] = std::ranges::minmax(values);
  const double edge = 0.06 * (high - low) + 1e-6;
  return {low - edge, high + edge};
}

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
    const std::string words = std::string("unknown: ") + words_of(stretch.gap);
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

double most_of(const std::vector<DayRow>& days, double DayRow::*member) {
  double most = 0.0;
  for (const DayRow& day : days) most = std::max(most, day.*member);
  return most;
}

int most_bursts(const MoodHistory& history) {
  int most = 0;
  for (const DayRow& day : history.days) most = std::max(most, day.bursts);
  return most;
}

template <class Value>
void draw_bars(const MoodHistory& history, double most, const Value& value,
               const char* unit, SvgPlot& plot) {
  for (const DayRow& day : history.days) {
    const double share = value(day) / most;
    if (!(share > 0.0)) continue;
    plot.bar({day.day + 0.1, day.day + 0.9}, 1.0 - share, share, "therapy",
             "day " + std::to_string(day.day) + ": " + number(value(day), 1) + unit);
  }
}

template <class Value>
std::string share_panel(const MoodHistory& history, const std::string& title,
                        const Value& permille) {
  SvgPlot plot = strip(history, kShareHeight, {0.0, 104.0});
  plot.steps(
      by_day(history.days, [&](const DayRow& day) { return permille(day) / 10.0; }),
      "granted");
  return titled(title, plot);
}

}  // namespace

double days_of(const MoodHistory& history) { return history.days.back().day + 1.0; }

std::string ratings_panel(const MoodHistory& history) {
  const OutcomeDefinition& outcome = history.facts.outcome;
  const RatingScale& scale = scale_of(outcome.scale);
  const Range range{0.0, scale.most};
  SvgPlot plot = strip(history, kRatingsHeight, range);
  const auto ratings = ratings_of(history.ratings, outcome.scale);
  const auto baseline =
      judge_outcome(ratings, outcome, history.facts.treated_from_day).baseline;
  const double response =
      baseline.value_or(0.0) * (1.0 - outcome.response_drop_percent / 100.0);
  const auto words = [](const char* what, double at) {
    return what + number(at, 1) + " or less";
  };
  if (baseline)
    level(history, response, words("response: ", response), range, plot, Side::kLeft);
  const double apart = (response - outcome.remission_at) / scale.most * kRatingsHeight;
  const bool crowded = baseline && std::abs(apart) < kLettersHeight;
  level(history, outcome.remission_at, words("remission: ", outcome.remission_at), range,
        plot, crowded ? Side::kLeftBelow : Side::kLeft);
  std::vector<Point> points;
  for (const RatedDay& rating : ratings) points.push_back({rating.day, rating.total});
  plot.line(points, "ratings");
  for (const ScaleEvent& event : history.ratings) {
    if (event.scale == nullptr || event.scale->id != outcome.scale) continue;
    plot.mark({event.day, event.total}, event.flag == Flag::kNone ? 3.0 : 4.5,
              event.flag == Flag::kNone ? "rating" : "rating flagged",
              "day " + number(event.day, 1) + ": " + words_of(event));
  }
  return titled("<b>Ratings</b>, " + html::escape(scale.name) + ", 0 to " +
                    number(scale.most, 0) + ", higher is worse " +
                    key("flagged-key", "raised a flag"),
                plot);
}

std::string truth_panel(const MoodHistory& history) {
  const auto points =
      by_day(history.days, [](const DayRow& day) { return day.true_mood; });
  std::vector<double> values;
  for (const Point& point : points) values.push_back(point.value);
  values = finite(std::move(values));
  if (values.empty()) return "";
  values.push_back(0.0);
  SvgPlot plot = strip(history, kTruthHeight, padded(values));
  const Point middle[] = {{0.0, 0.0}, {days_of(history), 0.0}};
  plot.line(middle, "threshold");
  plot.line(points, "truth");
  return titled(
      "<b>Mood in the model</b>, hypothetical: no device and no rater sees it; below 0 "
      "is depressed",
      plot);
}

std::string score_panel(const MoodHistory& history,
                        const std::vector<DayShares>& shares) {
  const Range range = score_range(history);
  SvgPlot plot = strip(history, kScoreHeight, range);
  draw_unknown(shares, plot);
  plot.envelope(score_columns(history), "bins");
  for (const double bound : {history.facts.score_on, history.facts.score_off}) {
    if (!std::isfinite(bound)) continue;
    level(history, bound, bound == history.facts.score_on ? "on" : "off", range, plot);
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
  SvgPlot plot = strip(history, kConfidenceHeight, {0.0, 100.0});
  const DayShares sum = sum_of(shares);
  std::string keys = key("known", "known") + key("gap-asleep", "asleep");
  for (std::size_t g = 0; g < kMoodGaps; ++g) {
    if (sum.unknown[g] > 0) keys += key(kGapStyles[g], words_of(static_cast<MoodGap>(g)));
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
      stack(of.unknown[g], kGapStyles[g], words_of(static_cast<MoodGap>(g)));
  }
  return titled("<b>Known</b>, % of each day: " + keys, plot);
}

std::string therapies_panel(const MoodHistory& history) {
  const double charge = most_of(history.days, &DayRow::charge_uc);
  const int limit = history.facts.most_bursts_per_day;
  if (most_bursts(history) == 0 && limit == 0 && charge > 0.0) {
    const double most = 1.08 * charge;
    SvgPlot plot = strip(history, kTherapiesHeight, {0.0, most});
    draw_bars(
        history, most, [](const DayRow& day) { return day.charge_uc; }, " uC", plot);
    return titled("<b>Stimulation</b>, charge a day, uC", plot);
  }
  const double most = 1.25 * std::max({1, most_bursts(history), limit});
  const Range range{0.0, most};
  SvgPlot plot = strip(history, kTherapiesHeight, range);
  draw_bars(
      history, most, [](const DayRow& day) { return static_cast<double>(day.bursts); },
      " bursts", plot);
  if (limit > 0)
    level(history, limit, "most in a day: " + std::to_string(limit), range, plot);
  return titled("<b>Therapies</b>, bursts a day", plot);
}

std::string dose_panel(const MoodHistory& history) {
  return share_panel(history, "<b>Dose</b>, % of the amplitude that titration tested",
                     [](const DayRow& day) { return day.dose_permille; });
}

std::string budget_panel(const MoodHistory& history) {
  return share_panel(history, "<b>Budget left</b> at the day's end, % of its bursts",
                     [](const DayRow& day) { return day.budget_left_permille; });
}

}  // namespace homeostat::sim
