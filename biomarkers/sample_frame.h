// One control period of everything the loop may know: its only input.
//
// Samples, time, lead and patient inputs, and the echo of what the stimulator delivered.
// Whoever makes frames (simulator, replay, bench, firmware) fills all of it; there is no
// side door. Plain bytes, fixed size, no pointers.
#pragma once

#include <array>
#include <cstdint>

#include "safety/envelope.h"
#include "safety/stimulus.h"
#include "safety/units.h"

namespace homeostat::biomarkers {

inline constexpr int kSchemaChannels = 8;
#ifdef HOMEOSTAT_MOST_CHANNELS  // an image with room for fewer
inline constexpr int kMaxChannels = HOMEOSTAT_MOST_CHANNELS;
#else
inline constexpr int kMaxChannels = kSchemaChannels;
#endif
static_assert(kMaxChannels >= 1 && kMaxChannels <= kSchemaChannels);
inline constexpr int kMaxSamples = 64;
inline constexpr std::uint16_t kMinutesPerDay = 1440;
inline constexpr std::uint16_t kUnknownMinute = 0xFFFF;

// What the analogue front end says of one channel in this frame.
enum FrontEndFlag : std::uint8_t {
  kRailHigh = 1 << 0,  // at least one sample at the converter's upper end
  kRailLow = 1 << 1,
  kLeadOff = 1 << 2,     // the front end's own lead-off comparator
  kMissing = 1 << 3,     // samples of this frame were lost; they are NaN
  kRecovering = 1 << 4,  // the amplifier is recovering from a pulse
};

// Commands of people, each one frame long: set in the frame in which they arrive.
enum ClinicianEvent : std::uint8_t {
  kClinicianStart = 1 << 0,  // arm therapy: leave Off
  kClinicianStop = 1 << 1,   // disarm: back to Off, at once
  kClinicianReset = 1 << 2,  // clear a latched fault (authorised by the link)
  kClinicianEnd = 1 << 3,    // disarm as the indication asks: ramp off, then Off
  kAdverseEvent = 1 << 4,    // a rater or the patient tells of harm, or of its signs
  kAdverseSeen = 1 << 5,     // a clinician has seen to it
};

enum PatientEvent : std::uint8_t {
  kPatientMarker = 1 << 0,  // pressed a button, or a brief swipe of the magnet
};

enum class ResetCause : std::uint8_t { kNone, kPowerOn, kWatchdog, kBrownOut, kSoftware };

struct SampleFrame {
  // The instant after the last sample: samples lie at time - (n - i) * sample period.
  Instant time;
  std::uint32_t sequence = 0;  // counts frames; a gap is a lost frame
  std::uint8_t channel_count = 0;
  std::uint8_t sample_count = 0;
  // [channel][sample], microvolts at the electrode; NaN where a sample is unknown.
  std::array<std::array<float, kMaxSamples>, kMaxChannels> samples_uv{};
  std::array<std::uint8_t, kMaxChannels> front_end{};  // FrontEndFlag bits

  std::array<safety::ContactImpedance, safety::kContacts> impedances{};
  bool magnet_present = false;
  bool mri_mode = false;
  bool midnight = false;  // the calendar day ended within this frame
  std::uint16_t minute_of_day = kUnknownMinute;  // local, at `time`
  std::uint8_t clinician_events = 0;             // ClinicianEvent bits
  std::uint8_t patient_events = 0;               // PatientEvent bits
  Millivolts battery;
  Millicelsius temperature;
  ResetCause reset_cause = ResetCause::kNone;  // in the first frame after a reset

  // Delivered stimulation, covering exactly this frame's interval.
  std::array<safety::OutputEcho, safety::kOutputs> echo{};
};

}  // namespace homeostat::biomarkers
