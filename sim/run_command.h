// `homeostat run`: a program on a virtual patient, into a folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "models/virtual_patient.h"
#include "sim/session.h"

namespace homeostat::sim {

struct RunOptions {
  std::string program;  // a bare name of a shipped program, or a file
  std::string patient;
  double duration_s = 0.0;
  std::uint64_t seed = 1;
  std::filesystem::path out;
  bool untreated = false;  // the same detection and random stream, no stimulation
  // Of a patient with a mood.
  bool sham = false;          // the same therapy without current
  double therapy_from_s = 0;  // a clinician starts the therapy
  bool every_sample = false;  // samples in the place of bins
  LoopMaker make_loop = make_local_loop;
};

// How a patient's device is wired and paced for this program.
models::DeviceSetup device_setup(const controller::TherapyProgram& program);

// Throws ConfigError, RecordingError, UsageError or SolverError.
Summary run_virtual_patient(const RunOptions& options, const Console& console);

}  // namespace homeostat::sim
