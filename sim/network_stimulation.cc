#include "sim/network_stimulation.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "sim/model_text.h"
#include "sim/pulse_words.h"

namespace homeostat::sim {
namespace {

void add_node(const std::string& text, std::vector<double>& reach) {
  const auto equals = text.find('=');
  const double node =
      number(std::string_view(text).substr(0, equals), "--stimulate-node");
  const double weight =
      equals == std::string::npos
          ? 1.0
          : number(std::string_view(text).substr(equals + 1), "--stimulate-node");
  if (!(node >= 0.0 && node < static_cast<double>(reach.size()) &&
        node == std::floor(node) && std::isfinite(weight))) {
    throw UsageError("--stimulate-node '" + text +
                     "': give NODE or NODE=WEIGHT, NODE 0 to " +
                     std::to_string(reach.size() - 1));
  }
  reach[static_cast<std::size_t>(node)] += weight;
}

void add_sensor(std::size_t sensor, const models::LeadField* field,
                std::vector<double>& reach) {
  if (field == nullptr) {
    throw UsageError("--stimulate-through: give --lead-field, whose sensors it counts");
  }
  if (sensor >= field->sensors()) {
    throw UsageError("--stimulate-through " + std::to_string(sensor) +
                     ": the lead field has sensors 0 to " +
                     std::to_string(field->sensors() - 1));
  }
  double largest = 0.0;
  for (std::size_t i = 0; i < reach.size(); ++i) {
    largest = std::max(largest, std::abs(field->gain(sensor, i)));
  }
  if (!(largest > 0.0)) {
    throw UsageError("--stimulate-through " + std::to_string(sensor) +
                     ": this sensor sees no node");
  }
  for (std::size_t i = 0; i < reach.size(); ++i) {
    reach[i] += field->gain(sensor, i) / largest;
  }
}

}  // namespace

std::vector<double> reach_of(const NetworkRunOptions& options, std::size_t nodes,
                             const models::LeadField* field) {
  std::vector<double> reach(nodes);
  for (const std::string& text : options.stimulated_nodes) add_node(text, reach);
  if (options.stimulated_through) add_sensor(*options.stimulated_through, field, reach);
  return reach;
}

void stimulate(models::Network& network, const models::Model& model,
               const NetworkRunOptions& options, const models::LeadField* field) {
  std::vector<models::PulseTrain> trains;
  for (const auto& text : options.pulse_trains) {
    trains.push_back(periodic_train(model, text));
  }
  for (const auto& text : options.burst_trains) {
    trains.push_back(burst_train(model, text));
  }
  const bool aimed = !options.stimulated_nodes.empty() || options.stimulated_through;
  if (trains.empty() && !aimed) return;
  if (trains.empty() || !aimed) {
    throw UsageError(
        "give a train (--pulse-train, --burst-train) and what it reaches "
        "(--stimulate-node, --stimulate-through)");
  }
  for (const auto& train : trains) expect_before_end(train.start, options.t_end);
  const auto reach = reach_of(options, network.nodes(), field);
  for (std::size_t node = 0; node < reach.size(); ++node) {
    if (reach[node] == 0.0) continue;
    for (models::PulseTrain train : trains) {
      train.amplitude *= reach[node];
      network.stimulate(node, train);
    }
  }
}

}  // namespace homeostat::sim
