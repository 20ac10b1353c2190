// What the chart and its table share: names, and the order in which a frame's events are
// heard.
#include "controller/therapy_mode.h"

namespace homeostat::controller {
namespace {

constexpr const char* kModeNames[kModes] = {"off",
                                            "self_test",
                                            "sensing",
                                            "treating.burst",
                                            "treating.pause",
                                            "treating.continuous",
                                            "refractory",
                                            "lockout",
                                            "inhibited",
                                            "fallback",
                                            "fault"};
constexpr const char* kEventNames[kEvents] = {
    "fault",           "clinician_stop", "inhibit",
    "clinician_reset", "signal_lost",    "clinician_start",
    "inhibit_over",    "signal_back",    "self_test_passed",
    "limit_reached",   "limit_lifted",   "episode_exhausted",
    "episode_over",    "burst_over",     "burst_due",
    "refractory_over", "continuous_due", "detected"};

// The last event of a frame that is heard.
constexpr int last_heard(EventSet events) {
  const bool forbids = events.has(Event::kFault) || events.has(Event::kClinicianStop) ||
                       events.has(Event::kInhibit);
  return static_cast<int>(forbids ? Event::kClinicianReset : Event::kDetected);
}

}  // namespace

const char* name_of(Mode mode) noexcept {
  return kModeNames[static_cast<std::size_t>(mode)];
}
const char* name_of(Event event) noexcept {
  return kEventNames[static_cast<std::size_t>(event)];
}

Mode TherapyMode::handle(EventSet events) noexcept {
  for (int e = 0; e <= last_heard(events); ++e) {
    const auto event = static_cast<Event>(e);
    if (events.has(event)) handle(event);
  }
  return current_;
}

}  // namespace homeostat::controller
