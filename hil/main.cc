// The `homeostat` command line. Exit codes: 0 done, 2 the user's mistake, 1 ours.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <csignal>
#include <exception>
#include <iostream>
#include <string>

#include "clinical_configs/load.h"
#include "hil/command_line.h"
#include "hil/link/link_error.h"
#include "hil/logging.h"
#include "hil/standard_streams.h"
#include "hil/unknown_word.h"
#include "sim/build_identity.h"
#include "sim/error.h"

namespace homeostat::hil {
namespace {

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free);

// The first Ctrl-C, or a terminal that goes away, ends the run with valid files; a second
// one ends the process.
void ask_to_stop(int signal) {
  stop.store(true);
  std::signal(signal, SIG_DFL);
}

int fail(const std::exception& error, int code) {
  std::cerr << "homeostat: " << error.what() << '\n';
  log_to_file(error.what());
  return code;
}

// One line: what is wrong, and where the rest is told.
std::string line_of(const CLI::App& app, const CLI::ParseError& error, int argc,
                    char** argv) {
  std::string line = explain_unknown_word(app, {argv + 1, argv + argc});
  if (line.empty()) {
    line = error.what();
    std::replace(line.begin(), line.end(), '\n', ' ');
  }
  std::string name;
  for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    name += at->get_name() + ' ';
  }
  return line + "; homeostat " + name + "--help tells the rest";
}

int go(int argc, char** argv) {
  CLI::App app(
      "Homeostat: closed-loop neuromodulation, simulated and replayed.\n"
      "Research software, not approved for therapy.",
      "homeostat");
  app.set_version_flag("--version", std::string("homeostat ") + sim::kVersion);
  LogOptions log;
  app.add_option("--log-level", log.level, "How much to log")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
      ->capture_default_str();
  app.add_option("--log-file", log.file, "Log to this file, not to standard error")
      ->check([](const std::string& name) {
        return name.empty() ? "give the name of a file" : "";
      });
  app.add_flag("--log-json", log.json, "Log JSON lines");
  app.fallthrough();
  Command command;
  describe_commands(app, command);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    throw sim::UsageError(line_of(app, error, argc, argv));
  }
  start_logging(log);
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
  std::signal(SIGHUP, ask_to_stop);
  const int code = command({std::cout, std::cerr, isatty(STDERR_FILENO) == 1, stop});
  expect_output_written();
  expect_log_written();
  return code;
}

}  // namespace
}  // namespace homeostat::hil

int main(int argc, char** argv) {
  using homeostat::hil::fail;
  homeostat::hil::open_missing_streams();
  homeostat::hil::survive_failed_writes();
  try {
    return homeostat::hil::go(argc, argv);
  } catch (const homeostat::clinical_configs::ConfigError& error) {
    return fail(error, 2);
  } catch (const homeostat::sim::RecordingError& error) {
    return fail(error, 2);
  } catch (const homeostat::sim::UsageError& error) {
    return fail(error, 2);
  } catch (const homeostat::hil::UnreachableError& error) {
    return fail(error, 2);
  } catch (const std::exception& error) {
    return fail(error, 1);
  }
}
