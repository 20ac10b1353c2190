#include "hil/rig/rig.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "hil/link/link_error.h"
#include "hil/link/stream_channel.h"
#include "hil/rig/child_process.h"
#include "hil/rig/loopback_rig.h"
#include "sim/error.h"
#include "sim/hex.h"

namespace homeostat::hil {
namespace {

constexpr unsigned kBaud = 115'200;

class LineRig final : public Rig {
 public:
  explicit LineRig(std::unique_ptr<ByteChannel> channel) : channel_(std::move(channel)) {}
  ByteChannel& channel() override { return *channel_; }

 private:
  std::unique_ptr<ByteChannel> channel_;
};

class ChildRig final : public Rig {
 public:
  explicit ChildRig(const std::vector<std::string>& words)
      : child_(words), channel_(adopt_socket(child_.take_socket())) {}
  ByteChannel& channel() override { return *channel_; }

 private:
  ChildProcess child_;
  std::unique_ptr<ByteChannel> channel_;
};

struct EmulatedBoard {
  const char* machine;
  const char* image;
};
constexpr std::array kBoards = {
    EmulatedBoard{"mps2-an386", "firmware_mps2_an386.elf"},
    EmulatedBoard{"netduinoplus2", "firmware_netduinoplus2.elf"},
};

std::string firmware_folder() {
  const char* elsewhere = std::getenv("HOMEOSTAT_FIRMWARE");
  return elsewhere == nullptr ? HOMEOSTAT_FIRMWARE_FOLDER : elsewhere;
}

// Pinned to one processor: its threads hand each byte to each other.
std::vector<std::string> emulator(const std::string& machine) {
  for (const EmulatedBoard& board : kBoards) {
    if (machine != board.machine) continue;
    const std::string image = firmware_folder() + "/" + board.image;
    if (!std::filesystem::exists(image)) {
      throw UnreachableError(image +
                             ": not there; build it: cmake --preset firmware && "
                             "cmake --build --preset firmware");
    }
    return {"taskset",  "-c",          "0",        "qemu-system-arm",
            "-M",       board.machine, "-kernel",  image,
            "-display", "none",        "-monitor", "none",
            "-serial",  "stdio"};
  }
  throw sim::UsageError("--rig qemu:" + machine +
                        ": no such board; there are mps2-an386, netduinoplus2");
}

// "KIND:REST"; the rest is empty where there is no colon.
std::pair<std::string, std::string> split(const std::string& words, char at) {
  const std::size_t colon = words.find(at);
  if (colon == std::string::npos) return {words, ""};
  return {words.substr(0, colon), words.substr(colon + 1)};
}

std::unique_ptr<ByteChannel> serial(const std::string& words) {
  const auto [device, baud] = split(words, '@');
  unsigned rate = kBaud;
  const char* end = baud.data() + baud.size();
  if (!baud.empty() && std::from_chars(baud.data(), end, rate).ptr != end) {
    throw sim::UsageError("--rig serial:" + words + ": baud '" + baud +
                          "' is no whole number");
  }
  return open_serial(device, rate);
}

}  // namespace

const char* name_of(RigAct act) {
  switch (act) {
    case RigAct::kStopProcess:
      return "stop its process";
    case RigAct::kContinueProcess:
      return "let its process go on";
    case RigAct::kStopProcessor:
      return "stop its processor";
    case RigAct::kContinueProcessor:
      return "let its processor go on";
    case RigAct::kReset:
      return "reset it";
  }
  return "do that";
}

bool Rig::can(RigAct) const { return false; }

void Rig::act(RigAct act) {
  throw sim::UsageError(std::string("rig: cannot ") + name_of(act) +
                        ": a rig of the kind qemu could");
}

std::unique_ptr<Rig> open_rig(const std::string& words,
                              const controller::PublicKey& trusted) {
  const auto [kind, rest] = split(words, ':');
  if (words == "loopback") return make_loopback_rig(trusted);
  if (words == "process") {
    return std::make_unique<ChildRig>(
        std::vector<std::string>{HOMEOSTAT_DEVICE_PROCESS, sim::to_hex(trusted)});
  }
  if (kind == "qemu")
    return std::make_unique<ChildRig>(emulator(rest.empty() ? "mps2-an386" : rest));
  if (kind == "serial" && !rest.empty()) return std::make_unique<LineRig>(serial(rest));
  if (kind == "tcp") {
    const auto [host, port] = split(rest, ':');
    if (!host.empty() && !port.empty())
      return std::make_unique<LineRig>(open_tcp(host, port));
  }
  throw sim::UsageError("--rig " + words +
                        ": accepted: loopback, process, qemu, qemu:BOARD, serial:DEVICE, "
                        "serial:DEVICE@BAUD, tcp:HOST:PORT");
}

}  // namespace homeostat::hil
