// What a clock may be fed in one frame, in the few words that matter to it, and the small
// therapies on which it is explored.
//
// The therapies are shrunk so that a clock has few states: bursts and pauses last a unit
// or two, a day allows one or two therapies. The day itself cannot shrink; so the unit
// is a third of an hour, or, where the guard's minute of waiting matters, of a minute.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "biomarkers/biomarker_bank.h"
#include "biomarkers/sample_frame.h"
#include "controller/therapy_mode.h"
#include "controller/therapy_program.h"
#include "safety/envelope.h"

namespace homeostat::controller::model {

// What the guard made of the frame before.
enum class Answer : std::uint8_t {
  kSilent,
  kGranted,
  kEpisodeSpent,  // refused, by the guard's own count
  kHourSpent,
  kDaySpent,
  kLatched,
};

struct ClockInput {
  Microseconds step;  // since the frame before
  bool signal = true;
  bool seizure = false;
  bool magnet = false;
  bool midnight = false;
  std::uint8_t people = 0;  // biomarkers::ClinicianEvent bits
  Answer answer = Answer::kSilent;
};

// As the clock gets it; everything that the self test looks at is well.
biomarkers::SampleFrame frame_of(const ClockInput& input, Instant now,
                                 std::uint32_t sequence);
biomarkers::Biomarkers seen_in(const ClockInput& input, Instant now);
const safety::Admission& admission_of(Answer answer);

// A therapy and the steps of time with which to explore it.
struct SmallTherapy {
  const char* name;
  TherapyProgram program;
  Microseconds unit;
  std::vector<Microseconds> steps;  // whole units
  bool guard_grants = true;
};
std::vector<SmallTherapy> small_therapies();

// In a mode: whatever the signal, the magnet and the guard say, after each step of time;
// and each order of people, to whom the clock only lends its voice.
std::vector<ClockInput> every_input(const SmallTherapy& therapy, Mode mode);
// Enough of them to go through an episode.
std::vector<ClockInput> few_inputs(const SmallTherapy& therapy);

}  // namespace homeostat::controller::model
