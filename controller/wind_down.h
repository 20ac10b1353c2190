// A therapeutic stop of therapy that goes on: where what ends it can be seen coming, it
// falls to zero over the time that the indication asks for (`ramp_off`) before it is cut.
//
// Causes: a clinician who ends the therapy, a battery that nears its floor, an impedance
// about to be too old. While one lasts the therapy's level falls and then rests at zero;
// once it is gone the level rises over the policy's own ramp. A program without ramp_off
// has none of this: its therapy is cut by the guard.
//
// Stops for safety do not come here and are at once: a clinician's stop, magnet, MRI,
// fault. Nor does a lost signal (controller/ramp_off.h). Only ever lowers a wish. Reads
// no notice.
#pragma once

#include <cstdint>

#include "biomarkers/sample_frame.h"
#include "controller/therapy_mode.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// Battery above its floor at which therapy begins to fall, and may rise again.
inline constexpr Millivolts kBatteryFallMargin{100};
inline constexpr Millivolts kBatteryRiseMargin{150};
// An impedance must outlast the ramp by this much.
inline constexpr Microseconds kImpedanceSlack{1'000'000};

// Level of a therapy that goes on, millionths of what its policy asks for.
inline constexpr std::int32_t kFullLevel = 1'000'000;

class WindDown {
 public:
  // `program` must have passed validate() and must outlive this.
  explicit WindDown(const TherapyProgram& program) noexcept : program_(program) {}

  // Call once per frame, in order, with the mode of the frame before.
  void update(const biomarkers::SampleFrame& frame, Mode mode) noexcept;

  std::int32_t level() const noexcept { return level_; }
  // A clinician ended the therapy, and in this frame nothing of it is left, or there was
  // nothing to ramp: time for the stop itself.
  bool ended() const noexcept { return ended_; }

 private:
  bool caused(const biomarkers::SampleFrame& frame) noexcept;
  bool battery_nears_floor(Millivolts battery) noexcept;
  bool impedance_nears_end(const biomarkers::SampleFrame& frame) const noexcept;
  void hear(const biomarkers::SampleFrame& frame) noexcept;
  void move(bool down, Microseconds elapsed, Microseconds rise) noexcept;

  const TherapyProgram& program_;
  Instant last_;
  std::int32_t level_ = kFullLevel;
  bool weak_ = false;    // the battery, with its hysteresis
  bool ending_ = false;  // by a clinician
  bool ended_ = false;
};

// `request` at that level; never more than it.
safety::StimRequest at_level(std::int32_t level,
                             const safety::StimRequest& request) noexcept;

}  // namespace homeostat::controller
