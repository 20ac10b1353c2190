#include "sim/tune_rcs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <set>

#include "biomarkers/rcs_detector.h"

namespace homeostat::sim {
namespace {

using namespace biomarkers;

// Above the usual, in the discriminant's own unit.
constexpr std::array kAbove{1.0,  1.5,  2.0,  3.0,  4.0,  6.0,  8.0,
                            12.0, 16.0, 24.0, 32.0, 48.0, 64.0, 96.0};
constexpr std::array kOnset_s{0.0, 1.0, 2.0, 4.0};  // one update at least
constexpr std::array kTermination_s{2.0, 5.0, 10.0};
constexpr std::size_t kFewestEvents = 2;
constexpr double kSecondWithoutEvents = 3.0;  // times the first threshold

double update_s(const RcsSettings& chain) {
  return chain.fft_interval_ms * 1e-3 * std::max(1, chain.detectors[0].update_rate);
}

// So many updates as make up the times.
template <class Times>
void add_updates(const Times& times_s, double update, std::set<int>& counts) {
  for (const double time_s : times_s) {
    counts.insert(std::max(1, static_cast<int>(std::ceil(time_s / update - 1e-9))));
  }
}

std::string words_for(const std::string& bands, double above, int onset, int termination,
                      double update) {
  char text[128];
  std::snprintf(text, sizeof text,
                ", above its usual power by %.4g times that for %.3g s, until below for "
                "%.3g s",
                above, onset * update, termination * update);
  return bands + text;
}

}  // namespace

std::string why_no_rcs(const controller::TherapyProgram& program) {
  if (program.policy != controller::PolicyKind::kAdaptive) {
    return "only a program whose policy is ADAPTIVE listens through such a chain; start "
           "from one, for example epilepsy/adaptive";
  }
  if (program.adaptive.chain.detector_count != 1) {
    return "adaptive.chain has two detectors; accepted: one, which is then tuned";
  }
  return {};
}

RcsTuner::RcsTuner(const controller::TherapyProgram& program, const Timeline& line,
                   const TuneStep& step)
    : program_(program), line_(line), table_(rcs_powers(program, line, step)) {}

double RcsTuner::over_range_share() const {
  double over = 0.0;
  double all = 0.0;
  for (const RcsBandPowers& band : table_.bands) {
    for (const std::uint8_t each : band.over_range) over += each;
    all += static_cast<double>(band.over_range.size());
  }
  return all > 0.0 ? over / all : 0.0;
}

// What half of the events within `span` reach; 0 where there are none.
double RcsTuner::median_peak(const RcsDiscriminant& discriminant,
                             const TuneSpan& span) const {
  std::vector<double> peaks;
  for (const Interval& event : line_.events) {
    if (event.onset_s < span.from_s || event.onset_s >= span.to_s) continue;
    double peak = 0.0;
    for (std::size_t row = 0; row < table_.end_s.size(); ++row) {
      const double at_s = table_.end_s[row];
      if (at_s < event.onset_s || at_s > event.offset_s) continue;
      peak = std::max(peak, output_of(table_, discriminant, row));
    }
    peaks.push_back(peak);
  }
  if (peaks.empty()) return 0.0;
  const auto middle = peaks.begin() + static_cast<std::ptrdiff_t>(peaks.size() / 2);
  std::ranges::nth_element(peaks, middle);
  return *middle;
}

std::vector<Interval> RcsTuner::detections(const RcsSettings& chain,
                                           const RcsDiscriminant& discriminant) const {
  std::vector<Interval> found;
  for (std::size_t r = 0; r < table_.first_row.size(); ++r) {
    const std::size_t end =
        r + 1 < table_.first_row.size() ? table_.first_row[r + 1] : table_.end_s.size();
    RcsDetector detector(chain.detectors[0]);
    std::uint64_t fft = 0;
    bool before = false;
    for (std::size_t row = table_.first_row[r]; row < end; ++row) {
      RcsPower power;
      for (std::size_t i = 0; i < discriminant.bands.size(); ++i) {
        const RcsBandPowers& band = table_.bands[discriminant.bands[i]];
        power.bands[i] = band.power[row];
        power.over_range |= static_cast<std::uint8_t>(band.over_range[row] << i);
        power.missing |= static_cast<std::uint8_t>(band.missing[row] << i);
      }
      (void)detector.update(power, ++fft);
      const bool now = detector.confirmed() > 0;
      const double now_s = table_.end_s[row];
      if (now && !before) found.push_back({now_s, now_s});
      if (now || before) found.back().offset_s = now_s;
      before = now;
    }
  }
  return found;
}

void RcsTuner::add_family(const RcsDiscriminant& discriminant, const TuneSpan& span,
                          int family, RcsCandidates& all) const {
  RcsSettings chain = with_discriminant(program_, table_, discriminant);
  RcsDetectorSettings& detector = chain.detectors[0];
  const std::string bands = words_of(program_, table_, discriminant);
  const double update = update_s(chain);
  const double peak = median_peak(discriminant, span);
  std::set<int> onsets{std::max(1, detector.onset_updates)};
  std::set<int> ends{std::max(1, detector.termination_updates)};
  if (line_.events.size() >= kFewestEvents) {  // background alone cannot tell them
    add_updates(kOnset_s, update, onsets);
    add_updates(kTermination_s, update, ends);
  }
  const double one = 1 << detector.fractional_bits;
  const auto in_fixed_point = [&](double y) { return std::round(y * one) / one; };
  family *= 100;
  for (const int onset : onsets) {
    for (const int termination : ends) {
      ++family;
      for (const double above : kAbove) {
        const double low = above * discriminant.unit;
        detector.onset_updates = onset;
        detector.termination_updates = termination;
        detector.low_threshold = in_fixed_point(low);
        if (detector.dual_threshold) {
          const double second =
              peak > low ? 0.5 * (low + peak) : kSecondWithoutEvents * low;
          detector.high_threshold = in_fixed_point(second);
        }
        all.candidates.push_back(
            {.words = words_for(bands, above, onset, termination, update),
             .settings = {},
             .family = family,
             .strict = above,
             .detections = detections(chain, discriminant)});
        all.chains.push_back(chain);
      }
    }
  }
}

RcsCandidates RcsTuner::candidates(const TuneSpan& span) const {
  RcsCandidates all;
  int family = 0;
  for (const RcsDiscriminant& discriminant :
       rcs_discriminants(table_, line_, program_.adaptive.chain, span)) {
    add_family(discriminant, span, family++, all);
  }
  return all;
}

}  // namespace homeostat::sim
