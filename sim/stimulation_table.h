// stimulation.tsv: one row for each burst that was delivered, in BIDS manner (tab
// separated, onset and duration in seconds), with its parameters and charge.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/stimulation_tally.h"

namespace homeostat::sim {

// Throws RecordingError if the file cannot be written.
void write_stimulation_table(const std::filesystem::path& path,
                             const std::vector<DeliveredBurst>& bursts);

}  // namespace homeostat::sim
