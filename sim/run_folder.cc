#include "sim/run_folder.h"

#include <cmath>
#include <fstream>
#include <sstream>

#include "clinical_configs/load.h"
#include "sim/error.h"
#include "sim/events_tsv.h"
#include "sim/tsv_table.h"

namespace homeostat::sim {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kWanted = "a folder written by homeostat run or replay";

std::ifstream open(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw RecordingError(path.string() + ": cannot be read; give " + kWanted);
  return in;
}

std::string read_text(const std::filesystem::path& path) {
  std::ostringstream text;
  text << open(path).rdbuf();
  return text.str();
}

Json parse(const std::string& text, const std::filesystem::path& path, std::size_t line) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) refuse({path, line}, "not a JSON object", kWanted);
  return json;
}

std::vector<Json> read_decisions(const std::filesystem::path& path) {
  std::ifstream in = open(path);
  std::vector<Json> decisions;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    decisions.push_back(parse(line, path, number));
  }
  return decisions;
}

std::vector<ModeSpan> modes_of(const std::vector<Json>& decisions, double end_s) {
  std::vector<ModeSpan> spans;
  for (const Json& decision : decisions) {
    const double t_s = decision.value("t_s", 0.0);
    const std::string mode = decision.value("mode", "");
    if (!spans.empty() && spans.back().mode == mode) continue;
    if (!spans.empty()) spans.back().interval.offset_s = t_s;
    spans.push_back({{t_s, end_s}, mode});
  }
  return spans;
}

// Columns by name, numbers or NaN for n/a.
class NumberColumns {
 public:
  explicit NumberColumns(const std::filesystem::path& path) : table_(path, kWanted) {
    for (std::size_t row = 0; row < table_.rows(); ++row) table_.check_row(row);
  }
  std::size_t rows() const { return table_.rows(); }
  bool has(std::string_view name) const { return table_.find(name).has_value(); }
  // Refuses a table that has no such column, be it without rows.
  std::optional<std::size_t> expect(std::string_view name) const {
    const auto column = table_.find(name);
    if (!column) {
      refuse(table_.header_place(), "no column '" + std::string(name) + "'", kWanted);
    }
    return column;
  }
  double at(std::size_t row, std::string_view name) const {
    const std::string_view cell = table_.cell(row, expect(name));
    if (cell.empty()) return std::nan("");
    const auto value = number_in(cell);
    if (!value) refuse(table_.place(row), in_quotes(cell) + " is no number", kWanted);
    return *value;
  }

 private:
  TsvTable table_;
};

void read_trend(const std::filesystem::path& path, int detectors, RunFolder& folder) {
  const NumberColumns columns(path);
  folder.detectors.resize(static_cast<std::size_t>(detectors));
  // Of an adaptive program, except where it ran untreated.
  const bool has_state = columns.has("state");
  for (std::size_t row = 0; row < columns.rows(); ++row) {
    const double t_s = columns.at(row, "t_s");
    folder.asked_ua.push_back({t_s, columns.at(row, "asked_ua")});
    folder.granted_ua.push_back({t_s, columns.at(row, "granted_ua")});
    if (has_state) {
      folder.state.push_back({t_s, columns.at(row, "state")});
    }
    for (std::size_t i = 0; i < folder.detectors.size(); ++i) {
      const std::string name = "detector" + std::to_string(i);
      folder.detectors[i].value.push_back({t_s, columns.at(row, name + "_value")});
      folder.detectors[i].threshold.push_back(
          {t_s, columns.at(row, name + "_threshold")});
    }
  }
}

std::vector<DeliveredBurst> read_bursts(const std::filesystem::path& path) {
  const NumberColumns columns(path);
  columns.expect("onset");
  std::vector<DeliveredBurst> bursts;
  for (std::size_t row = 0; row < columns.rows(); ++row) {
    bursts.push_back(
        {.onset_s = columns.at(row, "onset"),
         .duration_s = columns.at(row, "duration"),
         .output = static_cast<int>(columns.at(row, "output")),
         .configuration = static_cast<int>(columns.at(row, "configuration")),
         .pulses = std::llround(columns.at(row, "pulses")),
         .amplitude_ua = static_cast<std::int32_t>(columns.at(row, "amplitude_ua")),
         .pulse_width_us = std::llround(columns.at(row, "pulse_width_us")),
         .period_us = std::llround(columns.at(row, "period_us")),
         .charge_uc = columns.at(row, "charge_uc")});
  }
  return bursts;
}

// As many rows as the summary says there were.
void expect_count(const std::filesystem::path& file, std::size_t found,
                  std::int64_t said) {
  if (said >= 0 && found == static_cast<std::size_t>(said)) return;
  throw RecordingError(file.string() + ": " + std::to_string(found) + " rows, " +
                       std::to_string(said) + " by summary.json; give " + kWanted +
                       ", as it was written");
}

// The files of a folder must be of one run: a report mixes nothing.
void expect_one_run(const RunFolder& folder) {
  const Json& summary = folder.summary;
  expect_count(folder.path / "detections.tsv", folder.detections.size(),
               summary.at("detections").at("count").get<std::int64_t>());
  expect_count(folder.path / "stimulation.tsv", folder.bursts.size(),
               summary.at("stimulation").at("bursts").get<std::int64_t>());
  const Json& seizures = summary.at("reference").at("seizures");
  if (folder.seizures && !seizures.is_null()) {
    expect_count(folder.path / "seizures.tsv", folder.seizures->size(),
                 seizures.get<std::int64_t>());
  }
  if (folder.seizures.has_value() == seizures.is_null()) {
    throw RecordingError((folder.path / "seizures.tsv").string() +
                         ": seizures are known to either it or summary.json, not to "
                         "both; give " +
                         kWanted + ", as it was written");
  }
}

double duration_of(const RunFolder& folder) {
  const double duration_s = folder.summary.at("duration_s").get<double>();
  const double frame_s = folder.program.biomarkers.samples_per_frame /
                         static_cast<double>(folder.program.biomarkers.sample_rate_hz);
  const double seen_s = folder.asked_ua.empty()
                            ? 0.0
                            : folder.asked_ua.back().time_s + 1.0;  // a row a second
  if (!(std::abs(duration_s - seen_s) <= 1.0 + frame_s)) {
    throw RecordingError((folder.path / "trend.tsv").string() + ": ends after " +
                         std::to_string(seen_s) + " s, the run after " +
                         std::to_string(duration_s) + " s by summary.json; give " +
                         kWanted + ", as it was written");
  }
  return duration_s;
}

RunFolder read_files(const std::filesystem::path& path) {
  RunFolder folder{.path = path};
  folder.summary = parse(read_text(path / "summary.json"), path / "summary.json", 1);
  folder.program = clinical_configs::load_program(path / "program.textproto");
  folder.program_text = read_text(path / "program.textproto");
  folder.detections = seizures(read_events(path / "detections.tsv"));
  if (std::filesystem::exists(path / "seizures.tsv")) {
    folder.seizures = seizures(read_events(path / "seizures.tsv"));
  }
  folder.bursts = read_bursts(path / "stimulation.tsv");
  folder.decisions = read_decisions(path / "decisions.jsonl");
  if (folder.decisions.empty()) {
    throw RecordingError((path / "decisions.jsonl").string() +
                         ": empty, and every run decides something; give " + kWanted);
  }
  read_trend(path / "trend.tsv", folder.program.biomarkers.detector_count, folder);
  folder.duration_s = duration_of(folder);
  folder.modes = modes_of(folder.decisions, folder.duration_s);
  expect_one_run(folder);
  return folder;
}

}  // namespace

RunFolder read_run_folder(const std::filesystem::path& path) {
  try {
    return read_files(path);
  } catch (const Json::exception& error) {
    throw RecordingError((path / "summary.json").string() + ": " + error.what() +
                         "; give " + kWanted + ", as it was written");
  }
}

}  // namespace homeostat::sim
