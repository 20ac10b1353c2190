// What is sensed: faults of the patient's side, which device and host see alike, and of
// the device's own, which the host must find.
#include "hil/link/link_error.h"
#include "tests/rig_faults/bedside.h"
#include "tests/rig_faults/table.h"

namespace homeostat::hil::testing {
namespace {

using biomarkers::SampleFrame;
using controller::Mode;
using wire::FaultKind;

std::unique_ptr<Bedside> in_a_burst(const std::string& rig, const char* program) {
  auto bedside = std::make_unique<Bedside>(rig, program);
  bedside->start();
  bedside->live_until_stimulation();
  bedside->live(2);
  return bedside;
}

void stick(SampleFrame& frame) {
  for (auto& channel : frame.samples_uv) channel.fill(channel[0] * 0.0F);
}

// Every converter tells one value from within a burst on.
std::string stuck_converters(const std::string& rig) {
  const auto bedside = in_a_burst(rig, kResponsive);
  bedside->on_frame = stick;
  int frames = 0;
  for (; bedside->report().mode != Mode::kFallback && frames < 200; ++frames)
    bedside->live();
  if (bedside->report().mode != Mode::kFallback) throw LinkError("no fallback");
  bedside->live(20);
  return "fallback after " + std::to_string(frames) + " frames; equal reports";
}

std::string step_clock(const std::string& rig, std::int64_t step_us) {
  const auto bedside = in_a_burst(rig, kOpenLoop);
  bedside->on_frame = [=](SampleFrame& frame) {
    frame.time = Instant(frame.time.count() + static_cast<std::uint64_t>(step_us));
  };
  bedside->live(20);
  if (!bedside->report().granted.latched || bedside->is_on())
    throw LinkError("not latched within 20 frames");
  return "latched, silent; equal reports";
}

// What only the device sees ends the run, and commands nothing beyond the program.
std::string differ(const std::string& rig, const char* program, const wire::Fault& fault,
                   int frames) {
  const auto bedside = in_a_burst(rig, program);
  bedside->inject(fault);
  std::string said;
  try {
    bedside->live(frames);
  } catch (const LinkError& error) {
    said = error.what();
  }
  if (said != "device: differs from the host")
    throw LinkError("the run went otherwise: " + said);
  const wire::Report& device =
      bedside->ask(wire::Ask::kReadReport, wire::Answer::kReport).report;
  const safety::StimCommand& host = bedside->report().granted.command;
  for (std::size_t o = 0; o < device.granted.size(); ++o) {
    if (device.granted[o].amplitude > host.output(static_cast<int>(o)).amplitude)
      throw LinkError("it stimulates more than the host would");
  }
  return "run ended: differs from the host; never more than the host would";
}

}  // namespace

void faults_of_what_is_sensed(Table& table, const std::string& rig) {
  // A seizure is a thousand frames and more away: too many for an emulated board.
  const bool waits = rig.substr(0, 4) != "qemu";
  const auto patient = [&](const RigFault& fault, auto run) {
    table.row(fault, rig, run);
  };
  if (waits) {
    patient({0, "stuck ADC, at the patient",
             "every channel at zero from within a burst on", "fallback; equal reports"},
            [&] { return stuck_converters(rig); });
  }
  patient({0, "clock forward, at the patient", "by 10 s in a burst",
           "latched within 20 frames; equal reports"},
          [&] { return step_clock(rig, 10'000'000); });
  patient({0, "clock back, at the patient", "by 1 s in a burst",
           "latched within 20 frames; equal reports"},
          [&] { return step_clock(rig, -1'000'000); });
  if (rig == "loopback") return;  // a release's build
  constexpr int kMostFrames = 200;
  static constexpr char kEnds[] = "ends at the first frame that differs";
  const auto device = [&](const char* name, const char* injected, const char* program,
                          const wire::Fault& fault) {
    table.row({0, name, injected, kEnds}, rig,
              [&] { return differ(rig, program, fault, kMostFrames); });
  };
  if (waits) {
    device("stuck ADC, in the device", "first channel, from within a burst on",
           kResponsive, {FaultKind::kStuckChannel, 0, 10'000});
  }
  device("clock step, in the device", "by 10 s in a burst", kOpenLoop,
         {FaultKind::kClockStep, 0, 10'000'000});
}

}  // namespace homeostat::hil::testing
