#include "hil/firmware/retained_log.h"

#include <algorithm>
#include <cstring>

#include "safety/crc32.h"

namespace homeostat::firmware {
namespace {

// Of an empty record no check holds: a CRC of zeros is not zero.
std::uint32_t crc_of(const LogRecord& record) noexcept {
  std::byte bytes[offsetof(LogRecord, crc)];
  std::memcpy(bytes, &record, sizeof bytes);
  return safety::crc32(bytes, sizeof bytes);
}

bool checks(const LogRecord& record, std::size_t place) noexcept {
  return record.crc == crc_of(record) && record.number % kLogRecords == place;
}

}  // namespace

void RetainedLog::adopt() noexcept {
  next_ = 0;
  for (std::size_t place = 0; place < kLogRecords; ++place) {
    LogRecord& record = records_[place];
    if (checks(record, place)) {
      next_ = std::max(next_, record.number + 1);
    } else {
      record = {};
    }
  }
}

void RetainedLog::add(const wire::Event& event) noexcept {
  LogRecord record{.number = next_,
                   .time_us = event.time.count(),
                   .kind = event.kind,
                   .first = event.first,
                   .second = event.second};
  record.crc = crc_of(record);
  records_[next_ % kLogRecords] = record;
  ++next_;
}

wire::LogPage RetainedLog::read(std::uint64_t from) noexcept {
  wire::LogPage page{.oldest = oldest()};
  page.next = std::max(from, page.oldest);
  while (page.next < next_ && page.count < page.events.size()) {
    const std::size_t place = page.next % kLogRecords;
    const LogRecord& record = records_[place];
    if (record.number == page.next && checks(record, place)) {
      page.events[page.count++] = {Instant(record.time_us), record.kind, record.first,
                                   record.second};
    }
    ++page.next;
  }
  return page;
}

}  // namespace homeostat::firmware
