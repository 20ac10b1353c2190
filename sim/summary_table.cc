#include "sim/summary_table.h"

#include <algorithm>
#include <cstdio>
#include <ostream>

#include "sim/duration.h"

namespace homeostat::sim {
namespace {

std::string fixed(double value, int decimals, const char* unit) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f%s%s", decimals, value, *unit ? " " : "", unit);
  return text;
}

template <class T>
std::string count(const std::optional<T>& value) {
  return value ? std::to_string(*value) : "-";
}

std::string false_positives_text(const Summary& run) {
  return run.score ? std::to_string(run.score->fp) : "-";
}

std::string found_text(const Summary& run) {
  if (!run.seizures || !run.detected_seizures) return "-";
  return std::to_string(*run.detected_seizures) + " of " + std::to_string(*run.seizures);
}

std::string latency_text(const Summary& run) {
  const auto median = median_latency_s(run.latencies_s);
  return median ? fixed(*median, 1, "s") : "-";
}

template <class Figure>
TableRow row(const char* figure, std::span<const Summary> runs, Figure value_of) {
  TableRow made{figure, {}};
  for (const Summary& run : runs) made.values.push_back(value_of(run));
  return made;
}

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void print_cell(std::ostream& out, const std::string& text, std::size_t width) {
  out << text << std::string(width - std::min(width, width_of(text)), ' ');
}

}  // namespace

std::vector<TableRow> table_of(std::span<const Summary> runs) {
  return {
      row("length", runs,
          [](const Summary& r) {
            return spell_duration(r.duration_s) + (r.complete ? "" : " (stopped)");
          }),
      row("seizures", runs, [](const Summary& r) { return count(r.seizures); }),
      row("seconds in seizure", runs,
          [](const Summary& r) {
            return r.seizure_s ? fixed(*r.seizure_s, 1, "s") : "-";
          }),
      row("seizures detected", runs, found_text),
      row("detections", runs,
          [](const Summary& r) { return std::to_string(r.detections); }),
      row("false positives", runs, false_positives_text),
      row("median latency", runs, latency_text),
      row("stimulation bursts", runs,
          [](const Summary& r) { return std::to_string(r.bursts); }),
      row("charge, first phases", runs,
          [](const Summary& r) { return fixed(r.charge_uc, 1, "uC"); }),
      row("guard interventions", runs,
          [](const Summary& r) {
            return std::to_string(r.guard_interventions) + (r.latched ? ", latched" : "");
          }),
      row("signal lost", runs,
          [](const Summary& r) { return fixed(r.signal_lost_s, 1, "s"); }),
  };
}

void print_table(std::ostream& out, std::span<const Summary> runs) {
  const std::vector<TableRow> rows = table_of(runs);
  std::vector<std::size_t> widths{0};
  for (const TableRow& r : rows) widths[0] = std::max(widths[0], width_of(r.figure) + 2);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::size_t width = width_of(runs[i].title) + 2;
    for (const TableRow& r : rows) width = std::max(width, width_of(r.values[i]) + 2);
    widths.push_back(width);
  }
  print_cell(out, "", widths[0]);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    print_cell(out, runs[i].title, widths[i + 1]);
  }
  out << '\n';
  for (const TableRow& r : rows) {
    print_cell(out, r.figure, widths[0]);
    for (std::size_t i = 0; i < r.values.size(); ++i) {
      print_cell(out, r.values[i], widths[i + 1]);
    }
    out << '\n';
  }
}

}  // namespace homeostat::sim
