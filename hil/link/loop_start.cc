#include "hil/link/loop_start.h"

#include <cstring>
#include <string>

#include "hil/link/link_error.h"

namespace homeostat::hil {

// A device that carries no mood biomarker has less to tell: the rest is zero, as it is of
// one that never ran any.
LoopStart read_start(HostLink& link) {
  auto request = std::make_unique<wire::Request>();
  request->ask = wire::Ask::kReadState;
  LoopStart start;
  for (std::size_t at = 0, all = 1; at < all;) {
    request->from = static_cast<std::uint32_t>(at);
    const wire::StatePart& part = link.ask(*request, wire::Answer::kState).state;
    if (at == 0) all = part.bytes;
    const bool fits = all >= safety::kEnvelopesBytes && all <= start.state.size();
    if (!fits || part.bytes != all || part.from != at || part.data.size == 0 ||
        at + part.data.size > all) {
      throw LinkError("device: tells byte " + std::to_string(part.from) + " of " +
                      std::to_string(part.bytes) + " of its state, and byte " +
                      std::to_string(at) + " of at most " +
                      std::to_string(start.state.size()) + " is meant");
    }
    std::memcpy(start.state.data() + at, part.data.bytes.data(), part.data.size);
    start.restored = part.restored;
    at += part.data.size;
  }
  return start;
}

LoopStart begin_anew(HostLink& link, Programmer& programmer) {
  try {
    return read_start(link);
  } catch (const RefusedError& refused) {
    if (refused.verdict.refusal != wire::Refusal::kNotAtStart) throw;
  }
  programmer.restart();
  return read_start(link);
}

}  // namespace homeostat::hil
