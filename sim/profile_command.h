// `homeostat profile`: what a device that people know would have done with a signal.
//
// An open loop, and a prediction: the signal does not answer to the current, and no
// request is made. Rules of the devices: biomarkers/rcs_chain.h, rns_chain.h.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/session.h"

namespace homeostat::sim {

struct ProfileOptions {
  std::string settings;               // shipped profile's name, or a file
  std::filesystem::path signal;       // .csv, else EDF, EDF+ or BDF
  std::vector<std::string> channels;  // labels in the signal for the profile's channels,
                                      // in order; empty: the profile's own
  std::filesystem::path out;
};

// An RC+S. Writes power.csv, detector.csv, therapy.csv and profile.json. Throws
// ConfigError, RecordingError or UsageError. Returns the exit code.
int profile_rcs(const ProfileOptions& options, const Console& console);

// An RNS. Writes detector.csv, therapy.csv, detections.tsv (the events, as `homeostat
// score` reads them) and profile.json. Throws and returns the same.
int profile_rns(const ProfileOptions& options, const Console& console);

}  // namespace homeostat::sim
