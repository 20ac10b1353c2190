// A seizure by boosted trees: up to four channels, each judged every half second, their
// log-odds accumulated until they suffice, and so many channels that agree.
//
// Knows no other detector. Per channel the log-odds of a half second, clipped to +-6,
// enter a sum that never falls below zero nor rises above twice its threshold (CUSUM,
// Page 1954):
//
//   S = min(2 h, max(0, S + clip(l) - k))    alarm where S > h
//
// An alarm ends after eight half seconds in a row with log-odds below zero. A channel
// votes while its alarm lasts and two seconds beyond; where fewer channels can be read
// than must agree, all that can. Rules: shared reference "detection", 3.3 and 3.6.
//
// Says nothing until a minute of background was heard, nor where the model is not what
// was loaded: its checksum is taken again in small parts all the time. 790 bytes a
// channel.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/adaptive_scale.h"
#include "biomarkers/persistence.h"
#include "biomarkers/tree_settings.h"

namespace homeostat::biomarkers {

inline constexpr float kOddsClip = 6.0F;
inline constexpr int kHopsUntilOff = 8;
inline constexpr int kVoteHops = 4;  // an alarm's echo
inline constexpr int kModelBytesAHop = 32;

// The sum of one channel.
class OddsSum {
 public:
  void add(float log_odds, float drift, float alarm_at) noexcept;
  void clear() noexcept { *this = {}; }
  bool alarm() const noexcept { return alarm_; }
  // While the alarm lasts and kVoteHops beyond.
  bool votes() const noexcept { return echo_ > 0; }
  float value() const noexcept { return sum_; }

 private:
  float sum_ = 0.0F;
  int below_ = 0;  // half seconds in a row with log-odds below zero
  int echo_ = 0;   // half seconds that the vote lasts
  bool alarm_ = false;
};

// What so many votes of so many channels that can be read come to.
Evidence evidence_of(int alarms, int readable, int votes) noexcept;

struct TreeReading {
  bool valid = false;         // trees decide; otherwise the other detectors do
  std::uint8_t alarms = 0;    // channels that vote for a seizure
  std::uint8_t channels = 0;  // that can be read
  float log_odds = 0.0F;      // the highest of the latest half seconds
};

class TreeDetector {
 public:
  TreeDetector(const TreeSettings& settings, float sample_rate_hz,
               float rail_uv) noexcept;

  int channel_count() const noexcept { return count_; }
  int channel(int index) const noexcept {
    return channels_[static_cast<std::size_t>(index)].channel;
  }

  // One frame of one of its channels, null where none of it is signal; `bad`: it has no
  // vote; `freeze`: not background. `model` as it was when this was made.
  void update(int index, const ChannelSamples* samples, bool bad, bool freeze,
              const TreeModel& model) noexcept;

  TreeReading reading() const noexcept;
  // kUnknown where the trees do not decide.
  Evidence evidence() const noexcept;

 private:
  struct Listener {
    SeizureFeatures features{0.0F, 0.0F};
    AdaptiveScale scale;
    OddsSum odds;
    float log_odds = 0.0F;
    std::uint8_t channel = 0;
    bool readable = false;
  };

  void judge(Listener& listener, bool freeze, const TreeModel& model) noexcept;
  void scrub(const TreeModel& model) noexcept;

  int count_ = 0;
  int votes_ = 0;
  float drift_ = 0.0F;
  float alarm_at_ = 0.0F;
  bool trusted_ = false;
  std::uint16_t model_bytes_ = 0;
  std::uint16_t scrubbed_ = 0;  // bytes of the model, in this round
  std::uint32_t crc_ = 0;
  std::array<Listener, kMostTreeChannels> channels_{};
};

}  // namespace homeostat::biomarkers
