#include "sim/edf_header.h"

#include <spdlog/spdlog.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>

#include "sim/error.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

constexpr std::string_view kEdfVersion = "0       ";
constexpr std::string_view kBdfVersion = "\377BIOSEMI";
constexpr std::int64_t kFixedBytes = 256;
constexpr std::int64_t kBytesPerSignal = 256;
// A data record is read whole. EDF recommends 61440 bytes and EDFlib allows 15 MB.
constexpr std::int64_t kMaxRecordBytes = 64 << 20;

constexpr const char* kWanted = "an EDF, EDF+ or BDF recording is expected";

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& what) {
  throw RecordingError(path.string() + ": " + what);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kPadding(" \0", 2);  // some recorders pad with zero bytes
  const std::size_t first = text.find_first_not_of(kPadding);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kPadding) - first + 1);
}

template <typename Number>
std::optional<Number> parsed(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  Number number{};
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

double number_or_nan(std::string_view text) {
  return parsed<double>(text).value_or(std::numeric_limits<double>::quiet_NaN());
}

// The header, field after field.
class Fields {
 public:
  Fields(const std::filesystem::path& path, std::string_view text)
      : path_(path), rest_(text) {}

  std::string_view take(std::size_t bytes) {
    const std::string_view field = rest_.substr(0, bytes);
    rest_.remove_prefix(field.size());
    return field;
  }

  std::int64_t take_integer(std::size_t bytes, const char* name) {
    const std::string_view field = take(bytes);
    const auto number = parsed<std::int64_t>(field);
    if (!number) refuse(path_, no_number(name, field) + "an integer is expected");
    return *number;
  }

  double take_decimal(std::size_t bytes, const char* name) {
    const std::string_view field = take(bytes);
    const auto number = parsed<double>(field);
    if (!number || !std::isfinite(*number))
      refuse(path_, no_number(name, field) + "a decimal number with a point is expected");
    return *number;
  }

 private:
  static std::string no_number(const char* name, std::string_view field) {
    return std::string("header: ") + name + " is '" + printable_utf8(trimmed(field)) +
           "'; ";
  }

  const std::filesystem::path& path_;
  std::string_view rest_;
};

std::int64_t size_of(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    refuse(path, std::string("no such file; ") + kWanted);
  if (std::filesystem::is_directory(path, error))
    refuse(path, std::string("a folder; ") + kWanted);
  if (!std::filesystem::is_regular_file(path, error))
    refuse(path, std::string("not a plain file; ") + kWanted);
  const auto bytes = std::filesystem::file_size(path, error);
  if (error) refuse(path, error.message());
  if (bytes == 0) refuse(path, std::string("the file is empty; ") + kWanted);
  return static_cast<std::int64_t>(bytes);
}

// Reads from where `file` stands up to byte `end`.
std::string read_text(const std::filesystem::path& path, std::ifstream& file,
                      std::int64_t end, std::int64_t size) {
  if (end > size)
    refuse(path, "cut short: a header of " + std::to_string(end) +
                     " bytes is expected, the file holds " + std::to_string(size));
  std::string text(static_cast<std::size_t>(end - file.tellg()), '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(text.size())))
    refuse(path, "the header cannot be read");
  return text;
}

// "31.12.99" and "23.59.58" to "1999-12-31 23:59:58"; "" where they are no date and time.
std::string date_time(std::string_view date, std::string_view time) {
  std::array<int, 6> part{};  // day, month, year, hour, minute, second
  constexpr std::array<int, 6> kLeast{1, 1, 0, 0, 0, 0};
  constexpr std::array<int, 6> kMost{31, 12, 99, 23, 59, 59};
  for (std::size_t i = 0; i < part.size(); ++i) {
    const auto number = parsed<int>((i < 3 ? date : time).substr(i % 3 * 3, 2));
    if (!number || *number < kLeast[i] || *number > kMost[i]) return {};
    part[i] = *number;
  }
  part[2] += part[2] >= 85 ? 1900 : 2000;  // the clipping date of the EDF+ page
  const std::chrono::year_month_day day(
      std::chrono::year(part[2]), std::chrono::month(static_cast<unsigned>(part[1])),
      std::chrono::day(static_cast<unsigned>(part[0])));
  if (!day.ok()) return {};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d %02d:%02d:%02d", part[2],
                part[1], part[0], part[3], part[4], part[5]);
  return text.data();
}

// The signals are stored column by column: all labels, then all transducers, and so on.
std::vector<EdfSignal> take_signals(Fields& fields, std::size_t count,
                                    const EdfHeader& header,
                                    std::string_view annotation_label) {
  std::vector<EdfSignal> signals(count);
  for (auto& s : signals) s.label = printable_utf8(trimmed(fields.take(16)));
  fields.take(80 * count);  // transducers
  for (auto& s : signals) s.unit = printable_utf8(trimmed(fields.take(8)));
  for (auto& s : signals) s.physical_min = number_or_nan(fields.take(8));
  for (auto& s : signals) s.physical_max = number_or_nan(fields.take(8));
  for (auto& s : signals) s.digital_min = number_or_nan(fields.take(8));
  for (auto& s : signals) s.digital_max = number_or_nan(fields.take(8));
  fields.take(80 * count);  // prefilters
  std::int64_t offset_bytes = 0;
  for (auto& s : signals) {
    s.samples_per_record = fields.take_integer(8, "samples per data record");
    s.offset_bytes = offset_bytes;
    s.annotations = !annotation_label.empty() && s.label == annotation_label;
    offset_bytes += s.samples_per_record * header.sample_bytes;
  }
  return signals;
}

void check_signals(const std::filesystem::path& path, const EdfHeader& header) {
  bool has_samples = false;
  for (const EdfSignal& signal : header.signals) {
    if (signal.samples_per_record < 1)
      refuse(path, "header: signal '" + signal.label + "' has " +
                       std::to_string(signal.samples_per_record) +
                       " samples per data record; 1 or more are expected");
    has_samples = has_samples || !signal.annotations;
  }
  if (!has_samples)
    refuse(path, "holds annotations only; a recording of signals is expected");
  if (!(header.record_s > 0.0))
    refuse(path, "header: a data record lasts " + std::to_string(header.record_s) +
                     " s; more than 0 is expected");
  if (header.record_bytes > kMaxRecordBytes)
    refuse(path, "header: a data record has " + std::to_string(header.record_bytes) +
                     " bytes; at most " + std::to_string(kMaxRecordBytes) +
                     " are accepted");
}

void check_size(const std::filesystem::path& path, const EdfHeader& header,
                std::int64_t size) {
  const std::int64_t data_bytes = size - header.header_bytes;
  const std::int64_t whole = data_bytes / header.record_bytes;
  if (header.records == -1)
    refuse(path, "was never closed: its header counts -1 data records; to read the " +
                     std::to_string(whole) + " whole ones that it holds, write '" +
                     std::to_string(whole) + "' there, bytes 237 to 244, and cut what " +
                     "is left over");
  if (header.records < 1)
    refuse(path, "header: " + std::to_string(header.records) +
                     " data records; 1 or more are expected");
  const std::string announced =
      "its header announces " + std::to_string(header.records) + " data records";
  if (whole < header.records)
    refuse(path, "cut short: " + announced + ", the file holds " + std::to_string(whole));
  if (whole > header.records || data_bytes % header.record_bytes != 0)
    refuse(path, "longer than it says: " + announced + ", the file holds " +
                     std::to_string(data_bytes - header.records * header.record_bytes) +
                     " bytes more");
}

}  // namespace

EdfHeader read_edf_header(const std::filesystem::path& path) {
  const std::int64_t size = size_of(path);
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse(path, "cannot be opened");
  const std::string fixed = read_text(path, file, kFixedBytes, size);
  const bool is_edf = fixed.starts_with(kEdfVersion);
  if (!is_edf && !fixed.starts_with(kBdfVersion))
    refuse(path, "neither EDF nor BDF: it does not begin with their version field");

  EdfHeader header;
  header.sample_bytes = is_edf ? 2 : 3;
  Fields fields(path, fixed);
  fields.take(8 + 80 + 80);  // version, patient, recording: not ours to know
  const std::string_view date = fields.take(8);
  const std::string_view time = fields.take(8);
  header.start_date_time = date_time(date, time);
  if (header.start_date_time.empty())
    spdlog::warn(
        "{}: header: start date '{}' and time '{}' are no dd.mm.yy and "
        "hh.mm.ss; the start is taken as not known",
        path.string(), printable_utf8(date), printable_utf8(time));
  header.header_bytes = fields.take_integer(8, "number of header bytes");
  const std::string_view kind = fields.take(44);
  const std::string_view format = is_edf ? "EDF" : "BDF";
  const bool plus = kind.starts_with(format) && kind.substr(3, 1) == "+";
  header.discontinuous = plus && kind.substr(4, 1) == "D";
  header.records = fields.take_integer(8, "number of data records");
  header.record_s = fields.take_decimal(8, "duration of a data record");
  const std::int64_t count = fields.take_integer(4, "number of signals");
  if (count < 1)
    refuse(path, "header: " + std::to_string(count) + " signals; 1 or more are expected");
  if (header.header_bytes != kFixedBytes + count * kBytesPerSignal)
    refuse(path, "header: it counts " + std::to_string(header.header_bytes) +
                     " bytes of its own; " +
                     std::to_string(kFixedBytes + count * kBytesPerSignal) +
                     " are expected for " + std::to_string(count) + " signals");

  const std::string columns = read_text(path, file, header.header_bytes, size);
  Fields column_fields(path, columns);
  header.signals = take_signals(column_fields, static_cast<std::size_t>(count), header,
                                plus ? std::string(format) + " Annotations" : "");
  const EdfSignal& last = header.signals.back();
  header.record_bytes = last.offset_bytes + last.samples_per_record * header.sample_bytes;
  check_signals(path, header);
  check_size(path, header, size);
  return header;
}

}  // namespace homeostat::sim
