// What the strips of a slow run's page have in common: one axis of days, a title above,
// and levels that are named.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "sim/mood_history.h"
#include "sim/svg_plot.h"

namespace homeostat::sim {

// Of the axis: to the end of the last day.
[[nodiscard]] double days_of(const MoodHistory& history);

// An empty strip with its lines across.
[[nodiscard]] SvgPlot mood_strip(const MoodHistory& history, double height, Range value);

// `title` is HTML.
[[nodiscard]] std::string titled(const std::string& title, const SvgPlot& plot);

// A colour and what it stands for, on one line, as HTML.
[[nodiscard]] std::string key(const char* css, const std::string& words);

// Where the words of a level stand: ratings begin high, and leave the left end free.
enum class Side : unsigned char { kRight, kLeft, kLeftBelow };

struct Level {
  double value = 0.0;
  std::string words;
  Side side = Side::kRight;
};
// Into a strip of that height and range.
void draw_level(const Level& level, double height, Range range, double days,
                SvgPlot& plot);

// A day's value in the middle of its day; the line breaks where days are missing.
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

[[nodiscard]] std::vector<double> finite(std::vector<double> values);
// Of finite ones, a little wider than they are.
[[nodiscard]] Range padded(const std::vector<double>& values);

}  // namespace homeostat::sim
