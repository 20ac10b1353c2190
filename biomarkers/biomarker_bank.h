// All that the signal says, frame by frame: filters, features, detectors, quality.
//
// Knows no mode, no policy and no stimulation but the echo it must blank. Everything
// streams with fixed memory; equal frames give equal biomarkers, bit for bit, on every
// host. Definitions: shared reference "detection", sections 3.1 and 3.4.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/biomarker_settings.h"
#include "biomarkers/blanking.h"
#include "biomarkers/channel.h"
#include "biomarkers/detector.h"
#include "biomarkers/detector_memory.h"
#include "biomarkers/freshness.h"
#include "biomarkers/mood_biomarker.h"
#include "biomarkers/mood_memory.h"
#include "biomarkers/mood_reading.h"
#include "biomarkers/persistence.h"
#include "biomarkers/phase_template.h"
#include "biomarkers/pulse_phase.h"
#include "biomarkers/rcs_listener.h"
#include "biomarkers/sample_frame.h"
#include "biomarkers/signal_quality.h"
#include "biomarkers/tree_detector.h"

namespace homeostat::biomarkers {

struct Biomarkers {
  Instant time;
  std::array<DetectorReading, kMaxDetectors> detectors{};
  std::array<ChannelQuality, kMaxChannels> channels{};
  std::uint8_t votes = 0;  // detectors that fire now
  TreeReading trees;       // where valid, they decide and the votes stand beside
  bool warmed_up = false;
  bool signal_valid = false;  // enough good channels, fresh frames
  bool seizure = false;       // after votes and persistence
  RcsReading adaptive;        // where the bank was given a chain
  MoodReading mood;           // where the settings have one
};

// Not thread-safe. Allocates nothing, never throws. A frame whose shape differs from the
// settings is no signal; none of its samples is read.
class BiomarkerBank {
 public:
  // `settings` must have passed validate(). `chain`: that an adaptive therapy listens
  // with; null: none.
  explicit BiomarkerBank(const BiomarkerSettings& settings,
                         const RcsSettings* chain = nullptr) noexcept;

  // Call once per frame, in order. `armed` says that a detected episode is being
  // treated: inside it the last quality verdict holds for settings.quality.episode_hold,
  // so that the largest seizures never pass for lead-off.
  // `model`: the one of the settings, where they have trees; it stays where it is, and is
  // not believed for longer than its checksum holds.
  Biomarkers update(const SampleFrame& frame, bool armed,
                    const TreeModel& model = {}) noexcept;

#ifndef HOMEOSTAT_NO_MOOD
  // What must outlive a reset, where the settings have a mood biomarker; else zeros.
  MoodMemory mood_memory() const noexcept;
  // Before the first frame. False: not believed, and begun anew.
  [[nodiscard]] bool restore_mood(const MoodMemory& memory) noexcept;
#endif

 private:
  bool hold_verdicts(bool armed) noexcept;
  void sense(const SampleFrame& frame, const Arrival& arrival, bool armed,
             Biomarkers& seen) noexcept;
  void detect(bool armed, Biomarkers& seen) noexcept;
#ifndef HOMEOSTAT_NO_MOOD
  void judge_mood(const SampleFrame& frame, const Arrival& arrival,
                  Biomarkers& seen) noexcept;
#endif
  void judge_trees(bool armed, const TreeModel& model, Biomarkers& seen) noexcept;
  bool enough_channels(const Biomarkers& seen) const noexcept;
  Evidence weigh(const Biomarkers& seen) const noexcept;

  // A detector and the channel that it follows, or two; the same one twice where it needs
  // no other.
  struct Follower {
    Detector detector;
    int channel = 0;
    int other = 0;
  };
  static ChannelVerdict worse_verdict(const Follower& follower,
                                      const Biomarkers& seen) noexcept;

  Microseconds frame_;
  int channel_count_;
  int detector_count_;
  int samples_per_frame_;
  int votes_needed_;
  int channels_needed_;
  Microseconds warm_up_;
  Microseconds episode_hold_;

  Freshness freshness_;
  Blanking blanking_;
  PulsePhase pulse_phase_;
  bool subtracts_;
  std::array<PhaseTemplate, kMaxTemplates> templates_{};
  std::array<Channel, kMaxChannels> channels_{};
  DetectorMemory memory_;  // of the detectors, the chain, and mood
#ifndef HOMEOSTAT_NO_MOOD
  DetectorMemory::Place mood_;
#endif
  RcsListener listener_;
  std::array<Follower, kMaxDetectors> followers_{};
  TreeDetector trees_;
  Persistence persistence_;
  Microseconds age_;    // since the first frame, without stale ones
  Microseconds armed_;  // how long the episode has been treated
};

// Of what tests/device/budget.csv allows the loop.
static_assert(sizeof(BiomarkerBank) <= 27 * 1024);

}  // namespace homeostat::biomarkers
