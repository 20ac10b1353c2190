#include "hil/rig/loopback_rig.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "hil/firmware/board.h"
#include "hil/firmware/boards/retained.h"
#include "hil/firmware/device.h"
#include "hil/rig/host_board.h"

namespace homeostat::hil {
namespace {

constexpr std::array kRegions = {BOARD_STATE_A, BOARD_STATE_B, BOARD_PROGRAM_A,
                                 BOARD_PROGRAM_B};

constexpr std::size_t size_of(board_region region) {
  return region >= BOARD_PROGRAM_A ? BOARD_PROGRAM_BYTES : BOARD_STATE_BYTES;
}

class LoopbackRig final : public Rig, private ByteChannel {
 public:
  // As new: nothing of an earlier rig is left in the board's memory.
  explicit LoopbackRig(const controller::PublicKey& trusted) : keys_{trusted} {
    for (const board_region region : kRegions) board_erase(region);
    firmware::retained() = {};
    boot();
  }
  ByteChannel& channel() override { return *this; }
  bool can(RigAct act) const override { return act == RigAct::kReset; }
  void act(RigAct act) override {
    if (!can(act)) Rig::act(act);
    // Power that goes stores nothing more, as a device that is taken down in order would.
    std::array<std::vector<std::uint8_t>, kRegions.size()> kept;
    for (std::size_t r = 0; r < kept.size(); ++r) {
      const std::uint8_t* bytes = board_read(kRegions[r]);
      kept[r].assign(bytes, bytes + size_of(kRegions[r]));
    }
    device_.reset();
    for (std::size_t r = 0; r < kept.size(); ++r)
      board_write(kRegions[r], 0, kept[r].data(), kept[r].size());
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

  std::array<controller::PublicKey, 1> keys_;
  std::optional<firmware::Device> device_;
};

}  // namespace

std::unique_ptr<Rig> make_loopback_rig(const controller::PublicKey& trusted) {
  return std::make_unique<LoopbackRig>(trusted);
}

}  // namespace homeostat::hil
