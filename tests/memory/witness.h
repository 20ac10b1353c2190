// Who watches a controller whose memory is being turned: a patient, and the
// oracle of tests/safety, which judges every command and every delivered pulse by the
// program's limits alone. Copyable: a run is taken up again from any of its frames.
#pragma once

#include <algorithm>
#include <vector>

#include "controller/closed_loop.h"
#include "tests/memory/outcomes.h"
#include "tests/safety/oracle.h"

namespace homeostat::memory {

template <class Patient>
class Witness {
 public:
  explicit Witness(const controller::TherapyProgram& program) : oracle_(program.limits) {}

  // The next frame, in which what was judged last has been delivered.
  const biomarkers::SampleFrame& next_frame() {
    frame_ = patient_.live_through(command_);
    hear_echo();
    return frame_;
  }

  // What the controller made of it.
  void judge(const controller::LoopReport& report) {
    using biomarkers::SampleFrame;
    const auto ordered = [&](biomarkers::ClinicianEvent event) {
      return (frame_.clinician_events & event) != 0;
    };
    if (ordered(biomarkers::kClinicianStart)) stopped_ = false;
    if (ordered(biomarkers::kClinicianStop)) stopped_ = true;
    inputs_ = {.now = frame_.time,
               .sensing_valid = report.seen.signal_valid,
               .magnet_present = frame_.magnet_present,
               .mri_mode = frame_.mri_mode,
               .clinician_stop = stopped_,
               .battery = frame_.battery,
               .temperature = frame_.temperature,
               .program_crc = safety::testing::kProgramCrc,
               .impedances = frame_.impedances};
    complain(oracle_.command(report.asked, inputs_, report.granted));
    command_ = report.granted.command;
  }

  // Null: nothing was wrong so far.
  const char* complaint() const { return complaint_; }

 private:
  void hear_echo() {
    std::vector<safety::testing::Pulse> pulses;
    for (int output = 0; output < safety::kOutputs; ++output) {
      const safety::OutputEcho& echo = frame_.echo[static_cast<std::size_t>(output)];
      for (std::uint32_t i = 0; echo.count > 0 && i < echo.segments[0].pulses; ++i) {
        const Microseconds after(echo.segments[0].period.count() * std::int64_t{i});
        pulses.push_back(
            {echo.segments[0].first_pulse + after, output, command_.output(output)});
      }
    }
    std::ranges::sort(pulses, {}, [](const auto& pulse) { return pulse.onset.count(); });
    for (const safety::testing::Pulse& pulse : pulses)
      complain(oracle_.pulse(pulse, oracle_.source_ohm(pulse.train, inputs_)));
  }
  void complain(const char* what) {
    if (complaint_ == nullptr) complaint_ = what;
  }

  Patient patient_;
  safety::testing::Oracle oracle_;
  biomarkers::SampleFrame frame_;
  safety::GuardInputs inputs_;
  safety::StimCommand command_ = safety::StimCommand::off();
  bool stopped_ = false;
  const char* complaint_ = nullptr;
};

}  // namespace homeostat::memory
