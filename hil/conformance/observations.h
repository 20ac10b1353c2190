// What was seen of a device while a scenario ran: nothing is judged here.
//
// Times are seconds of the scenario, from its first frame on, whatever the device's clock
// said. Modes, reasons, notices and the latch are told at the end of a frame; pulses have
// the instants at which the stimulator began them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "controller/notice.h"
#include "controller/therapy_mode.h"
#include "hil/firmware/event_log.h"
#include "hil/link/host_link.h"
#include "safety/envelope.h"

namespace homeostat::hil {

struct DeliveredPulses {
  double first_s = 0.0;
  double period_s = 0.0;
  std::uint32_t count = 0;
  int output = 0;
  std::int64_t amplitude_ua = 0;
  std::int64_t pulse_width_us = 0;
  std::int64_t charge_pc = 0;  // of one phase

  double last_s() const { return first_s + period_s * (count - 1); }
};

// What the device told from that instant on.
struct Told {
  double s = 0.0;
  controller::Mode mode = controller::Mode::kOff;
  std::uint64_t reasons = 0;  // safety::ReasonSet
  bool latched = false;
  std::uint32_t notices = 0;  // controller::NoticeSet

  bool says_as(const Told& other) const {
    return mode == other.mode && reasons == other.reasons && latched == other.latched &&
           notices == other.notices;
  }
};

struct StepDone {
  double s = 0.0;
  std::string name;  // of the act
};

// Of something that a device must refuse.
struct Attempt {
  double s = 0.0;
  std::string name;
  std::string refusal;  // by name; empty: it was not refused
};

struct Observations {
  double frame_s = 0.0;
  double ended_s = 0.0;
  std::vector<Told> told;  // changes; the first is the first frame's
  std::vector<DeliveredPulses> pulses;
  std::vector<StepDone> steps;
  std::vector<Attempt> attempts;
  std::string difference;  // from the host's loop, the first; empty: none
  std::string complaint;   // of the referee, the first
  std::string broke_off;   // why it could not go on; empty: it ran to its end
  wire::Identity before;   // once the program ran
  wire::Identity after;
  std::vector<firmware::LogRecord> log;  // the device's own
  LinkStatistics link;

  std::optional<double> first_pulse_s() const {
    if (pulses.empty()) return std::nullopt;
    return pulses.front().first_s;
  }
};

}  // namespace homeostat::hil
