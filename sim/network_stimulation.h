// Which nodes of a network a person's pulses reach, and how strongly.
//
// Either named nodes, or those that a sensor of the lead field sees: what a contact sees
// of a node, a current through it does to the node (reciprocity, Helmholtz 1853). That
// row is scaled to 1 at its largest.
#pragma once

#include <optional>
#include <vector>

#include "models/lead_field.h"
#include "models/network.h"
#include "sim/network_command.h"

namespace homeostat::sim {

// One weight for each node. Throws UsageError.
std::vector<double> reach_of(const NetworkRunOptions& options, std::size_t nodes,
                             const models::LeadField* field);

// Puts the trains of the options into the network. Throws UsageError.
void stimulate(models::Network& network, const models::Model& model,
               const NetworkRunOptions& options, const models::LeadField* field);

}  // namespace homeostat::sim
