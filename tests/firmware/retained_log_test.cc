// The log of a device: what survives a reset, and what a reader can tell from it.
#include "hil/firmware/retained_log.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace homeostat::firmware::testing {
namespace {

// Retained memory: anything at first, and then what was left in it.
class Retained {
 public:
  explicit Retained(int with = 0xA5) : records_(kLogRecords) {
    std::memset(static_cast<void*>(records_.data()), with,
                kLogRecords * sizeof(LogRecord));
  }
  RetainedLog boot() {
    RetainedLog log(records_.data());
    log.adopt();
    return log;
  }
  LogRecord& record(std::size_t place) { return records_[place]; }

 private:
  std::vector<LogRecord> records_;
};

// All that there is from a number on, page by page.
std::vector<wire::Event> all_of(RetainedLog& log, std::uint64_t from = 0) {
  std::vector<wire::Event> events;
  while (from < log.next()) {
    const wire::LogPage page = log.read(from);
    events.insert(events.end(), page.events.begin(),
                  page.events.begin() + static_cast<std::ptrdiff_t>(page.count));
    from = page.next;
  }
  return events;
}

void add(RetainedLog& log, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i)
    log.add({Instant(1000), 7, static_cast<std::uint32_t>(log.next()), 3});
}

TEST(RetainedLogTest, Saf354_MemoryThatHoldsAnythingIsAnEmptyLog) {
  for (const int with : {0x00, 0xA5, 0xFF}) {
    Retained memory(with);
    RetainedLog log = memory.boot();
    EXPECT_EQ(0U, log.next());
    EXPECT_TRUE(all_of(log).empty());
  }
}

TEST(RetainedLogTest, Saf354_SurvivesAReset) {
  Retained memory;
  RetainedLog before = memory.boot();
  add(before, 5);
  RetainedLog log = memory.boot();
  log.add(FirmwareEvent::kBooted, Instant(7), 2);
  const std::vector<wire::Event> events = all_of(log);
  ASSERT_EQ(6U, events.size());
  EXPECT_EQ(0U, events[0].first);
  EXPECT_EQ(32U, events[5].kind);
  EXPECT_EQ(2U, events[5].first);
  EXPECT_EQ(Instant(7), events[5].time);
}

TEST(RetainedLogTest, Saf354_TheOldestAreOverwrittenAndTheGapIsSeen) {
  Retained memory;
  RetainedLog log = memory.boot();
  add(log, 300);
  const std::vector<wire::Event> events = all_of(log);
  ASSERT_EQ(kLogRecords, events.size());
  EXPECT_EQ(300 - kLogRecords, events[0].first);
  EXPECT_EQ(300 - kLogRecords, log.read(0).oldest);
  EXPECT_EQ(299U, events.back().first);
}

TEST(RetainedLogTest, ReadsFromANumberOn) {
  Retained memory;
  RetainedLog log = memory.boot();
  add(log, 20);
  EXPECT_EQ(5U, all_of(log, 15).size());
  EXPECT_TRUE(all_of(log, 20).empty());
  EXPECT_EQ(wire::kPageEvents, log.read(0).count);
}

// A reset in the middle of a record, or a flipped bit, costs that record and no other.
TEST(RetainedLogTest, Saf354_ABrokenRecordIsLostAloneAndIsNeverTold) {
  for (std::size_t byte = 0; byte < sizeof(LogRecord); ++byte) {
    Retained memory;
    RetainedLog before = memory.boot();
    add(before, 10);
    reinterpret_cast<unsigned char*>(&memory.record(2))[byte] ^= 0x10;
    RetainedLog log = memory.boot();
    const std::vector<wire::Event> events = all_of(log);
    ASSERT_EQ(9U, events.size()) << byte;
    EXPECT_EQ(1U, events[1].first);
    EXPECT_EQ(3U, events[2].first);
  }
}

}  // namespace
}  // namespace homeostat::firmware::testing
