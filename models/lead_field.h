// What sensors see of many sources: a matrix of gains, sensor by sensor.
//
// Rows are sensors, columns are nodes; the unit is the sensor's per that of the model's
// observable. Sums go from the first node to the last, so that equal input gives equal
// bits. Knows no model and no geometry: the table does.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "models/number_table.h"

namespace homeostat::models {

class LeadField {
 public:
  // Throws std::invalid_argument unless the table has rows and columns.
  explicit LeadField(NumberTable gains);

  std::size_t sensors() const { return gains_.rows; }
  std::size_t nodes() const { return gains_.columns; }

  // What a sensor sees of a node; both in range.
  double gain(std::size_t sensor, std::size_t node) const {
    return gains_.values[sensor * gains_.columns + node];
  }

  // One moment: `sources` of nodes() numbers into `seen` of sensors().
  void sense(std::span<const double> sources, std::span<double> seen) const;

 private:
  NumberTable gains_;
};

// Text, or the dataset "lead_field" of an HDF5 file. Throws ConnectomeError.
LeadField read_lead_field(const std::filesystem::path& path);

}  // namespace homeostat::models
