// One strip of a report: something against time, as SVG with classes for the page's
// style.
//
// Strips of one width and time range line up under each other: the left margin holds the
// label and the value axis, the rest is time.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/interval.h"

namespace homeostat::sim {

struct Range {
  double low = 0.0;
  double high = 1.0;
};

struct Point {
  double time_s = 0.0;
  double value = 0.0;  // NaN breaks the line
};

// Lowest and highest value of a column of samples; low > high where it holds none.
struct Envelope {
  float low = 1.0F;
  float high = 0.0F;
};

// Of an axis of numbers; on a logarithmic one points lie at the logarithm to base ten.
enum class Scale : unsigned char { kLinear, kLogarithmic };

class SvgPlot {
 public:
  static constexpr double kWidth = 1000.0;
  static constexpr double kLeft = 92.0;
  static constexpr double kRight = 8.0;

  SvgPlot(double height, Range time_s, Range value);

  void label(std::string_view name, std::string_view unit);
  void value_axis();   // lowest and highest value at the left
  void value_ticks();  // round values at the left, with lines across
  void time_axis();    // a clock's; takes 18 px below the strip
  void number_axis(Scale scale, std::string_view unit);  // likewise, of round numbers
  void number_grid();  // lines where a linear number_axis() would have its ticks
  void band(const Interval& interval, std::string_view css, std::string_view title);
  void bar(const Interval& interval, double top, double height, std::string_view css,
           std::string_view title);  // top and height as shares of the strip
  void line(std::span<const Point> points, std::string_view css);
  void steps(std::span<const Point> points, std::string_view css);
  void mark(const Point& point, double radius, std::string_view css,
            std::string_view title);
  // Words at a share of the strip's height, from the top; `css` may end or centre them.
  void words(double time_s, double top, std::string_view css, std::string_view text);
  // Wide enough in the strip for `characters` of its text?
  bool has_room(const Interval& interval, std::size_t characters) const;
  void envelope(std::span<const Envelope> columns, std::string_view css);

  std::string str() const;

 private:
  double x(double time_s) const;
  double y(double value) const;
  void tick(double at_x, const std::string& words);

  double height_;
  double below_ = 0.0;
  Range time_;
  Range value_;
  std::string body_;
};

}  // namespace homeostat::sim
