#include "tests/conformance/doctored_rig.h"

#include <algorithm>
#include <deque>
#include <vector>

namespace homeostat::hil::testing {
namespace {

Doctor* doctor = nullptr;

class Bytes final : public wire::ByteSink {
 public:
  void write(wire::Bytes more) noexcept override {
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  std::vector<std::uint8_t> bytes;
};

// The same message, changed; what is none goes on as it came.
template <class Message>
std::vector<std::uint8_t> changed(wire::Bytes payload,
                                  const std::function<void(Message&)>& change) {
  const auto message = std::make_unique<Message>();
  std::vector<std::uint8_t> told(payload.begin(), payload.end());
  if (wire::decode(payload, *message)) {
    change(*message);
    told.resize(wire::kMaxPayload);
    told.resize(wire::encode(*message, told));
  }
  Bytes packet;
  wire::write_packet(told, packet);
  return packet.bytes;
}

class DoctoredRig final : public Rig, private ByteChannel {
 public:
  explicit DoctoredRig(std::unique_ptr<Rig> rig) : rig_(std::move(rig)) {}
  ByteChannel& channel() override { return *this; }
  bool can(RigAct act) const override { return doctor->can_reset && rig_->can(act); }
  void act(RigAct act) override { rig_->act(act); }

 private:
  void write(wire::Bytes bytes) override {
    for (const std::uint8_t byte : bytes) {
      const wire::Bytes payload = requests_.take(byte);
      if (payload.empty()) continue;
      rig_->channel().write(changed<wire::Request>(payload, doctor->hears));
      listen();
    }
  }
  void listen() {
    std::vector<std::uint8_t> heard(4096);
    for (;;) {
      const std::size_t count = rig_->channel().read(heard, now());
      if (count == 0) return;
      for (std::size_t i = 0; i < count; ++i) {
        const wire::Bytes payload = replies_.take(heard[i]);
        if (payload.empty() || !doctor->answers()) continue;
        const auto told = changed<wire::Reply>(payload, doctor->says);
        told_.insert(told_.end(), told.begin(), told.end());
      }
    }
  }
  std::size_t read(std::span<std::uint8_t> room, std::chrono::microseconds) override {
    const std::size_t count = std::min(room.size(), told_.size());
    std::copy_n(told_.begin(), count, room.begin());
    told_.erase(told_.begin(), told_.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
  }
  std::chrono::microseconds now() override { return rig_->channel().now(); }

  std::unique_ptr<Rig> rig_;
  wire::PacketReader requests_;
  wire::PacketReader replies_;
  std::deque<std::uint8_t> told_;
};

}  // namespace

Doctor::Doctor() { doctor = this; }
Doctor::~Doctor() { doctor = nullptr; }

std::unique_ptr<Rig> make_doctored_rig(const std::string& words,
                                       const controller::PublicKey& trusted) {
  return std::make_unique<DoctoredRig>(open_rig(words, trusted));
}

}  // namespace homeostat::hil::testing
