// The self test: what must hold before a therapy may begin to listen.
//
// Program intact in memory, frames in cadence, battery above its floor, every contact
// that the program drives inside its impedance window: all of it for kSelfTestFrames in a
// row. A signal is waited for, but not for ever: without one the therapy begins with its
// fallback. A therapy that follows mood needs a biomarker that was commissioned for it
// (controller/commissioning.h). Knows no mode; a magnet is the caller's business.
#pragma once

#include <cstdint>

#include "biomarkers/sample_frame.h"
#include "controller/therapy_program.h"

namespace homeostat::controller {

inline constexpr int kSelfTestFrames = 16;
// A self test that has not passed by then has failed.
inline constexpr Microseconds kSelfTestLimit{30'000'000};
// A signal that is not valid by then is lost; the self test waits for it no longer.
inline constexpr Microseconds kSignalPatience{10'000'000};

// What may be missing.
enum SelfTestCheck : std::uint8_t {
  kProgramIntact = 1 << 0,
  kFramesInCadence = 1 << 1,
  kBatteryCharged = 1 << 2,
  kContactsIntact = 1 << 3,
  kSignalHeard = 1 << 4,  // alone it fails nothing
  kCommissioned = 1 << 5,
};
inline constexpr int kSelfTestChecks = 6;

const char* name_of(SelfTestCheck check) noexcept;  // "frames_in_cadence"

enum class SelfTestOutcome : std::uint8_t { kRunning, kPassed, kFailed };

class SelfTest {
 public:
  // `program` must outlive the test; `program_crc` is its checksum when it was loaded.
  SelfTest(const TherapyProgram& program, std::uint32_t program_crc) noexcept;

  // Starts anew. Sums the program in memory. `commissioned`: or there is nothing to
  // commission.
  void begin(Instant now, bool commissioned) noexcept;

  // Call once per frame, in order.
  SelfTestOutcome judge(const biomarkers::SampleFrame& frame, bool signal_valid) noexcept;

  // SelfTestCheck bits: what the last frame lacked that was not well. Once passed,
  // nothing but a signal.
  std::uint8_t missing() const noexcept { return missing_; }

 private:
  std::uint8_t lacks(const biomarkers::SampleFrame& frame) const noexcept;
  bool in_cadence(const biomarkers::SampleFrame& frame) const noexcept;
  bool contacts_intact(const biomarkers::SampleFrame& frame) const noexcept;

  const TherapyProgram& program_;
  std::uint32_t program_crc_;
  Microseconds frame_;
  Instant begun_;
  Instant last_time_;
  std::uint32_t last_sequence_ = 0;
  int frames_ = 0;  // since begun
  int well_frames_ = 0;
  bool program_intact_ = false;
  bool commissioned_ = false;
  std::uint8_t missing_ = 0;
};

}  // namespace homeostat::controller
