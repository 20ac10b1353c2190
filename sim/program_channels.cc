#include "sim/program_channels.h"

#include "sim/error.h"

namespace homeostat::sim {

std::vector<std::string> recording_labels(const std::vector<std::string>& given,
                                          const biomarkers::BiomarkerSettings& sensing) {
  std::vector<std::string> labels = given;
  if (labels.empty()) {
    for (std::size_t i = 0; i < sensing.channel_count; ++i) {
      labels.emplace_back(sensing.channels[i].label.data());
    }
  }
  if (labels.size() != sensing.channel_count) {
    throw UsageError("--channels names " + std::to_string(labels.size()) +
                     " channels, the program senses " +
                     std::to_string(sensing.channel_count) +
                     "; give one label for each, in the program's order");
  }
  return labels;
}

}  // namespace homeostat::sim
