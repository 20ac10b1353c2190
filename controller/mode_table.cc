#include "controller/mode_table.h"

#include "controller/transition_table.h"

namespace homeostat::controller {

Mode mode_after(Mode mode, Event event) noexcept {
  const auto row = static_cast<std::size_t>(mode);
  const auto column = static_cast<std::size_t>(event);
  if (row >= kModes || column >= kEvents) return Mode::kFault;
  return static_cast<Mode>(kTransitions[row][column]);
}

#ifdef HOMEOSTAT_MODE_TABLE
Mode TherapyMode::handle(Event event) noexcept {
  current_ = mode_after(current_, event);
  return current_;
}
#endif

}  // namespace homeostat::controller
