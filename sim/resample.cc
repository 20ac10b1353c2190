#include "sim/resample.h"

#include <samplerate.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

#include "sim/error.h"

namespace homeostat::sim {
namespace {

// 121 dB, more than the 16 bits of a recording hold.
constexpr int kConverter = SRC_SINC_MEDIUM_QUALITY;
constexpr double kSameRate = 1e-7;
constexpr std::size_t kTogether = 4;  // libsamplerate has a loop of its own for four
constexpr std::ptrdiff_t kLongestPeriod = 1 << 16;
// Half the length of the filter, in samples of the lower rate (libsamplerate: 46).
constexpr double kReach = 48.0;

using Spans = std::span<const std::span<const float>>;

// Samples between two gaps. Signed, because the filter looks beyond both ends.
struct Stretch {
  std::ptrdiff_t begin = 0;
  std::ptrdiff_t end = 0;
};

// Input samples after which both grids meet again: 2 from 500 Hz to 250 Hz. 0 where they
// do not soon; a stretch behind a gap is then placed to the nearest output sample.
std::ptrdiff_t grid_period(double ratio) {
  for (std::ptrdiff_t period = 1; period <= kLongestPeriod; ++period) {
    const double outputs = static_cast<double>(period) * ratio;
    if (std::abs(outputs - std::round(outputs)) < 1e-9 * outputs) return period;
  }
  return 0;
}

std::vector<Stretch> stretches(std::span<const float> samples) {
  std::vector<Stretch> found;
  const auto finite = [](float x) { return std::isfinite(x); };
  auto at = std::find_if(samples.begin(), samples.end(), finite);
  while (at != samples.end()) {
    const auto end = std::find_if_not(at, samples.end(), finite);
    found.push_back({at - samples.begin(), end - samples.begin()});
    at = std::find_if(end, samples.end(), finite);
  }
  return found;
}

// One channel of a stretch without the straight line through its ends, so that it begins
// and ends at zero; beyond them it goes on turned about each end, and then as zero.
class Levelled {
 public:
  Levelled(std::span<const float> samples, Stretch stretch)
      : samples_(samples), stretch_(stretch), first_(sample(stretch.begin)) {
    if (stretch.end - stretch.begin > 1)
      slope_ = (sample(stretch.end - 1) - first_) /
               static_cast<double>(stretch.end - stretch.begin - 1);
  }

  double line(double at) const {
    return first_ + slope_ * (at - static_cast<double>(stretch_.begin));
  }

  float operator[](std::ptrdiff_t at) const {
    const std::ptrdiff_t last = stretch_.end - 1;
    const std::ptrdiff_t turned = 2 * (at < stretch_.begin ? stretch_.begin : last) - at;
    const bool inside = at >= stretch_.begin && at <= last;
    const std::ptrdiff_t from = inside ? at : turned;
    if (from < stretch_.begin || from > last) return 0.0f;
    const double level = sample(from) - line(static_cast<double>(from));
    return static_cast<float>(inside ? level : -level);
  }

 private:
  double sample(std::ptrdiff_t at) const {
    return static_cast<double>(samples_[static_cast<std::size_t>(at)]);
  }

  std::span<const float> samples_;
  Stretch stretch_;
  double first_;
  double slope_ = 0.0;
};

std::vector<float> convert(std::vector<float>& interleaved, std::size_t channels,
                           double ratio) {
  const std::size_t frames = interleaved.size() / channels;
  const double expected = static_cast<double>(frames) * ratio;
  std::vector<float> out((static_cast<std::size_t>(expected) + 2) * channels, 0.0f);
  SRC_DATA job{};
  job.data_in = interleaved.data();
  job.data_out = out.data();
  job.input_frames = static_cast<long>(frames);
  job.output_frames = static_cast<long>(out.size() / channels);
  job.src_ratio = ratio;
  if (const int error = src_simple(&job, kConverter, static_cast<int>(channels)))
    throw RecordingError(std::string("resampling: ") + src_strerror(error));
  return out;
}

// Where to begin so that both ends of the filter have something to look at, and every
// output sample still comes at its exact time.
std::ptrdiff_t origin_of(Stretch stretch, std::ptrdiff_t reach, std::ptrdiff_t period) {
  if (period == 0) return stretch.begin;
  const std::ptrdiff_t wanted = stretch.begin - reach;
  const std::ptrdiff_t past = (wanted % period + period) % period;
  return wanted - past;
}

// Resamples one stretch of all `inputs` into its place in `outputs`.
void resample_stretch(Spans inputs, Stretch stretch, double ratio, std::ptrdiff_t period,
                      std::span<std::vector<float>> outputs) {
  const std::size_t channels = inputs.size();
  const auto reach =
      static_cast<std::ptrdiff_t>(std::ceil(kReach * std::max(1.0, 1.0 / ratio)));
  const std::ptrdiff_t origin = origin_of(stretch, reach, period);
  std::vector<Levelled> levelled;
  for (const auto input : inputs) levelled.emplace_back(input, stretch);
  std::vector<float> interleaved;
  interleaved.reserve(static_cast<std::size_t>(stretch.end + reach - origin) * channels);
  for (std::ptrdiff_t i = origin; i < stretch.end + reach; ++i)
    for (const Levelled& channel : levelled) interleaved.push_back(channel[i]);
  const std::vector<float> converted = convert(interleaved, channels, ratio);

  const auto place = [=](std::ptrdiff_t i) { return static_cast<double>(i) * ratio; };
  const auto first_output = static_cast<std::ptrdiff_t>(std::llround(place(origin)));
  const auto begin = static_cast<std::ptrdiff_t>(std::ceil(place(stretch.begin) - 1e-6));
  const auto end =
      std::min(static_cast<std::ptrdiff_t>(std::ceil(place(stretch.end) - 1e-6)),
               static_cast<std::ptrdiff_t>(outputs[0].size()));
  for (std::ptrdiff_t k = begin; k < end; ++k) {
    const auto at = static_cast<std::size_t>(k - first_output) * channels;
    for (std::size_t c = 0; c < channels; ++c)
      outputs[c][static_cast<std::size_t>(k)] =
          static_cast<float>(static_cast<double>(converted[at + c]) +
                             levelled[c].line(static_cast<double>(k) / ratio));
  }
}

bool is_same(double from_hz, double to_hz) {
  return std::abs(from_hz - to_hz) < kSameRate * to_hz;
}

double checked_ratio(double from_hz, double to_hz) {
  const double ratio = to_hz / from_hz;
  if (!(from_hz > 0.0 && to_hz > 0.0 && ratio <= kMostRatio && ratio >= 1.0 / kMostRatio))
    throw RecordingError("resampling from " + std::to_string(from_hz) + " Hz to " +
                         std::to_string(to_hz) +
                         " Hz: positive rates within a factor of 256 are expected");
  return ratio;
}

// All `inputs` have one length and the same gaps.
std::vector<std::vector<float>> resample_alike(Spans inputs, double from_hz,
                                               double to_hz) {
  const double ratio = checked_ratio(from_hz, to_hz);
  const auto size = static_cast<std::size_t>(
      std::llround(static_cast<double>(inputs[0].size()) * ratio));
  std::vector<std::vector<float>> outputs(
      inputs.size(), std::vector<float>(size, std::numeric_limits<float>::quiet_NaN()));
  const std::ptrdiff_t period = grid_period(ratio);
  for (const Stretch stretch : stretches(inputs[0]))
    resample_stretch(inputs, stretch, ratio, period, outputs);
  return outputs;
}

bool alike(const Channel& a, const Channel& b) {
  return a.rate_hz == b.rate_hz &&
         std::equal(a.samples_uv.begin(), a.samples_uv.end(), b.samples_uv.begin(),
                    b.samples_uv.end(), [](float x, float y) {
                      return std::isfinite(x) == std::isfinite(y);
                    });
}

}  // namespace

std::vector<float> resample(std::span<const float> samples_uv, double from_hz,
                            double to_hz) {
  if (is_same(from_hz, to_hz)) return {samples_uv.begin(), samples_uv.end()};
  return resample_alike(std::array{samples_uv}, from_hz, to_hz).front();
}

void resample(std::span<Channel> channels, double to_hz) {
  while (!channels.empty()) {
    if (is_same(channels.front().rate_hz, to_hz)) {
      channels.front().rate_hz = to_hz;
      channels = channels.subspan(1);
      continue;
    }
    std::vector<std::span<const float>> inputs;
    for (const Channel& channel : channels.first(std::min(kTogether, channels.size()))) {
      if (!alike(channel, channels.front())) break;
      inputs.emplace_back(channel.samples_uv);
    }
    auto outputs = resample_alike(inputs, channels.front().rate_hz, to_hz);
    for (std::size_t c = 0; c < outputs.size(); ++c)
      channels[c] = {std::move(channels[c].label), to_hz, std::move(outputs[c])};
    channels = channels.subspan(outputs.size());
  }
}

}  // namespace homeostat::sim
