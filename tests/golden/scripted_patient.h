// Ten minutes in which everything happens: the input of the golden trace.
//
// Two seizures that yield and one that does not, rail, flat line, lost frames and
// samples, magnet, MRI, weak battery, clinician's commands, a clock that jumps and a
// stimulator that lies. Samples come from an integer generator and are multiples of a
// quarter microvolt, so that they are the same bits on every machine. Knows no
// biomarker and no limit; stands in for no physiology.
#pragma once

#include <cstdint>

#include "biomarkers/sample_frame.h"
#include "controller/therapy_program.h"
#include "safety/stimulus.h"

namespace homeostat::golden {

inline constexpr int kSampleRateHz = 250;
inline constexpr int kSamplesPerFrame = 8;
inline constexpr int kChannels = 4;
inline constexpr Microseconds kFramePeriod{kSamplesPerFrame * 1'000'000 / kSampleRateHz};
inline constexpr int kFrames = 18'750;  // ten minutes

// A responsive program with the fallback that the script asks for.
controller::TherapyProgram golden_program() noexcept;

class ScriptedPatient {
 public:
  // The next frame, in which `command` has been delivered faithfully (but for the lie
  // of the script).
  const biomarkers::SampleFrame& live_through(
      const safety::StimCommand& command) noexcept;

 private:
  void sense() noexcept;
  void deliver(const safety::StimCommand& command) noexcept;

  biomarkers::SampleFrame frame_{};
  std::uint32_t noise_ = 1;
  int index_ = 0;
};

}  // namespace homeostat::golden
