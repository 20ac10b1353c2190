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
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw LinkError(words[0] + ": " + std::strerror(errno));
  std::vector<char*> arguments;
  for (const std::string& word : words)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  FileActions actions;
  actions.duplicate(ends[1], STDIN_FILENO);
  actions.duplicate(ends[1], STDOUT_FILENO);
  const int failed =
      posix_spawnp(&id_, arguments[0], actions.get(), nullptr, arguments.data(), environ);
  close(ends[1]);
  socket_ = ends[0];
  if (failed == 0) return;
  id_ = -1;
  close(socket_);
  throw LinkError(words[0] + ": cannot be started: " + std::strerror(failed));
}

ChildProcess::~ChildProcess() {
  if (socket_ >= 0) close(socket_);
  if (id_ < 0) return;
  kill(id_, SIGKILL);
  waitpid(id_, nullptr, 0);
}

int ChildProcess::take_socket() noexcept {
  const int taken = socket_;
  socket_ = -1;
  return taken;
}

}  // namespace homeostat::hil
