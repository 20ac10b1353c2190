#include "sim/report_figures.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "biomarkers/feature.h"
#include "sim/edf_reader.h"
#include "sim/html.h"

namespace homeostat::sim {
namespace {

constexpr double kSignalHeight = 64.0;
constexpr double kTrendHeight = 72.0;
constexpr double kRibbonHeight = 14.0;
constexpr std::size_t kColumns = 900;     // of an overview, one a pixel
constexpr std::size_t kMostEpisodes = 6;  // shown in detail
constexpr double kBefore_s = 15.0;
constexpr double kWindow_s = 60.0;
constexpr double kScalePercentile = 0.995;

std::string when(const Interval& interval) {
  return html::clock(interval.onset_s, 1) + " to " + html::clock(interval.offset_s, 1);
}

// Half the height of a strip: all but the rarest samples fit, the rest is cut off.
double scale_of(const std::vector<float>& samples) {
  std::vector<float> sizes;
  for (std::size_t i = 0; i < samples.size(); i += 1 + samples.size() / 200'000) {
    if (std::isfinite(samples[i])) sizes.push_back(std::abs(samples[i]));
  }
  if (sizes.empty()) return 1.0;
  const auto nth = static_cast<std::ptrdiff_t>(static_cast<double>(sizes.size() - 1) *
                                               kScalePercentile);
  std::nth_element(sizes.begin(), sizes.begin() + nth, sizes.end());
  return std::max(1.0, 1.1 * static_cast<double>(sizes[static_cast<std::size_t>(nth)]));
}

std::vector<Envelope> columns_of(const std::vector<float>& samples) {
  std::vector<Envelope> columns(
      std::min(kColumns, std::max<std::size_t>(1, samples.size())));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (!std::isfinite(samples[i])) continue;
    Envelope& column = columns[i * columns.size() / samples.size()];
    if (column.low > column.high) column = {samples[i], samples[i]};
    column.low = std::min(column.low, samples[i]);
    column.high = std::max(column.high, samples[i]);
  }
  return columns;
}

// Seizures as bands, detections at the top, bursts at the bottom: told apart by place as
// well as by colour, so that a black-and-white print still reads.
void mark_events(SvgPlot& plot, const RunFolder& run) {
  if (run.seizures) {
    for (const Interval& seizure : *run.seizures) {
      plot.band(seizure, "seizure", "seizure " + when(seizure));
    }
  }
  for (const Interval& detection : run.detections) {
    plot.bar(detection, 0.0, 0.08, "detection", "detected " + when(detection));
  }
  for (const DeliveredBurst& burst : run.bursts) {
    const Interval interval{burst.onset_s, burst.onset_s + burst.duration_s};
    plot.bar(interval, 0.9, 0.1, "burst",
             std::to_string(burst.pulses) + " pulses of " +
                 std::to_string(burst.amplitude_ua) + " uA, " + when(interval));
  }
}

std::string css_of_mode(const std::string& mode) {
  std::string css = "mode-" + mode;
  std::replace(css.begin(), css.end(), '.', '-');
  return css;
}

std::string mode_ribbon(const RunFolder& run, Range time_s) {
  SvgPlot plot(kRibbonHeight, time_s, {});
  plot.label("mode", "");
  for (const ModeSpan& span : run.modes) {
    plot.band(span.interval, css_of_mode(span.mode),
              span.mode + " " + when(span.interval));
  }
  return plot.str();
}

std::string detector_strip(const RunFolder& run, std::size_t index) {
  const DetectorTrend& trend = run.detectors[index];
  std::vector<double> highest;
  for (const Point& point : trend.value) {
    if (std::isfinite(point.value)) highest.push_back(point.value);
  }
  for (const Point& point : trend.threshold) {
    if (std::isfinite(point.value)) highest.push_back(point.value * 1.1);
  }
  const double top =
      highest.empty() ? 1.0 : *std::max_element(highest.begin(), highest.end());
  SvgPlot plot(kTrendHeight, {0.0, run.duration_s}, {0.0, top});
  mark_events(plot, run);
  const biomarkers::DetectorSettings& detector = run.program.biomarkers.detectors[index];
  std::string feature = biomarkers::name_of(detector.feature);
  std::replace(feature.begin(), feature.end(), '_', ' ');
  const std::string channel =
      run.program.biomarkers.channels[detector.channel].label.data();
  plot.label(feature, channel + ", " + biomarkers::name_of(detector.fires));
  plot.value_axis();
  plot.line(trend.threshold, "threshold");
  plot.line(trend.value, "value");
  return plot.str();
}

std::string amplitude_strip(const RunFolder& run) {
  double top = 1.0;
  for (const Point& point : run.asked_ua) top = std::max(top, point.value);
  SvgPlot plot(kTrendHeight, {0.0, run.duration_s}, {0.0, top * 1.05});
  plot.label("amplitude", "uA");
  plot.value_axis();
  plot.time_axis();
  plot.steps(run.asked_ua, "asked");
  plot.steps(run.granted_ua, "granted");
  return plot.str();
}

// Of an adaptive program: level of detector 0 plus three times that of detector 1.
std::string state_strip(const RunFolder& run) {
  if (run.state.empty()) return {};
  double highest = 1.0;
  for (const Point& point : run.state) highest = std::fmax(highest, point.value);
  SvgPlot plot(kTrendHeight, {0.0, run.duration_s}, {0.0, highest * 1.05});
  plot.label("adaptive", "state");
  plot.value_axis();
  plot.steps(run.state, "value");
  return plot.str();
}

std::string signal_overview(const RunFolder& run, const std::string& label) {
  const Recording recording = read_edf(run.path / "recording.edf", std::array{label});
  const std::vector<float>& samples = recording.channels.front().samples_uv;
  const double scale = scale_of(samples);
  SvgPlot plot(kSignalHeight, {0.0, run.duration_s}, {-scale, scale});
  mark_events(plot, run);
  plot.label(label, "uV");
  plot.value_axis();
  plot.envelope(columns_of(samples), "signal");
  return plot.str();
}

// First moments of what is worth a closer look, one window each.
std::vector<double> episode_starts(const RunFolder& run) {
  std::vector<double> onsets;
  if (run.seizures) {
    for (const Interval& seizure : *run.seizures) onsets.push_back(seizure.onset_s);
  }
  for (const Interval& detection : run.detections) onsets.push_back(detection.onset_s);
  std::sort(onsets.begin(), onsets.end());
  std::vector<double> starts;
  for (const double onset : onsets) {
    const bool covered = !starts.empty() && onset < starts.back() + kWindow_s - kBefore_s;
    if (!covered) starts.push_back(std::max(0.0, onset - kBefore_s));
  }
  return starts;
}

std::string signal_detail(const RunFolder& run, const Channel& channel, Range time_s,
                          bool last) {
  std::vector<Point> points;
  const auto first = static_cast<std::size_t>(time_s.low * channel.rate_hz);
  const auto end = std::min(channel.samples_uv.size(),
                            static_cast<std::size_t>(time_s.high * channel.rate_hz));
  double scale = 1.0;
  for (std::size_t i = first; i < end; ++i) {
    const auto value = static_cast<double>(channel.samples_uv[i]);
    points.push_back({static_cast<double>(i) / channel.rate_hz, value});
    if (std::isfinite(value)) scale = std::max(scale, std::abs(value));
  }
  SvgPlot plot(kSignalHeight, time_s, {-scale, scale});
  mark_events(plot, run);
  plot.label(channel.label, "uV");
  plot.value_axis();
  if (last) plot.time_axis();
  plot.line(points, "signal");
  return plot.str();
}

}  // namespace

std::string overview_figure(const RunFolder& run) {
  const biomarkers::BiomarkerSettings& sensing = run.program.biomarkers;
  std::string figure = mode_ribbon(run, {0.0, run.duration_s});
  for (std::size_t i = 0; i < sensing.channel_count; ++i) {
    figure += signal_overview(run, sensing.channels[i].label.data());
  }
  for (std::size_t i = 0; i < run.detectors.size(); ++i) figure += detector_strip(run, i);
  return figure + state_strip(run) + amplitude_strip(run);
}

std::string episode_figures(const RunFolder& run) {
  const std::vector<double> starts = episode_starts(run);
  if (starts.empty())
    return html::element("p", "No seizure is known and none was detected.");
  const Recording recording = read_edf(run.path / "recording.edf");
  std::string figures;
  const std::size_t shown = std::min(starts.size(), kMostEpisodes);
  for (std::size_t episode = 0; episode < shown; ++episode) {
    const Range time_s{starts[episode],
                       std::min(run.duration_s, starts[episode] + kWindow_s)};
    std::string strips = html::element("h4", "From " + html::clock(time_s.low) + " to " +
                                                 html::clock(time_s.high)) +
                         mode_ribbon(run, time_s);
    for (const Channel& channel : recording.channels) {
      strips +=
          signal_detail(run, channel, time_s, &channel == &recording.channels.back());
    }
    figures += html::element("figure", strips);
  }
  if (starts.size() > shown) {
    figures +=
        html::element("p", std::to_string(starts.size() - shown) +
                               " later episodes are in recording.edf, marked there.");
  }
  return figures;
}

}  // namespace homeostat::sim
