// The host's own failures: memory, files, disk, and a reader who cannot keep up.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "clinical_configs/load.h"
#include "sim/decision_log.h"
#include "sim/error.h"
#include "sim/run_command.h"
#include "tests/faults/campaign.h"
#include "tests/faults/failing_heap.h"

namespace homeostat::faults {
namespace {

enum class End { kDone, kRefused, kCrashed };

// What becomes of `act` in a process of its own.
End end_of(const std::function<void()>& act) {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process could be made");
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);  // last words of a process that is meant to end
    try {
      act();
      _exit(0);
    } catch (const std::exception&) {
      _exit(1);
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status)) return End::kCrashed;
  return WEXITSTATUS(status) == 0 ? End::kDone : End::kRefused;
}

std::filesystem::path scratch() {
  return std::filesystem::temp_directory_path() /
         ("homeostat_faults_" + std::to_string(getpid()));
}

constexpr const char* kEachTold = "each ends in an error that is told, none crashes";
constexpr const char* kEnough = "and with enough it is done";

Outcome treated_without_heap(bool fails, std::uint64_t& history) {
  Rig rig(responsive());
  rig.before_step = [=] { fail_allocation(fails ? 1 : 0); };
  rig.after_step = [] { fail_allocation(0); };
  rig.reach_burst();
  rig.inject();
  rig.live(60_s);
  history = rig.history();
  return rig.outcome();
}

constexpr const char* kNeverDone =
    "a loader that lacks memory never says that it is done";

// The device core, each of whose allocations would fail, through a seizure; and a loader
// whose n-th allocation fails: each of the first fifty, then one in a twentieth more.
Outcome memory_fails() {
  std::uint64_t with = 0;
  std::uint64_t without = 0;
  Outcome outcome = treated_without_heap(true, with);
  (void)treated_without_heap(false, without);
  outcome.same_as_twin = with == without;
  bool done = false;
  bool done_too_early = false;
  for (std::int64_t n = 1; n < 1'000'000; n = n < 50 ? n + 1 : n + n / 20) {
    const End end = end_of([=] {
      fail_allocation(n);
      (void)clinical_configs::load_program("epilepsy/responsive");
      fail_allocation(0);
    });
    done_too_early = done_too_early || (done && end != End::kDone);
    done = end == End::kDone;
    if (done && n > 20'000) break;
  }
  outcome.facts[kNeverDone] = done && !done_too_early;
  outcome.said =
      "where it is libprotobuf that lacks memory, the loader is aborted, not told";
  return outcome;
}

void short_run(const std::filesystem::path& folder) {
  std::ostringstream talk;
  const std::atomic<bool> stop{false};
  const sim::Console console{talk, talk, false, stop};
  sim::run_virtual_patient({.program = "epilepsy/responsive",
                            .patient = "temporal_lobe",
                            .duration_s = 2.0,
                            .seed = 1,
                            .out = folder},
                           console);
}

void limit(decltype(RLIMIT_FSIZE) what, rlim_t most) {
  const rlimit bound{most, most};
  if (setrlimit(what, &bound) != 0) throw std::runtime_error("no limit could be set");
}

// A run that may open so many files and no more, then one whose files may grow so long.
Outcome files_fail() {
  Outcome outcome;
  int tries = 0;
  int told = 0;
  bool crashed = false;
  bool done = false;
  const auto attempt = [&](decltype(RLIMIT_FSIZE) what, rlim_t most) {
    const auto folder = scratch();
    std::filesystem::remove_all(folder);
    const End end = end_of([=] {
      std::signal(SIGXFSZ, SIG_IGN);
      limit(what, most);
      short_run(folder);
    });
    std::filesystem::remove_all(folder);
    crashed = crashed || end == End::kCrashed;
    if (end == End::kDone) return true;
    ++tries;
    if (end == End::kRefused) ++told;
    return false;
  };
  for (rlim_t files = 3; !done && files < 64; ++files)
    done = attempt(RLIMIT_NOFILE, files);
  bool long_enough = false;
  for (rlim_t bytes = 0; !long_enough && bytes < (rlim_t{1} << 24);
       bytes = bytes * 2 + 64) {
    long_enough = attempt(RLIMIT_FSIZE, bytes);
  }
  outcome.facts[kEachTold] = tries > 0 && told == tries && !crashed;
  outcome.facts[kEnough] = done && long_enough;
  outcome.said = "how many tries that takes rests on the host";
  return outcome;
}

// A seizure and its treatment, with a log or without.
Outcome logged(sim::DecisionLog* log, std::uint64_t& history) {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  if (log != nullptr) {
    rig.on_step = [=](const auto& frame, const auto& report) { log->see(frame, report); };
  }
  rig.live(20_s);
  history = rig.history();
  return rig.outcome();
}

constexpr const char* kToldAtTheEnd = "the loss is told when the log is closed";

Outcome disk_full() {
  sim::DecisionLog log("/dev/full", responsive().biomarkers);
  std::uint64_t with = 0;
  std::uint64_t without = 0;
  Outcome outcome = logged(&log, with);
  (void)logged(nullptr, without);
  outcome.same_as_twin = with == without;
  try {
    log.close();
  } catch (const sim::RecordingError&) {
    outcome.facts[kToldAtTheEnd] = true;
  }
  return outcome;
}

constexpr const char* kEveryLine = "every line arrives";

Outcome slow_reader() {
  const auto pipe = scratch();
  std::filesystem::remove_all(pipe);
  if (mkfifo(pipe.c_str(), 0600) != 0) throw std::runtime_error("no pipe could be made");
  std::int64_t lines = 0;
  std::thread reader([&] {
    // A system call a byte, where the writer makes one for thousands.
    const int in = ::open(pipe.c_str(), O_RDONLY);
    for (char byte = 0; ::read(in, &byte, 1) == 1;) lines += byte == '\n';
    ::close(in);
  });
  sim::DecisionLog log(pipe, responsive().biomarkers);
  std::uint64_t with = 0;
  std::uint64_t without = 0;
  Outcome outcome = logged(&log, with);
  log.close();
  reader.join();
  std::filesystem::remove(pipe);
  (void)logged(nullptr, without);
  outcome.same_as_twin = with == without;
  outcome.facts[kEveryLine] = log.lines() > 0 && lines == log.lines();
  return outcome;
}

}  // namespace

std::vector<Fault> faults_of_the_host() {
  return {
      {87,
       "n-th malloc fails",
       "each of the core's, through a seizure; the n-th of a loader",
       {as_without_it(), fact(kNeverDone)},
       memory_fails},
      {88,
       "n-th file operation fails",
       "a run that may open n files, or write n bytes",
       {fact(kEachTold), fact(kEnough)},
       files_fail},
      {89,
       "disk full for log",
       "decisions go to a full device",
       {as_without_it(), fact(kToldAtTheEnd)},
       disk_full},
      {90,
       "log reader slower than writer",
       "decisions go to a pipe read byte by byte",
       {as_without_it(), fact(kEveryLine)},
       slow_reader},
  };
}

}  // namespace homeostat::faults
