// Prints what the closed loop does in ten scripted minutes. The same program runs from
// g++, from clang and on Cortex-M4F, and must print the same bytes:
// tests/golden/closed_loop.trace. What a line means is told by its own first lines.
#include "tests/golden/trace.h"

#include "controller/closed_loop.h"
#include "tests/golden/fingerprint.h"
#include "tests/golden/line.h"
#include "tests/golden/scripted_patient.h"

namespace homeostat::golden {
namespace {

constexpr int kFramesPerFingerprint = 125;  // four seconds

// What makes a line worth printing. Instants change with every renewal of a command, so
// only the fingerprint holds them.
struct Outcome {
  controller::Mode mode = controller::Mode::kOff;
  bool seizure = false;
  bool signal_valid = false;
  safety::PulseTrain asked;
  safety::PulseTrain granted;
  safety::ReasonSet reasons;
  bool latched = false;
  controller::NoticeSet notices;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

safety::PulseTrain without_instants(safety::PulseTrain train) noexcept {
  train.first_pulse = Instant{};
  train.valid_until = Instant{};
  return train.on() ? train : safety::PulseTrain{};
}

Outcome outcome_of(const controller::LoopReport& report) noexcept {
  return {.mode = report.mode,
          .seizure = report.seen.seizure,
          .signal_valid = report.seen.signal_valid,
          .asked = without_instants(report.asked.outputs[0]),
          .granted = without_instants(report.granted.command.output(0)),
          .reasons = report.granted.reasons,
          .latched = report.granted.latched,
          .notices = report.notices};
}

void print(Line& line, const safety::PulseTrain& train) noexcept {
  if (!train.on()) {
    line.text("off");
    return;
  }
  line.number(train.amplitude.count()).text("uA/").number(train.pulse_width.count());
  line.text("us/").number(train.period.count()).text("us");
}

void print(Line& line, controller::EventSet events) noexcept {
  for (int e = 0; e < controller::kEvents; ++e) {
    const auto event = static_cast<controller::Event>(e);
    if (events.has(event)) line.text(" +").text(controller::name_of(event));
  }
}

void print(Line& line, safety::ReasonSet reasons) noexcept {
  for (int r = 0; r < GUARD_REASON_COUNT; ++r) {
    const auto reason = static_cast<safety::Reason>(r);
    if (reasons.has(reason)) line.text(" !").text(safety::name_of(reason));
  }
}

void print(Line& line, controller::NoticeSet notices) noexcept {
  for (int n = 0; n < controller::kNotices; ++n) {
    const auto notice = static_cast<controller::Notice>(n);
    if (notices.has(notice)) line.text(" ?").text(controller::name_of(notice));
  }
}

void print_step(int frame, const controller::LoopReport& report) noexcept {
  const Outcome outcome = outcome_of(report);
  Line line;
  line.number(frame).text(" ").text(controller::name_of(outcome.mode));
  line.text(outcome.signal_valid ? "" : " no-signal")
      .text(outcome.seizure ? " seizure" : "");
  line.text(" asked ");
  print(line, outcome.asked);
  line.text(" granted ");
  print(line, outcome.granted);
  print(line, outcome.reasons);
  if (outcome.latched) line.text(" latched");
  print(line, outcome.notices);
  print(line, report.events);
  line.end();
}

bool has_faults() noexcept {
  const auto sink = [](void*, const controller::ProgramFault& fault) {
    if (fault.warning) return;
    Line line;
    line.text("fault: ").text(fault.field.data()).text(": ").text(fault.why).end();
  };
  return !controller::validate(golden_program(), sink, nullptr);
}

void print_heading() noexcept {
  Line line;
  line.text("# Ten scripted minutes: frame, mode, asked, granted, !reasons,")
      .text(" ?notices, +events")
      .end();
  line.text("# A line for each change; = is a hash of all values of all frames so far")
      .end();
}

}  // namespace

int print_trace() noexcept {
  if (has_faults()) return 1;
  print_heading();
  static controller::ClosedLoop loop(golden_program(), Instant{});
  static ScriptedPatient patient;
  Fingerprint fingerprint;
  Outcome last;
  safety::StimCommand command = safety::StimCommand::off();
  for (int frame = 0; frame < kFrames; ++frame) {
    command = loop.step(patient.live_through(command));
    fingerprint.add(loop.report());
    const Outcome outcome = outcome_of(loop.report());
    if (frame == 0 || outcome != last) print_step(frame, loop.report());
    last = outcome;
    if (frame % kFramesPerFingerprint == kFramesPerFingerprint - 1) {
      Line line;
      line.number(frame).text(" = ").hex(fingerprint.value()).end();
    }
  }
  return 0;
}

}  // namespace homeostat::golden
