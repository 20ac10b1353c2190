// What the kit found, as one struct, and the files it becomes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "clinical_configs/conformance_scenario.h"
#include "hil/conformance/evidence.h"
#include "hil/conformance/judgement.h"
#include "hil/conformance/uncertainty.h"

namespace homeostat::hil {

struct ScenarioResult {
  std::string name;  // "magnet_stops_a_burst"
  clinical_configs::ConformanceScenario scenario;
  Verdict verdict = Verdict::kNotRun;
  Text why;                           // of what was not judged
  std::vector<Judgement> judgements;  // empty where nothing was judged
  std::vector<EvidenceFile> evidence;
  wire::Identity identity;  // of the device, once it ran the program
  bool used = false;        // the device had run before
  double frame_s = 0.0;
  double ran_s = 0.0;         // of the scenario's time
  double wall_s = 0.0;        // of the laboratory's
  double round_trip_s = 0.0;  // that counts for the uncertainty
};

struct KitReport {
  std::string rig;
  std::string laboratory;  // as given by the user; may be empty, as the next two
  std::string engineer;
  std::string device;
  std::string started;  // UTC
  std::string key;      // whose signature programs bear
  bool paced = false;
  bool complete = true;  // false: stopped by its user
  std::vector<ScenarioResult> results;

  int count(Verdict verdict) const;
  // True where nothing failed and something passed, and nobody stopped it.
  bool passed() const;
};

// Each throws RecordingError where the file cannot be written.
void write_json(const KitReport& report, const std::filesystem::path& file);
void write_junit(const KitReport& report, const std::filesystem::path& file);
// `json_sha256` is the report's own number: pages name the JSON that they tell.
void write_page(const KitReport& report, const std::string& json_sha256,
                Language language, const std::filesystem::path& file);

}  // namespace homeostat::hil
