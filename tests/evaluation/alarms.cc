#include "tests/evaluation/alarms.h"

#include <algorithm>
#include <cmath>

#include "biomarkers/biomarker_bank.h"

namespace homeostat::evaluation {

std::vector<sim::Interval> alarms_of_bank(const biomarkers::BiomarkerSettings& settings,
                                          std::span<const float> uv) {
  biomarkers::BiomarkerBank bank(settings);
  AlarmList list;
  biomarkers::SampleFrame frame;
  frame.channel_count = settings.channel_count;
  frame.sample_count = settings.samples_per_frame;
  const std::size_t n = settings.samples_per_frame;
  const auto rate_hz = static_cast<double>(settings.sample_rate_hz);
  for (std::size_t end = n; end <= uv.size(); end += n) {
    const auto samples = uv.subspan(end - n, n);
    for (std::size_t c = 0; c < settings.channel_count; ++c) {
      std::ranges::copy(samples, frame.samples_uv[c].begin());
    }
    const double now_s = static_cast<double>(end) / rate_hz;
    frame.time = Instant(static_cast<std::uint64_t>(std::llround(now_s * 1e6)));
    list.see(bank.update(frame, false, settings.trees.model).seizure, now_s);
    ++frame.sequence;
  }
  return list.take();
}

}  // namespace homeostat::evaluation
