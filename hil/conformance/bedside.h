// Whoever lies beside the device in a scenario: a quiet brain, two leads, a stimulator
// that does as it is told, until a step says otherwise.
//
// Samples come from an integer generator, in whole quarters of a microvolt, so that they
// are the same bits everywhere and travel unrounded. Stands in for no physiology. Knows
// no link and judges nothing.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "biomarkers/sample_frame.h"
#include "clinical_configs/conformance_scenario.h"
#include "controller/therapy_program.h"
#include "hil/conformance/observations.h"

namespace homeostat::hil {

using Trains = std::array<safety::PulseTrain, safety::kOutputs>;

inline constexpr double kUvPerCount = 0.25;

class Bedside {
 public:
  // Both must outlive it.
  Bedside(const controller::TherapyProgram& program,
          std::span<const clinical_configs::ScenarioStep> steps, Observations& seen);

  // A period passes: `trains` are delivered in it, and the next frame stands in frame().
  // Pulses and steps go into the observations.
  void live(const Trains& trains);
  const biomarkers::SampleFrame& frame() const { return frame_; }

  // Which steps the period's end brings: those of the signal are in the frame already.
  const std::vector<const clinical_configs::ScenarioStep*>& begins() const {
    return begins_;
  }
  bool is_on(clinical_configs::Act act) const { return on(act) != nullptr; }
  // Of an act that is on.
  double value_of(clinical_configs::Act act) const { return on(act)->value; }
  double now_s() const;

  // The device starts anew: its clock and its count of frames begin at zero, and what was
  // commanded is forgotten.
  void restart();

 private:
  const clinical_configs::ScenarioStep* on(clinical_configs::Act act,
                                           int channel = -1) const;
  bool is_active(const clinical_configs::ScenarioStep& step) const;
  void find_steps();
  void sense();
  void sense(std::size_t channel);
  void surround();
  void order();
  void deliver(const Trains& trains);
  void note(const safety::PulseSegment& delivered, int output);
  void distort(safety::OutputEcho& echo, int output, Instant start);
  std::int64_t next_nv(std::size_t channel);

  const controller::TherapyProgram& program_;
  std::span<const clinical_configs::ScenarioStep> steps_;
  Observations& seen_;
  Microseconds period_;
  Microseconds now_;    // of the scenario
  Microseconds epoch_;  // at which the device's clock was zero
  Microseconds clock_offset_;
  biomarkers::SampleFrame frame_;
  std::vector<bool> begun_;
  std::vector<const clinical_configs::ScenarioStep*> begins_;
  std::array<std::uint32_t, biomarkers::kMaxChannels> random_{};
  std::array<std::int64_t, biomarkers::kMaxChannels> slow_nv_{};
  std::uint32_t samples_ = 0;
};

}  // namespace homeostat::hil
