// What happened, in order, in memory that outlives a reset: a ring of records, each with
// a check of its own, so that a reset in the middle of one costs that one.
//
// The device's half of the link reads it (hil/wire/ports.h). Numbers go on over resets; a
// gap says that records were overwritten before they were read, or did not check.
#pragma once

#include <cstddef>
#include <cstdint>

#include "hil/wire/ports.h"

namespace homeostat::firmware {

// Of the firmware itself, beside those of hil/wire/event_ring.h. Numbers travel: they
// never change. Behind each, what its first and second tell.
enum class FirmwareEvent : std::uint32_t {
  kBooted = 32,          // reset cause
  kStateLoaded = 33,     // firmware::Loaded; 1: the guard believed it
  kStoreFailed = 34,     // nothing is delivered
  kProgramLoaded = 35,   // checksum, counter
  kNoProgram = 36,       // refusal of the newest image
  kGuardActed = 37,      // low and high reason bits
  kNoticesChanged = 38,  // their bits
  kFrameRefused = 39,    // negated status
  kProcessorFault = 40,  // program counter
};

// Lies in retained memory, which may hold anything before RetainedLog::adopt().
struct LogRecord {
  std::uint64_t number;  // from 0
  std::uint64_t time_us;
  std::uint32_t kind;
  std::uint32_t first;
  std::uint32_t second;
  std::uint32_t crc;  // of all before
};
inline constexpr std::size_t kLogRecords = 64;

// Not thread-safe. Allocates nothing, never throws.
class RetainedLog final : public wire::EventLog {
 public:
  // `records`: kLogRecords of them, which outlive the log.
  explicit RetainedLog(LogRecord* records) noexcept : records_(records) {}

  // Keeps what checks and goes on counting after it; what does not becomes empty. Call
  // once after each reset.
  void adopt() noexcept;

  void add(FirmwareEvent kind, Instant time, std::uint32_t first,
           std::uint32_t second = 0) noexcept {
    add({time, static_cast<std::uint32_t>(kind), first, second});
  }
  void add(const wire::Event& event) noexcept override;
  wire::LogPage read(std::uint64_t from) noexcept override;
  std::uint64_t next() noexcept override { return next_; }
  std::uint32_t capacity() noexcept override { return kLogRecords; }

 private:
  std::uint64_t oldest() const noexcept {
    return next_ < kLogRecords ? 0 : next_ - kLogRecords;
  }

  LogRecord* records_;
  std::uint64_t next_ = 0;
};

}  // namespace homeostat::firmware
