#include "sim/commission_page.h"

#include <algorithm>
#include <cmath>

#include "sim/build_identity.h"
#include "sim/html.h"
#include "sim/report_style.h"
#include "sim/svg_plot.h"

namespace homeostat::sim {
namespace {

using html::number;

constexpr double kStripHeight = 130.0;

Range padded(std::vector<double> values) {
  std::erase_if(values, [](double v) { return std::isnan(v); });
  if (values.empty()) return {};
  const auto [low, high] = std::ranges::minmax(values);
  const double edge = 0.05 * (high - low) + 1e-9;
  return {low - edge, high + edge};
}

// Stretches of days whose bins are symptomatic.
void shade_symptoms(const LabelledBins& bins, SvgPlot& plot) {
  for (std::size_t from = 0; from < bins.size();) {
    std::size_t to = from + 1;
    while (to < bins.size() && bins.symptomatic[to] == bins.symptomatic[from]) ++to;
    if (bins.symptomatic[from] != 0)
      plot.band({bins.day[from] - 0.5, bins.day[to - 1] + 0.5}, "symptomatic",
                "symptomatic");
    from = to;
  }
}

std::vector<Point> over_days(const LabelledBins& bins,
                             const std::vector<double>& values) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < values.size(); ++i) {
    // A line across weeks without a bin would tell of what nobody saw.
    if (i > 0 && bins.day[i] - bins.day[i - 1] > 7.0)
      points.push_back({bins.day[i - 1], std::nan("")});
    points.push_back({bins.day[i], values[i]});
  }
  return points;
}

std::string strip(const LabelledBins& bins, const std::vector<double>& values,
                  const std::string& name, const char* css, bool with_midway) {
  const Range days{std::floor(bins.day.front()), std::floor(bins.day.back()) + 1.0};
  SvgPlot plot(kStripHeight, days, padded(values));
  plot.label(name, "");
  shade_symptoms(bins, plot);
  plot.value_ticks();
  plot.number_axis(Scale::kLinear, "day");
  if (with_midway) {
    const Point midway[] = {{days.low, 0.0}, {days.high, 0.0}};
    plot.line(midway, "threshold");
  }
  plot.line(over_days(bins, values), css);
  return plot.str();
}

std::string plots(const CommissionIdentity& identity, const LabelledBins& bins,
                  const CommissioningEvidence& evidence) {
  const std::string legend =
      html::element("p",
                    "<span class=\"key symptomatic\"></span>days that a rater scored " +
                        number(identity.bounds.symptomatic_from, 2) +
                        " and more (well: " + number(identity.bounds.well_to, 2) +
                        " and less) on " + html::escape(identity.label) +
                        "<span class=\"key value\"></span>score, each day by a fit "
                        "without it<span class=\"key threshold\"></span>midway",
                    "legend");
  return html::element("h2", "Score and label over days") +
         html::element("figure",
                       strip(bins, bins.label, identity.label, "signal", false) +
                           strip(bins, evidence.scores, "score", "value", true)) +
         legend;
}

std::string clauses_table(std::span<const Clause> clauses) {
  std::vector<std::vector<std::string>> rows;
  for (const Clause& clause : clauses)
    rows.push_back({clause.asks, clause.found, clause.needed,
                    clause.passed ? "passed" : "not passed"});
  return html::element("h2", "Clauses") +
         html::table({"Question", "Found (95 % interval)", "Needed", ""}, rows,
                     "figures clauses");
}

std::string figure(const Estimate& e) {
  if (std::isnan(e.value)) return "not known";
  return number(e.value, 3) + " (" + number(e.low, 3) + " to " + number(e.high, 3) + ")";
}

std::string areas_table(const CommissioningEvidence& e) {
  return html::element("h2", "Areas under the curve") +
         html::table(
             {"Judged on", "Area (95 % interval)"},
             {{"each day left out", figure(e.leave_one_day_out)},
              {"each of ten blocks of days left out", figure(e.leave_block_out)},
              {"each day left out, without a line over days", figure(e.detrended)},
              {"each day left out, time alone", figure(e.time_alone)}},
             "figures") +
         html::element(
             "p",
             "On each side of what is judged " + number(e.embargo_days, 1) +
                 " days are left out too: as long as a label stands, by the median. "
                 "Intervals keep " +
                 std::to_string(e.together) +
                 " bins in a row together, for labels so near each other tell the same; "
                 "all bins are worth about " +
                 number(e.independent, 1) + " such stretches." +
                 (e.independent < kFewestIndependent
                      ? " So few make intervals that are too narrow."
                      : ""),
             "caveat");
}

std::string weights_table(const CommissioningEvidence& evidence) {
  std::vector<std::vector<std::string>> rows;
  for (const FeatureWeight& w : evidence.weights)
    rows.push_back(
        {w.feature, number(w.weight, 3), number(w.mean, 4), number(w.deviation, 4)});
  return html::element("h2", "The score, fitted on all bins") +
         html::table(
             {"Feature", "Weight per standard deviation", "Mean", "Standard deviation"},
             rows, "figures") +
         html::element("p",
                       "Bias " + number(evidence.bias, 3) +
                           ". Above zero is more like symptomatic days.",
                       "caveat");
}

std::string sources_table(const CommissionIdentity& identity, const LabelledBins& bins) {
  std::vector<std::vector<std::string>> rows = {
      {"features", identity.features_file + ", SHA-256 " + identity.features_sha256},
      {"labels", identity.labels_file + ", SHA-256 " + identity.labels_sha256},
      {"features are", identity.logarithm ? "log10 of the file's" : "the file's"},
      {"left out", std::to_string(bins.dropped_between) + " bins between the classes, " +
                       std::to_string(bins.dropped_missing) + " without a feature"},
      {"seed", std::to_string(identity.seed)}};
  if (identity.record) {
    const RecordIdentity& record = *identity.record;
    rows.push_back(
        {"program", record.program_file + ", SHA-256 " + record.program_sha256});
    rows.push_back({"answers for it", record.approver + ", " + record.date + ", for " +
                                          std::to_string(record.valid_days) + " days"});
  }
  rows.push_back({"made by", std::string("homeostat ") + kVersion});
  return html::element("h2", "Made from") + html::table({"", ""}, rows, "identity");
}

}  // namespace

std::string commission_page(const CommissionIdentity& identity, const LabelledBins& bins,
                            const CommissioningEvidence& evidence,
                            std::span<const Clause> clauses) {
  const auto failed = static_cast<std::size_t>(
      std::ranges::count_if(clauses, [](const Clause& c) { return !c.passed; }));
  const std::string verdict = failed == 0 ? "Passed: every clause holds."
                                          : "Not passed: " + std::to_string(failed) +
                                                " of " + std::to_string(clauses.size()) +
                                                " clauses do not hold.";
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
         "Commissioning test</title><style>" +
         std::string(kReportStyle) + "</style></head><body>" +
         html::element("h1", "Commissioning test of a mood biomarker") +
         html::element("p", "Research software, not approved for therapy.", "warning") +
         html::element("p", "<b>" + verdict + "</b>") + clauses_table(clauses) +
         plots(identity, bins, evidence) + areas_table(evidence) +
         weights_table(evidence) + sources_table(identity, bins) + "</body></html>\n";
}

}  // namespace homeostat::sim
