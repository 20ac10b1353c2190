// A process whose standard input and output are one socket of ours. Ends with its owner.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace homeostat::hil {

class ChildProcess {
 public:
  // `words`: a program, found in PATH, and its arguments. Its standard error is ours.
  // Throws LinkError where it cannot be started.
  explicit ChildProcess(const std::vector<std::string>& words);
  ~ChildProcess();  // kills it
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Our end of the socket, once: who takes it closes it.
  int take_socket() noexcept;
  pid_t id() const noexcept { return id_; }

 private:
  pid_t id_ = -1;
  int socket_ = -1;
};

}  // namespace homeostat::hil
