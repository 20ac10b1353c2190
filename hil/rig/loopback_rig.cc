#include "hil/rig/loopback_rig.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "hil/firmware/boards/retained.h"
#include "hil/firmware/device.h"
#include "hil/rig/host_board.h"

namespace homeostat::hil {
namespace {

class LoopbackRig final : public Rig, private ByteChannel {
 public:
  // As new: nothing of an earlier rig is left in the board's memory.
  explicit LoopbackRig(const controller::PublicKey& trusted) : keys_{trusted} { boot(); }
  ByteChannel& channel() override { return *this; }
  bool can(RigAct act) const override { return act == RigAct::kReset; }
  void act(RigAct act) override {
    if (!can(act)) Rig::act(act);
    // Power that goes stores nothing more, as a device that is taken down in order would.
    const auto kept = std::make_unique<firmware::HostMemory>(*board_.memory);
    device_.reset();
    *board_.memory = *kept;
    boot();
  }

 private:
  void boot() {
    firmware::host_board().to_device.clear();
    firmware::host_board().from_device.clear();
    device_.emplace(keys_, firmware::retained().log, true);
    device_->boot();
  }
  void write(wire::Bytes bytes) override {
    auto& queue = firmware::host_board().to_device;
    queue.insert(queue.end(), bytes.begin(), bytes.end());
    while (!queue.empty()) device_->work();
  }
  // What is not there after a write will not come.
  std::size_t read(std::span<std::uint8_t> room, std::chrono::microseconds) override {
    auto& queue = firmware::host_board().from_device;
    const std::size_t count = std::min(room.size(), queue.size());
    const auto end = queue.begin() + static_cast<std::ptrdiff_t>(count);
    std::copy(queue.begin(), end, room.begin());
    queue.erase(queue.begin(), end);
    return count;
  }
  std::chrono::microseconds now() override {
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
  }

  // That of this device, for as long as it is there.
  struct Board {
    Board() {
      memory->erase();
      firmware::host_board() = {.memory = memory.get()};
    }
    ~Board() { firmware::host_board() = {}; }
    std::unique_ptr<firmware::HostMemory> memory =
        std::make_unique<firmware::HostMemory>();
  };

  Board board_;
  std::array<controller::PublicKey, 1> keys_;
  std::optional<firmware::Device> device_;
};

}  // namespace

std::unique_ptr<Rig> make_loopback_rig(const controller::PublicKey& trusted) {
  return std::make_unique<LoopbackRig>(trusted);
}

}  // namespace homeostat::hil
