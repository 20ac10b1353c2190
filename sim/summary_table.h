// The short table that a person sees after a run: figures down, runs across.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "sim/summary.h"

namespace homeostat::sim {

struct TableRow {
  std::string figure;
  std::vector<std::string> values;  // one a run; "-" where the figure does not exist
};

std::vector<TableRow> table_of(std::span<const Summary> runs);

// One line where the program never listened or was in fault, which its other figures do
// not show; nothing else is said.
void warn_of_fault(std::ostream& err, const Summary& run);

void print_table(std::ostream& out, std::span<const Summary> runs);

}  // namespace homeostat::sim
