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
  double at(std::size_t row, std::string_view name) const {
    const auto column = table_.find(name);
    if (!column) {
      refuse(table_.header_place(), "no column '" + std::string(name) + "'", kWanted);
    }
    const std::string_view cell = table_.cell(row, column);
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
  for (std::size_t row = 0; row < columns.rows(); ++row) {
    const double t_s = columns.at(row, "t_s");
    folder.asked_ua.push_back({t_s, columns.at(row, "asked_ua")});
    folder.granted_ua.push_back({t_s, columns.at(row, "granted_ua")});
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

}  // namespace

RunFolder read_run_folder(const std::filesystem::path& path) {
  RunFolder folder{.path = path};
  folder.summary = parse(read_text(path / "summary.json"), path / "summary.json", 1);
  folder.duration_s = folder.summary.value("duration_s", 0.0);
  folder.program = clinical_configs::load_program(path / "program.textproto");
  folder.program_text = read_text(path / "program.textproto");
  folder.detections = seizures(read_events(path / "detections.tsv"));
  if (std::filesystem::exists(path / "seizures.tsv")) {
    folder.seizures = seizures(read_events(path / "seizures.tsv"));
  }
  folder.bursts = read_bursts(path / "stimulation.tsv");
  folder.decisions = read_decisions(path / "decisions.jsonl");
  folder.modes = modes_of(folder.decisions, folder.duration_s);
  read_trend(path / "trend.tsv", folder.program.biomarkers.detector_count, folder);
  return folder;
}

}  // namespace homeostat::sim
