// A process whose standard input and output are one socket of ours. Ends with its owner.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace homeostat::hil {

class ChildProcess {
 public:
  // `words`: a program, found in PATH, and its arguments. Its standard error is ours; its
  // descriptor kControl is another socket of ours. Throws LinkError where it cannot be
  // started.
  explicit ChildProcess(const std::vector<std::string>& words);
  ~ChildProcess();  // kills it
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  static constexpr int kControl = 3;

  // Our ends of the sockets, each once: who takes one closes it.
  int take_socket() noexcept { return std::exchange(socket_, -1); }
  int take_control() noexcept { return std::exchange(control_, -1); }
  pid_t id() const noexcept { return id_; }
  // Stops it, with every thread; returns when it stands. Throws LinkError where it ended.
  void stop();
  // Throws LinkError where there is none any more.
  void signal(int number);

 private:
  pid_t id_ = -1;
  int socket_ = -1;
  int control_ = -1;
};

}  // namespace homeostat::hil
