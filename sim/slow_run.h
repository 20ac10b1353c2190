// Months of a hypothetical patient with a mood and of the device that treats it, ten
// minutes at a time: `homeostat run` of such a patient.
//
// In each bin the patient tells what the device would have found in its channels and
// lives on with what was delivered; the device steps frame by frame while anything is
// under way and rests while nothing can happen. That resting changes nothing is tested by
// runs without it. Visits come once a week: raters rate, what they flag is told to the
// device, and a clinician sees to it at the next visit without a flag.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "controller/closed_loop.h"
#include "controller/therapy_program.h"
#include "models/noise.h"
#include "models/virtual_patient.h"
#include "sim/mood_history.h"

namespace homeostat::sim {

struct DaySpan {
  double from_day = 0.0;
  double to_day = 0.0;
};

struct SlowRunPlan {
  controller::TherapyProgram program;
  models::VirtualPatientSettings patient;  // one with a mood
  models::NoiseKey key;
  double days = 0.0;
  double arm_day = 0.0;         // a clinician starts the therapy
  std::vector<DaySpan> gaps;    // without a signal
  std::vector<DaySpan> deaf;    // bins that begin here go unheard; the signal is there
  std::vector<double> reboots;  // days at which power is lost; rising
  FlagBounds flags;
  bool every_frame = false;  // never rests
  // Told the day that was reached, after each bin.
  std::function<void(double)> progress;
};

struct SlowRunTotals {
  std::int64_t bins = 0;  // lived
  std::int64_t bursts = 0;
  std::int64_t begun = 0;  // by the device, of sham ones too
  std::int64_t pulses = 0;
  std::int64_t night_bursts = 0;  // that began outside the hours of the program's policy
  std::int64_t most_bursts_in_a_day = 0;  // any 24 hours
  double charge_uc = 0.0;
  std::int64_t frames = 0;     // that were stepped, not rested through
  std::uint64_t commands = 0;  // a sum over every command that was on, and its time
  bool latched = false;
  std::uint8_t self_test_missing = 0;
  std::int64_t gained_budget = 0;  // resets after which a budget was larger
  controller::Mode mode = controller::Mode::kOff;  // at the end
  std::map<std::string, double> mode_s;
  std::map<std::string, std::int64_t> notices;  // how often each was raised
};

struct SlowRun {
  MoodHistory history;  // without its facts
  SlowRunTotals totals;
};

// Throws std::invalid_argument for a patient without a mood. `stop`: ends it early, after
// one bin at least.
SlowRun live_slowly(const SlowRunPlan& plan, const std::atomic<bool>& stop);

}  // namespace homeostat::sim
