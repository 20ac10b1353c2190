// The log of a device: what survives a reset, and what a reader can tell from it.
#include "hil/firmware/event_log.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <vector>

namespace homeostat::firmware::testing {
namespace {

// Retained memory: anything at first, and then what was left in it.
class Retained {
 public:
  explicit Retained(int with = 0xA5) {
    std::memset(memory_.get(), with, sizeof(EventLog));
  }
  EventLog& boot() {
    auto& log = *reinterpret_cast<EventLog*>(memory_.get());
    log.adopt();
    return log;
  }
  unsigned char* bytes() { return memory_.get(); }

 private:
  std::unique_ptr<unsigned char[]> memory_ =
      std::make_unique<unsigned char[]>(sizeof(EventLog));
};

std::vector<LogRecord> all_of(const EventLog& log, std::uint32_t from = 1) {
  std::vector<LogRecord> records(2 * EventLog::kRecords);
  records.resize(log.read(from, records));
  return records;
}

void add(EventLog& log, int count) {
  for (int i = 0; i < count; ++i)
    log.add(LogEvent::kModeChanged, 1000 * log.last_number(), 3, log.last_number());
}

TEST(EventLogTest, Saf354_MemoryThatHoldsAnythingIsAnEmptyLog) {
  for (const int with : {0x00, 0xA5, 0xFF}) {
    Retained memory(with);
    EXPECT_TRUE(all_of(memory.boot()).empty());
  }
}

TEST(EventLogTest, Saf354_SurvivesAReset) {
  Retained memory;
  add(memory.boot(), 5);
  EventLog& log = memory.boot();
  log.add(LogEvent::kBooted, 7, 2, 0);
  const std::vector<LogRecord> records = all_of(log);
  ASSERT_EQ(6U, records.size());
  EXPECT_EQ(1U, records[0].number);
  EXPECT_EQ(LogEvent::kBooted, records[5].event);
  EXPECT_EQ(6U, records[5].number);
  EXPECT_EQ(2, records[5].argument);
}

TEST(EventLogTest, Saf354_TheOldestAreOverwrittenAndTheGapIsSeen) {
  Retained memory;
  EventLog& log = memory.boot();
  add(log, 300);
  const std::vector<LogRecord> records = all_of(log);
  ASSERT_EQ(EventLog::kRecords, records.size());
  EXPECT_EQ(300 - EventLog::kRecords + 1, records[0].number);
  EXPECT_EQ(300U, records.back().number);
}

TEST(EventLogTest, ReadsFromANumberOnAndNoMoreThanFit) {
  Retained memory;
  EventLog& log = memory.boot();
  add(log, 20);
  EXPECT_EQ(5U, all_of(log, 16).size());
  EXPECT_TRUE(all_of(log, 21).empty());
  std::vector<LogRecord> two(2);
  EXPECT_EQ(2U, log.read(4, two));
  EXPECT_EQ(5U, two[1].number);
}

// A reset in the middle of a record, or a flipped bit, costs that record and no other.
TEST(EventLogTest, Saf354_ABrokenRecordIsLostAloneAndIsNeverTold) {
  for (std::size_t byte = 0; byte < sizeof(LogRecord); ++byte) {
    Retained memory;
    EventLog& log = memory.boot();
    add(log, 10);
    unsigned char* third =
        memory.bytes() + sizeof(EventLog) - sizeof(LogRecord) * (EventLog::kRecords - 3);
    third[byte] ^= 0x10;
    const std::vector<LogRecord> records = all_of(memory.boot());
    ASSERT_EQ(9U, records.size()) << byte;
    EXPECT_EQ(2U, records[1].number);
    EXPECT_EQ(4U, records[2].number);
  }
}

}  // namespace
}  // namespace homeostat::firmware::testing
