#include "safety/monitor_reason.h"

#include <cstddef>

namespace homeostat::safety {
namespace {

struct Text {
  const char* name;
  const char* words;
};

// The last is of a number that is none.
constexpr Text kTexts[kMonitorReasons + 1] = {
    {"none", "delivered as commanded"},
    {"missing", "stimulation was commanded and not delivered"},
    {"mismatch", "delivered pulses are not those that were commanded"},
    {"balance", "net charge of a contact above what it bears"},
    {"residual", "voltage left on the electrode after a pulse"},
    {"rate", "delivered pulses follow each other too fast"},
    {"charge", "delivered charge per phase above what a contact bears"},
    {"unasked", "pulses were delivered that no command allows"},
    {"source", "the source reports an open or shorted contact, or lost count"},
    {"malformed", "what was delivered is not known"},
    {"corrupt", "the monitor's own latch was corrupted"},
    {"unknown", "a reason that this build does not know"},
};

}  // namespace

const char* name_of(MonitorReason reason) noexcept {
  return kTexts[static_cast<std::size_t>(reason)].name;
}
const char* words_for(MonitorReason reason) noexcept {
  return kTexts[static_cast<std::size_t>(reason)].words;
}

}  // namespace homeostat::safety
