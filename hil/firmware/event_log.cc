#include "hil/firmware/event_log.h"

#include <cstring>

#include "safety/crc32.h"

namespace homeostat::firmware {
namespace {

std::uint32_t crc_of(const LogRecord& record) noexcept {
  std::byte bytes[offsetof(LogRecord, crc)];
  std::memcpy(bytes, &record, sizeof bytes);
  return safety::crc32(bytes, sizeof bytes);
}

bool checks(const LogRecord& record) noexcept {
  return record.number != 0 && record.crc == crc_of(record);
}

}  // namespace

void EventLog::adopt() noexcept {
  last_ = 0;
  for (std::uint32_t place = 0; place < kRecords; ++place) {
    LogRecord& record = records_[place];
    if (!checks(record) || record.number % kRecords != place) record = {};
    if (record.number > last_) last_ = record.number;
  }
}

void EventLog::add(LogEvent event, std::uint64_t time_us, std::uint16_t argument,
                   std::uint32_t value) noexcept {
  LogRecord record{.number = last_ + 1,
                   .value = value,
                   .time_us = time_us,
                   .event = event,
                   .argument = argument};
  record.crc = crc_of(record);
  place_of(record.number) = record;
  last_ = record.number;
}

std::size_t EventLog::read(std::uint32_t from, std::span<LogRecord> into) const noexcept {
  const std::uint32_t oldest = last_ < kRecords ? 1 : last_ - kRecords + 1;
  std::size_t count = 0;
  for (std::uint32_t n = from < oldest ? oldest : from; n <= last_ && count < into.size();
       ++n) {
    const LogRecord& record = records_[n % kRecords];
    if (record.number == n && checks(record)) into[count++] = record;
  }
  return count;
}

}  // namespace homeostat::firmware
