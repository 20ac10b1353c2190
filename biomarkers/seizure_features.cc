#include "biomarkers/seizure_features.h"

#include "biomarkers/numbers.h"

namespace homeostat::biomarkers {
namespace {

constexpr float kLeast = 1.0e-6F;  // of what a logarithm is taken
constexpr float kEdgeShare = 0.9F;
constexpr int kSignalPercent = 80;

float log_of(float x) noexcept { return log2(x >= kLeast ? x : kLeast); }

float mean(float sum, int count) noexcept {
  return count > 0 ? sum / static_cast<float>(count) : 0.0F;
}

bool suits(float rate_hz) noexcept {
  return rate_hz >= kLowestTreeRateHz && rate_hz <= kHighestTreeRateHz;
}

// The first bin at or above a frequency.
int bin_from(float hz, float bin_hz) noexcept {
  const float place = hz / bin_hz;
  const int whole = static_cast<int>(place);
  return static_cast<float>(whole) < place ? whole + 1 : whole;
}

}  // namespace

SeizureFeatures::Sums& SeizureFeatures::Sums::operator+=(const Sums& more) noexcept {
  length += more.length;
  squares += more.squares;
  steps += more.steps;
  bends += more.bends;
  energy += more.energy;
  samples += more.samples;
  pairs += more.pairs;
  triples += more.triples;
  crossings += more.crossings;
  return *this;
}

SeizureFeatures::SeizureFeatures(float sample_rate_hz, float rail_uv) noexcept
    : hop_(suits(sample_rate_hz) ? static_cast<int>(0.5F * sample_rate_hz + 0.5F) : 0),
      sample_rate_hz_(sample_rate_hz),
      bin_hz_(sample_rate_hz / kHopTransform),
      samples_needed_((2 * hop_ * kSignalPercent + 99) / 100),
      spectrum_(2 * hop_, rail_uv) {
  if (hop_ == 0) return;
  for (std::size_t i = 0; i < first_bins_.size(); ++i) {
    first_bins_[i] = bin_from(kSeizureBandEdges_hz[i], bin_hz_);
  }
}

void SeizureFeatures::begin() noexcept {
  now_ = {};
  has_before_ = false;
  known_ = false;
  filled_ = 0;
  neighbours_ = 0;
}

bool SeizureFeatures::update(const ChannelSamples& samples) noexcept {
  if (hop_ == 0) return false;
  if (samples.after_gap) begin();
  bool ended = false;
  for (int i = 0; i < samples.count; ++i) {
    add(samples.uv[static_cast<std::size_t>(i)], contains(samples.used, i));
    if (++filled_ < hop_) continue;
    end_hop();
    ended = true;
  }
  return ended;
}

void SeizureFeatures::add(float uv, bool signal) noexcept {
  spectrum_.push(uv);
  if (!signal) {
    neighbours_ = 0;
    return;
  }
  const float step = uv - previous_uv_;
  const float bend = step - previous_step_uv_;
  ++now_.samples;
  now_.squares += uv * uv;
  if (neighbours_ >= 1) {
    ++now_.pairs;
    now_.length += step >= 0.0F ? step : -step;
    now_.steps += step * step;
    now_.crossings += (uv >= 0.0F) != (previous_uv_ >= 0.0F);
  }
  if (neighbours_ >= 2) {
    ++now_.triples;
    now_.bends += bend * bend;
    // The middle one of three: x1^2 - x0 x2 with x0 = x1 - d1 and x2 = x1 + d2.
    const float before_uv = previous_uv_ - previous_step_uv_;
    now_.energy += previous_uv_ * previous_uv_ - before_uv * uv;
  }
  neighbours_ = neighbours_ < 2 ? neighbours_ + 1 : 2;
  previous_uv_ = uv;
  previous_step_uv_ = step;
}

void SeizureFeatures::end_hop() noexcept {
  Sums second = before_;
  second += now_;
  known_ = has_before_ && second.samples >= samples_needed_ && second.triples > 0;
  before_ = now_;
  has_before_ = true;
  now_ = {};
  filled_ = 0;
  if (!known_) return;
  tell(second);
  tell_spectrum();
}

void SeizureFeatures::tell(const Sums& second) noexcept {
  const auto set = [this](SeizureFeature feature, float value) {
    values_[static_cast<std::size_t>(feature)] = value;
  };
  const float squares = mean(second.squares, second.samples);
  const float steps = mean(second.steps, second.pairs);
  const float bends = mean(second.bends, second.triples);
  const float mobility = root_of_ratio(steps, squares);
  set(SeizureFeature::kLineLength, log_of(mean(second.length, second.pairs)));
  set(SeizureFeature::kRms, 0.5F * log_of(squares));
  set(SeizureFeature::kTeagerEnergy, log_of(mean(second.energy, second.triples)));
  set(SeizureFeature::kMobility, mobility);
  set(SeizureFeature::kComplexity,
      mobility > 0.0F ? root_of_ratio(bends, steps) / mobility : 0.0F);
  set(SeizureFeature::kZeroCrossings,
      mean(static_cast<float>(second.crossings), second.pairs) * sample_rate_hz_);
}

void SeizureFeatures::tell_spectrum() noexcept {
  HopSpectrum::Powers power;
  spectrum_.transform(power);
  float total = 0.0F;
  for (std::size_t band = 0; band < kSeizureBands; ++band) {
    float sum = 0.0F;
    for (int k = first_bins_[band]; k < first_bins_[band + 1]; ++k) {
      sum += power[static_cast<std::size_t>(k)];
    }
    values_[static_cast<std::size_t>(SeizureFeature::kBandPower) + band] = log_of(sum);
    total += sum;
  }
  float wanted = kEdgeShare * total;
  float edge_hz = total > 0.0F ? kSeizureBandEdges_hz.back() : 0.0F;
  for (int k = first_bins_.front(); k < first_bins_.back(); ++k) {
    const float here = power[static_cast<std::size_t>(k)];
    if (wanted <= here && here > 0.0F) {
      edge_hz = (static_cast<float>(k) - 0.5F + wanted / here) * bin_hz_;
      break;
    }
    wanted -= here;
  }
  values_[static_cast<std::size_t>(SeizureFeature::kSpectralEdge)] = edge_hz;
}

}  // namespace homeostat::biomarkers
