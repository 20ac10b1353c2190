#include "models/number_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <string_view>

#include "models/solver_failure.h"

namespace homeostat::models {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& what) {
  throw ConnectomeError(path.string() + ": " + what);
}

std::vector<double> numbers_of(const std::string& line, const std::filesystem::path& path,
                               std::size_t number) {
  std::vector<double> row;
  const auto bad = [&](const char* what) {
    refuse(path, "line " + std::to_string(number) + ": " + what +
                     "numbers, with commas or blanks between");
  };
  const char* at = line.data();
  const char* const end = at + line.size();
  const auto skip_blanks = [&at, end] {
    const char* const from = at;
    while (at != end && (*at == ' ' || *at == '\t' || *at == '\r')) ++at;
    return at != from;
  };
  while (true) {
    skip_blanks();
    if (at == end) return row;  // also behind a last comma
    if (*at == ',') bad("an empty cell; give ");
    double value = 0.0;
    const auto [stopped, error] = std::from_chars(at, end, value);
    if (error != std::errc{} || !std::isfinite(value)) bad("");
    row.push_back(value);
    at = stopped;
    const bool apart = skip_blanks();
    if (at != end && *at == ',') {
      ++at;
    } else if (at != end && !apart) {
      bad("");
    }
  }
}

NumberTable read_text(const std::filesystem::path& path) {
  std::ifstream in(path);
  if (!in) refuse(path, "cannot be read");
  NumberTable table;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (number == 0 && line.starts_with(kByteOrderMark)) {
      line.erase(0, kByteOrderMark.size());
    }
    const auto row = numbers_of(line, path, ++number);
    if (row.empty()) continue;
    if (table.rows++ == 0) table.columns = row.size();
    if (row.size() != table.columns) {
      refuse(path, "line " + std::to_string(number) + ": " + std::to_string(row.size()) +
                       " numbers, where the first has " + std::to_string(table.columns));
    }
    table.values.insert(table.values.end(), row.begin(), row.end());
  }
  if (in.bad()) refuse(path, "cannot be read");
  if (table.rows == 0) refuse(path, "no numbers");
  return table;
}

}  // namespace

bool is_hdf5(const std::filesystem::path& path) {
  return path.extension() == ".h5" || path.extension() == ".hdf5";
}

NumberTable read_table(const std::filesystem::path& path, const std::string& dataset) {
  if (!is_hdf5(path)) return read_text(path);
  NumberTable table = read_hdf5_table(path, dataset);
  if (!all_finite(table.values))
    refuse(path, "dataset '" + dataset + "': every number must be finite");
  return table;
}

}  // namespace homeostat::models
