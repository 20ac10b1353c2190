// The C header's manners: memory that does not do, handles that are none, words.
#include "controller/homeostat.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <new>
#include <set>
#include <string>

#include "controller/abi_storage.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

class CHeader : public ::testing::Test {
 protected:
  CHeader() : program_(::new (program_memory_.bytes) homeostat_program()) {
    program_->program = responsive_program();
  }
  std::int32_t open(std::size_t bytes = sizeof(homeostat_loop_storage),
                    std::uint32_t version = HOMEOSTAT_ABI_VERSION) {
    return homeostat_loop_open(memory_->bytes, bytes, version, program_, 0, &loop_);
  }

  homeostat_program_storage program_memory_;
  homeostat_program* program_;
  std::unique_ptr<homeostat_loop_storage> memory_ =
      std::make_unique<homeostat_loop_storage>();
  homeostat_loop* loop_ = nullptr;
};

TEST_F(CHeader, Saf351_OpensInMemoryOfItsSizeAndItsVersionOnly) {
  loop_ = reinterpret_cast<homeostat_loop*>(memory_->bytes);
  EXPECT_EQ(HOMEOSTAT_STORAGE, open(sizeof(homeostat_loop) - 1));
  EXPECT_EQ(nullptr, loop_);
  EXPECT_EQ(HOMEOSTAT_ABI, open(sizeof(homeostat_loop_storage), 2));
  EXPECT_EQ(HOMEOSTAT_STORAGE,
            homeostat_loop_open(memory_->bytes + 1, sizeof(homeostat_loop_storage) - 1,
                                HOMEOSTAT_ABI_VERSION, program_, 0, &loop_));
  EXPECT_EQ(HOMEOSTAT_OK, open());
  EXPECT_NE(nullptr, loop_);
}

TEST_F(CHeader, Saf351_NothingIsTakenForALoopThatIsNone) {
  homeostat_command command;
  const homeostat_frame frame{};
  auto* none = reinterpret_cast<homeostat_loop*>(memory_->bytes);
  std::memset(memory_->bytes, 0, sizeof memory_->bytes);
  EXPECT_EQ(HOMEOSTAT_NOT_OPEN, homeostat_loop_step(none, &frame, &command));
  homeostat_report report;
  std::uint8_t slot[HOMEOSTAT_PERSISTED_BYTES] = {};
  EXPECT_EQ(HOMEOSTAT_NOT_OPEN, homeostat_loop_report(none, &report));
  EXPECT_EQ(HOMEOSTAT_NOT_OPEN, homeostat_loop_persist(none, slot, sizeof slot));
  EXPECT_EQ(HOMEOSTAT_NOT_OPEN, homeostat_loop_restore(none, slot, sizeof slot));
  EXPECT_EQ(HOMEOSTAT_NOT_OPEN, homeostat_loop_advance_idle(none, 1));
  ASSERT_EQ(HOMEOSTAT_OK, open());
  ASSERT_EQ(HOMEOSTAT_OK, homeostat_loop_close(loop_));
  EXPECT_EQ(HOMEOSTAT_NOT_OPEN, homeostat_loop_step(loop_, &frame, &command));
  EXPECT_EQ(HOMEOSTAT_NOT_OPEN, homeostat_loop_close(loop_));
  program_->tag = 0;  // as after a refusal
  EXPECT_EQ(HOMEOSTAT_NOT_OPEN, open());
}

TEST_F(CHeader, Saf351_ANullPointerIsSaidAndNotFollowed) {
  ASSERT_EQ(HOMEOSTAT_OK, open());
  const homeostat_frame frame{};
  homeostat_command command;
  EXPECT_EQ(HOMEOSTAT_NULL, homeostat_loop_step(nullptr, &frame, &command));
  EXPECT_EQ(HOMEOSTAT_NULL, homeostat_loop_step(loop_, nullptr, &command));
  EXPECT_EQ(HOMEOSTAT_NULL, homeostat_loop_step(loop_, &frame, nullptr));
  EXPECT_EQ(HOMEOSTAT_NULL, homeostat_loop_report(loop_, nullptr));
  EXPECT_EQ(HOMEOSTAT_NULL, homeostat_loop_persist(loop_, nullptr, 2048));
  EXPECT_EQ(HOMEOSTAT_NULL, homeostat_loop_restore(loop_, nullptr, 2048));
  EXPECT_EQ(HOMEOSTAT_NULL, homeostat_loop_close(nullptr));
  EXPECT_EQ(HOMEOSTAT_NULL,
            homeostat_loop_open(nullptr, 0, HOMEOSTAT_ABI_VERSION, program_, 0, &loop_));
  EXPECT_EQ(HOMEOSTAT_NULL,
            homeostat_loop_open(memory_->bytes, sizeof memory_->bytes,
                                HOMEOSTAT_ABI_VERSION, nullptr, 0, &loop_));
  EXPECT_EQ(HOMEOSTAT_NULL,
            homeostat_loop_open(memory_->bytes, sizeof memory_->bytes,
                                HOMEOSTAT_ABI_VERSION, program_, 0, nullptr));
}

TEST_F(CHeader, StoresInFullOrNotAtAll) {
  ASSERT_EQ(HOMEOSTAT_OK, open());
  std::uint8_t short_slot[2047] = {};
  EXPECT_EQ(HOMEOSTAT_STORAGE,
            homeostat_loop_persist(loop_, short_slot, sizeof short_slot));
  EXPECT_EQ(0, short_slot[0]);
}

TEST_F(CHeader, GoesThroughASilenceOnlyWhileOff) {
  ASSERT_EQ(HOMEOSTAT_OK, open());
  EXPECT_EQ(HOMEOSTAT_BUSY, homeostat_loop_advance_idle(loop_, 1'000'000));
  homeostat_frame frame{};
  frame.time_us = 32'000;
  homeostat_command command;
  ASSERT_EQ(HOMEOSTAT_OK, homeostat_loop_step(loop_, &frame, &command));
  EXPECT_EQ(HOMEOSTAT_OK, homeostat_loop_advance_idle(loop_, 1'000'000));
  homeostat_report report;
  ASSERT_EQ(HOMEOSTAT_OK, homeostat_loop_report(loop_, &report));
  EXPECT_EQ(HOMEOSTAT_OFF, report.mode);
}

TEST_F(CHeader, Saf366_MemoryThatWasChangedFromOutsideIsSaidAndNotStored) {
  ASSERT_EQ(HOMEOSTAT_OK, open());
  homeostat_frame frame{};
  frame.time_us = 32'000;
  homeostat_command command;
  ASSERT_EQ(HOMEOSTAT_OK, homeostat_loop_step(loop_, &frame, &command));
  const_cast<TherapyProgram&>(loop_->loop.program()).ramp_off = 1_s;
  std::uint8_t slot[HOMEOSTAT_PERSISTED_BYTES];
  std::memset(slot, 0x5A, sizeof slot);
  EXPECT_EQ(HOMEOSTAT_CORRUPT, homeostat_loop_persist(loop_, slot, sizeof slot));
  for (const std::uint8_t byte : slot) ASSERT_EQ(0x5A, byte);
  EXPECT_EQ(HOMEOSTAT_CORRUPT, homeostat_loop_advance_idle(loop_, 1'000'000));
  EXPECT_EQ(HOMEOSTAT_CORRUPT, homeostat_loop_restore(loop_, slot, sizeof slot));
  EXPECT_EQ(HOMEOSTAT_CORRUPT, homeostat_loop_step(loop_, &frame, &command));
  homeostat_report report;
  ASSERT_EQ(HOMEOSTAT_OK, homeostat_loop_report(loop_, &report));
  EXPECT_EQ(HOMEOSTAT_FAULT_MODE, report.mode);
}

TEST_F(CHeader, Saf365_ARestoreIntoMemoryThatWasChangedIsForGood) {
  ASSERT_EQ(HOMEOSTAT_OK, open());
  const_cast<TherapyProgram&>(loop_->loop.program()).ramp_off = 1_s;
  std::uint8_t slot[HOMEOSTAT_PERSISTED_BYTES] = {};
  EXPECT_EQ(HOMEOSTAT_CORRUPT, homeostat_loop_restore(loop_, slot, sizeof slot));
}

TEST(CHeaderWords, EveryStatusHasItsOwn) {
  std::set<std::string> words;
  for (std::int32_t status = HOMEOSTAT_CORRUPT; status <= HOMEOSTAT_OK; ++status)
    words.insert(homeostat_status_words(status));
  EXPECT_EQ(19U, words.size());
  EXPECT_STREQ("no status of this library", homeostat_status_words(1));
}

TEST(CHeaderWords, NumbersWithoutANameHaveNone) {
  EXPECT_STREQ("treating.burst", homeostat_mode_name(HOMEOSTAT_TREATING_BURST));
  EXPECT_EQ(nullptr, homeostat_mode_name(kModes));
  EXPECT_STREQ("detected", homeostat_event_name(kEvents - 1));
  EXPECT_EQ(nullptr, homeostat_event_name(kEvents));
  EXPECT_NE(nullptr, homeostat_reason_name(GUARD_REASON_COUNT - 1));
  EXPECT_EQ(nullptr, homeostat_reason_name(GUARD_REASON_COUNT));
  EXPECT_STREQ("call_clinician", homeostat_notice_name(0));
  EXPECT_EQ(nullptr, homeostat_notice_name(kNotices));
  EXPECT_STREQ("balance", homeostat_monitor_name(3));
  EXPECT_EQ(nullptr, homeostat_monitor_name(safety::kMonitorReasons));
  EXPECT_EQ(nullptr, homeostat_monitor_name(0xFFFF'FFFF));
}

}  // namespace
}  // namespace homeostat::controller::testing
