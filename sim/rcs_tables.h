// The three tables of `homeostat profile rcs`: what an RC+S would have logged.
// Knows the chain's results and no signal. Columns: README, "Device profiles".
#pragma once

#include <array>
#include <filesystem>
#include <fstream>

#include "biomarkers/rcs_chain.h"

namespace homeostat::sim {

class RcsTables {
 public:
  // Makes power.csv, detector.csv and therapy.csv in `folder`, which is there. Throws
  // RecordingError where that fails.
  RcsTables(const std::filesystem::path& folder, const biomarkers::RcsSettings& settings,
            double start_s);

  // What the step of the chain's last sample completed.
  void see(const biomarkers::RcsChain& chain, const biomarkers::RcsChain::Step& step);

  // Throws RecordingError where anything was lost.
  void close();

 private:
  struct Table {
    std::filesystem::path path;
    std::ofstream out;
  };

  void write_power(const biomarkers::RcsChain& chain, const std::string& t_s);
  void write_detection(const biomarkers::RcsChain& chain, const std::string& t_s);
  void write_therapy(const biomarkers::RcsChain& chain, const std::string& t_s);

  biomarkers::RcsSettings settings_;
  double start_s_;
  Table power_;
  Table detector_;
  Table therapy_;
};

}  // namespace homeostat::sim
