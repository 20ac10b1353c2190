// A device on the board of the tests, a programmer with its key, and the line between.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "clinical_configs/load.h"
#include "hil/firmware/device.h"
#include "hil/link/link_error.h"
#include "hil/link/programmer.h"
#include "hil/link/remote_loop.h"
#include "sim/image_file.h"
#include "sim/signing_key.h"
#include "tests/firmware/fake_board.h"

namespace homeostat::hil::testing {

using firmware::testing::board;
using firmware::testing::FakeBoard;

// A key file that goes with its owner.
class TemporaryKey final : public Signer {
 public:
  TemporaryKey() {
    static int made = 0;
    file_ = std::filesystem::path(::testing::TempDir()) /
            ("rig_key_" + std::to_string(getpid()) + "_" + std::to_string(made++));
    std::filesystem::remove(file_);
    sim::make_key(file_);
  }
  ~TemporaryKey() { std::filesystem::remove(file_); }
  wire::Signature sign(wire::Bytes text) override { return sim::sign(file_, {text}); }
  const std::filesystem::path& file() const { return file_; }
  controller::PublicKey public_key() const { return sim::read_public_key(file_); }

 private:
  std::filesystem::path file_;
};

class Bench : private ByteChannel {
 public:
  Bench() : keys_{key_.public_key()} { board() = FakeBoard(); }

  // A reset: everything goes but what the board keeps.
  void boot() {
    device_.reset();
    link_.reset();
    device_.emplace(keys_, board().retained.log, true);
    device_->boot();
    link_.emplace(static_cast<ByteChannel&>(*this), ++connection_);
    link_->hello();
    programmer_.emplace(*link_, key_);
  }

  // `name`: a shipped program; signed by the bench's own key unless by another.
  sim::ImageBytes image(const std::string& name, std::uint32_t counter,
                        const TemporaryKey* by = nullptr) const {
    return sim::make_image(clinical_configs::load_program_bytes(name), counter,
                           by == nullptr ? key_.file() : by->file());
  }
  // Opens a session and uploads; the device's refusal is thrown.
  void upload(const sim::ImageBytes& image) {
    programmer_->open();
    programmer_->upload(image);
    link_->hello();
  }

  // In the device's own memory, where the loop's copy of it lies: the last of its name.
  void turn_a_bit_of_the_program() {
    auto* memory = reinterpret_cast<char*>(&*device_);
    const std::string name = link_->identity().program_name.data();
    const std::string_view all(memory, sizeof *device_);
    const std::size_t session = sizeof(wire::DeviceSession);
    const std::size_t at = all.rfind(name, sizeof *device_ - session);
    memory[at] = static_cast<char>(memory[at] ^ 1);
  }

  firmware::Device& device() { return *device_; }
  HostLink& link() { return *link_; }
  Programmer& programmer() { return *programmer_; }

 private:
  void write(wire::Bytes bytes) override {
    auto& queue = board().to_device;
    queue.insert(queue.end(), bytes.begin(), bytes.end());
    while (!queue.empty()) device_->work();
  }
  std::size_t read(std::span<std::uint8_t> room, std::chrono::microseconds) override {
    auto& sent = board().from_device;
    const std::size_t count = std::min(room.size(), sent.size());
    const auto end = sent.begin() + static_cast<std::ptrdiff_t>(count);
    std::copy(sent.begin(), end, room.begin());
    sent.erase(sent.begin(), end);
    return count;
  }
  std::chrono::microseconds now() override { return std::chrono::microseconds(1); }

  TemporaryKey key_;
  std::array<controller::PublicKey, 1> keys_;
  std::optional<firmware::Device> device_;
  std::optional<HostLink> link_;
  std::optional<Programmer> programmer_;
  std::uint32_t connection_ = 0;
};

}  // namespace homeostat::hil::testing
