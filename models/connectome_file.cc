#include "models/connectome_file.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "models/solver_failure.h"

namespace homeostat::models {
namespace {

constexpr double kMostNodes = 32768;

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& what) {
  throw ConnectomeError(path.string() + ": " + what);
}

NumberTable square(const std::filesystem::path& path, const std::string& dataset) {
  NumberTable table = read_table(path, dataset);
  if (table.rows != table.columns) {
    refuse(path, std::to_string(table.rows) + " rows of " +
                     std::to_string(table.columns) +
                     " numbers; a square table is wanted");
  }
  return table;
}

// Lengths into steps.
class Delays {
 public:
  Delays(const std::filesystem::path& path, double speed, double step)
      : path_(path), per_step_(speed * step) {
    if (!(speed > 0.0 && step > 0.0)) refuse(path, "speed and step must be positive");
  }
  // `where` says where the length stands; it is asked only about what is refused.
  template <class Where>
  std::uint32_t of(double length, const Where& where) const {
    const double steps = length / per_step_;
    if (!(steps >= 0.0 && steps < 1 << 24)) {
      refuse(path_, where() + ": a length of " + nine_digits(length) +
                        " mm is negative, or longer than " +
                        nine_digits(per_step_ * (1 << 24)) + " mm, 2^24 steps");
    }
    return static_cast<std::uint32_t>(std::lround(steps));
  }

 private:
  std::filesystem::path path_;
  double per_step_;
};

}  // namespace

Connectome read_connectome(const std::filesystem::path& weights,
                           const std::filesystem::path& lengths_mm, double speed,
                           double step) {
  const Delays delays(lengths_mm, speed, step);
  NumberTable table = square(weights, "weights");
  const NumberTable lengths = square(lengths_mm, "tract_lengths");
  if (lengths.rows != table.rows)
    refuse(lengths_mm, "another size than " + weights.string() + ": " +
                           std::to_string(lengths.rows) + " nodes, not " +
                           std::to_string(table.rows));
  Connectome connectome{.nodes = table.rows, .weights = std::move(table.values)};
  for (std::size_t i = 0; i < lengths.values.size(); ++i) {
    const double length = lengths.values[i];
    const auto where = [&] {
      return "row " + std::to_string(i / lengths.columns + 1) + ", column " +
             std::to_string(i % lengths.columns + 1);
    };
    connectome.delay_steps.push_back(delays.of(length, where));
  }
  return connectome;
}

Connectome read_connections(const std::filesystem::path& connections, double speed,
                            double step) {
  const Delays delays(connections, speed, step);
  const NumberTable table = read_table(connections, "connections");
  if (table.columns != 4) {
    refuse(connections, "a row is listener, speaker, weight and length");
  }
  Connectome connectome;
  for (std::size_t row = 0; row < table.rows; ++row) {
    const double* const at = table.values.data() + 4 * row;
    const auto where = [row] { return "row " + std::to_string(row + 1); };
    for (const double node : {at[0], at[1]}) {
      if (node >= 0.0 && node < kMostNodes && node == std::floor(node)) continue;
      refuse(connections, where() + ": nodes are whole numbers from 0 to 32767");
    }
    const auto listener = static_cast<std::uint32_t>(at[0]);
    const auto speaker = static_cast<std::uint32_t>(at[1]);
    connectome.nodes = std::max<std::size_t>(
        connectome.nodes, std::max(listener, speaker) + std::size_t{1});
    connectome.connections.push_back({listener, speaker, at[2], delays.of(at[3], where)});
  }
  return connectome;
}

}  // namespace homeostat::models
