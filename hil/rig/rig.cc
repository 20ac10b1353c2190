#include "hil/rig/rig.h"

#include <charconv>

#include "hil/link/stream_channel.h"
#include "hil/rig/child_rig.h"
#include "hil/rig/loopback_rig.h"
#include "sim/error.h"
#include "sim/hex.h"

namespace homeostat::hil {
namespace {

constexpr unsigned kBaud = 115'200;
constexpr char kFaults[] = "faults";

class LineRig final : public Rig {
 public:
  explicit LineRig(std::unique_ptr<ByteChannel> channel) : channel_(std::move(channel)) {}
  ByteChannel& channel() override { return *channel_; }

 private:
  std::unique_ptr<ByteChannel> channel_;
};

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
  if (words == "process")
    return make_process_rig({HOMEOSTAT_DEVICE_PROCESS, sim::to_hex(trusted)});
  if (kind == "process" && rest == kFaults)
    return make_process_rig({HOMEOSTAT_FAULTY_PROCESS, sim::to_hex(trusted)});
  if (kind == "qemu") {
    const auto [board, build] = split(rest, ':');
    if (build.empty() || build == kFaults)
      return make_emulated_rig(board.empty() ? "mps2-an386" : board, !build.empty());
  }
  if (kind == "serial" && !rest.empty()) return std::make_unique<LineRig>(serial(rest));
  if (kind == "tcp") {
    const auto [host, port] = split(rest, ':');
    unsigned number = 0;
    const char* end = port.data() + port.size();
    if (std::from_chars(port.data(), end, number).ptr != end || number < 1 ||
        number > 65'535) {
      throw sim::UsageError("--rig " + words + ": port '" + port +
                            "' is no number from 1 to 65535");
    }
    if (!host.empty()) return std::make_unique<LineRig>(open_tcp(host, port));
  }
  throw sim::UsageError("--rig " + words +
                        ": accepted: loopback, process, process:faults, qemu, "
                        "qemu:BOARD, qemu:BOARD:faults, serial:DEVICE, "
                        "serial:DEVICE@BAUD, tcp:HOST:PORT");
}

}  // namespace homeostat::hil
