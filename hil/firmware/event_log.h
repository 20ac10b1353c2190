// What happened, in order, in memory that survives a reset: a ring of records, each with
// a check of its own, so that a reset in the middle of one costs that one.
//
// Time and a monotonic number stand in each; a gap of numbers says that records were
// overwritten before they were read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace homeostat::firmware {

// Numbers travel: they never change, and those that are missing have been used.
enum class LogEvent : std::uint16_t {
  kBooted = 1,           // argument: reset cause
  kStateRestored = 2,    // argument: how state was loaded
  kStoreFailed = 3,      // non-volatile memory: nothing is delivered
  kModeChanged = 4,      // argument: the mode
  kGranted = 5,          // value: microamps of output 0, argument: of output 1
  kReduced = 6,          // value: low reason bits
  kLatched = 7,          // value: low reason bits
  kMonitor = 8,          // argument: its reason
  kNotices = 9,          // value: their bits
  kFrameRefused = 10,    // argument: the negated status
  kProgramLoaded = 12,   // argument: 1: its state was believed, value: its checksum
  kProgramRefused = 13,  // argument: why
  kSessionOpened = 14,   // value: its number
  kSessionRefused = 15,  // argument: why
  kProcessorFault = 17,  // value: program counter
  kSessionClosed = 18,   // value: its number
  kChangeDone = 19,      // argument: its kind, value: its number in the session
  kChangeRefused = 20,   // argument: why, value: the detail
  kMemoryChanged = 21,   // between two steps: nothing of it was stored, a reset follows
};

struct LogRecord {
  std::uint32_t number = 0;  // from 1; 0: none
  std::uint32_t value = 0;
  std::uint64_t time_us = 0;
  LogEvent event{};
  std::uint16_t argument = 0;
  std::uint32_t crc = 0;  // of all before
};
static_assert(sizeof(LogRecord) == 24);

// Not thread-safe. Allocates nothing, never throws. Lies in retained memory as it is; its
// memory may be anything before adopt().
class EventLog {
 public:
  static constexpr std::uint32_t kRecords = 128;

  // Keeps what checks and goes on counting after it; what does not becomes empty. Call
  // once after each reset.
  void adopt() noexcept;

  void add(LogEvent event, std::uint64_t time_us, std::uint16_t argument,
           std::uint32_t value) noexcept;

  // The oldest records with at least that number, in order. Returns how many.
  std::size_t read(std::uint32_t from, std::span<LogRecord> into) const noexcept;

  std::uint32_t last_number() const noexcept { return last_; }

 private:
  LogRecord& place_of(std::uint32_t number) noexcept {
    return records_[number % kRecords];
  }

  std::uint32_t last_;
  LogRecord records_[kRecords];
};

}  // namespace homeostat::firmware
