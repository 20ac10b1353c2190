#include "sim/model_page.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>

#include "sim/html.h"
#include "sim/model_arguments.h"
#include "sim/report_style.h"
#include "sim/svg_plot.h"

namespace homeostat::sim {
namespace {

using Complex = std::complex<double>;

constexpr std::size_t kLongestWindow = 8192;
constexpr std::size_t kMostPoints = 4000;  // of a line

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

// Points of a curve, thinned to what a page can show.
std::vector<Point> curve(const std::vector<double>& x, const std::vector<double>& y) {
  const std::size_t every = x.size() / kMostPoints + 1;
  std::vector<Point> points;
  for (std::size_t i = 0; i < x.size(); i += every) points.push_back({x[i], y[i]});
  return points;
}

std::string figure(const std::string& title, double height, const std::vector<double>& x,
                   const std::vector<double>& y, std::string_view name,
                   std::string_view unit) {
  SvgPlot plot(height, range_of(x), range_of(y));
  plot.label(name, unit);
  plot.value_axis();
  plot.line(curve(x, y), "signal");
  return html::element("h3", html::escape(title)) + html::element("figure", plot.str());
}

}  // namespace

std::vector<double> power_spectrum(const std::vector<double>& signal, double step) {
  if (signal.size() < 16) return {};
  const std::size_t n = std::min(kLongestWindow, std::bit_floor(signal.size()));
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

ModelPage::ModelPage(const models::Model& model, double output_step)
    : model_(model), step_(output_step) {}

void ModelPage::add(const ModelSample& sample) {
  observable_.push_back(sample.observable);
  first_.push_back(sample.state[0]);
  second_.push_back(sample.state[1]);
}

std::string ModelPage::trace() const {
  std::vector<double> time;
  for (std::size_t i = 0; i < observable_.size(); ++i) {
    time.push_back(static_cast<double>(i) * step_);
  }
  return figure(std::string(model_.facts.observable) + ", 0 to " +
                    exact(time.empty() ? 0.0 : time.back()) + " " +
                    model_.facts.time_unit,
                150.0, time, observable_, "obs", "");
}

std::string ModelPage::spectrum() const {
  const auto density = power_spectrum(observable_, step_);
  if (density.empty()) return "";
  const double second = model_.facts.seconds_per_unit;
  const double nyquist = 0.5 / step_ / (second > 0.0 ? second : 1.0);
  std::vector<double> frequency;
  std::vector<double> decibel;
  std::size_t peak = 1;
  for (std::size_t k = 1; k < density.size(); ++k) {
    frequency.push_back(nyquist * static_cast<double>(k) /
                        static_cast<double>(density.size() - 1));
    decibel.push_back(10.0 * std::log10(std::max(density[k], 1e-30)));
    if (density[k] > density[peak]) peak = k;
  }
  const std::string unit =
      second > 0.0 ? "Hz" : std::string("per ") + model_.facts.time_unit;
  return figure("Spectrum, 0 to " + exact(nyquist) + " " + unit + "; largest at " +
                    html::number(frequency[peak - 1], 3) + " " + unit,
                150.0, frequency, decibel, "power", "dB");
}

std::string ModelPage::phase_plane() const {
  const auto& s = model_.states;
  return figure(std::string("Phase plane: ") + s[1].name + " against " + s[0].name, 360.0,
                first_, second_, s[1].name, s[1].unit);
}

std::string ModelPage::str() const {
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" +
         html::escape(model_.name) + "</title><style>" + kReportStyle +
         "</style></head><body>" + html::element("h1", html::escape(model_.facts.title)) +
         html::element("p", html::escape(model_.facts.source), "caveat") + trace() +
         spectrum() + phase_plane() + "</body></html>\n";
}

}  // namespace homeostat::sim
