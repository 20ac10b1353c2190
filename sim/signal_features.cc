#include "sim/signal_features.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/error.h"

namespace homeostat::sim {
namespace {

constexpr double kLowest_hz = 1.0;
constexpr double kHighest_hz = 45.0;
constexpr std::size_t kSeizingSeconds = 5;
constexpr std::size_t kOfSeconds = 10;

bool whole(std::span<const double> signal) {
  return std::all_of(signal.begin(), signal.end(),
                     [](double v) { return std::isfinite(v); });
}

double line_length(std::span<const double> second) {
  double sum = 0.0;
  for (std::size_t i = 1; i < second.size(); ++i)
    sum += std::abs(second[i] - second[i - 1]);
  return sum;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::size_t seizures(const std::vector<double>& lengths, double threshold) {
  std::size_t count = 0;
  std::size_t quiet = 0;
  bool seizing = false;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const std::size_t from = i + 1 > kOfSeconds ? i + 1 - kOfSeconds : 0;
    std::size_t above = 0;
    for (std::size_t k = from; k <= i; ++k) above += lengths[k] > threshold ? 1 : 0;
    quiet = lengths[i] > threshold ? 0 : quiet + 1;
    if (!seizing && above >= kSeizingSeconds && quiet == 0) {
      seizing = true;
      ++count;
    } else if (seizing && quiet >= kSeizingSeconds) {
      seizing = false;
    }
  }
  return count;
}

// Mean over windows of two seconds that overlap by half, with Hann's window.
class Periodogram {
 public:
  explicit Periodogram(double rate_hz)
      : rate_hz_(rate_hz),
        length_(static_cast<std::size_t>(std::lround(rate_hz / kFeatureBin_hz))) {
    const double highest = std::min(kHighest_hz, 0.4 * rate_hz);
    first_ = static_cast<std::size_t>(std::lround(kLowest_hz / kFeatureBin_hz));
    power_.resize(static_cast<std::size_t>(highest / kFeatureBin_hz) - first_ + 1);
    for (std::size_t i = 0; i < length_; ++i) {
      const double turn =
          2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(length_);
      cosine_.push_back(std::cos(turn));
      sine_.push_back(std::sin(turn));
    }
  }

  std::size_t length() const { return length_; }

  void add(std::span<const double> window) {
    double mean = 0.0;
    for (const double v : window) mean += v / static_cast<double>(length_);
    std::vector<double> x(length_);
    for (std::size_t i = 0; i < length_; ++i) {
      x[i] = (window[i] - mean) * (0.5 - 0.5 * cosine_[i]);
    }
    for (std::size_t k = 0; k < power_.size(); ++k) {
      double c = 0.0;
      double s = 0.0;
      std::size_t at = 0;
      for (std::size_t i = 0; i < length_; ++i) {
        c += x[i] * cosine_[at];
        s += x[i] * sine_[at];
        at += first_ + k;
        if (at >= length_) at -= length_;
      }
      power_[k] += c * c + s * s;
    }
    ++windows_;
  }

  std::vector<double> mean() const {
    // Hann's window keeps 3/8 of the power; both signs of the frequency count.
    const double scale = 2.0 / (0.375 * static_cast<double>(length_) * rate_hz_) /
                         static_cast<double>(std::max<std::size_t>(windows_, 1));
    std::vector<double> power = power_;
    for (double& p : power) p *= scale;
    return power;
  }

 private:
  double rate_hz_;
  std::size_t length_;
  std::size_t first_ = 0;
  std::size_t windows_ = 0;
  std::vector<double> cosine_;
  std::vector<double> sine_;
  std::vector<double> power_;
};

}  // namespace

SignalFeatures features_of(std::span<const double> signal_uv, double rate_hz) {
  if (!(rate_hz >= 10.0)) throw RecordingError("a rate of at least 10 Hz is needed");
  const auto second = static_cast<std::size_t>(std::lround(rate_hz));
  std::vector<double> lengths;
  for (std::size_t at = 0; at + second <= signal_uv.size(); at += second) {
    const auto part = signal_uv.subspan(at, second);
    if (whole(part)) lengths.push_back(line_length(part));
  }
  if (lengths.size() < 10) {
    throw RecordingError(
        "ten seconds without gaps are needed to say what a signal is like");
  }
  SignalFeatures features;
  features.seconds = static_cast<double>(lengths.size());
  features.line_length_uv_per_s = median(lengths);
  features.seizures_per_h =
      3600.0 *
      static_cast<double>(seizures(lengths, 3.0 * features.line_length_uv_per_s)) /
      features.seconds;
  Periodogram periodogram(rate_hz);
  const std::size_t window = periodogram.length();
  for (std::size_t at = 0; at + window <= signal_uv.size(); at += window / 2) {
    if (whole(signal_uv.subspan(at, window)))
      periodogram.add(signal_uv.subspan(at, window));
  }
  features.power = periodogram.mean();
  return features;
}

}  // namespace homeostat::sim
