#include "models/connectome_file.h"

#include <charconv>
#include <cmath>
#include <fstream>
#include <string>

namespace homeostat::models {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& what) {
  throw ConnectomeError(path.string() + ": " + what);
}

std::vector<double> numbers_of(const std::string& line, const std::filesystem::path& path,
                               std::size_t number) {
  std::vector<double> row;
  const char* at = line.data();
  const char* const end = at + line.size();
  while (true) {
    while (at != end && (*at == ' ' || *at == ',' || *at == '\t' || *at == '\r')) ++at;
    if (at == end) return row;
    double value = 0.0;
    const auto [stopped, error] = std::from_chars(at, end, value);
    if (error != std::errc{} || !std::isfinite(value)) {
      refuse(path, "line " + std::to_string(number) +
                       ": numbers, with commas or blanks between");
    }
    row.push_back(value);
    at = stopped;
  }
}

}  // namespace

std::vector<double> read_square_table(const std::filesystem::path& path) {
  std::ifstream in(path);
  if (!in) refuse(path, "cannot be read");
  std::vector<double> table;
  std::size_t width = 0, rows = 0, number = 0;
  for (std::string line; std::getline(in, line);) {
    const auto row = numbers_of(line, path, ++number);
    if (row.empty()) continue;
    if (rows++ == 0) width = row.size();
    if (row.size() != width) {
      refuse(path, "line " + std::to_string(number) + ": " + std::to_string(row.size()) +
                       " numbers, where the first has " + std::to_string(width));
    }
    table.insert(table.end(), row.begin(), row.end());
  }
  if (rows == 0 || rows != width) {
    refuse(path, std::to_string(rows) + " rows of " + std::to_string(width) +
                     " numbers; a square table is wanted");
  }
  return table;
}

Connectome read_connectome(const std::filesystem::path& weights,
                           const std::filesystem::path& lengths_mm, double speed,
                           double step) {
  if (!(speed > 0.0 && step > 0.0)) refuse(lengths_mm, "speed and step must be positive");
  Connectome connectome{.weights = read_square_table(weights)};
  const auto lengths = read_square_table(lengths_mm);
  if (lengths.size() != connectome.weights.size()) {
    refuse(lengths_mm, "another size than " + weights.string());
  }
  while (connectome.nodes * connectome.nodes < lengths.size()) ++connectome.nodes;
  for (const double length : lengths) {
    const double steps = length / speed / step;
    if (!(steps >= 0.0 && steps < 1 << 24)) {
      refuse(lengths_mm, "a length that is negative, or longer than 2^24 steps");
    }
    connectome.delay_steps.push_back(static_cast<std::uint32_t>(std::lround(steps)));
  }
  return connectome;
}

}  // namespace homeostat::models
