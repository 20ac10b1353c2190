#include "sim/signal_recorder.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace homeostat::sim {
namespace {

// In steps of 0.1 uV, or wider where the program's rail asks for it.
std::vector<EdfChannel> channels_of(const biomarkers::BiomarkerSettings& settings) {
  std::vector<EdfChannel> channels;
  for (std::size_t i = 0; i < settings.channel_count; ++i) {
    EdfChannel channel{.label = settings.channels[i].label.data(),
                       .rate_hz = static_cast<double>(settings.sample_rate_hz)};
    const double rail_uv = static_cast<double>(settings.quality.rail_uv);
    channel.physical_min_uv = std::min(channel.physical_min_uv, -rail_uv);
    channel.physical_max_uv = std::max(channel.physical_max_uv, rail_uv);
    channels.push_back(channel);
  }
  return channels;
}

// "stim 0 4.000mA 200.0Hz": output, amplitude, rate. At most 40 characters.
std::string burst_code(const DeliveredBurst& burst) {
  char code[41];
  const double rate_hz =
      burst.period_us > 0 ? 1e6 / static_cast<double>(burst.period_us) : 0.0;
  std::snprintf(code, sizeof code, "stim %d %.3fmA %.1fHz", burst.output,
                burst.amplitude_ua / 1000.0, rate_hz);
  return code;
}

}  // namespace

SignalRecorder::SignalRecorder(const std::filesystem::path& path,
                               const biomarkers::BiomarkerSettings& settings,
                               const std::string& start_date_time)
    : writer_(start_date_time.empty()
                  ? EdfWriter(path, channels_of(settings))
                  : EdfWriter(path, channels_of(settings), start_date_time)) {}

void SignalRecorder::see(const biomarkers::SampleFrame& frame,
                         const controller::LoopReport&) {
  std::array<std::span<const float>, biomarkers::kMaxChannels> block;
  for (std::size_t i = 0; i < frame.channel_count; ++i) {
    block[i] = std::span(frame.samples_uv[i]).first(frame.sample_count);
  }
  writer_.append(std::span(block).first(frame.channel_count));
  note_gap(frame);
}

// Lost samples stand at the lower rail in the file; the annotation says so.
void SignalRecorder::note_gap(const biomarkers::SampleFrame& frame) {
  bool missing = false;
  for (std::size_t i = 0; i < frame.channel_count; ++i) {
    missing = missing || (frame.front_end[i] & biomarkers::kMissing) != 0;
  }
  const double now_s = seconds(frame.time);
  if (missing && !gap_start_s_) gap_start_s_ = last_s_;
  if (!missing && gap_start_s_) {
    writer_.annotate(*gap_start_s_, last_s_ - *gap_start_s_, "missing");
    gap_start_s_.reset();
  }
  last_s_ = now_s;
}

void SignalRecorder::close(const std::vector<Interval>& detections,
                           const std::vector<DeliveredBurst>& bursts) {
  if (gap_start_s_) writer_.annotate(*gap_start_s_, last_s_ - *gap_start_s_, "missing");
  for (const Interval& detection : detections) {
    writer_.annotate(detection.onset_s, detection.offset_s - detection.onset_s,
                     "detected");
  }
  for (const DeliveredBurst& burst : bursts) {
    writer_.annotate(burst.onset_s, burst.duration_s, burst_code(burst));
  }
  writer_.close();
  if (writer_.clipped_samples() > 0) {
    spdlog::warn(
        "recording.edf: {} samples lay beyond the program's rail and were stored at the "
        "end of the range; the loop saw them as they were",
        writer_.clipped_samples());
  }
}

}  // namespace homeostat::sim
