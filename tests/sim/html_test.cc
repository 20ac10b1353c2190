#include "sim/html.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/svg_plot.h"

namespace homeostat::sim {
namespace {

TEST(Html, TextCannotBecomeMarkup) {
  EXPECT_EQ(html::escape("<b>&\"x\""), "&lt;b&gt;&amp;&quot;x&quot;");
  EXPECT_EQ(html::table({}, {{"<i>"}}).find("<i>"), std::string::npos);
}

TEST(Html, ClocksCarryOver) {
  EXPECT_EQ(html::clock(7.0), "0:07");
  EXPECT_EQ(html::clock(59.96, 1), "1:00.0");
  EXPECT_EQ(html::clock(1143.0), "19:03");
  EXPECT_EQ(html::clock(3720.0), "1:02:00");
  EXPECT_EQ(html::clock(7.25, 2), "0:07.25");
}

TEST(Html, NumbersCarryNoIdleZeros) {
  EXPECT_EQ(html::number(4.0, 2), "4");
  EXPECT_EQ(html::number(4.25, 3), "4.25");
  EXPECT_EQ(html::number(100.0, 0), "100");
  EXPECT_EQ(html::number(-0.001, 1), "0");
}

TEST(SvgPlot, WhatLiesOutsideTheTimeRangeIsNotDrawn) {
  SvgPlot plot(50.0, {100.0, 200.0}, {0.0, 1.0});
  plot.band({10.0, 99.0}, "seizure", "before");
  plot.band({201.0, 300.0}, "seizure", "after");
  EXPECT_EQ(plot.str().find("seizure"), std::string::npos);
  plot.band({90.0, 110.0}, "seizure", "across");
  EXPECT_NE(plot.str().find("seizure"), std::string::npos);
}

TEST(SvgPlot, NotANumberBreaksTheLine) {
  SvgPlot plot(50.0, {0.0, 3.0}, {0.0, 1.0});
  const Point points[] = {{0, 0.5}, {1, std::nan("")}, {2, 0.5}, {3, 0.5}};
  plot.line(points, "value");
  const std::string svg = plot.str();
  EXPECT_EQ(std::count(svg.begin(), svg.end(), 'M'), 2);
  EXPECT_EQ(svg.find("nan"), std::string::npos);
}

TEST(SvgPlot, NotANumberBreaksSteps) {
  SvgPlot plot(50.0, {0.0, 4.0}, {0.0, 1.0});
  const double none = std::nan("");
  const Point points[] = {{0, none}, {1, 0.5}, {2, 1.0}, {3, none}};
  plot.steps(points, "value");
  const std::string svg = plot.str();
  EXPECT_NE(svg.find("d=\"M317.0 25.0H542.0V0.0H767.0\""), std::string::npos) << svg;
}

}  // namespace
}  // namespace homeostat::sim
