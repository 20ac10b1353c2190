// Logs of the host: to standard error or a file, never to standard output, where results
// go.
#pragma once

#include <string>

namespace homeostat::hil {

struct LogOptions {
  std::string level = "warn";  // trace, debug, info, warn, error, off
  std::string file;            // empty: standard error
  bool json = false;           // one JSON object a line
};

// Throws sim::UsageError if the file cannot be opened.
void start_logging(const LogOptions& options);

// What ended the program, for those who read logs; nothing where the log is standard
// error, which has it already.
void log_to_file(const char* error);

// Throws std::runtime_error if anything logged was lost.
void expect_log_written();

}  // namespace homeostat::hil
