#include "hil/rig/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "hil/link/link_error.h"

extern char** environ;

namespace homeostat::hil {
namespace {

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  void duplicate(int from, int to) {
    posix_spawn_file_actions_adddup2(&actions_, from, to);
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& words) {
  int link[2];
  int control[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, link) != 0)
    throw LinkError(words[0] + ": " + std::strerror(errno));
  socket_ = link[0];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) != 0) {
    const int why = errno;
    close(link[0]);
    close(link[1]);
    throw LinkError(words[0] + ": " + std::strerror(why));
  }
  control_ = control[0];
  std::vector<char*> arguments;
  for (const std::string& word : words)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  FileActions actions;
  actions.duplicate(link[1], STDIN_FILENO);
  actions.duplicate(link[1], STDOUT_FILENO);
  actions.duplicate(control[1], kControl);
  const int failed =
      posix_spawnp(&id_, arguments[0], actions.get(), nullptr, arguments.data(), environ);
  close(link[1]);
  close(control[1]);
  if (failed == 0) return;
  close(socket_);
  close(control_);
  throw LinkError(words[0] + ": cannot be started: " + std::strerror(failed));
}

ChildProcess::~ChildProcess() {
  if (socket_ >= 0) close(socket_);
  if (control_ >= 0) close(control_);
  if (id_ < 0) return;
  kill(id_, SIGKILL);
  waitpid(id_, nullptr, 0);
}

void ChildProcess::stop() {
  signal(SIGSTOP);
  siginfo_t state{};
  if (waitid(P_PID, static_cast<id_t>(id_), &state, WSTOPPED | WEXITED | WNOWAIT) != 0 ||
      state.si_code != CLD_STOPPED)
    throw LinkError("device: its process has ended");
}

void ChildProcess::signal(int number) {
  if (id_ < 0 || kill(id_, number) != 0)
    throw LinkError(std::string("device: its process: ") + std::strerror(errno));
}

}  // namespace homeostat::hil
