#include "biomarkers/mood_listener.h"

#include <bit>

namespace homeostat::biomarkers {
namespace {

constexpr std::uint64_t kSecond_us = 1'000'000;
// Between two pulses of stimulation that goes on.
constexpr Microseconds kLongestGap{kSecond_us};
constexpr SampleMask kAll = ~SampleMask{0};

Cadence cadence_of(const BiomarkerSettings& settings) noexcept {
  return {settings.sample_rate_hz, settings.samples_per_frame};
}

std::uint16_t permille(int seconds) noexcept {
  return static_cast<std::uint16_t>(1000 * seconds / kSecondsPerBin);
}

SampleMask part_of(SampleMask mask, SampleRun run) noexcept {
  return mask & first_samples(run.to) & ~first_samples(run.from);
}

// A clock that is younger than a frame began within it.
Instant start_of(const SampleFrame& frame, Microseconds length) noexcept {
  return frame.time > Instant{} + length ? frame.time - length : Instant{};
}

// The first sample whose period begins at `time` or later.
int first_from(Instant time, const SampleFrame& frame, Microseconds length) noexcept {
  const int count = frame.sample_count;
  int i = 0;
  while (i < count &&
         frame.time - Microseconds(length.count() * (count - i) / count) < time) {
    ++i;
  }
  return i;
}

}  // namespace

MoodListener::MoodListener(const BiomarkerSettings& settings,
                           const MoodSettings& mood) noexcept
    : on_(mood.sensed_while == SensedWhile::kOn),
      feature_count_(mood.feature_count < kMaxMoodFeatures ? mood.feature_count
                                                           : kMaxMoodFeatures),
      frame_(cadence_of(settings).frame()),
      exclusion_(mood.exclusion),
      rail_uv_(settings.quality.rail_uv),
      after_pulses_(on_ ? kLongestGap : mood.exclusion, cadence_of(settings)) {
  for (std::size_t c = 0; c < own_.size(); ++c) {
    own_[c].filters = ChannelFilters(settings.channels[c], settings.sample_rate_hz);
  }
  place(settings, mood);
  values_.fill(kNotKnown);
}

void MoodListener::place(const BiomarkerSettings& settings,
                         const MoodSettings& mood) noexcept {
  const float rate_hz = settings.sample_rate_hz;
  for (std::size_t f = 0; f < feature_count_; ++f) {
    const MoodFeatureSettings& feature = mood.features[f];
    places_[f].channel = feature.channel;
    if (feature.measure == MoodMeasure::kCoherence)
      places_[f].other = feature.other_channel;
    ears_[f] = MoodEar(feature.band_low_hz, feature.band_high_hz, rate_hz);
  }
  if (!mood.has_sleep) return;
  places_[kDelta].channel = places_[kBeta].channel = mood.sleep.channel;
  ears_[kDelta] = MoodEar(kDeltaLow_hz, kDeltaHigh_hz, rate_hz);
  ears_[kBeta] = MoodEar(kBetaLow_hz, kBetaHigh_hz, rate_hz);
}

void MoodListener::update(const HeardFrame& heard) noexcept {
  second_ended_ = bin_ended_ = false;
  missing_bins_ = 0;
  const bool stamped = (heard.arrival.flags & kFutureStamp) == 0;
  if (stamped) catch_up(heard.frame);
  const SampleMask near = near_pulses(heard);
  Samples samples{};
  std::array<ChannelSamples, kMaxChannels> filtered;
  if (!on_ && (near != 0 || heard.arrival.flags != 0)) forget_signal();
  for (std::size_t c = 0; c < samples.size() && heard.arrival.flags == 0; ++c) {
    if (!wants(c)) continue;
    if (on_) {
      const bool bad = heard.qualities[c].verdict == ChannelVerdict::kBad;
      samples[c] = bad ? nullptr : heard.samples[c];
    } else if (near == 0) {
      filter(heard, c, filtered[c]);
      samples[c] = own_[c].settled ? &filtered[c] : nullptr;
    }
  }
  if (heard.arrival.flags != 0) mark_unknown();
  if (!stamped) return;
  hear(heard, near, samples);
  last_time_ = heard.frame.time;
}

// What was under way ends with a gap; where the clock ran backwards it never was.
void MoodListener::catch_up(const SampleFrame& frame) noexcept {
  const std::uint64_t now = start_of(frame, frame_).count() / kSecond_us;
  if (!begun_ || frame.time < last_time_) {
    begun_ = true;
    second_ = now;
    near_ = far_ = false;
    for (MoodEar& ear : ears_) ear.forget_second();
    for (BinMedian& median : medians_) {
      median.end_minute();
      (void)median.end_bin();
    }
    stimulated_seconds_ = 0;
    return;
  }
  if (now <= second_) return;
  const std::uint64_t bin = second_ / kSecondsPerBin;
  end_second();
  if (now <= second_) return;
  if (second_ / kSecondsPerMinute != now / kSecondsPerMinute) end_minute();
  if (second_ / kSecondsPerBin == bin && now / kSecondsPerBin != bin) end_bin();
  const std::uint64_t later = now / kSecondsPerBin - bin;
  if (later > 1) {
    missing_bins_ = later - 1 < kMostMissing ? static_cast<int>(later - 1) : kMostMissing;
  }
  second_ = now;
}

// Where nobody knows what was delivered, pulses are taken to have been.
SampleMask MoodListener::near_pulses(const HeardFrame& heard) noexcept {
  const SampleMask near = after_pulses_.update(heard.frame);
  if (on_) return near;
  const Instant start = start_of(heard.frame, frame_);
  if (heard.arrival.flags != 0) {
    excluded_until_ = heard.frame.time + exclusion_;
  } else if (heard.arrival.after_gap) {
    excluded_until_ = start + exclusion_;
  }
  return start < excluded_until_ ? kAll : near;
}

bool MoodListener::wants(std::size_t channel) const noexcept {
  for (const Place& place : places_) {
    if (place.channel == channel || place.other == channel) return true;
  }
  return false;
}

// Not a number fails both comparisons.
SampleMask MoodListener::clean_of(const HeardFrame& heard,
                                  std::size_t channel) const noexcept {
  const SampleFrame& frame = heard.frame;
  if (heard.qualities[channel].verdict == ChannelVerdict::kBad) return 0;
  if ((frame.front_end[channel] & kRecovering) != 0) return 0;
  SampleMask clean = 0;
  for (int i = 0; i < frame.sample_count; ++i) {
    const float uv = frame.samples_uv[channel][static_cast<std::size_t>(i)];
    if (uv > -rail_uv_ && uv < rail_uv_) clean |= SampleMask{1} << i;
  }
  return clean;
}

void MoodListener::filter(const HeardFrame& heard, std::size_t channel,
                          ChannelSamples& out) noexcept {
  Own& own = own_[channel];
  const auto& raw_uv = heard.frame.samples_uv[channel];
  out.used = clean_of(heard, channel);
  out.count = heard.frame.sample_count;
  out.after_gap = !own.settled;
  own.settled = out.used != 0;
  if (!own.settled) return;
  if (out.after_gap) {
    own.held_uv = raw_uv[static_cast<std::size_t>(std::countr_zero(out.used))];
    own.filters.settle(own.held_uv);
  }
  for (int i = 0; i < out.count; ++i) {
    const auto s = static_cast<std::size_t>(i);
    if (contains(out.used, i)) own.held_uv = raw_uv[s];
    out.uv[s] = own.held_uv;
  }
  own.filters.filter(out.uv, out.count);
}

void MoodListener::forget_signal() noexcept {
  for (Own& own : own_) own.settled = false;
}

// Of a second in which nobody knows what was delivered.
void MoodListener::mark_unknown() noexcept {
  near_ = near_ || !on_;
  far_ = true;
}

void MoodListener::hear(const HeardFrame& heard, SampleMask near,
                        const Samples& samples) noexcept {
  const bool fresh = heard.arrival.flags == 0;
  int from = 0;
  while (heard.frame.time >= second_end()) {
    const int to = fresh ? first_from(second_end(), heard.frame, frame_) : 0;
    hear(samples, near, {from, to});
    end_second();
    from = to;
  }
  hear(samples, near, {from, fresh ? heard.frame.sample_count : 0});
  for (MoodEar& ear : ears_) ear.quench();
}

void MoodListener::hear(const Samples& samples, SampleMask near, SampleRun run) noexcept {
  near_ = near_ || part_of(near, run) != 0;
  far_ = far_ || part_of(~near, run) != 0;
  for (std::size_t e = 0; e < kEars; ++e) {
    const Place& place = places_[e];
    if (place.channel == kNoChannel) continue;
    const bool two = place.other != kNoChannel;
    const ChannelSamples* own = samples[place.channel];
    const ChannelSamples* other = two ? samples[place.other] : nullptr;
    if (own == nullptr || (two && other == nullptr)) {
      ears_[e].begin();
      continue;
    }
    const bool gap = own->after_gap || (two && other->after_gap);
    if (gap && run.from == 0) ears_[e].begin();
    ears_[e].hear(*own, other, run);
  }
}

Instant MoodListener::second_end() const noexcept {
  return Instant((second_ + 1) * kSecond_us);
}

void MoodListener::end_second() noexcept {
  for (std::size_t f = 0; f < feature_count_; ++f) {
    const bool two = places_[f].other != kNoChannel;
    const float value =
        two ? ears_[f].end_with_coherence() : ears_[f].end_with_power_log10();
    values_[f] = counts() ? value : kNotKnown;
    if (values_[f] == values_[f]) medians_[f].add(values_[f]);
  }
  const float ratio =
      ears_[kDelta].end_with_power_log10() - ears_[kBeta].end_with_power_log10();
  if (counts() && ratio == ratio) medians_[kMaxMoodFeatures].add(ratio);
  if (on_ ? counts() : near_) ++stimulated_seconds_;
  near_ = far_ = false;
  second_ended_ = true;
  ++second_;
  if (second_ % kSecondsPerMinute == 0) end_minute();
  if (second_ % kSecondsPerBin == 0) end_bin();
}

void MoodListener::end_minute() noexcept {
  for (BinMedian& median : medians_) median.end_minute();
}

// Of two that end in one frame, behind a gap, the second one holds a second at most.
void MoodListener::end_bin() noexcept {
  MoodBin bin;
  int clean = kSecondsPerBin;
  bin.values.fill(kNotKnown);
  for (std::size_t f = 0; f < feature_count_; ++f) {
    const int its = medians_[f].clean_seconds();
    clean = its < clean ? its : clean;
    bin.values[f] = medians_[f].end_bin();
  }
  bin.sleep_ratio_log10 = medians_[kMaxMoodFeatures].end_bin();
  bin.clean_permille = permille(clean);
  bin.stimulated_permille = permille(stimulated_seconds_);
  stimulated_seconds_ = 0;
  if (bin_ended_) {
    ++missing_bins_;
    return;
  }
  bin_ = bin;
  bin_ended_ = true;
}

}  // namespace homeostat::biomarkers
