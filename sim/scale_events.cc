#include "sim/scale_events.h"

#include <algorithm>

#include "clinical_configs/field_name.h"
#include "sim/output_file.h"
#include "sim/scale_cells.h"
#include "sim/scale_phenotype.h"
#include "sim/scale_table.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;
using clinical_configs::number_text;

bool holds_any(const std::string& text, std::initializer_list<const char*> words) {
  std::string small = text;
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::any_of(
      words, [&](const char* word) { return small.find(word) != std::string::npos; });
}

// No cell may hold what parts cells and lines.
std::string cell(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == ',' || c == '"' || is_control(c); }, ';');
  return text;
}

std::string item_cell(const ScaleEvent& event, const std::string& column) {
  const bool here = event.item && event.scale != nullptr &&
                    event.scale->item_column != nullptr &&
                    column == event.scale->item_column;
  return here ? number_text(*event.item) : std::string();
}

}  // namespace

std::vector<ScaleEvent> read_scale_events(const ScaleSource& source) {
  std::vector<ScaleEvent> events;
  std::error_code ignored;
  if (source.path.extension() == ".tsv" || fs::is_directory(source.path, ignored)) {
    events = read_phenotype(source);
  } else {
    events = read_scale_table(source.path, source);
  }
  std::ranges::stable_sort(events, {}, &ScaleEvent::day);
  return events;
}

RatedFlags flags_in(const std::vector<ScaleEvent>& events) {
  RatedFlags found;
  for (const ScaleEvent& event : events) {
    if (event.flag != Flag::kNone) ++found.flags;
    if (event.scale == nullptr) ++found.adverse_events;
    if (event.flag_unknown()) ++found.not_asked;
  }
  return found;
}

Flag flag_of_adverse(const std::string& what, EventSeverity severity) {
  if (holds_any(what, {"suicid", "self-harm", "self harm", "self_harm"}))
    return Flag::kSuicidality;
  if (holds_any(what, {"mania", "manic"})) return Flag::kMania;
  return severity == EventSeverity::kMild ? Flag::kNone : Flag::kAdverse;
}

void write_scale_events(const fs::path& path, const std::vector<ScaleEvent>& events) {
  std::ofstream out = open_output(path);
  out << "day,scale,total,item3,item9,item10,rater,note,what,severity\n";
  for (const ScaleEvent& event : events) {
    const bool rating = event.scale != nullptr;
    out << number_text(event.day) << ','
        << (rating ? event.scale->name : kAdverseEventWord) << ','
        << (rating ? number_text(event.total) : "");
    for (const char* column : {"item3", "item9", "item10"})
      out << ',' << item_cell(event, column);
    out << ',' << cell(event.rater) << ',' << cell(event.note) << ','
        << (rating ? "" : cell(event.what)) << ','
        << (rating ? "" : words_of(event.severity)) << '\n';
  }
  close_output(out, path);
}

std::string words_of(const ScaleEvent& event) {
  const std::string by = event.rater.empty() ? "" : ", " + event.rater;
  if (event.scale == nullptr) {
    return "adverse event: " + event.what + ", " + words_of(event.severity) + by;
  }
  std::string text = std::string(event.scale->name) + ' ' + number_text(event.total);
  if (event.item) {
    text += " (item " + std::to_string(event.scale->item) + ": " +
            number_text(*event.item) + ')';
  }
  return text + by;
}

const char* words_of(EventSeverity severity) {
  switch (severity) {
    case EventSeverity::kMild:
      return "mild";
    case EventSeverity::kModerate:
      return "moderate";
    case EventSeverity::kSevere:
      break;
  }
  return "severe";
}

}  // namespace homeostat::sim
