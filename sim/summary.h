// What a run came to: the figures that people compare, and what they were made from.
//
// Written as summary.json (keys are the field names), read back by reports. A figure that
// does not exist (no annotations, no detection) is absent or null, never zero.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/interval.h"
#include "sim/matching.h"
#include "sim/scoring.h"

namespace homeostat::sim {

// Seizures that are known apart from the detector.
struct Reference {
  std::string source;  // "model" or the annotations file's name
  std::vector<Interval> seizures;
};

// Which electrode stood in for a channel of the program, and how it was recorded.
struct ChannelOrigin {
  std::string program;    // the program's label
  std::string recording;  // the recording's
  double rate_hz = 0.0;   // of the recording, before resampling
};

struct Summary {
  std::string kind;   // "run" or "replay"
  std::string title;  // for people: patient or recording
  std::string program;
  std::string program_sha256;
  std::string source;  // patient or recording as given
  std::string source_sha256;
  std::optional<std::uint64_t> seed;
  std::vector<ChannelOrigin> channels;   // of a replay
  double duration_s = 0.0;               // seen by the loop
  bool complete = true;                  // false: stopped before the plan was done
  std::optional<std::string> broke_off;  // by what, where it could not go on

  std::optional<std::string> reference_source;
  std::optional<std::int64_t> seizures;
  std::optional<double> seizure_s;

  std::int64_t detections = 0;
  double detection_s = 0.0;
  std::optional<Matching> matching;  // one detection, one seizure
  std::optional<Score> score;  // events, as the public scorer with its own parameters

  std::int64_t bursts = 0;
  std::int64_t pulses = 0;
  double charge_uc = 0.0;

  std::int64_t guard_interventions = 0;  // times at which the guard began to alter a wish
  std::map<std::string, std::int64_t> guard_reasons;
  bool latched = false;

  bool self_test_passed = true;            // false: it never listened
  std::vector<std::string> fault_reasons;  // self test's checks, guard's reasons

  // What the patient was told, and how often it was raised.
  std::map<std::string, std::int64_t> notices;

  double signal_lost_s = 0.0;
  std::map<std::string, double> mode_s;

  // Of a patient with a mood.
  std::optional<std::string> outcome;          // in words
  std::optional<std::int64_t> flags;           // answers and events that raised one
  std::optional<std::int64_t> adverse_events;  // flagged or not
};

// Seconds in mode "fault".
double fault_s(const Summary& summary);

// The figures of a reference, filled in from detections.
void judge(Summary& summary, const Reference& reference,
           const std::vector<Interval>& detections);

// One JSON object, times to a microsecond, with the build's own identity (version,
// guard's hash) added.
std::string to_json(const Summary& summary);

}  // namespace homeostat::sim
