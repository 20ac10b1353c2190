// From frames to bins of ten minutes: each feature of a mood biomarker once a second, and
// of its seconds the median.
//
// A second counts where four fifths of it were clean signal; a bin's value is known where
// half of its seconds counted (biomarkers/bin_median.h). Seconds and bins are aligned to
// the device's clock. A channel of verdict bad, samples that are no number or lie at the
// rail, and samples while the front end recovers are not clean.
//
// Therapy must not see itself:
//  - a score of SensedWhile::kOff hears no sample within `exclusion` after a pulse that
//    was delivered, nor any other of a frame that holds such a sample. Not even its
//    filters do: it has its own of every channel, which begin anew behind the exclusion.
//    A second that such a sample falls into does not count; it is called stimulated.
//    What is not known counts as a pulse: the start of the device, frames that are lost,
//    late, or of another shape, a clock that runs backwards.
//  - a score of kOn hears what the bank's own filters make of the channels, without the
//    samples that blanking takes. A second counts only where stimulation went on all
//    through it: from no sample was the last pulse farther than a second.
// Whether a channel is bad is judged by the bank, and that looks at samples right after
// pulses, too: such a verdict leaves seconds out, and changes no value.
//
// A frame whose stamp is wrong (kFutureStamp) moves no clock: if time did jump, the next
// one says so. Behind a gap, bins that never came are told as missing, twelve at most;
// where the clock ran backwards, the bin under way begins anew.
//
// Knows no score and no person. Layers A and B of shared reference "detection" 4.1.
// Allocates nothing, never throws; 7432 bytes.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/bin_median.h"
#include "biomarkers/biomarker_settings.h"
#include "biomarkers/blanking.h"
#include "biomarkers/channel.h"
#include "biomarkers/mood_bin.h"
#include "biomarkers/mood_ear.h"
#include "biomarkers/signal_quality.h"

namespace homeostat::biomarkers {

// Of the sleep ratio (biomarkers/sleep_gate.h).
inline constexpr float kDeltaLow_hz = 1.0F;
inline constexpr float kDeltaHigh_hz = 4.0F;
inline constexpr float kBetaLow_hz = 15.0F;
inline constexpr float kBetaHigh_hz = 30.0F;

// A frame, and what the bank makes of it.
struct HeardFrame {
  const SampleFrame& frame;
  const Arrival& arrival;
  const std::array<ChannelQuality, kMaxChannels>& qualities;
  // Filtered and blanked; null where there is no signal.
  std::array<const ChannelSamples*, kMaxChannels> samples{};
};

class MoodListener {
 public:
  // Bins that never came, behind a gap: more than these are not told.
  static constexpr int kMostMissing = 12;

  // Both must have passed validate(); `mood` with a feature.
  MoodListener(const BiomarkerSettings& settings, const MoodSettings& mood) noexcept;

  // Call once per frame, in order. Samples are read only of a frame that is fresh.
  void update(const HeardFrame& heard) noexcept;

  // Of the last frame.
  bool second_ended() const noexcept { return second_ended_; }
  const std::array<float, kMaxMoodFeatures>& second() const noexcept { return values_; }
  bool bin_ended() const noexcept { return bin_ended_; }
  const MoodBin& bin() const noexcept { return bin_; }
  // Bins behind it of which nothing came at all.
  int missing_bins() const noexcept { return missing_bins_; }

 private:
  static constexpr std::size_t kEars = kMaxMoodFeatures + 2;
  static constexpr std::size_t kDelta = kMaxMoodFeatures;
  static constexpr std::size_t kBeta = kDelta + 1;
  static constexpr std::uint8_t kNoChannel = 0xFF;

  struct Place {  // what an ear listens to
    std::uint8_t channel = kNoChannel;
    std::uint8_t other = kNoChannel;
  };
  struct Own {  // of one channel
    ChannelFilters filters;
    float held_uv = 0.0F;
    bool settled = false;
  };
  using Samples = std::array<const ChannelSamples*, kMaxChannels>;

  void place(const BiomarkerSettings& settings, const MoodSettings& mood) noexcept;
  void catch_up(const SampleFrame& frame) noexcept;
  SampleMask near_pulses(const HeardFrame& heard) noexcept;
  bool wants(std::size_t channel) const noexcept;
  void filter(const HeardFrame& heard, std::size_t channel, ChannelSamples& out) noexcept;
  SampleMask clean_of(const HeardFrame& heard, std::size_t channel) const noexcept;
  void forget_signal() noexcept;
  void mark_unknown() noexcept;
  void hear(const HeardFrame& heard, SampleMask near, const Samples& samples) noexcept;
  void hear(const Samples& samples, SampleMask near, SampleRun run) noexcept;
  bool counts() const noexcept { return on_ ? near_ && !far_ : !near_; }
  Instant second_end() const noexcept;
  void end_second() noexcept;
  void end_minute() noexcept;
  void end_bin() noexcept;

  bool on_;  // SensedWhile::kOn
  std::size_t feature_count_;
  Microseconds frame_;
  Microseconds exclusion_;
  float rail_uv_;
  Blanking after_pulses_;
  std::array<Own, kMaxChannels> own_;
  std::array<Place, kEars> places_{};
  std::array<MoodEar, kEars> ears_;
  std::array<BinMedian, kMaxMoodFeatures + 1> medians_;  // the last: of the sleep ratio
  std::array<float, kMaxMoodFeatures> values_{};
  MoodBin bin_;

  Instant last_time_;
  Instant excluded_until_;
  std::uint64_t second_ = 0;  // under way, since the clock's zero
  int stimulated_seconds_ = 0;
  int missing_bins_ = 0;
  bool begun_ = false;
  bool near_ = false;  // some samples of the second were near a pulse
  bool far_ = false;   // some were not
  bool second_ended_ = false;
  bool bin_ended_ = false;
};

}  // namespace homeostat::biomarkers
