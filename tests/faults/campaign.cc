#include "tests/faults/campaign.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>

#include "clinical_configs/load.h"

namespace homeostat::faults {
namespace {

constexpr int kFaults = 100;
constexpr std::size_t kModesShown = 6;

struct Result {
  std::string expected;
  std::string reaction;
  std::string time_to_safe;
  std::string envelope;
  std::string history;
  std::string failed;  // expectations that did not hold; empty: all held
};

void append(std::string& list, const std::string& item, const char* comma = "; ") {
  if (!list.empty()) list += comma;
  list += item;
}

// Bursts and pauses of an episode are both "treating".
std::string stage_of(Mode mode) {
  return controller::in_episode(mode) ? "treating" : controller::name_of(mode);
}

std::string path_of(const Outcome& outcome) {
  std::vector<std::string> stages;
  for (const Mode mode : outcome.modes) {
    if (stages.empty() || stages.back() != stage_of(mode))
      stages.push_back(stage_of(mode));
  }
  std::string path;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (i == kModesShown - 1 && stages.size() > kModesShown) {
      append(path, "...", ", ");
      i = stages.size() - 1;
    }
    append(path, stages[i], ", ");
  }
  return path;
}

std::string reasons_of(const Outcome& outcome) {
  std::string names;
  for (int i = 0; i < GUARD_REASON_COUNT; ++i) {
    const auto reason = static_cast<safety::Reason>(i);
    if (outcome.reasons.has(reason)) append(names, safety::name_of(reason), " ");
  }
  return names;
}

std::string notices_of(const Outcome& outcome) {
  std::string names;
  for (int i = 0; i < controller::kNotices; ++i) {
    const auto notice = static_cast<controller::Notice>(i);
    if (outcome.notices.has(notice)) append(names, controller::name_of(notice), " ");
  }
  return names;
}

std::string reaction_of(const Outcome& outcome) {
  std::string text;
  if (outcome.looped) {
    append(text, path_of(outcome));
    append(text, std::to_string(outcome.pulses) + " pulses");
    if (outcome.therapies > 0) {
      append(text, "therapies: " + std::to_string(outcome.therapies), ", ");
    }
    if (const std::string names = reasons_of(outcome); !names.empty()) {
      append(text, "guard: " + names);
    }
    if (const std::string told = notices_of(outcome); !told.empty()) {
      append(text, "told: " + told);
    }
    if (outcome.monitor != safety::MonitorReason::kNone) {
      append(text, std::string("monitor: ") + safety::name_of(outcome.monitor));
    }
  }
  if (outcome.tries > 0) {
    append(text, std::to_string(outcome.refused) + " of " +
                     std::to_string(outcome.tries) + " refused");
  }
  if (!outcome.said.empty()) append(text, outcome.said);
  return text;
}

// The latest of what had to come to hold.
std::string time_to_safe(const Fault& fault, const Outcome& outcome) {
  std::optional<Microseconds> latest;
  for (const Expect& expect : fault.expected) {
    if (!expect.since) continue;
    const std::optional<Microseconds> since = expect.since(outcome);
    if (!since) return "never";
    latest = latest ? std::max(*latest, *since) : *since;
  }
  return latest ? std::to_string((latest->count() + 999) / 1000) : "-";
}

std::string envelope_of(const Outcome& outcome) {
  if (!outcome.looped) return "-";
  if (!outcome.complaint.empty()) return "NO: " + outcome.complaint;
  if (outcome.astray == 0) return "held";
  return "held; " + std::to_string(outcome.astray) + " pulses of the source's own";
}

std::string history_of(const Outcome& outcome) {
  if (outcome.history == 0) return "-";
  char text[9];
  std::snprintf(text, sizeof text, "%08x",
                static_cast<unsigned>(outcome.history ^ outcome.history >> 32));
  return text;
}

Result judge(const Fault& fault) {
  Result result;
  Outcome outcome;
  try {
    outcome = fault.run();
  } catch (const std::exception& error) {
    outcome.said = std::string("the case itself failed: ") + error.what();
    result.failed = outcome.said;
  }
  for (const Expect& expect : fault.expected) {
    append(result.expected, expect.words);
    if (!expect.holds(outcome)) append(result.failed, expect.words);
  }
  if (!outcome.complaint.empty()) append(result.failed, "envelope: " + outcome.complaint);
  result.reaction = reaction_of(outcome);
  result.time_to_safe = time_to_safe(fault, outcome);
  result.envelope = envelope_of(outcome);
  result.history = history_of(outcome);
  return result;
}

std::vector<Fault> every_fault() {
  std::vector<Fault> all;
  for (const auto kind :
       {faults_of_samples, faults_of_frames, faults_of_time, faults_of_programs,
        faults_of_control, faults_of_output, faults_of_environment, faults_of_the_host,
        faults_of_people, harms_of_the_loop}) {
    for (Fault& fault : kind()) all.push_back(std::move(fault));
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Fault& a, const Fault& b) { return a.number < b.number; });
  return all;
}

// Each number once, here or on the rigs' list.
bool complete(const std::vector<Fault>& run, const std::vector<int>& on_rigs) {
  std::multiset<int> numbers;
  for (const Fault& fault : run) numbers.insert(fault.number);
  for (const int number : on_rigs) numbers.insert(number);
  bool all = true;
  for (int number = 1; number <= kFaults; ++number) {
    if (numbers.count(number) == 1) continue;
    std::fprintf(stderr, "fault %d stands %zu times\n", number, numbers.count(number));
    all = false;
  }
  return all;
}

void print_heading() {
  std::puts(R"(# Faults

The hundred faults and bad inputs that the device must survive. Each was injected while therapy ran, with the shipped
programs, and this page is written by `tests/faults`; `faults.campaign` runs it again and compares. Where a change is meant:

    cmake --build --preset release --target accept_faults

*Expected* follows from what program, guard, chart and the papers say, and is what the test checks. Where the device did worse than
was first written down for it, it was mended (20, 29, 77), or what it does instead is expected now and stands among the known anomalies of
[ASSURANCE.md](ASSURANCE.md) (66, 87, 97). *Time to safe* counts from the injection until all of the expected had come to hold: the
onset of the last pulse, the mode, the latch; "-" where nothing had to come. *Envelope* is not the guard's word: an
oracle that shares no code with it judges every command and every delivered pulse from the program's limits alone. Where the source itself is
at fault, its own pulses before it was silenced are counted. Bursts and pauses of an episode are both "treating". *History* is a hash of
every mode and every command of the run, from boot on: a change of the code that alters one of them anywhere must be accepted here.

| no | fault | injected | expected | reaction | time to safe, ms | envelope | history |
|---|---|---|---|---|---|---|---|)");
}

}  // namespace

const controller::TherapyProgram& responsive() {
  static const auto program = clinical_configs::load_program("epilepsy/responsive");
  return program;
}

const controller::TherapyProgram& open_loop() {
  static const auto program = clinical_configs::load_program("epilepsy/open_loop");
  return program;
}

const models::VirtualPatientSettings& demo_patient() {
  static const auto patient = clinical_configs::load_patient("temporal_lobe");
  return patient;
}

std::string shortfall(const Fault& fault) { return judge(fault).failed; }

bool run_campaign() {
  const std::vector<Fault> all = every_fault();
  const std::vector<int> on_rigs = faults_on_rigs();
  print_heading();
  std::size_t held = 0;
  for (const Fault& fault : all) {
    const Result result = judge(fault);
    std::printf("| %d | %s | %s | %s | %s | %s | %s | %s |\n", fault.number, fault.name,
                fault.injection, result.expected.c_str(), result.reaction.c_str(),
                result.time_to_safe.c_str(), result.envelope.c_str(),
                result.history.c_str());
    if (result.failed.empty()) {
      ++held;
    } else {
      std::fprintf(stderr,
                   "fault %d, %s, is not survived as expected: %s\n  seen: %s, %s\n",
                   fault.number, fault.name, result.failed.c_str(),
                   result.reaction.c_str(), result.envelope.c_str());
    }
  }
  std::printf("\nfaults held/run %zu/%zu, on rigs: %zu\n\n", held, all.size(),
              on_rigs.size());
  std::fprintf(stderr, "faults held/run %zu/%zu, on rigs: %zu\n", held, all.size(),
               on_rigs.size());
  return held == all.size() && complete(all, on_rigs);
}

}  // namespace homeostat::faults
