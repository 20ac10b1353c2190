#include "sim/labelled_bins.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "clinical_configs/field_name.h"
#include "sim/error.h"
#include "sim/tsv_table.h"

namespace homeostat::sim {
namespace {

using clinical_configs::number_text;

// The label of that day whose time is nearest; nothing where the day has none.
std::optional<double> label_at(double day, const DayTable& table,
                               const DayColumn& labels) {
  std::optional<double> nearest;
  double away = 1.0;
  const auto first = std::ranges::lower_bound(table.day, std::floor(day));
  for (auto at = first; at != table.day.end() && *at < std::floor(day) + 1.0; ++at) {
    const double value = labels.values[static_cast<std::size_t>(at - table.day.begin())];
    if (std::isnan(value) || std::abs(*at - day) >= away) continue;
    away = std::abs(*at - day);
    nearest = value;
  }
  return nearest;
}

const DayColumn& labels_of(const DayTable& table, const BinSources& sources) {
  if (!sources.label_column.empty())
    return table.column(sources.label_column, sources.labels);
  if (table.columns.size() == 1) return table.columns.front();
  throw UsageError("--label-column: give one; " + sources.labels.string() + " has " +
                   std::to_string(table.columns.size()) + " columns beside day");
}

std::vector<const DayColumn*> features_of(const DayTable& table,
                                          const BinSources& sources,
                                          const std::string& label) {
  std::vector<const DayColumn*> features;
  for (const std::string& name : sources.use) {
    if (std::ranges::count(sources.use, name) > 1)
      throw UsageError("--use: " + in_quotes(name) + " stands there twice");
    if (name == label && sources.features == sources.labels)
      throw UsageError("--use: " + in_quotes(name) + " is the label itself");
    features.push_back(&table.column(name, sources.features));
  }
  if (!sources.use.empty()) return features;
  for (const DayColumn& column : table.columns) {
    if (column.name != label) features.push_back(&column);
  }
  return features;
}

double value_of(const DayColumn& feature, std::size_t row, const BinSources& sources,
                double day) {
  const double value = feature.values[row];
  if (!sources.logarithm || std::isnan(value)) return value;
  if (!(value > 0.0)) {
    throw RecordingError(sources.features.string() + ": " + in_quotes(feature.name) +
                         " of day " + number_text(day) + " is " + number_text(value) +
                         "; accepted with --log10: powers above zero");
  }
  return std::log10(value);
}

}  // namespace

LabelledBins read_labelled_bins(const BinSources& sources, const ClassBounds& bounds) {
  if (!(bounds.well_to < bounds.symptomatic_from)) {
    throw UsageError("--well-to " + number_text(bounds.well_to) +
                     ": give less than --symptomatic-from, " +
                     number_text(bounds.symptomatic_from));
  }
  const DayTable table = read_day_table(sources.features);
  const DayTable rated = read_day_table(sources.labels);
  const DayColumn& labels = labels_of(rated, sources);
  const auto features = features_of(table, sources, labels.name);
  LabelledBins bins;
  bins.label_name = labels.name;
  for (const DayColumn* feature : features) bins.features.push_back(feature->name);
  for (std::size_t row = 0; row < table.day.size(); ++row) {
    const std::optional<double> label = label_at(table.day[row], rated, labels);
    if (!label) continue;
    const bool symptomatic = *label >= bounds.symptomatic_from;
    if (!symptomatic && !(*label <= bounds.well_to)) {
      ++bins.dropped_between;
      continue;
    }
    std::vector<double> values;
    for (const DayColumn* feature : features)
      values.push_back(value_of(*feature, row, sources, table.day[row]));
    if (std::ranges::any_of(values, [](double v) { return std::isnan(v); })) {
      ++bins.dropped_missing;
      continue;
    }
    bins.day.push_back(table.day[row]);
    bins.rows.insert(bins.rows.end(), values.begin(), values.end());
    bins.label.push_back(*label);
    bins.symptomatic.push_back(symptomatic ? 1 : 0);
  }
  return bins;
}

}  // namespace homeostat::sim
