// `homeostat model network NAME`: many nodes of one model that hear each other with
// delays, and what sensors see of them. Rows are streamed; nothing is kept of the run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/session.h"

namespace homeostat::sim {

struct NetworkRunOptions {
  std::string name;
  std::filesystem::path weights;      // a square table, or an HDF5 file with both
  std::filesystem::path lengths;      // mm; not for HDF5
  std::filesystem::path connections;  // in place of both: listener,speaker,weight,length
  double speed = 0.0;                 // mm per unit of the model's time
  double gain = 1.0;
  bool difference = false;
  std::vector<std::string> set;  // "x0=-1.6" for every node
  std::string scheme = "heun";   // rk4, heun, euler
  std::optional<double> step;
  double t_end = 0.0;
  double output_step = 0.0;
  std::optional<std::uint64_t> noise;     // seed
  double ou_time = 0.0;                   // of the noise; 0: white
  std::vector<std::string> pulse_trains;  // sim/pulse_words.h
  std::vector<std::string> burst_trains;
  std::vector<std::string> stimulated_nodes;      // "12" or "12=0.5"
  std::optional<std::size_t> stimulated_through;  // a sensor of the lead field
  std::filesystem::path lead_field;               // empty: every node is a column
  std::filesystem::path csv;                      // empty: to standard output
};

// Throws UsageError, RecordingError, SolverError. Returns the exit code.
int run_network(const NetworkRunOptions& options, const Console& console);

}  // namespace homeostat::sim
