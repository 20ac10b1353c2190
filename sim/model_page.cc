#include "sim/model_page.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <cstdio>
#include <numbers>
#include <utility>

#include "sim/html.h"
#include "sim/model_arguments.h"
#include "sim/report_style.h"
#include "sim/svg_plot.h"

namespace homeostat::sim {
namespace {

using Complex = std::complex<double>;

constexpr std::size_t kLongestWindow = 8192;
constexpr std::size_t kMostPoints = 4000;  // of a line
constexpr std::size_t kMostPhasePoints = 20'000;

// In place, for a power of two numbers.
void fourier_transform(std::vector<Complex>& x) {
  const std::size_t n = x.size();
  for (std::size_t i = 1, j = 0; i < n; ++i) {
    std::size_t bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(x[i], x[j]);
  }
  for (std::size_t half = 1; half < n; half *= 2) {
    for (std::size_t k = 0; k < half; ++k) {
      const double angle =
          -std::numbers::pi * static_cast<double>(k) / static_cast<double>(half);
      const Complex turn = std::polar(1.0, angle);
      for (std::size_t i = k; i < n; i += 2 * half) {
        const Complex odd = turn * x[i + half];
        x[i + half] = x[i] - odd;
        x[i] += odd;
      }
    }
  }
}

Range range_of(const std::vector<double>& values) {
  if (values.empty()) return {};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double edge = 0.02 * (*high - *low) + 1e-12;
  return {*low - edge, *high + edge};
}

// Points of a curve over time. Where there are more than a page can show, the lowest and
// the highest of each stretch: no spike is lost.
std::vector<Point> curve(const std::vector<double>& x, const std::vector<double>& y) {
  const std::size_t each = 2 * x.size() / kMostPoints + 1;
  std::vector<Point> points;
  for (std::size_t from = 0; from < x.size(); from += each) {
    const auto begin = y.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end =
        y.begin() + static_cast<std::ptrdiff_t>(std::min(from + each, y.size()));
    auto [first, last] = std::minmax_element(begin, end);
    if (last < first) std::swap(first, last);
    for (const auto& at : {first, last}) {
      points.push_back({x[static_cast<std::size_t>(at - y.begin())], *at});
      if (first == last) break;
    }
  }
  return points;
}

std::string significant(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value);
  return text;
}

std::string framed(const std::string& title, const SvgPlot& plot) {
  return html::element("h3", html::escape(title)) + html::element("figure", plot.str());
}

}  // namespace

std::vector<double> power_spectrum(const std::vector<double>& signal, double step) {
  if (signal.size() < 48) return {};
  const std::size_t n = std::min(kLongestWindow, std::bit_floor(signal.size() / 3));
  double mean = 0.0;
  for (const double v : signal) mean += v / static_cast<double>(signal.size());
  std::vector<double> density(n / 2 + 1);
  std::size_t windows = 0;
  for (std::size_t first = 0; first + n <= signal.size(); first += n / 2, ++windows) {
    std::vector<Complex> x(n);
    for (std::size_t i = 0; i < n; ++i) {
      const double turn =
          2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n);
      x[i] = (signal[first + i] - mean) * 0.5 * (1.0 - std::cos(turn));
    }
    fourier_transform(x);
    for (std::size_t k = 0; k < density.size(); ++k) density[k] += std::norm(x[k]);
  }
  // The squares of a Hann window add up to 3 n / 8.
  const double scale =
      2.0 * step / (0.375 * static_cast<double>(n) * static_cast<double>(windows));
  for (double& d : density) d *= scale;
  return density;
}

ModelPage::ModelPage(const models::Model& model, double output_step,
                     std::string conditions)
    : model_(model), step_(output_step), conditions_(std::move(conditions)) {}

void ModelPage::add(const ModelSample& sample) {
  observable_.push_back(sample.observable);
  first_.push_back(sample.state[0]);
  second_.push_back(sample.state[1]);
}

void ModelPage::mark_stimulation(const Interval& interval) {
  stimulation_.push_back(interval);
}

std::string ModelPage::trace() const {
  std::vector<double> time;
  for (std::size_t i = 0; i < observable_.size(); ++i) {
    time.push_back(static_cast<double>(i) * step_);
  }
  const double end = time.empty() ? 0.0 : time.back();
  SvgPlot plot(150.0, {0.0, end}, range_of(observable_));
  plot.label("obs", "");
  plot.value_ticks();
  plot.number_axis(Scale::kLinear, model_.facts.time_unit);
  for (const Interval& interval : stimulation_) {
    plot.bar(interval, 0.0, 0.04, "burst", "stimulation");
  }
  plot.line(curve(time, observable_), "signal");
  return framed(std::string(model_.facts.observable) + ", 0 to " + exact(end) + " " +
                    model_.facts.time_unit +
                    (stimulation_.empty() ? "" : "; stimulation above"),
                plot);
}

std::string ModelPage::spectrum() const {
  const auto density = power_spectrum(observable_, step_);
  if (density.empty()) return "";
  const double second = model_.facts.seconds_per_unit;
  const double nyquist = 0.5 / step_ / (second > 0.0 ? second : 1.0);
  std::vector<Point> points;
  std::vector<double> decibel;
  std::size_t peak = 0;  // the highest that falls on both sides
  for (std::size_t k = 1; k < density.size(); ++k) {
    const double frequency =
        nyquist * static_cast<double>(k) / static_cast<double>(density.size() - 1);
    decibel.push_back(10.0 * std::log10(std::max(density[k], 1e-30)));
    points.push_back({std::log10(frequency), decibel.back()});
    const bool rises = density[k] > density[k - 1];
    const bool falls = k + 1 == density.size() || density[k] >= density[k + 1];
    const bool higher = peak == 0 || density[k] > density[peak];
    if (k > 1 && rises && falls && higher) peak = k;
  }
  const std::string unit =
      second > 0.0 ? "Hz" : std::string("per ") + model_.facts.time_unit;
  SvgPlot plot(150.0, {points.front().time_s, points.back().time_s}, range_of(decibel));
  plot.label("power", "dB");
  plot.value_ticks();
  plot.number_axis(Scale::kLogarithmic, unit);
  plot.line(points, "signal");
  const double first = std::pow(10.0, points.front().time_s);
  std::string title =
      "Spectrum, " + significant(first) + " to " + exact(nyquist) + " " + unit;
  if (peak > 0) {
    const double at = std::pow(10.0, points[peak - 1].time_s);
    title += "; largest peak at " + significant(at) + " " + unit;
  }
  return framed(title, plot);
}

std::string ModelPage::phase_plane() const {
  const auto& s = model_.states;
  const std::size_t every = first_.size() / kMostPhasePoints + 1;
  std::vector<Point> points;
  for (std::size_t i = 0; i < first_.size(); i += every) {
    points.push_back({first_[i], second_[i]});
  }
  SvgPlot plot(360.0, range_of(first_), range_of(second_));
  const auto unit = [](const models::StateFacts& of) {
    return std::string(of.unit) == "1" ? "" : std::string(of.unit);
  };
  plot.label(s[1].name, unit(s[1]));
  plot.value_ticks();
  plot.number_axis(Scale::kLinear, std::string(s[0].name) +
                                       (unit(s[0]).empty() ? "" : ", ") + unit(s[0]));
  plot.line(points, "signal");
  return framed(std::string("Phase plane: ") + s[1].name + " against " + s[0].name +
                    (every > 1 ? ", one row of " + std::to_string(every) : ""),
                plot);
}

std::string ModelPage::str() const {
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" +
         html::escape(model_.name) + "</title><style>" + kReportStyle +
         "</style></head><body>" + html::element("h1", html::escape(model_.facts.title)) +
         html::element("p", html::escape(model_.facts.source), "caveat") +
         html::element("p", html::escape(conditions_), "caveat") + trace() + spectrum() +
         phase_plane() + "</body></html>\n";
}

}  // namespace homeostat::sim
