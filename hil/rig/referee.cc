#include "hil/rig/referee.h"

#include <algorithm>
#include <string>

#include "controller/program_use.h"
#include "hil/link/link_error.h"

namespace homeostat::hil {
namespace {

using biomarkers::ClinicianEvent;

bool ordered(const biomarkers::SampleFrame& frame, ClinicianEvent event) {
  return (frame.clinician_events & event) != 0;
}

std::string words_for(safety::ReasonSet reasons) {
  std::string words;
  for (int r = 0; r < GUARD_REASON_COUNT; ++r) {
    const auto reason = static_cast<safety::Reason>(r);
    if (reasons.has(reason))
      words += std::string(words.empty() ? "" : ", ") + name_of(reason);
  }
  return words.empty() ? "no reason" : words;
}

bool is_granted(const Referee::Trains& commanded, const safety::StimCommand& granted) {
  for (int o = 0; o < safety::kOutputs; ++o) {
    if (commanded[static_cast<std::size_t>(o)] != granted.output(o)) return false;
  }
  return true;
}

[[noreturn]] void stop(const biomarkers::SampleFrame& frame, const std::string& why) {
  throw LinkError("referee: frame " + std::to_string(frame.sequence) + ", at " +
                  std::to_string(frame.time.count()) + " us: " + why);
}

}  // namespace

Referee::Referee(const controller::TherapyProgram& program, const LoopStart& start,
                 Instant now)
    : stimulates_(controller::stimulates(program)),
      program_crc_(controller::checksum(program)),
      envelope_(program.limits, program_crc_, now),
      monitor_(program.limits),
      last_frame_(now) {
  // Not believed: then it is latched, as the device's own is.
  if (start.restored) (void)envelope_.restore(start.state, now);
}

void Referee::judge(const biomarkers::SampleFrame& frame,
                    const controller::LoopReport& device) {
  const safety::StimCommand& command = device.granted.command;
  judge(frame, device, {command.output(0), command.output(1)});
}

void Referee::judge(const biomarkers::SampleFrame& frame,
                    const controller::LoopReport& device, const Trains& commanded) {
  const safety::MonitorVerdict verdict =
      monitor_.judge(frame.echo, last_frame_, frame.time,
                     ordered(frame, ClinicianEvent::kClinicianReset));
  if (ordered(frame, ClinicianEvent::kClinicianStart)) stopped_ = false;
  if (device.events.has(controller::Event::kClinicianStop)) stopped_ = true;
  const bool on = std::ranges::any_of(commanded, &safety::PulseTrain::on);
  if (verdict.demands_off() && on)
    stop(frame, std::string("stimulates where the monitor demands off: ") +
                    safety::words_for(verdict.reason));
  if (!stimulates_ && on) stop(frame, "stimulates under a program that never does");
  safety::Admission granted;
  if (stimulates_) {
    const safety::StimRequest same{.outputs = commanded,
                                   .needs_sensing = device.asked.needs_sensing};
    granted = envelope_.admit(same, inputs_of(frame, device, verdict));
    if (on && !is_granted(commanded, granted.command))
      stop(frame, "commands what the envelope does not grant unchanged: " +
                      words_for(granted.reasons));
  }
  monitor_.note(on ? granted.command : safety::StimCommand::off());
  last_frame_ = frame.time;
}

safety::GuardInputs Referee::inputs_of(const biomarkers::SampleFrame& frame,
                                       const controller::LoopReport& device,
                                       const safety::MonitorVerdict& verdict) {
  safety::GuardInputs in{
      .now = frame.time,
      .sensing_valid = device.seen.signal_valid,
      .magnet_present = frame.magnet_present,
      .mri_mode = frame.mri_mode,
      .clinician_stop = stopped_,
      .clinician_reset = ordered(frame, ClinicianEvent::kClinicianReset),
      .midnight = frame.midnight,
      .battery = frame.battery,
      .temperature = frame.temperature,
      .program_crc = program_crc_,
      .impedances = frame.impedances,
      .echo = frame.echo,
      .echo_start = last_frame_};
  if (verdict.fresh) in.echo.fill({.segments = {}, .count = safety::kEchoSegments + 1});
  return in;
}

}  // namespace homeostat::hil
