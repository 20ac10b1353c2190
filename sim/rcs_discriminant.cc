#include "sim/rcs_discriminant.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>

namespace homeostat::sim {
namespace {

using biomarkers::RcsSettings;

constexpr int kFractionalBits = 15;
constexpr double kOne = 1 << kFractionalBits;
constexpr double kRoom = 2147483648.0;       // of an output of 32 bits
constexpr double kUnwrappedHeadroom = 64.0;  // a seizure eight times the largest seen
constexpr std::size_t kBestAlone = 3;
constexpr std::size_t kFewestEvents = 2;  // one alone is no guide
constexpr double kRidge = 0.05;           // of each variance: bands that move as one

// Rows of a span by what they are.
struct Classes {
  std::vector<std::size_t> events;
  std::vector<std::size_t> background;
};

bool near(double at_s, const std::vector<Interval>& events, double before_s,
          double after_s) {
  return std::ranges::any_of(events, [&](const Interval& event) {
    return at_s > event.onset_s - before_s && at_s < event.offset_s + after_s;
  });
}

bool surely_in(double at_s, const Timeline& line) {
  const TuneRule& rule = line.rule;
  return std::ranges::any_of(line.events, [&](const Interval& event) {
    return at_s >= event.onset_s + rule.sure_after_s &&
           at_s <= std::max(event.offset_s, event.onset_s + rule.shortest_event_s);
  });
}

bool in_any(double at_s, const std::vector<TuneStretch>& stretches) {
  return std::ranges::any_of(stretches, [&](const TuneStretch& stretch) {
    return at_s >= stretch.span.onset_s && at_s <= stretch.span.offset_s;
  });
}

Classes classes_of(const RcsPowerTable& table, const Timeline& line,
                   const TuneSpan& span) {
  const TuneRule& rule = line.rule;
  Classes classes;
  for (std::size_t row = 0; row < table.end_s.size(); ++row) {
    const double at_s = table.end_s[row];
    if (at_s < span.from_s || at_s >= span.to_s) continue;
    if (surely_in(at_s, line)) {
      classes.events.push_back(row);
    } else if (near(at_s, line.events, 0.0, 0.0) || near(at_s, line.seizures, 0.0, 0.0)) {
      continue;
    } else if (in_any(at_s, line.artefacts) || in_any(at_s, line.stimulated) ||
               !(near(at_s, line.events, rule.before_event_s, rule.after_event_s) ||
                 near(at_s, line.seizures, TuneRule{}.before_event_s,
                      TuneRule{}.after_event_s))) {
      classes.background.push_back(row);
    }
  }
  return classes;
}

struct Moments {
  double mean = 0.0;
  double variance = 0.0;
};

template <class Value>
Moments moments(const RcsBandPowers& band, const std::vector<std::size_t>& rows,
                const Value& value) {
  double count = 0.0;
  Moments told;
  for (const std::size_t row : rows) {
    if (band.spoiled(row)) continue;
    const double x = value(band.power[row]);
    const double from_mean = x - told.mean;
    told.mean += from_mean / ++count;
    told.variance += from_mean * (x - told.mean);
  }
  if (count > 1.0) told.variance /= count;
  return told;
}

double as_it_is(std::int64_t power) { return static_cast<double>(power); }
double logarithm(std::int64_t power) { return std::log(1.0 + as_it_is(power)); }

double apart(const RcsBandPowers& band, const Classes& classes) {
  const Moments event = moments(band, classes.events, logarithm);
  const Moments quiet = moments(band, classes.background, logarithm);
  return (event.mean - quiet.mean) /
         std::sqrt(0.5 * (event.variance + quiet.variance) + 1e-12);
}

double covariance(const RcsBandPowers& a, const RcsBandPowers& b, double mean_a,
                  double mean_b, const std::vector<std::size_t>& rows) {
  double sum = 0.0;
  double count = 0.0;
  for (const std::size_t row : rows) {
    if (a.spoiled(row) || b.spoiled(row)) continue;
    sum += (as_it_is(a.power[row]) - mean_a) * (as_it_is(b.power[row]) - mean_b);
    ++count;
  }
  return count > 0.0 ? sum / count : 0.0;
}

std::int64_t median_power(const RcsBandPowers& band,
                          const std::vector<std::size_t>& rows) {
  std::vector<std::int64_t> powers;
  for (const std::size_t row : rows) {
    if (!band.spoiled(row)) powers.push_back(band.power[row]);
  }
  if (powers.empty()) return 0;
  const auto middle = powers.begin() + static_cast<std::ptrdiff_t>(powers.size() / 2);
  std::ranges::nth_element(powers, middle);
  return *middle;
}

struct Fisher {
  std::array<double, 2> weights{};
  double apart = 0.0;  // of the two classes, in standard deviations
};

// Null where one of the two weighs nothing.
std::optional<Fisher> fisher(const RcsBandPowers& a, const RcsBandPowers& b,
                             const Classes& classes) {
  const Moments event_a = moments(a, classes.events, as_it_is);
  const Moments event_b = moments(b, classes.events, as_it_is);
  const Moments quiet_a = moments(a, classes.background, as_it_is);
  const Moments quiet_b = moments(b, classes.background, as_it_is);
  const double aa = (1.0 + kRidge) * 0.5 * (event_a.variance + quiet_a.variance);
  const double bb = (1.0 + kRidge) * 0.5 * (event_b.variance + quiet_b.variance);
  const double ab =
      0.5 * (covariance(a, b, event_a.mean, event_b.mean, classes.events) +
             covariance(a, b, quiet_a.mean, quiet_b.mean, classes.background));
  const double determinant = aa * bb - ab * ab;
  if (!(determinant > 0.0)) return std::nullopt;
  const double da = event_a.mean - quiet_a.mean;
  const double db = event_b.mean - quiet_b.mean;
  Fisher found{{(bb * da - ab * db) / determinant, (aa * db - ab * da) / determinant}};
  found.apart = found.weights[0] * da + found.weights[1] * db;
  const double largest = std::max(std::abs(found.weights[0]), std::abs(found.weights[1]));
  for (double& weight : found.weights) {
    weight /= largest;
    if (!(std::abs(weight) >= 1.0 / 1024.0)) return std::nullopt;
  }
  return found;
}

// The most that a band can come to.
double most_power(const RcsBandPowers& band, const RcsSettings& chain) {
  if (chain.wrap_bits > 0) return band.bins * std::exp2(chain.wrap_bits);
  double most = 1.0;
  for (const std::int64_t power : band.power) most = std::max(most, as_it_is(power));
  return kUnwrappedHeadroom * most;
}

RcsDiscriminant made(const RcsPowerTable& table, const RcsSettings& chain,
                     const Classes& classes, const std::vector<std::size_t>& bands,
                     std::vector<double> weights) {
  double most = 0.0;
  for (std::size_t i = 0; i < bands.size(); ++i) {
    most += std::abs(weights[i]) * most_power(table.bands[bands[i]], chain);
  }
  while (most >= kRoom) {
    most *= 0.5;
    for (double& weight : weights) weight *= 0.5;
  }
  RcsDiscriminant discriminant{.bands = bands, .weights = std::move(weights)};
  for (std::size_t i = 0; i < bands.size(); ++i) {
    double& weight = discriminant.weights[i];
    weight = std::round(weight * kOne) / kOne;
    discriminant.usual.push_back(median_power(table.bands[bands[i]], classes.background));
    discriminant.unit +=
        std::abs(weight) * std::max(1.0, as_it_is(discriminant.usual[i])) / kOne;
  }
  return discriminant;
}

bool overlap(const RcsBandPowers& a, const RcsBandPowers& b) {
  return a.channel == b.channel && a.low_hz < b.high_hz && b.low_hz < a.high_hz;
}

void add_best_pair(const RcsPowerTable& table, const RcsSettings& chain,
                   const Classes& classes, bool one_channel,
                   std::vector<RcsDiscriminant>& all) {
  std::optional<Fisher> best;
  std::vector<std::size_t> bands;
  for (std::size_t a = 0; a < table.bands.size(); ++a) {
    for (std::size_t b = a + 1; b < table.bands.size(); ++b) {
      const RcsBandPowers& one = table.bands[a];
      const RcsBandPowers& other = table.bands[b];
      if ((one.channel == other.channel) != one_channel || overlap(one, other)) continue;
      const auto found = fisher(one, other, classes);
      if (!found || (best && found->apart <= best->apart)) continue;
      best = found;
      bands = {a, b};
    }
  }
  if (!best) return;
  all.push_back(made(table, chain, classes, bands, {best->weights[0], best->weights[1]}));
}

}  // namespace

std::vector<RcsDiscriminant> rcs_discriminants(const RcsPowerTable& table,
                                               const Timeline& line,
                                               const RcsSettings& chain,
                                               const TuneSpan& span) {
  const Classes classes = classes_of(table, line, span);
  const bool blind = classes.events.empty() || line.events.size() < kFewestEvents;
  std::vector<std::size_t> order;
  for (std::size_t b = 0; b < table.bands.size(); ++b) {
    if (!blind || table.bands[b].own) order.push_back(b);
  }
  if (!blind) {
    std::vector<double> apart_by;
    for (const RcsBandPowers& band : table.bands) {
      apart_by.push_back(apart(band, classes));
    }
    std::ranges::stable_sort(order, std::greater{},
                             [&](std::size_t b) { return apart_by[b]; });
    order.resize(std::min(order.size(), kBestAlone));
  }
  std::vector<RcsDiscriminant> all;
  for (const std::size_t b : order) {
    all.push_back(made(table, chain, classes, {b}, {1.0}));
  }
  if (!blind) {
    add_best_pair(table, chain, classes, true, all);
    add_best_pair(table, chain, classes, false, all);
  }
  return all;
}

RcsSettings with_discriminant(const controller::TherapyProgram& program,
                              const RcsPowerTable& table,
                              const RcsDiscriminant& discriminant) {
  RcsSettings chain = program.adaptive.chain;
  chain.channels = {};
  chain.channel_count = 0;
  chain.bands = {};
  chain.band_count = 0;
  biomarkers::RcsDetectorSettings& detector = chain.detectors[0];
  detector.inputs = {};
  detector.input_count = 0;
  detector.fractional_bits = kFractionalBits;
  std::vector<std::size_t> heard;
  for (std::size_t i = 0; i < discriminant.bands.size(); ++i) {
    const RcsBandPowers& band = table.bands[discriminant.bands[i]];
    const auto place = std::ranges::find(heard, band.channel);
    const auto ear = static_cast<int>(place - heard.begin());
    if (place == heard.end()) {
      heard.push_back(band.channel);
      biomarkers::RcsChannelSettings& told = chain.channels[chain.channel_count++];
      std::copy_n(program.biomarkers.channels[band.channel].label.begin(),
                  told.label.size() - 1, told.label.begin());
      told.gain250_trim = rcs_trim_of(program, band.channel);
    }
    chain.bands[chain.band_count++] = {
        .channel = ear, .low_hz = band.low_hz, .high_hz = band.high_hz};
    detector.inputs[detector.input_count++] = {.band = static_cast<int>(i),
                                               .weight = discriminant.weights[i],
                                               .multiply = 1.0 / kOne,
                                               .subtract = discriminant.usual[i]};
  }
  return chain;
}

std::string words_of(const controller::TherapyProgram& program,
                     const RcsPowerTable& table, const RcsDiscriminant& discriminant) {
  std::string words;
  for (const std::size_t b : discriminant.bands) {
    const RcsBandPowers& band = table.bands[b];
    char text[96];
    std::snprintf(text, sizeof text, "%.4g to %.4g Hz of %s", band.low_hz, band.high_hz,
                  program.biomarkers.channels[band.channel].label.data());
    words += (words.empty() ? "" : " and ") + std::string(text);
  }
  if (discriminant.weights.size() == 2) {
    char text[64];
    std::snprintf(text, sizeof text, ", weighed %.3g to %.3g", discriminant.weights[0],
                  discriminant.weights[1]);
    words += text;
  }
  return words;
}

double output_of(const RcsPowerTable& table, const RcsDiscriminant& discriminant,
                 std::size_t row) {
  double output = 0.0;
  for (std::size_t i = 0; i < discriminant.bands.size(); ++i) {
    const RcsBandPowers& band = table.bands[discriminant.bands[i]];
    output += discriminant.weights[i] *
              static_cast<double>(band.power[row] - discriminant.usual[i]) / kOne;
  }
  return output;
}

}  // namespace homeostat::sim
