#include "models/lead_field.h"

#include <stdexcept>
#include <utility>

namespace homeostat::models {

LeadField::LeadField(NumberTable gains) : gains_(std::move(gains)) {
  if (gains_.rows == 0 || gains_.columns == 0 ||
      gains_.values.size() != gains_.rows * gains_.columns) {
    throw std::invalid_argument("lead field: sensors and nodes are wanted");
  }
}

void LeadField::sense(std::span<const double> sources, std::span<double> seen) const {
  if (sources.size() != nodes() || seen.size() != sensors()) {
    throw std::invalid_argument("lead field: one number for each node and sensor");
  }
  const double* gain = gains_.values.data();
  for (double& sensor : seen) {
    double sum = 0.0;
    for (const double source : sources) sum += *gain++ * source;
    sensor = sum;
  }
}

LeadField read_lead_field(const std::filesystem::path& path) {
  return LeadField(read_table(path, "lead_field"));
}

}  // namespace homeostat::models
