// What alarms are worth to a device that treats on them: how soon after a seizure's onset
// one begins, how many begin for nothing, how long they last for nothing, and what
// treating on them comes to.
//
// Knows no files, no signals and no public scorer (scoring.h joins events; nothing is
// joined here, for every alarm of a cluster stimulates). Two calls: figures of one
// recording, and their sum over several. Rules: shared/reference/detection.md 1.5.
//
//   latency          alarm onset less seizure onset. A seizure is answered by the first
//                    alarm that begins in (onset - 5 s, its end), or in the useful window
//                    if that ends later, and that answers no earlier seizure
//   useful           an alarm begins in (onset - 5 s, onset + 10 s), ends excluded. One
//                    that was on before and goes on does not begin there
//   false alarm      begins outside [onset - 30 s, end + 60 s] of every seizure
//   time outside     of the recording, outside these same windows: false alarms an hour
//                    and the share of time in false alarm are of it
//   therapy          an alarm's onset asks for one, of therapy_s; or what was delivered
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/interval.h"

namespace homeostat::sim {

struct AlarmRule {
  double useful_before_s = 5.0;
  double useful_after_s = 10.0;
  double clear_before_s = 30.0;  // no alarm is false so long before a seizure
  double clear_after_s = 60.0;   // and after its end
  double therapy_s = 0.2;        // of an alarm: two bursts of 100 ms
};

// Sums over recordings, so that they can be added; rates are asked for below.
struct AlarmFigures {
  // What they rest on.
  std::int64_t recordings = 0;
  double duration_s = 0.0;
  double outside_s = 0.0;  // outside the windows of all seizures
  // One a seizure, in order of onset, recording by recording; null: not detected.
  std::vector<std::optional<double>> latencies_s;

  std::int64_t alarms = 0;
  std::int64_t detected = 0;  // seizures
  std::int64_t useful = 0;    // seizures
  std::int64_t false_alarms = 0;
  double false_alarm_s = 0.0;  // in alarm, and outside the windows
  std::int64_t therapies = 0;
  double stimulation_s = 0.0;

  std::int64_t seizures() const { return static_cast<std::int64_t>(latencies_s.size()); }
  AlarmFigures& operator+=(const AlarmFigures& other);
};

// Of one recording; events in any order, also past its end. Throws std::invalid_argument
// for a time that is not finite or an event that ends before it begins.
[[nodiscard]] AlarmFigures alarm_figures(std::span<const Interval> seizures,
                                         std::span<const Interval> alarms,
                                         double duration_s, const AlarmRule& rule = {});

// Delivered bursts in the place of therapies that alarms ask for: bursts of any output
// less than kTherapyGap_s apart are one therapy, and time on counts once.
inline constexpr double kTherapyGap_s = 1.0;
void count_delivered(AlarmFigures& figures, std::span<const Interval> bursts);

// Nullopt where it is not known: nothing to rest on.
[[nodiscard]] std::optional<double> sensitivity(const AlarmFigures& figures);
[[nodiscard]] std::optional<double> useful_sensitivity(const AlarmFigures& figures);
[[nodiscard]] std::optional<double> undetected_share(const AlarmFigures& figures);
[[nodiscard]] std::optional<double> false_alarms_per_hour(const AlarmFigures& figures);
[[nodiscard]] std::optional<double> false_alarm_share(const AlarmFigures& figures);
[[nodiscard]] std::optional<double> therapies_per_day(const AlarmFigures& figures);
[[nodiscard]] std::optional<double> stimulation_s_per_day(const AlarmFigures& figures);

// The latency within which so many of all seizures were detected: infinite where that
// many were not. Half and half of the two in the middle for a median of an even number,
// the nearest rank for any other share. Share above 0, to 1.
[[nodiscard]] std::optional<double> latency_quantile_s(const AlarmFigures& figures,
                                                       double share);

}  // namespace homeostat::sim
