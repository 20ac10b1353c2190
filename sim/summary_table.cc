#include "sim/summary_table.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
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

template <class Figure>
std::string of_matching(const Summary& run, Figure text_of) {
  return run.matching ? text_of(*run.matching) : "-";
}

std::string found_text(const Matching& matching) {
  return std::to_string(matching.detected) + " of " +
         std::to_string(matching.latencies_s.size());
}

std::string latency_text(const Matching& matching) {
  const auto median = median_latency_s(matching.latencies_s);
  return median ? fixed(*median, 1, "s") : "-";
}

std::string public_scorer_text(const Summary& run) {
  if (!run.score) return "-";
  return std::to_string(run.score->tp) + " of " + std::to_string(run.score->n_ref) +
         ", " + std::to_string(run.score->fp) + " false";
}

// "9 min 30 s: contacts_intact"; empty where all is well.
std::string fault_text(const Summary& run) {
  const double span_s = fault_s(run);
  if (run.self_test_passed && !(span_s > 0.0)) return "";
  std::string text = span_s > 0.0 ? spell_duration(span_s) : "self test not passed";
  for (const std::string& reason : run.fault_reasons) {
    text += (&reason == &run.fault_reasons.front() ? ": " : ", ") + reason;
  }
  return text;
}

// "battery_low 1, sensing_lost 2"
std::string notices_text(const Summary& run) {
  std::string text;
  for (const auto& [name, times] : run.notices) {
    text += (text.empty() ? "" : ", ") + name + " " + std::to_string(times);
  }
  return text.empty() ? "nothing" : text;
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

// Rows of one kind, in their order.
using Rows = std::vector<TableRow>;

Rows seizure_rows(std::span<const Summary> runs) {
  return {
      row("seizures", runs, [](const Summary& r) { return count(r.seizures); }),
      row("seconds in seizure", runs,
          [](const Summary& r) {
            return r.seizure_s ? fixed(*r.seizure_s, 1, "s") : "-";
          }),
      row("seizures detected", runs,
          [](const Summary& r) { return of_matching(r, found_text); }),
      row("median latency", runs,
          [](const Summary& r) { return of_matching(r, latency_text); }),
      row("detections", runs,
          [](const Summary& r) { return std::to_string(r.detections); }),
      row("  again in a seizure", runs,
          [](const Summary& r) {
            return of_matching(
                r, [](const Matching& m) { return std::to_string(m.other_in_seizure); });
          }),
      row("  outside any seizure", runs,
          [](const Summary& r) {
            return of_matching(
                r, [](const Matching& m) { return std::to_string(m.other_outside); });
          }),
      row("public scorer (SzCORE)", runs, public_scorer_text),
  };
}

Rows mood_rows(std::span<const Summary> runs) {
  return {
      row("flags raised by ratings", runs,
          [](const Summary& r) { return count(r.flags); }),
      row("adverse events", runs,
          [](const Summary& r) { return count(r.adverse_events); }),
  };
}

Rows device_rows(std::span<const Summary> runs) {
  return {
      row("stimulation bursts", runs,
          [](const Summary& r) { return std::to_string(r.bursts); }),
      row("charge, first phases", runs,
          [](const Summary& r) { return fixed(r.charge_uc, 1, "uC"); }),
      row("guard interventions", runs,
          [](const Summary& r) {
            return std::to_string(r.guard_interventions) + (r.latched ? ", latched" : "");
          }),
      row("in fault", runs,
          [](const Summary& r) {
            const std::string text = fault_text(r);
            return text.empty() ? "0.0 s" : text;
          }),
      row("signal lost", runs,
          [](const Summary& r) { return fixed(r.signal_lost_s, 1, "s"); }),
      row("told to the patient", runs, notices_text),
  };
}

}  // namespace

std::vector<TableRow> table_of(std::span<const Summary> runs) {
  const auto has_mood = [](const Summary& run) { return run.outcome.has_value(); };
  Rows rows = {row("length", runs, [](const Summary& r) {
    return spell_duration(r.duration_s) + (r.complete ? "" : " (stopped)");
  })};
  const auto append = [&](Rows more) {
    rows.insert(rows.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
  };
  if (!std::ranges::all_of(runs, has_mood)) append(seizure_rows(runs));
  if (std::ranges::any_of(runs, has_mood)) append(mood_rows(runs));
  append(device_rows(runs));
  return rows;
}

void warn_of_fault(std::ostream& err, const Summary& run) {
  const std::string text = fault_text(run);
  if (text.empty()) return;
  err << "homeostat: warning: " << run.title << ": "
      << (fault_s(run) > 0.0 ? "in fault " : "") << text << " (of "
      << spell_duration(run.duration_s) << "; see decisions.jsonl)\n";
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
