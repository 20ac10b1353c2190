// State that outlives power: what is loaded is what was stored last in full, wherever
// power failed.
#include "hil/firmware/state_slots.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/firmware/fake_board.h"

namespace homeostat::firmware::testing {
namespace {

using Content = std::vector<std::uint8_t>;

constexpr std::size_t kSize = 2048;

Content filled(std::uint8_t with) {
  Content content(kSize);
  for (std::size_t i = 0; i < kSize; ++i)
    content[i] = static_cast<std::uint8_t>(with + i * 7);
  return content;
}

class Slots : public ::testing::Test {
 protected:
  Slots() { board() = FakeBoard(); }

  static Loaded load(Content& content, std::uint16_t version = 1,
                     std::span<const Migration> migrations = {}) {
    content.assign(kSize, 0);
    return StateSlots(version, migrations).load(content);
  }
  // As a device does after each boot: first what there is, then a store.
  static bool store(const Content& content, std::uint16_t version = 1) {
    StateSlots slots(version, {});
    Content old(kSize);
    slots.load(old);
    return slots.store(content);
  }
};

TEST_F(Slots, Saf352_NothingIsFoundWhereNothingWasStored) {
  Content content;
  EXPECT_EQ(Loaded::kNothing, load(content));
}

TEST_F(Slots, Saf352_TheLastOfManyIsLoaded) {
  StateSlots slots(1, {});
  Content content;
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(slots.store(filled(static_cast<std::uint8_t>(i))));
    ASSERT_EQ(Loaded::kWell, load(content));
    ASSERT_EQ(filled(static_cast<std::uint8_t>(i)), content);
  }
}

// Erasing, content and head: after each byte of all of them, in three ways to be torn.
TEST_F(Slots, Saf352_PowerMayFailAfterAnyByteOfAStore) {
  for (const Torn torn : {Torn::kAsBefore, Torn::kErased, Torn::kAnything}) {
    board() = FakeBoard();
    ASSERT_TRUE(store(filled(1)));
    ASSERT_TRUE(store(filled(2)));
    const FakeBoard before = board();
    const std::size_t all = BOARD_STATE_BYTES + kRecordHeadBytes + kSize;
    for (std::size_t bytes = 0; bytes <= all; ++bytes) {
      board() = before;
      board().torn = torn;
      board().bytes_of_power = bytes;
      store(filled(3));
      Content content;
      ASSERT_EQ(Loaded::kWell, load(content)) << bytes;
      const bool whole = content == filled(3);
      ASSERT_TRUE(whole || content == filled(2)) << bytes;
      ASSERT_TRUE(whole || bytes <= all) << bytes;
    }
    board() = before;
    ASSERT_TRUE(store(filled(3)));
  }
}

TEST_F(Slots, Saf352_AFailureIsSaidAndTheRecordBeforeIsStillThere) {
  ASSERT_TRUE(store(filled(1)));
  board().broken = true;
  EXPECT_FALSE(store(filled(2)));
  board().broken = false;
  Content content;
  EXPECT_EQ(Loaded::kWell, load(content));
}

// One bit anywhere in the newest record: the one before is loaded, or nothing is.
TEST_F(Slots, Saf352_AFlippedBitIsNeverLoaded) {
  ASSERT_TRUE(store(filled(1)));
  const FakeBoard before = board();
  for (std::size_t byte = 0; byte < kRecordHeadBytes + kSize; ++byte) {
    for (const int bit : {0, 5}) {
      board() = before;
      board().regions[BOARD_STATE_A][byte] ^= static_cast<std::uint8_t>(1 << bit);
      Content content;
      ASSERT_EQ(Loaded::kNothing, load(content)) << byte;
    }
  }
}

// Else an older record, of more budget, would come back.
TEST_F(Slots, Saf353_ANewestRecordThatIsNotUnderstoodHidesOlderOnes) {
  ASSERT_TRUE(store(filled(1), 1));
  ASSERT_TRUE(store(filled(2), 2));
  Content content;
  EXPECT_EQ(Loaded::kUnknown, load(content, 1));
}

TEST_F(Slots, Saf353_AnEarlierVersionIsBroughtOverStepByStepOrNotAtAll) {
  ASSERT_TRUE(store(filled(1), 1));
  const auto add_one = [](std::span<std::uint8_t> content) noexcept {
    ++content[0];
    return true;
  };
  const auto refuse = [](std::span<std::uint8_t>) noexcept { return false; };
  const Migration both[] = {{1, add_one}, {2, add_one}};
  const Migration second_only[] = {{2, add_one}};
  const Migration one_refuses[] = {{1, add_one}, {2, refuse}};
  Content content;
  EXPECT_EQ(Loaded::kMigrated, load(content, 3, both));
  EXPECT_EQ(filled(1)[0] + 2, content[0]);
  EXPECT_EQ(Loaded::kUnknown, load(content, 3, second_only));
  EXPECT_EQ(Loaded::kUnknown, load(content, 3, one_refuses));
}

TEST_F(Slots, Saf353_ContentOfAnotherSizeIsNotUnderstood) {
  ASSERT_TRUE(store(Content(100, 7)));
  Content content;
  EXPECT_EQ(Loaded::kUnknown, load(content));
}

TEST_F(Slots, ContentThatDoesNotFitIsRefusedBeforeAnythingIsErased) {
  EXPECT_FALSE(store(Content(BOARD_STATE_BYTES - kRecordHeadBytes + 1)));
  EXPECT_EQ(0, board().erased);
}

}  // namespace
}  // namespace homeostat::firmware::testing
