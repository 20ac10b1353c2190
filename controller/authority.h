// Who decides, in each mode, whether and how the brain is stimulated: exactly one.
//
// Knows no program and no frame: it is a property of the mode alone. How each gains and
// loses control, and how the closed loop is entered, left and entered again:
// safety/CONTROL.md.
#pragma once

#include <cstdint>

#include "controller/therapy_mode.h"

namespace homeostat::controller {

enum class Authority : std::uint8_t {
  kNobody,      // nothing is given, and nothing will be before somebody or a test says so
  kController,  // the program's policy, within what the guard allows
  kBaseline,    // what the clinician wrote for a lost signal, or the ramp off
  kPatient,     // who holds the magnet, or has put the device into MRI mode
  kLimits,      // the program's limits, until time or the end of the seizure lifts them
  kGuard,       // latched, until a clinician resets
};
inline constexpr int kAuthorities = 6;

const char* name_of(Authority authority) noexcept;  // "baseline"

// No default: a mode that nobody answers for does not compile.
constexpr Authority who_controls(Mode mode) {
  switch (mode) {
    case Mode::kOff:
    case Mode::kSelfTest:
      return Authority::kNobody;
    case Mode::kSensing:
    case Mode::kTreatingBurst:
    case Mode::kTreatingPause:
    case Mode::kTreatingContinuous:
    case Mode::kRefractory:
      return Authority::kController;
    case Mode::kFallback:
      return Authority::kBaseline;
    case Mode::kInhibited:
      return Authority::kPatient;
    case Mode::kLockout:
      return Authority::kLimits;
    case Mode::kFault:
      return Authority::kGuard;
  }
  return Authority::kNobody;
}

}  // namespace homeostat::controller
