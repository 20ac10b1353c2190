// The tables of `homeostat profile rns`: what each tool saw, and what was given when.
// Knows the chain's results and no signal. Columns: README, "Device profiles".
#pragma once

#include <filesystem>
#include <fstream>
#include <vector>

#include "biomarkers/rns_chain.h"
#include "sim/interval.h"

namespace homeostat::sim {

class RnsTables {
 public:
  // Makes detector.csv and therapy.csv in `folder`, which is there. Throws RecordingError
  // where that fails.
  RnsTables(const std::filesystem::path& folder, const biomarkers::RnsSettings& settings,
            double start_s);

  // A window of the chain that has just ended.
  void see(const biomarkers::RnsChain& chain);

  // Throws RecordingError where anything was lost.
  void close();

  // From the window in which each was detected first to the last that it was; in seconds
  // from the first sample.
  const std::vector<Interval>& events() const { return events_; }
  std::size_t therapies() const { return therapies_; }

 private:
  void write_detector(const biomarkers::RnsChain& chain, double t_s);
  void follow_event(const biomarkers::RnsChain& chain, double t_s);
  void write_bursts(const biomarkers::RnsChain& chain, double t_s);

  biomarkers::RnsSettings settings_;
  double start_s_;
  std::filesystem::path folder_;
  std::ofstream detector_;
  std::ofstream therapy_;
  std::vector<Interval> events_;
  bool in_event_ = false;
  std::size_t therapies_ = 0;
};

}  // namespace homeostat::sim
