#include "sim/svg_plot.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "sim/html.h"

namespace homeostat::sim {
namespace {

constexpr double kTimeAxisHeight = 18.0;
constexpr double kTimeTicks = 12.0;  // about so many

std::string at(const char* format, double a, double b, double c = 0.0, double d = 0.0) {
  char text[160];
  std::snprintf(text, sizeof text, format, a, b, c, d);
  return text;
}

std::string text_at(double x, double y, std::string_view css, std::string_view words) {
  return at("<text x=\"%.1f\" y=\"%.1f\" class=\"", x, y) + std::string(css) + "\">" +
         html::escape(words) + "</text>\n";
}

// Steps that clocks are read in.
double tick_step_s(double span_s) {
  constexpr double kSteps[] = {0.1, 0.2, 0.5, 1,   2,    5,    10,   15,    30,    60,
                               120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200};
  for (const double step : kSteps) {
    if (span_s / step <= kTimeTicks) return step;
  }
  return 86400.0;
}

// The round step, 1, 2 or 5 times a power of ten, with at most so many in the span.
double round_step(double span, double most) {
  const double decade = std::pow(10.0, std::floor(std::log10(span / most)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (span / (times * decade) <= most) return times * decade;
  }
  return 10.0 * decade;
}

// What rounding leaves of zero is zero.
std::string short_number(double value, double step) {
  return at("%.6g", std::abs(value) < 1e-9 * step ? 0.0 : value, 0.0);
}

}  // namespace

SvgPlot::SvgPlot(double height, Range time_s, Range value)
    : height_(height), time_(time_s), value_(value) {
  if (!(time_.high > time_.low)) time_.high = time_.low + 1.0;
  if (!(value_.high > value_.low)) value_.high = value_.low + 1.0;
}

double SvgPlot::x(double time_s) const {
  const double share = (time_s - time_.low) / (time_.high - time_.low);
  return kLeft + std::clamp(share, 0.0, 1.0) * (kWidth - kLeft - kRight);
}

double SvgPlot::y(double value) const {
  const double share = (value - value_.low) / (value_.high - value_.low);
  return (1.0 - std::clamp(share, 0.0, 1.0)) * height_;
}

void SvgPlot::label(std::string_view name, std::string_view unit) {
  body_ += text_at(0.0, height_ / 2 - 1, "name", name);
  body_ += text_at(0.0, height_ / 2 + 11, "unit", unit);
}

void SvgPlot::value_axis() {
  const int decimals = value_.high - value_.low < 10.0 ? 2 : 0;
  body_ += text_at(kLeft - 4, 9, "tick end", html::number(value_.high, decimals));
  body_ +=
      text_at(kLeft - 4, height_ - 1, "tick end", html::number(value_.low, decimals));
}

void SvgPlot::time_axis() {
  below_ = kTimeAxisHeight;
  const double step = tick_step_s(time_.high - time_.low);
  for (double t = std::ceil(time_.low / step) * step; t <= time_.high + 1e-9; t += step) {
    body_ += at("<path d=\"M%.1f 0V%.1f\" class=\"grid\"/>\n", x(t), height_);
    body_ += text_at(x(t), height_ + 13, "tick mid", html::clock(t, step < 1.0 ? 1 : 0));
  }
}

void SvgPlot::tick(double at_x, const std::string& words) {
  body_ += at("<path d=\"M%.1f 0V%.1f\" class=\"grid\"/>\n", x(at_x), height_);
  body_ += text_at(x(at_x), height_ + 13, "tick mid", words);
}

void SvgPlot::value_ticks() {
  const double step = round_step(value_.high - value_.low, height_ / 24.0);
  for (double v = std::ceil(value_.low / step) * step; v <= value_.high; v += step) {
    body_ += at("<path d=\"M%.1f %.1fH%.1f\" class=\"grid\"/>\n", kLeft, y(v),
                kWidth - kRight);
    body_ += text_at(kLeft - 4, y(v) + 3, "tick end", short_number(v, step));
  }
}

void SvgPlot::number_axis(Scale scale, std::string_view unit) {
  below_ = kTimeAxisHeight;
  body_ += text_at(kLeft - 18, height_ + 13, "tick end", unit);  // clear of the first
  if (scale == Scale::kLinear) {
    const double step = round_step(time_.high - time_.low, kTimeTicks);
    for (double v = std::ceil(time_.low / step) * step; v <= time_.high; v += step) {
      tick(v, short_number(v, step));
    }
    return;
  }
  for (double decade = std::floor(time_.low); decade <= time_.high; decade += 1.0) {
    for (const double times : {1.0, 2.0, 5.0}) {
      const double v = decade + std::log10(times);
      if (v < time_.low || v > time_.high) continue;
      tick(v, short_number(times * std::pow(10.0, decade), 0.0));
    }
  }
}

void SvgPlot::number_grid() {
  const double step = round_step(time_.high - time_.low, kTimeTicks);
  for (double v = std::ceil(time_.low / step) * step; v <= time_.high; v += step) {
    body_ += at("<path d=\"M%.1f 0V%.1f\" class=\"grid\"/>\n", x(v), height_);
  }
}

void SvgPlot::band(const Interval& interval, std::string_view css,
                   std::string_view title) {
  bar(interval, 0.0, 1.0, css, title);
}

void SvgPlot::bar(const Interval& interval, double top, double height,
                  std::string_view css, std::string_view title) {
  if (interval.offset_s < time_.low || interval.onset_s > time_.high) return;
  const double left = x(interval.onset_s);
  const double width = std::max(1.2, x(interval.offset_s) - left);
  body_ += at("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"", left,
              top * height_, width, height * height_);
  body_ += " class=\"" + std::string(css) + "\"><title>" + html::escape(title) +
           "</title></rect>\n";
}

void SvgPlot::line(std::span<const Point> points, std::string_view css) {
  std::string path;
  bool pen_down = false;
  for (const Point& point : points) {
    if (std::isfinite(point.value)) {
      path += at(pen_down ? "L%.1f %.1f" : "M%.1f %.1f", x(point.time_s), y(point.value));
    }
    pen_down = std::isfinite(point.value);
  }
  body_ += "<path d=\"" + path + "\" class=\"" + std::string(css) + "\"/>\n";
}

void SvgPlot::steps(std::span<const Point> points, std::string_view css) {
  std::string path;
  double last = std::nan("");
  for (const Point& point : points) {
    const bool known = std::isfinite(point.value);
    if (known && !std::isfinite(last)) {
      path += at("M%.1f %.1f", x(point.time_s), y(point.value));
    } else if (known && point.value != last) {
      path += at("H%.1fV%.1f", x(point.time_s), y(point.value));
    } else if (std::isfinite(last) && !known) {
      path += at("H%.1f", x(point.time_s), 0.0);
    }
    last = point.value;
  }
  if (std::isfinite(last)) path += at("H%.1f", x(time_.high), 0.0);
  body_ += "<path d=\"" + path + "\" class=\"" + std::string(css) + "\"/>\n";
}

void SvgPlot::mark(const Point& point, double radius, std::string_view css,
                   std::string_view title) {
  if (!std::isfinite(point.value)) return;
  body_ += at("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"", x(point.time_s),
              y(point.value), radius);
  body_ += " class=\"" + std::string(css) + "\"><title>" + html::escape(title) +
           "</title></circle>\n";
}

void SvgPlot::words(double time_s, double top, std::string_view css,
                    std::string_view text) {
  body_ += text_at(x(time_s), top * height_, css, text);
}

bool SvgPlot::has_room(const Interval& interval, std::size_t characters) const {
  constexpr double kCharacterWidth = 6.5;
  return x(interval.offset_s) - x(interval.onset_s) >=
         kCharacterWidth * static_cast<double>(characters);
}

void SvgPlot::envelope(std::span<const Envelope> columns, std::string_view css) {
  const double span_s = time_.high - time_.low;
  std::string path;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].low > columns[i].high) continue;
    const double middle_s = time_.low + span_s * (static_cast<double>(i) + 0.5) /
                                            static_cast<double>(columns.size());
    const double bottom = y(static_cast<double>(columns[i].low));
    const double top = y(static_cast<double>(columns[i].high));
    path += at("M%.1f %.1fV%.1f", x(middle_s), bottom, std::min(top, bottom - 0.6));
  }
  body_ += "<path d=\"" + path + "\" class=\"" + std::string(css) + "\"/>\n";
}

std::string SvgPlot::str() const {
  return at("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\">\n", kWidth, height_ + below_) +
         at("<rect x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"%.1f\" class=\"frame\"/>\n",
            kLeft, kWidth - kLeft - kRight, height_) +
         body_ + "</svg>\n";
}

}  // namespace homeostat::sim
