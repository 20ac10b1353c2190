// What a scenario leaves in its folder, so that its verdict can be checked by others.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "hil/conformance/observations.h"

namespace homeostat::hil {

// scenario.textproto   what was run
// told.jsonl           what the device told, one line for each change
// pulses.tsv           what was delivered: equal pulses at equal spacing, a row
// done.jsonl           what was done to it, and what was refused
// device_log.jsonl     its own log
// link.json            requests, retries, bytes, round trips
struct EvidenceFile {
  std::string name;  // relative to the report
  std::string sha256;
};

// Makes `folder` and writes all of it; what an earlier run of the kit left there is
// written over. Throws RecordingError.
std::vector<EvidenceFile> write_evidence(const std::filesystem::path& scenario_file,
                                         const Observations& seen,
                                         const std::filesystem::path& folder);

}  // namespace homeostat::hil
