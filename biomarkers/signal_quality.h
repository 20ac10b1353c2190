// Whether one channel can be believed: good, suspect or bad, and why.
//
// Knows no feature and no other channel. Judged on the samples before any filter, and
// after blanking: what our own pulses spoilt says nothing. Suspect means that something
// bad has begun but not lasted, or that samples are missing: such a channel votes but
// teaches no baseline. Bad leaves the vote and comes back after recovery_time of good.
// Rules: DESIGN.md "signal lost"; shared reference "detection" 3.4.
//
// Where the program asks for it: a channel that hears mains alone, or with a contact
// whose impedance strayed, is bad; pops and muscle make it suspect at most, because a
// seizure can look like both (biomarkers/line_noise.h, steps.h, muscle.h).
//
// A seizure can drive an amplifier to its rails, begin with a flat stretch and end in
// one. So inside an armed episode's hold time nothing that a seizure can do (rail, flat,
// mains where the brain is silent, the front end's lead-off comparator), and no
// impedance, makes a channel bad; no seizure loses samples or stops time, so these still
// do. Nor does one repeat itself sample by sample: a channel that does, and is not flat,
// is an old one under fresh stamps.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/cadence.h"
#include "biomarkers/channel_samples.h"
#include "biomarkers/freshness.h"
#include "biomarkers/line_noise.h"
#include "biomarkers/muscle.h"
#include "biomarkers/steps.h"

namespace homeostat::biomarkers {

enum class ChannelVerdict : std::uint8_t { kGood, kSuspect, kBad };

struct ChannelQuality {
  ChannelVerdict verdict = ChannelVerdict::kBad;
  std::uint16_t flags = 0;  // QualityFlag bits that hold in this frame
};

// One bit, in words for people and tables.
const char* name_of(QualityFlag flag) noexcept;

// One channel of one frame, as it came. A sample is at most one of missing and spoilt.
struct RawChannel {
  const std::array<float, kMaxSamples>& uv;
  int count = 0;
  SampleMask missing = 0;  // not a number
  SampleMask spoilt = 0;   // by our own pulses, whatever it reads
  std::uint8_t front_end = 0;
  bool impedance_strayed = false;  // of a contact, from what was commissioned

  constexpr SampleMask signal() const noexcept {
    return first_samples(count) & ~(missing | spoilt);
  }
};

class SignalQuality {
 public:
  // The flat time is kept in whole frames, the others in samples.
  SignalQuality(const QualitySettings& settings, const Cadence& cadence) noexcept;

  // Call once per frame, in order. `hold`: inside an armed episode's hold time.
  ChannelQuality judge(const RawChannel& raw, const Arrival& arrival, bool hold) noexcept;

  // The samples of the frame just judged are signal. False while something bad is
  // present, true again during recovery: windows refill meanwhile.
  bool usable() const noexcept { return usable_; }

 private:
  struct Range {
    float lowest_uv = 0.0F;
    float highest_uv = 0.0F;
    constexpr float height_uv() const noexcept { return highest_uv - lowest_uv; }
  };
  static Range range_of(const RawChannel& raw) noexcept;

  void follow_missing(const RawChannel& raw) noexcept;
  void follow_rails(const RawChannel& raw, const Range& range) noexcept;
  void follow_flatness(const Range& range) noexcept;
  void follow_repetition(const RawChannel& raw, bool flat) noexcept;
  void follow_noise(const RawChannel& raw, bool after_gap) noexcept;
  // `settling`: nothing yet to count towards recovery.
  void decide(bool bad, bool suspect, bool settling) noexcept;

  float rail_uv_;
  float flat_uv_;
  int rail_limit_;      // samples
  int missing_limit_;   // samples
  int flat_limit_;      // frames; of repetition too
  int recovery_limit_;  // frames

  bool watches_;  // any of line noise, steps, muscle

  // Runs that reach into this frame; none grows beyond its limit.
  int rail_run_ = 0;
  int missing_run_ = 0;
  int flat_run_ = 0;
  Range flat_range_;
  int repeat_run_ = 0;
  std::uint32_t print_ = 0;  // of the last frame's samples
  // The longest of them within this frame.
  int longest_rail_ = 0;
  int longest_missing_ = 0;

  LineNoise line_noise_;
  Steps steps_;
  Muscle muscle_;

  int good_frames_ = 0;  // since something bad was present
  ChannelVerdict verdict_ = ChannelVerdict::kGood;
  bool usable_ = true;
};

}  // namespace homeostat::biomarkers
