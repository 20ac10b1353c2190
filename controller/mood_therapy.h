// What the therapies of depression hold from frame to frame: the dosed one's budgets and
// dose, the proportional one's controller, the schedule's hours, harm that was told, and
// how long the commissioning of the biomarker has been in use. What a program has no part
// in it passes on, so that a detour through another one refills and forgets nothing.
//
// The episode clock asks it what is due; the chart knows nothing of it. A build without
// mood carries none of it, and asks the same questions of nothing.
#pragma once

#include "biomarkers/biomarker_bank.h"
#include "biomarkers/sample_frame.h"
#include "controller/commissioning.h"
#include "controller/dose_clock.h"
#include "controller/dose_memory.h"
#include "controller/proportional_clock.h"
#include "controller/schedule_clock.h"
#include "controller/therapy_mode.h"
#include "controller/therapy_program.h"

namespace homeostat::controller {

struct EpisodeView;

#ifdef HOMEOSTAT_NO_MOOD

class MoodTherapy {
 public:
  explicit MoodTherapy(const TherapyProgram&) noexcept {}
  void update(const biomarkers::Biomarkers&, const biomarkers::SampleFrame&,
              Mode) noexcept {}
  void note(Mode) noexcept {}
  void show(EpisodeView&) const noexcept {}
  bool may_begin() const noexcept { return true; }
  bool burst_due() const noexcept { return false; }
  bool is_limited() const noexcept { return false; }
  Microseconds until_lifted() const noexcept { return {}; }
  Microseconds until_event(Mode) const noexcept { return kNever; }
  Microseconds burst() const noexcept { return {}; }
  Microseconds refractory() const noexcept { return {}; }
  void advance_idle(Instant, Mode) noexcept {}
};

#else

// Not thread-safe. Allocates nothing, never throws.
class MoodTherapy {
 public:
  // `program` must have passed validate() and must outlive this.
  explicit MoodTherapy(const TherapyProgram& program) noexcept;

  // Once per frame, in order, with the mode of the frame before.
  void update(const biomarkers::Biomarkers& seen, const biomarkers::SampleFrame& frame,
              Mode mode) noexcept;
  // The chart has come to another mode.
  void note(Mode mode) noexcept;
  // What a policy and a report may know of it.
  void show(EpisodeView& view) const noexcept;

  // Its commissioning lets it: true of a therapy that follows no mood.
  bool may_begin() const noexcept { return may_arm(verdict()); }
  // Of a dosed therapy, and asked of no other.
  bool burst_due() const noexcept { return may_begin() && dose_.due(); }
  bool is_limited() const noexcept { return dose_.is_limited(); }
  Microseconds until_lifted() const noexcept { return dose_.until_lifted(); }
  // Until anything happens by itself in that mode, if all frames show what the last one
  // did: never later than it does; kNever.
  Microseconds until_event(Mode mode) const noexcept;
  Microseconds burst() const noexcept { return program_.dosed.burst.duration; }
  Microseconds refractory() const noexcept { return program_.dosed.refractory; }
  // Equals such frames. Earlier than until_event().
  void advance_idle(Instant until, Mode mode) noexcept;

  // Whether there is anything that must outlive a reset, and what.
  bool remembers() const noexcept;
  DoseMemory store() const noexcept;
  // Goes on from there; before the first frame. False: not believed, and the worst is
  // taken: the least dose, no burst for a day, harm not seen to, the record expired. Of
  // another dosing its bursts and its harm are kept.
  bool restore(const DoseMemory& stored) noexcept;
  // What was stored is gone, and the guard's with it: the same, of what follows mood.
  void distrust() noexcept;

 private:
  RecordVerdict verdict() const noexcept;
  Microseconds until_expiry() const noexcept;
  std::uint16_t record_days_left() const noexcept;
  bool hears_harm() const noexcept;
  void hear(std::uint8_t clinician_events) noexcept;
  bool take(const DoseMemory& memory) noexcept;

  const TherapyProgram& program_;
  std::uint32_t dosing_crc_;
  std::uint32_t record_crc_;
  RecordVerdict record_;  // when it was new
  DoseClock dose_;
  ProportionalClock proportional_;
  ScheduleClock schedule_;
  DoseMemory before_;  // as it was restored
  Microseconds run_;   // for so long devices have run this record
  Instant last_;
  bool started_ = false;
};

#endif

}  // namespace homeostat::controller
