// What a mood biomarker is judged on: bins of features, each with a rater's score of the
// same day and the class that it falls in. Knows no statistic.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/day_table.h"

namespace homeostat::sim {

// Which scores of a scale stand for which class; what lies between stands for neither.
struct ClassBounds {
  double symptomatic_from = 0.0;
  double well_to = 0.0;
};

struct LabelledBins {
  std::vector<std::string> features;
  std::string label_name;
  std::vector<double> day;                // of each bin, rising
  std::vector<double> rows;               // features of a bin, bin after bin
  std::vector<double> label;              // of each bin, of the scale
  std::vector<std::uint8_t> symptomatic;  // 1 or 0
  std::size_t dropped_missing = 0;        // bins with a label, and without a feature
  std::size_t dropped_between = 0;        // bins whose label stands for neither class

  std::size_t size() const { return day.size(); }
};

struct BinSources {
  std::filesystem::path features;
  std::filesystem::path labels;
  std::string label_column;      // empty: the only one
  std::vector<std::string> use;  // features; empty: all but the label
  bool logarithm = false;        // features are powers: their log10 is judged
};

// A bin takes the label of its own day that is nearest in time; one without is left out.
// Throws RecordingError, and UsageError for bounds that overlap.
LabelledBins read_labelled_bins(const BinSources& sources, const ClassBounds& bounds);

}  // namespace homeostat::sim
