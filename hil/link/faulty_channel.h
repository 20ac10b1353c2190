// A line that does to its packets what it was told to, in both directions.
//
// Places, bits, bytes of noise and chances come from the seed alone: the same troubles
// and packets give the same bytes. Knows packets by their zeros (hil/WIRE.md) and no
// message; bytes of a packet whose end has not come are held back until it does.
//
//   FaultyChannel line(rig->channel(), 1);
//   line.add({.fault = LineFault::kFlip, .direction = Direction::kToDevice, .first = 9});
//   HostLink link(line, connection);
#pragma once

#include <array>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include "hil/link/byte_channel.h"
#include "hil/link/line_trouble.h"

namespace homeostat::hil {

// Not thread-safe. The channel around which it lies must outlive it.
class FaultyChannel final : public ByteChannel {
 public:
  FaultyChannel(ByteChannel& line, std::uint64_t seed) : line_(line), random_(seed) {}

  // At any time, in any number: each strikes what those before it left.
  void add(const LineTrouble& trouble);
  // The line is whole again; what is delayed arrives, what is swapped does not.
  void clear() { troubles_.clear(); }

  // Packets struck by that fault so far, in both directions.
  std::int64_t struck(LineFault fault) const {
    return struck_[static_cast<std::size_t>(fault)];
  }

  void write(wire::Bytes bytes) override;
  std::size_t read(std::span<std::uint8_t> room,
                   std::chrono::microseconds deadline) override;
  // The line's clock. Where the line gave up waiting early, because it knows that nothing
  // will come (a device in this process), the time that was left is skipped.
  std::chrono::microseconds now() override { return line_.now() + skipped_; }

 private:
  using Portion = std::vector<std::uint8_t>;
  struct Packet {
    Portion bytes;
    std::chrono::microseconds delay{0};
    bool swapped = false;
  };
  struct Lane {
    Portion arriving;              // of a packet whose end has not come
    std::optional<Portion> waits;  // for the next one
    std::multimap<std::chrono::microseconds, Portion> due;
  };
  struct Active {
    LineTrouble trouble;
    std::chrono::microseconds added{0};
    std::int64_t passed = 0;
  };

  Lane& lane(Direction direction) { return lanes_[static_cast<std::size_t>(direction)]; }
  void take(Direction direction, wire::Bytes bytes);
  void send(Direction direction, Packet packet);
  bool strikes(Active& active, Direction direction);
  void strike(const LineTrouble& trouble, Packet& packet);
  void deliver();
  void wait(std::chrono::microseconds until);
  std::size_t below(std::size_t bound);
  Portion noise(std::int64_t count);

  ByteChannel& line_;
  std::mt19937_64 random_;
  std::vector<Active> troubles_;
  std::array<Lane, 2> lanes_;
  std::array<std::int64_t, kLineFaults> struck_{};
  Portion arrived_;  // at the host, not read yet
  std::chrono::microseconds skipped_{0};
};

}  // namespace homeostat::hil
