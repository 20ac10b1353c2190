#include "tests/responses/page.h"

#include <cstdio>
#include <stdexcept>

#include "clinical_configs/load.h"

namespace homeostat::responses {
namespace {

std::string seconds(Microseconds time) {
  if (time == kNever) return "none";
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", static_cast<double>(time.count()) * 1e-6);
  return text;
}

void print_row(const char* input, const Answer& answer, Microamps programmed) {
  const int above = answer.highest.count() - programmed.count();
  std::printf("| %s | %s | %s | %s | %d | %d | %d | %d | %d | %s |\n", input,
              seconds(answer.first_pulse).c_str(), seconds(answer.last_pulse).c_str(),
              seconds(answer.settled).c_str(), answer.highest.count(),
              above > 0 ? above : 0, answer.at_end.count(), answer.bursts, answer.pulses,
              answer.modes.c_str());
}

}  // namespace

void print_text(const char* text) { std::puts(text); }

void print_table(const char* title, const Subject& subject,
                 std::initializer_list<Case> cases) {
  std::printf("**%s**\n\n", title);
  std::puts(
      "| input | first pulse, s | last pulse, s | settled, s | highest, uA | overshoot, "
      "uA "
      "| at the end, uA | bursts | pulses | modes |");
  std::puts("|---|---|---|---|---|---|---|---|---|---|");
  for (const Case& each : cases) {
    Bench bench(subject.program);
    subject.ready(bench);
    bench.begin();
    each.drive(bench);
    print_row(each.input, bench.answer(), subject.programmed);
  }
  std::puts("");
}

controller::TherapyProgram shipped(const char* name,
                                   void (*change)(controller::TherapyProgram&)) {
  controller::TherapyProgram program = clinical_configs::load_program(name);
  if (change == nullptr) return program;
  change(program);
  std::string faults;
  const auto sink = [](void* context, const controller::ProgramFault& fault) {
    if (!fault.warning) {
      *static_cast<std::string*>(context) +=
          std::string(fault.field.data()) + ": " + fault.why + "\n";
    }
  };
  if (!controller::validate(program, sink, &faults)) throw std::runtime_error(faults);
  return program;
}

}  // namespace homeostat::responses
