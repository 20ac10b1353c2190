// A signal as a table: `t_s`, the time in seconds, and a column in millivolts a channel,
// with commas between. What is logged by devices and written by scripts.
//
// Knows no profile. Times may have gaps, which become NaN; a cell that is empty, "nan" or
// "n/a" is a missing sample.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "sim/recording.h"

namespace homeostat::sim {

struct CsvSignal {
  double start_s = 0.0;  // the first t_s
  Recording recording;   // in microvolts, at the rate asked for
};

// Columns by their labels, in this order; all of them where `labels` is empty. Throws
// RecordingError, one line with file and line, for whatever is no table of samples at
// `rate_hz`.
CsvSignal read_csv_signal(const std::filesystem::path& path,
                          std::span<const std::string> labels, double rate_hz);

}  // namespace homeostat::sim
