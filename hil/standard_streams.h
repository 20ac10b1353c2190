// Standard input, output and error as a program finds them: closed, a pipe whose reader
// has gone, a full disk. None of that may spoil or lose the files of a run.
#pragma once

namespace homeostat::hil {

// Opens what the caller left closed: else the next file that is opened takes its number,
// and what is said to people goes into it. Call first of all.
void open_missing_streams();

// A reader that has gone and a file that may not grow are then errors of the write that
// meets them, not the end of the process.
void survive_failed_writes();

// Throws std::runtime_error if anything written to standard output was lost.
void expect_output_written();

}  // namespace homeostat::hil
