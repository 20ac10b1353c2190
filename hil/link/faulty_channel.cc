#include "hil/link/faulty_channel.h"

#include <algorithm>
#include <utility>

namespace homeostat::hil {
namespace {

using std::chrono::microseconds;

constexpr std::size_t kReadBytes = 4096;

std::size_t at_most(std::int64_t amount, std::size_t size) {
  return std::min(static_cast<std::size_t>(std::max<std::int64_t>(amount, 0)), size);
}

}  // namespace

const char* name_of(LineFault fault) {
  static constexpr std::array<const char*, kLineFaults> kNames = {
      "lose",  "drop",  "insert",    "flip", "truncate",
      "noise", "delay", "duplicate", "swap"};
  return kNames.at(static_cast<std::size_t>(fault));
}

void FaultyChannel::add(const LineTrouble& trouble) {
  troubles_.push_back({.trouble = trouble, .added = now()});
}

void FaultyChannel::write(wire::Bytes bytes) {
  take(Direction::kToDevice, bytes);
  deliver();
}

std::size_t FaultyChannel::read(std::span<std::uint8_t> room, microseconds deadline) {
  for (;;) {
    deliver();
    if (!arrived_.empty()) break;
    microseconds until = deadline;
    for (const Lane& lane : lanes_) {
      if (!lane.due.empty()) until = std::min(until, lane.due.begin()->first);
    }
    if (until == deadline && now() >= deadline) return 0;
    wait(until);
  }
  const std::size_t count = std::min(room.size(), arrived_.size());
  const auto end = arrived_.begin() + static_cast<std::ptrdiff_t>(count);
  std::copy(arrived_.begin(), end, room.begin());
  arrived_.erase(arrived_.begin(), end);
  return count;
}

void FaultyChannel::wait(microseconds until) {
  Portion heard(kReadBytes);
  heard.resize(line_.read(heard, until - skipped_));
  if (heard.empty()) {
    skipped_ = std::max(skipped_, until - line_.now());
    return;
  }
  take(Direction::kToHost, heard);
}

// A packet ends with a zero after bytes that are none; zeros before it are its own.
void FaultyChannel::take(Direction direction, wire::Bytes bytes) {
  Portion& arriving = lane(direction).arriving;
  for (const std::uint8_t byte : bytes) {
    const bool ends = byte == 0 && !arriving.empty() && arriving.back() != 0;
    arriving.push_back(byte);
    if (!ends) continue;
    send(direction, {.bytes = std::move(arriving)});
    arriving.clear();
  }
}

void FaultyChannel::send(Direction direction, Packet packet) {
  for (Active& active : troubles_) {
    if (!strikes(active, direction)) continue;
    strike(active.trouble, packet);
    ++struck_[static_cast<std::size_t>(active.trouble.fault)];
  }
  Lane& lane = this->lane(direction);
  if (packet.swapped && !lane.waits) {
    lane.waits = std::move(packet.bytes);
    return;
  }
  const microseconds due = now() + packet.delay;
  lane.due.emplace(due, std::move(packet.bytes));
  if (lane.waits) lane.due.emplace(due, *std::exchange(lane.waits, std::nullopt));
}

bool FaultyChannel::strikes(Active& active, Direction direction) {
  const LineTrouble& trouble = active.trouble;
  const microseconds since = now() - active.added;
  if (trouble.direction != direction) return false;
  if (since < trouble.from || since >= trouble.until) return false;
  const std::int64_t number = active.passed++ - trouble.first;
  return number >= 0 && number < trouble.packets &&
         below(1000) < static_cast<std::size_t>(trouble.permille);
}

void FaultyChannel::strike(const LineTrouble& trouble, Packet& packet) {
  Portion& bytes = packet.bytes;
  const std::size_t amount = at_most(trouble.amount, bytes.size());
  const auto place = [&](std::size_t at) {
    return bytes.begin() + static_cast<std::ptrdiff_t>(at);
  };
  switch (trouble.fault) {
    case LineFault::kLose:
      bytes.clear();
      return;
    case LineFault::kDrop:
      for (std::size_t i = 0; i < amount; ++i) bytes.erase(place(below(bytes.size())));
      return;
    case LineFault::kInsert:
      for (std::int64_t i = 0; i < trouble.amount; ++i)
        bytes.insert(place(below(bytes.size() + 1)),
                     static_cast<std::uint8_t>(below(256)));
      return;
    case LineFault::kFlip:
      for (std::int64_t i = 0; i < trouble.amount && !bytes.empty(); ++i) {
        const std::size_t bit = below(8 * bytes.size());
        bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ 1U << bit % 8);
      }
      return;
    case LineFault::kTruncate:
      bytes.resize(bytes.size() - amount);
      return;
    case LineFault::kNoise: {
      const Portion noise = this->noise(trouble.amount);
      bytes.insert(bytes.begin(), noise.begin(), noise.end());
      return;
    }
    case LineFault::kDelay:
      packet.delay += microseconds(trouble.amount);
      return;
    case LineFault::kDuplicate: {
      const Portion once = bytes;
      for (std::int64_t i = 0; i < trouble.amount; ++i)
        bytes.insert(bytes.end(), once.begin(), once.end());
      return;
    }
    case LineFault::kSwap:
      packet.swapped = true;
      return;
  }
}

// Whatever its time has come for.
void FaultyChannel::deliver() {
  for (const Direction direction : {Direction::kToDevice, Direction::kToHost}) {
    auto& due = lane(direction).due;
    while (!due.empty() && due.begin()->first <= now()) {
      const Portion bytes = std::move(due.extract(due.begin()).mapped());
      if (direction == Direction::kToDevice && !bytes.empty()) line_.write(bytes);
      if (direction == Direction::kToHost)
        arrived_.insert(arrived_.end(), bytes.begin(), bytes.end());
    }
  }
}

std::size_t FaultyChannel::below(std::size_t bound) {
  return bound == 0 ? 0 : static_cast<std::size_t>(random_() % bound);
}

FaultyChannel::Portion FaultyChannel::noise(std::int64_t count) {
  Portion bytes(static_cast<std::size_t>(std::max<std::int64_t>(count, 0)));
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(below(256));
  return bytes;
}

}  // namespace homeostat::hil
