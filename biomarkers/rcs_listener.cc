#include "biomarkers/rcs_listener.h"

#include "biomarkers/carried.h"
#include "biomarkers/rcs_units.h"

namespace homeostat::biomarkers {
namespace {

constexpr std::int64_t kUaPerMa = 1000;
constexpr double kMvPerUv = 1.0e-3;

template <std::size_t kOne, std::size_t kOther>
bool same_text(const std::array<char, kOne>& a,
               const std::array<char, kOther>& b) noexcept {
  for (std::size_t i = 0; i < kOne && i < kOther; ++i) {
    if (a[i] != b[i]) return false;
    if (a[i] == '\0') return true;
  }
  return false;
}

// What lies before the first sample of a frame behind a gap is not known: that sample
// never came, so that no window reaches across.
std::int32_t counts_of(const ChannelSamples* samples, int i, int gain250_trim) noexcept {
  if (samples == nullptr || (i == 0 && samples->after_gap)) return kRcsMissing;
  const auto uv = static_cast<double>(samples->uv[static_cast<std::size_t>(i)]);
  return rcs_counts(uv * kMvPerUv, gain250_trim);
}

}  // namespace

int channel_called(const std::array<char, kLongestLabel + 1>& label,
                   const BiomarkerSettings& bank) noexcept {
  for (int c = 0; c < bank.channel_count && c < kMaxChannels; ++c) {
    if (same_text(label, bank.channels[static_cast<std::size_t>(c)].label)) return c;
  }
  return -1;
}

RcsListener::RcsListener(const RcsSettings& settings, const BiomarkerSettings& bank,
                         DetectorMemory& memory) noexcept {
  if (!kCarriesRcsChain || settings.channel_count > ears_.size()) return;
  for (std::size_t e = 0; e < settings.channel_count; ++e) {
    const int channel = channel_called(settings.channels[e].label, bank);
    if (channel < 0) return;
    ears_[e] = {static_cast<std::uint8_t>(channel),
                static_cast<std::uint8_t>(settings.channels[e].gain250_trim)};
  }
  ear_count_ = static_cast<std::uint8_t>(settings.channel_count);
  chain_ = memory.make<Chain>(settings);
}

RcsReading RcsListener::update(DetectorMemory& memory,
                               const std::array<Channel, kMaxChannels>& channels,
                               int samples) const noexcept {
  RcsReading reading;
  if (!kCarriesRcsChain || !chain_.somewhere()) return reading;
  Chain& chain = memory.at<Chain>(chain_);
  for (int i = 0; i < samples; ++i) {
    RcsCounts counts{};
    for (std::size_t e = 0; e < ear_count_; ++e) {
      const Ear& ear = ears_[e];
      counts[e] = counts_of(channels[ear.channel].samples(), i, ear.gain250_trim);
    }
    chain.update(counts);
  }
  reading.state = chain.state();
  for (std::size_t p = 0; p < reading.currents_ua.size(); ++p) {
    reading.currents_ua[p] =
        static_cast<std::int32_t>(chain.current(p) * kUaPerMa / RcsRamp::kPerMa);
  }
  return reading;
}

}  // namespace homeostat::biomarkers
