#include "sim/csv_signal.h"

#include <cmath>
#include <fstream>
#include <optional>
#include <string_view>
#include <vector>

#include "clinical_configs/field_name.h"
#include "sim/csv_cells.h"
#include "sim/error.h"
#include "sim/tsv_table.h"

namespace homeostat::sim {
namespace {

using clinical_configs::number_text;

constexpr const char* kTime = "t_s";
constexpr double kMicrovoltsPerMillivolt = 1000.0;
// Clocks of logs jitter; a fifth of a sample is no other rate yet.
constexpr double kJitter = 0.2;
constexpr double kLongestGap_s = 86400.0;

class Reader {
 public:
  Reader(const std::filesystem::path& path, double rate_hz)
      : path_(path), rate_hz_(rate_hz), in_(path, std::ios::binary) {
    std::error_code ignored;
    if (!in_ || std::filesystem::is_directory(path, ignored)) {
      throw RecordingError(path.string() +
                           ": cannot be read; accepted: a table with the columns t_s and "
                           "one in mV for each channel");
    }
  }

  CsvSignal read(std::span<const std::string> labels) {
    read_header(labels);
    while (next_line()) {
      split_csv(line_, cells_);
      if (cells_.size() == 1 && cells_[0].empty()) continue;
      if (cells_.size() != columns_) {
        refuse(place(), "the row has " + std::to_string(cells_.size()) + " cells",
               std::to_string(columns_) + ", as in the header");
      }
      keep_time();
      keep_samples();
      ++rows_;
    }
    finish();
    return std::move(signal_);
  }

 private:
  Place place() const { return {path_, number_}; }
  std::vector<Channel>& channels() { return signal_.recording.channels; }

  bool next_line() {
    ++number_;
    return static_cast<bool>(std::getline(in_, line_));
  }

  void read_header(std::span<const std::string> labels) {
    next_line();
    if (line_.starts_with("\xef\xbb\xbf")) line_.erase(0, 3);
    split_csv(line_, cells_);
    columns_ = cells_.size();
    time_ = column_of(kTime);
    std::vector<std::string> wanted(labels.begin(), labels.end());
    if (wanted.empty()) {
      for (const std::string_view cell : cells_) {
        if (cell != kTime) wanted.emplace_back(cell);
      }
    }
    for (const std::string& label : wanted) {
      samples_.push_back(column_of(label));
      channels().push_back({.label = label, .rate_hz = rate_hz_, .samples_uv = {}});
    }
    if (samples_.empty()) {
      refuse(place(), "no channel beside t_s", "a column in mV for each channel");
    }
  }

  std::size_t column_of(const std::string& name) const {
    std::optional<std::size_t> found;
    std::string there;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      there += (i > 0 ? ", " : "") + in_quotes(cells_[i]);
      if (cells_[i] != name) continue;
      if (found) refuse(place(), "two columns are called " + in_quotes(name), "one");
      found = i;
    }
    if (!found) {
      refuse(place(), "no column " + in_quotes(name) + "; there are " + there,
             "t_s, in seconds, and a column in mV for each channel");
    }
    return *found;
  }

  // Fills what lies between this row and the last with gap.
  void keep_time() {
    const std::optional<double> now = number_in(cells_[time_]);
    if (!now || !std::isfinite(*now)) {
      refuse(place(), in_quotes(cells_[time_]) + " is no time", "t_s in seconds");
    }
    if (rows_ == 0) {
      signal_.start_s = *now;
    } else {
      const double steps = (*now - last_s_) * rate_hz_;
      const double whole = std::round(steps);
      if (!(whole >= 1.0) || std::abs(steps - whole) > kJitter) {
        refuse(place(), number_text(*now - last_s_) + " s after the row before",
               number_text(1.0 / rate_hz_) + " s, for " + number_text(rate_hz_) +
                   " Hz, or a whole number of them across a gap");
      }
      if (*now - last_s_ > kLongestGap_s) {
        refuse(place(), "a gap of " + number_text(*now - last_s_) + " s",
               "t_s in seconds, and no gap longer than a day");
      }
      // Judged again at the end; here so that no file of gaps fills the memory.
      const double gaps =
          whole + static_cast<double>(samples()) - 2.0 * static_cast<double>(rows_);
      if (gaps > kLongestGap_s * rate_hz_) refuse_sparse();
      for (Channel& channel : channels()) {
        channel.samples_uv.resize(
            channel.samples_uv.size() + static_cast<std::size_t>(whole) - 1,
            std::nanf(""));
      }
    }
    last_s_ = *now;
  }

  void keep_samples() {
    for (std::size_t c = 0; c < samples_.size(); ++c) {
      const std::string_view cell = cells_[samples_[c]];
      float sample_uv = std::nanf("");
      if (!is_missing(cell)) {
        const std::optional<double> sample_mv = number_in(cell);
        if (!sample_mv || !std::isfinite(*sample_mv)) {
          refuse(place(), in_quotes(cell) + " is no voltage",
                 "a number of mV, or nothing");
        }
        sample_uv = static_cast<float>(*sample_mv * kMicrovoltsPerMillivolt);
      }
      channels()[c].samples_uv.push_back(sample_uv);
    }
  }

  std::size_t samples() { return channels().front().samples_uv.size(); }

  [[noreturn]] void refuse_sparse() {
    throw RecordingError(path_.string() + ": " + std::to_string(rows_) +
                         " rows for a time of " + std::to_string(samples()) +
                         " samples; accepted: t_s in seconds, at " +
                         number_text(rate_hz_) + " Hz");
  }

  void finish() {
    if (rows_ == 0) throw RecordingError(path_.string() + ": no samples");
    if (rows_ * 2 < samples()) refuse_sparse();
    signal_.recording.duration_s = static_cast<double>(samples()) / rate_hz_;
  }

  const std::filesystem::path& path_;
  double rate_hz_;
  std::ifstream in_;
  std::string line_;
  std::size_t number_ = 0;
  std::vector<std::string_view> cells_;
  std::size_t columns_ = 0;
  std::size_t time_ = 0;
  std::vector<std::size_t> samples_;  // columns
  std::size_t rows_ = 0;
  double last_s_ = 0.0;
  CsvSignal signal_;
};

}  // namespace

CsvSignal read_csv_signal(const std::filesystem::path& path,
                          std::span<const std::string> labels, double rate_hz) {
  return Reader(path, rate_hz).read(labels);
}

}  // namespace homeostat::sim
