// `homeostat model list | show NAME | run NAME`: look at any model of the house.
//
// Everything is in the model's own unit of time, named by `model show`. A run writes the
// states and the observable as CSV, and on request a page with trace, spectrum and phase
// plane.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/session.h"

namespace homeostat::sim {

struct ModelRunOptions {
  std::string name;
  std::vector<std::string> set;  // "x0=-1.6"
  std::string initial;           // numbers with commas between; empty: the model's own
  double t_end = 0.0;
  double output_step = 0.0;
  std::string engine = "rk4";
  std::optional<double> step;  // fixed-step engines
  std::optional<double> rtol;  // adaptive engines
  std::optional<double> atol;
  std::vector<std::string> pulse_trains;  // rate,width,amplitude,start,stop[,biphasic]
  std::vector<std::string> burst_trains;  // pulses,rate,burst_rate,width,amplitude,...
  std::vector<std::string> phase_trains;  // frequency,phase_deg,width,amplitude,...
  std::vector<std::string> electrode_trains;  // the same, amplitude in uA, [,anodic]
  std::vector<std::string> afferent;          // "drive=2000": models/afferent.h
  std::vector<std::string> jumps;             // time,size
  std::optional<double> seconds_per_unit;     // where the model has no clock of its own
  std::optional<std::uint64_t> noise;         // seed
  std::filesystem::path csv;                  // empty: to standard output
  std::filesystem::path plot;                 // empty: none
};

// All throw UsageError, and running RecordingError or SolverError. Return the exit code.
int list_models(const Console& console);
int show_model(const std::string& name, const Console& console);
int run_model(const ModelRunOptions& options, const Console& console);

}  // namespace homeostat::sim
