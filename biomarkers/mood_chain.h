// From bins of ten minutes to mood: symptomatic, well, or unknown, and how the last weeks
// went.
//
//   rhythm  of each feature: 24 h and 12 h, learnt by recursive least squares
//   z       = (value - rhythm - median) / deviation, the last two followed slowly
//   score   = w . z + b, smoothed; hysteresis; unknown where it does not know
//   weeks   two sick ones in a row, or two others
//
// Of what shared reference "detection" 4.1 asks in layers B to F this differs in three:
//  - Layer C there takes the whole model off the value, its level too. Ours takes off the
//    rhythm alone: with a memory of ten days the level follows a depression of months,
//    and what is left of it would be nothing. The level is what the score is about.
//  - The median and deviation of layer D begin at what the commissioning found on well
//    days, and follow only waking bins that are well, in weeks that are stable. Bins off
//    the trigger, as there, are not enough: where illness and health overlap some bins of
//    an ill person pass for well, and a scale that learns them makes illness the usual.
//  - Its measures of predictability (R^2 of a cosinor, of AR(1), over three days) decide
//    nothing, and would take 1.7 kB a feature: they are left to the host.
//
// A bin tells nothing where nobody knows the time, too little of it was clean or it was
// under another stimulation than the score was commissioned with, and where the person
// sleeps (for a rhythm and a scale of being awake) or nobody knows whether. For the
// hold-off after it began anew the rhythm learns, and nothing is told. Nights make mood
// unknown after an hour: that is as it should be, because therapy sleeps, too, and the
// first hour of the morning is needed to know again.
//
// A device does not know for how long it had no power. What was learnt (rhythm, scale)
// is kept; what was heard (score, sleep, weeks) is forgotten where the time of day has
// jumped by more than half an hour, and tells nothing before a bin has told. An outage of
// whole days to half an hour is not told from none.
//
// Rules: shared reference "detection" 4.1. Knows no frame, channel or therapy. Allocates
// nothing, never throws; 1.2 kB, and 832 bytes of memory that outlives a reset.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/circadian_model.h"
#include "biomarkers/decayed_scale.h"
#include "biomarkers/mood_bin.h"
#include "biomarkers/mood_memory.h"
#include "biomarkers/mood_reading.h"
#include "biomarkers/mood_score.h"
#include "biomarkers/sample_frame.h"
#include "biomarkers/sleep_gate.h"
#include "biomarkers/weekly_mood.h"

namespace homeostat::biomarkers {

// Of a bin that tells: clean seconds, and under kOn those with stimulation throughout.
// Under kOff stimulated seconds are not clean, and no more is asked.
inline constexpr int kLeastCleanPermille = 500;
inline constexpr int kLeastStimulatedPermille = 950;

class MoodChain {
 public:
  // `settings` must have passed validate(). `heard`: a sum over what bins are made of
  // (channels, rate), where the caller knows; part of what a memory was made for.
  explicit MoodChain(const MoodSettings& settings, std::uint32_t heard = 0) noexcept;

  // A bin that ended at `minute_of_day`, or at a time nobody knows (kUnknownMinute).
  void update(const MoodBin& bin, std::uint16_t minute_of_day) noexcept;

  // bin_ended holds from update() on, until told otherwise.
  const MoodReading& reading() const noexcept { return reading_; }
  void next_frame() noexcept { reading_.bin_ended = false; }

  // As if made anew.
  void begin_anew() noexcept;

  // All that it knows.
  MoodMemory store() const noexcept;
  // Of a memory's bytes before its CRC, those in use.
  static std::size_t memory_bytes() noexcept;
  // Goes on from there. Mood is unknown until a bin tells; from then on every reading is
  // that of a chain without interruption, bit for bit, if the day goes on where it
  // stopped. False where a memory does not
  // check, is of another version, or was made for other settings: begun anew.
  [[nodiscard]] bool restore(const MoodMemory& memory) noexcept;

 private:
  using Terms = CircadianGain::Terms;

  // Where a feature began: as it was commissioned.
  struct Beginning {
    float typical = 0.0F;
    float deviation = 1.0F;
  };

  std::size_t write(MoodMemory& memory) const noexcept;
  template <class Self, class Bytes>
  static void carry(Self& self, Bytes& bytes) noexcept {
    CircadianGain::carry(self.gain_, bytes);
    for (auto& rhythm : self.rhythms_) bytes(rhythm);
    for (auto& scale : self.scales_) DecayedScale::carry(scale, bytes);
    MoodScore::carry(self.score_, bytes);
    SleepGate::carry(self.gate_, bytes);
    MoodWeeks::carry(self.weeks_, bytes);
    bytes(self.bins_, self.minute_);
  }

  void go_on_at(std::uint16_t minute_of_day) noexcept;
  MoodGap gap_of(const MoodBin& bin, std::uint16_t minute_of_day) const noexcept;
  MoodGap gap_in_signal(const MoodBin& bin) const noexcept;
  void judge(const MoodBin& bin, std::uint16_t minute_of_day) noexcept;
  void tell(MoodGap gap) noexcept;
  bool holds_off() const noexcept;

  std::size_t feature_count_;
  bool on_;  // SensedWhile::kOn
  bool sleeps_;
  Microseconds hold_off_;
  CircadianSettings daily_;
  double scale_memory_bins_;
  std::array<Beginning, kMaxMoodFeatures> beginnings_{};
  std::uint32_t made_for_;

  // What changes, and what a memory holds.
  CircadianGain gain_;
  std::array<Terms, kMaxMoodFeatures> rhythms_{};
  std::array<DecayedScale, kMaxMoodFeatures> scales_{};
  MoodScore score_;
  SleepGate gate_;
  MoodWeeks weeks_;
  std::uint32_t bins_ = 0;
  std::uint16_t minute_ = kUnknownMinute;  // at the end of the last bin, as far as known

  bool resumed_ = false;  // from a memory, and the time of day is not known since
  bool told_ = true;      // a bin, since it was resumed
  MoodReading reading_;
};

}  // namespace homeostat::biomarkers
