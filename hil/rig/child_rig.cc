#include "hil/rig/child_rig.h"

#include <signal.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "hil/link/link_error.h"
#include "hil/link/stream_channel.h"
#include "hil/rig/child_process.h"
#include "hil/rig/qmp.h"
#include "sim/error.h"

namespace homeostat::hil {
namespace {

class ChildRig : public Rig {
 public:
  explicit ChildRig(const std::vector<std::string>& words)
      : child_(words), channel_(adopt_socket(child_.take_socket())) {}
  ByteChannel& channel() override { return *channel_; }

  bool can(RigAct act) const override {
    return act == RigAct::kStopProcess || act == RigAct::kContinueProcess;
  }
  void act(RigAct act) override {
    if (act == RigAct::kStopProcess) return child_.stop();
    if (act == RigAct::kContinueProcess) return child_.signal(SIGCONT);
    Rig::act(act);
  }

 protected:
  ChildProcess child_;

 private:
  std::unique_ptr<ByteChannel> channel_;
};

// hil/rig/device_process.cc takes the signal for its reset line.
class ProcessRig final : public ChildRig {
 public:
  using ChildRig::ChildRig;
  bool can(RigAct act) const override {
    return act == RigAct::kReset || ChildRig::can(act);
  }
  void act(RigAct act) override {
    if (act == RigAct::kReset) return child_.signal(SIGUSR1);
    ChildRig::act(act);
  }
};

class EmulatedRig final : public ChildRig {
 public:
  explicit EmulatedRig(const std::vector<std::string>& words)
      : ChildRig(words), monitor_(child_.take_control()) {}
  bool can(RigAct) const override { return true; }
  void act(RigAct act) override {
    switch (act) {
      case RigAct::kStopProcessor:
        return monitor_.run("stop", "STOP");
      case RigAct::kContinueProcessor:
        return monitor_.run("cont", "RESUME");
      case RigAct::kReset:
        return monitor_.run("system_reset", "RESET");
      default:
        return ChildRig::act(act);
    }
  }

 private:
  Qmp monitor_;
};

struct EmulatedBoard {
  const char* machine;
  const char* image;
};
constexpr std::array kBoards = {
    EmulatedBoard{"mps2-an386", "mps2_an386.elf"},
    EmulatedBoard{"netduinoplus2", "netduinoplus2.elf"},
};

std::string firmware_folder() {
  const char* elsewhere = std::getenv("HOMEOSTAT_FIRMWARE");
  return elsewhere == nullptr ? HOMEOSTAT_FIRMWARE_FOLDER : elsewhere;
}

std::string image_of(const EmulatedBoard& board, bool faults) {
  const std::string image =
      firmware_folder() + (faults ? "/faults_" : "/firmware_") + board.image;
  if (std::filesystem::exists(image)) return image;
  throw UnreachableError(image +
                         ": not there; build it: cmake --preset firmware && "
                         "cmake --build --preset firmware");
}

}  // namespace

std::unique_ptr<Rig> make_process_rig(const std::vector<std::string>& words) {
  return std::make_unique<ProcessRig>(words);
}

// Pinned to one processor: its threads hand each byte to each other.
std::unique_ptr<Rig> make_emulated_rig(const std::string& machine, bool faults) {
  for (const EmulatedBoard& board : kBoards) {
    if (machine != board.machine) continue;
    return std::make_unique<EmulatedRig>(std::vector<std::string>{
        "taskset", "-c", "0", "qemu-system-arm", "-M", board.machine, "-kernel",
        image_of(board, faults), "-display", "none", "-monitor", "none", "-serial",
        "stdio", "-chardev",
        "socket,id=control,fd=" + std::to_string(ChildProcess::kControl), "-mon",
        "chardev=control,mode=control"});
  }
  throw sim::UsageError("--rig qemu:" + machine +
                        ": no such board; there are mps2-an386, netduinoplus2");
}

}  // namespace homeostat::hil
