// From a signal to alarms, without a therapy.
#pragma once

#include <span>
#include <vector>

#include "biomarkers/biomarker_settings.h"
#include "sim/interval.h"

namespace homeostat::evaluation {

// Puts a yes or no at each instant together into stretches; the last may still be open.
class AlarmList {
 public:
  void see(bool on, double now_s) {
    if (on && !on_) alarms_.push_back({now_s, now_s});
    if (on || on_) alarms_.back().offset_s = now_s;
    on_ = on;
  }
  std::vector<sim::Interval> take() { return std::move(alarms_); }

 private:
  bool on_ = false;
  std::vector<sim::Interval> alarms_;
};

// A program's sensing; each of its channels is shown the signal, at the program's rate.
[[nodiscard]] std::vector<sim::Interval> alarms_of_bank(
    const biomarkers::BiomarkerSettings& settings, std::span<const float> uv);

}  // namespace homeostat::evaluation
