#include "biomarkers/tree_detector.h"

#include <algorithm>
#include <cstddef>

#include "safety/crc32.h"

namespace homeostat::biomarkers {
namespace {

float clipped(float log_odds) noexcept {
  return std::min(kOddsClip, std::max(-kOddsClip, log_odds));
}

}  // namespace

void OddsSum::add(float log_odds, float drift, float alarm_at) noexcept {
  const float sum = sum_ + clipped(log_odds) - drift;
  sum_ = std::min(2.0F * alarm_at, std::max(0.0F, sum));
  below_ = log_odds < 0.0F ? below_ + 1 : 0;
  if (alarm_ && below_ >= kHopsUntilOff) {
    alarm_ = false;
    sum_ = 0.0F;
  } else if (sum_ > alarm_at) {
    alarm_ = true;
  }
  if (alarm_) {
    echo_ = kVoteHops;
  } else if (echo_ > 0) {
    --echo_;
  }
}

Evidence evidence_of(int alarms, int readable, int votes) noexcept {
  if (readable == 0) return Evidence::kUnknown;
  const int needed = std::max(1, std::min(votes, readable));
  return alarms >= needed ? Evidence::kAbove : Evidence::kBelow;
}

TreeDetector::TreeDetector(const TreeSettings& settings, float sample_rate_hz,
                           float rail_uv) noexcept
    : votes_(settings.votes),
      drift_(settings.drift),
      alarm_at_(settings.alarm_at),
      trusted_(settings.channel_count > 0 && fault_of(settings.model) == nullptr) {
  if (!trusted_) return;
  model_bytes_ = settings.model.size;
  count_ = std::min<int>(settings.channel_count, kMostTreeChannels);
  for (int i = 0; i < count_; ++i) {
    Listener& listener = channels_[static_cast<std::size_t>(i)];
    listener.features = SeizureFeatures(sample_rate_hz, rail_uv);
    listener.channel = settings.channels[static_cast<std::size_t>(i)];
  }
}

void TreeDetector::update(int index, const ChannelSamples* samples, bool bad, bool freeze,
                          const TreeModel& model) noexcept {
  Listener& listener = channels_[static_cast<std::size_t>(index)];
  if (samples == nullptr) listener.features.begin();
  if (samples == nullptr || bad) {
    listener.readable = false;
    listener.odds.clear();
  }
  if (samples == nullptr || !listener.features.update(*samples)) return;
  if (index == 0) scrub(model);
  if (!trusted_) return;
  if (listener.features.known()) {
    judge(listener, freeze || bad, model);
  }
  listener.readable = listener.features.known() && listener.scale.calibrated() && !bad;
}

void TreeDetector::judge(Listener& listener, bool freeze,
                         const TreeModel& model) noexcept {
  const SeizureFeatureValues& values = listener.features.values();
  const bool calibrated = listener.scale.calibrated();
  const SeizureFeatureValues normalised = listener.scale.normalised(values);
  listener.scale.learn(values, freeze);
  if (!calibrated) return;
  const TreeOdds odds = odds_of(model, levels_of(model, values, normalised));
  const bool vetoed = odds.artefact > 0.0F;
  listener.log_odds = vetoed ? std::min(odds.seizure, 0.0F) : odds.seizure;
  listener.odds.add(listener.log_odds, drift_, alarm_at_);
}

void TreeDetector::scrub(const TreeModel& model) noexcept {
  if (model.size != model_bytes_) trusted_ = false;
  if (!trusted_) return;
  const int end = model_bytes_ - 4;
  for (int i = 0; i < kModelBytesAHop && scrubbed_ < end; ++i, ++scrubbed_) {
    const auto byte = static_cast<std::byte>(model.bytes[scrubbed_]);
    crc_ = safety::crc32(&byte, 1, crc_);
  }
  if (scrubbed_ < end) return;
  std::uint32_t stored = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    stored |= std::uint32_t{model.bytes[static_cast<std::size_t>(end) + i]} << (8 * i);
  }
  trusted_ = crc_ == stored;
  scrubbed_ = 0;
  crc_ = 0;
}

TreeReading TreeDetector::reading() const noexcept {
  TreeReading reading;
  if (!trusted_) return reading;
  for (int i = 0; i < count_; ++i) {
    const Listener& listener = channels_[static_cast<std::size_t>(i)];
    if (!listener.readable) continue;
    if (reading.channels == 0 || listener.log_odds > reading.log_odds) {
      reading.log_odds = listener.log_odds;
    }
    ++reading.channels;
    if (listener.odds.votes()) ++reading.alarms;
  }
  reading.valid = reading.channels > 0;
  return reading;
}

Evidence TreeDetector::evidence() const noexcept {
  const TreeReading now = reading();
  return evidence_of(now.alarms, now.channels, votes_);
}

}  // namespace homeostat::biomarkers
