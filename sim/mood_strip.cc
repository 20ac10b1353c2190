#include "sim/mood_strip.h"

#include <algorithm>

#include "sim/html.h"

namespace homeostat::sim {

double days_of(const MoodHistory& history) { return history.days.back().day + 1.0; }

SvgPlot mood_strip(const MoodHistory& history, double height, Range value) {
  SvgPlot plot(height, {0.0, days_of(history)}, value);
  plot.number_grid();
  plot.value_ticks();
  return plot;
}

std::string titled(const std::string& title, const SvgPlot& plot) {
  return html::element("h4", title) + plot.str();
}

std::string key(const char* css, const std::string& words) {
  return "<span><span class=\"key " + std::string(css) + "\"></span>" + words +
         "</span> ";
}

void draw_level(const Level& level, double height, Range range, double days,
                SvgPlot& plot) {
  const Point line[] = {{0.0, level.value}, {days, level.value}};
  plot.line(line, "threshold");
  const double top = (range.high - level.value) / (range.high - range.low);
  const double lift = level.side == Side::kLeftBelow ? 11.0 : -3.0;
  const bool right = level.side == Side::kRight;
  plot.words(right ? days : 0.004 * days, top + lift / height,
             right ? "tick end level" : "tick level", level.words);
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

}  // namespace homeostat::sim
