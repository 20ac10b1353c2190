// A device in this process, at the other end of a line that may do anything to the bytes.
//
// Time is the line's own: it stands still while bytes are there to be read, and runs to
// the deadline when there are none. So a test of timeouts takes none.
#pragma once

#include <deque>
#include <functional>
#include <vector>

#include "hil/link/byte_channel.h"
#include "hil/wire/device_session.h"

namespace homeostat::hil {

class Loopback final : public ByteChannel {
 public:
  using Portion = std::vector<std::uint8_t>;
  // What arrives of what was sent.
  using Line = std::function<Portion(Portion)>;

  // Where the device writes to: wire::DevicePorts::out.
  wire::ByteSink& device_side() { return device_side_; }
  // The device must outlive the loopback, or be replaced. Null: nobody listens.
  void attach(wire::DeviceSession* device) { device_ = device; }
  void to_device_by(Line line) { to_device_ = std::move(line); }
  void to_host_by(Line line) { to_host_ = std::move(line); }
  void pass(std::chrono::microseconds time) { now_ += time; }

  void write(wire::Bytes bytes) override;
  std::size_t read(std::span<std::uint8_t> room,
                   std::chrono::microseconds deadline) override;
  std::chrono::microseconds now() override { return now_; }

 private:
  class DeviceSide final : public wire::ByteSink {
   public:
    void write(wire::Bytes bytes) noexcept override {
      sent.insert(sent.end(), bytes.begin(), bytes.end());
    }
    Portion sent;
  };

  wire::DeviceSession* device_ = nullptr;
  DeviceSide device_side_;
  Line to_device_;
  Line to_host_;
  std::deque<std::uint8_t> arrived_;
  std::chrono::microseconds now_{1'000'000};
};

}  // namespace homeostat::hil
