// Whether a frame follows the one before it: in time, in sequence, in shape.
//
// Knows no sample values. A frame that fails is no evidence of anything; the next ones
// are judged against its time, so that one jump of the clock is one fault.
#pragma once

#include <cstdint>

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/cadence.h"
#include "biomarkers/sample_frame.h"

namespace homeostat::biomarkers {

// Why a channel is not good; several may hold.
enum QualityFlag : std::uint16_t {
  kAtRail = 1 << 0,
  kFlat = 1 << 1,
  kStale = 1 << 2,         // frames too far apart, or time stood still
  kFutureStamp = 1 << 3,   // time ran backwards, or jumped ahead beyond max_frame_age
  kDisconnected = 1 << 4,  // lead off, or samples missing
  kMains = 1 << 5,         // hears mains and little else: touches nothing
  kStep = 1 << 6,          // a pop or step, at most recovery_time ago
  kMuscle = 1 << 7,        // most power lies above the brain's frequencies
  kImpedance = 1 << 8,     // a contact is far from what it was when commissioned
};
inline constexpr int kQualityFlags = 9;

struct Arrival {
  std::uint16_t flags = 0;  // QualityFlag bits, for all channels; zero: fresh
  bool after_gap = false;   // the first frame, or frames were lost before this one
};

class Freshness {
 public:
  explicit Freshness(const BiomarkerSettings& settings) noexcept;

  // Call once per frame, in order. Stale: the same sequence number again, less than half
  // a frame or more than max_frame_age since the last one. If the sequence number does
  // not explain the time that went by, the stamp is wrong instead.
  Arrival judge(const SampleFrame& frame) noexcept;

 private:
  Microseconds frame_;
  Microseconds max_age_;
  int channels_;
  int samples_;
  Instant last_time_;
  std::uint32_t last_sequence_ = 0;
  bool started_ = false;
};

}  // namespace homeostat::biomarkers
