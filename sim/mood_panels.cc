#include "sim/mood_panels.h"

#include <algorithm>
#include <cmath>

#include "sim/html.h"
#include "sim/mood_outcome.h"
#include "sim/mood_strip.h"

namespace homeostat::sim {
namespace {

using html::number;

constexpr double kRatingsHeight = 112.0;
constexpr double kTruthHeight = 62.0;
constexpr double kTherapiesHeight = 84.0;
constexpr double kShareHeight = 48.0;
constexpr double kLettersHeight = 13.0;

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
  SvgPlot plot = mood_strip(history, kShareHeight, {0.0, 104.0});
  plot.steps(
      by_day(history.days, [&](const DayRow& day) { return permille(day) / 10.0; }),
      "granted");
  return titled(title, plot);
}

}  // namespace

std::string ratings_panel(const MoodHistory& history) {
  const OutcomeDefinition& outcome = history.facts.outcome;
  const RatingScale& scale = scale_of(outcome.scale);
  const Range range{0.0, scale.most};
  SvgPlot plot = mood_strip(history, kRatingsHeight, range);
  const auto ratings = ratings_of(history.ratings, outcome.scale);
  const auto baseline = outcome_of(history).baseline;
  const double response =
      baseline.value_or(0.0) * (1.0 - outcome.response_drop_percent / 100.0);
  const auto draw = [&](double at, const char* what, Side side) {
    draw_level({at, what + number(at, 1) + " or less", side}, kRatingsHeight, range,
               days_of(history), plot);
  };
  if (baseline) draw(response, "response: ", Side::kLeft);
  const double apart = (response - outcome.remission_at) / scale.most * kRatingsHeight;
  const bool crowded = baseline && std::abs(apart) < kLettersHeight;
  draw(outcome.remission_at, "remission: ", crowded ? Side::kLeftBelow : Side::kLeft);
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
  SvgPlot plot = mood_strip(history, kTruthHeight, padded(values));
  const Point middle[] = {{0.0, 0.0}, {days_of(history), 0.0}};
  plot.line(middle, "threshold");
  plot.line(points, "truth");
  return titled(
      "<b>Mood in the model</b>, hypothetical: no device and no rater sees it; below 0 "
      "is depressed",
      plot);
}

std::string therapies_panel(const MoodHistory& history) {
  const double charge = most_of(history.days, &DayRow::charge_uc);
  const int limit = history.facts.most_bursts_per_day;
  if (most_bursts(history) == 0 && limit == 0 && charge > 0.0) {
    const double most = 1.08 * charge;
    SvgPlot plot = mood_strip(history, kTherapiesHeight, {0.0, most});
    draw_bars(
        history, most, [](const DayRow& day) { return day.charge_uc; }, " uC", plot);
    return titled("<b>Stimulation</b>, charge a day, uC", plot);
  }
  const double most = 1.25 * std::max({1, most_bursts(history), limit});
  const Range range{0.0, most};
  SvgPlot plot = mood_strip(history, kTherapiesHeight, range);
  draw_bars(
      history, most, [](const DayRow& day) { return static_cast<double>(day.bursts); },
      " bursts", plot);
  if (limit > 0)
    draw_level({static_cast<double>(limit), "most in a day: " + std::to_string(limit)},
               kTherapiesHeight, range, days_of(history), plot);
  return titled("<b>Therapies</b>, bursts a day", plot);
}

std::string dose_panel(const MoodHistory& history) {
  if (!history.facts.dosed) return "";
  return share_panel(history, "<b>Dose</b>, % of the amplitude that titration tested",
                     [](const DayRow& day) { return day.dose_permille; });
}

std::string budget_panel(const MoodHistory& history) {
  if (!history.facts.dosed) return "";
  return share_panel(history, "<b>Budget left</b> at the day's end, % of its bursts",
                     [](const DayRow& day) { return day.budget_left_permille; });
}

}  // namespace homeostat::sim
