#include "controller/state_seal.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

namespace homeostat::controller {
namespace {

// Some memory of so many bytes, with something in it.
template <std::size_t kBytes>
struct Memory {
  alignas(8) std::array<std::uint8_t, kBytes> bytes;
  Memory() {
    std::mt19937 noise(kBytes);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(noise());
  }
  void flip(std::size_t bit) {
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ 1 << bit % 8);
  }
};

template <std::size_t kBytes>
void expect_every_bit_is_sealed() {
  Memory<kBytes> memory;
  StateSeal seal;
  seal.close(memory);
  EXPECT_TRUE(seal.holds(memory));
  for (std::size_t bit = 0; bit < 8 * kBytes; ++bit) {
    memory.flip(bit);
    EXPECT_FALSE(seal.holds(memory)) << kBytes << ' ' << bit;
    memory.flip(bit);
  }
  EXPECT_TRUE(seal.holds(memory));
}

TEST(StateSeal, Saf365_NoBitChangesUnseenWhateverTheSize) {
  expect_every_bit_is_sealed<8>();
  expect_every_bit_is_sealed<16>();
  expect_every_bit_is_sealed<24>();
  expect_every_bit_is_sealed<32>();
  expect_every_bit_is_sealed<40>();
  expect_every_bit_is_sealed<1000>();
}

TEST(StateSeal, Saf365_NoWordChangesUnseenWhateverItBecomes) {
  Memory<72> memory;
  StateSeal seal;
  seal.close(memory);
  std::mt19937 noise(1);
  for (int i = 0; i < 100'000; ++i) {
    Memory<72> other = memory;
    const std::size_t word = noise() % 18;
    const auto value = static_cast<std::uint32_t>(noise());
    std::memcpy(&other.bytes[4 * word], &value, sizeof value);
    ASSERT_EQ(other.bytes == memory.bytes, seal.holds(other));
  }
}

// Each word has a sum of its own but for those that lie rows apart.
TEST(StateSeal, Saf365_WordsThatChangePlacesAreSeen) {
  const Memory<64> memory;
  StateSeal seal;
  seal.close(memory);
  for (std::size_t a = 0; a < 16; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      Memory<64> other = memory;
      std::swap_ranges(&other.bytes[4 * a], &other.bytes[4 * a] + 4, &other.bytes[4 * b]);
      EXPECT_EQ((a - b) % 8 == 0, seal.holds(other)) << a << ' ' << b;
    }
  }
}

// As the header says: one pair in 496.
TEST(StateSeal, OfTwoBitsAlmostNonePassUnseen) {
  Memory<4096> memory;
  StateSeal seal;
  seal.close(memory);
  std::mt19937 noise(2);
  constexpr int kPairs = 400'000;
  int unseen = 0;
  for (int i = 0; i < kPairs; ++i) {
    const std::size_t a = noise() % (8 * 4096);
    const std::size_t b = (a + 1 + noise() % (8 * 4096 - 1)) % (8 * 4096);
    memory.flip(a);
    memory.flip(b);
    unseen += seal.holds(memory);
    memory.flip(a);
    memory.flip(b);
  }
  EXPECT_LT(440 * unseen, kPairs);
  EXPECT_GT(560 * unseen, kPairs);
}

// A seal lies in memory too.
TEST(StateSeal, Saf365_NoBitOfTheSealItselfChangesUnseen) {
  const Memory<64> memory;
  StateSeal seal;
  seal.close(memory);
  std::array<std::uint8_t, sizeof seal> bytes;
  std::memcpy(bytes.data(), &seal, sizeof seal);
  for (std::size_t bit = 0; bit < 8 * sizeof seal; ++bit) {
    auto turned = bytes;
    turned[bit / 8] = static_cast<std::uint8_t>(turned[bit / 8] ^ 1 << bit % 8);
    StateSeal other;
    std::memcpy(static_cast<void*>(&other), turned.data(), sizeof other);
    EXPECT_TRUE(other.broken()) << bit;
    EXPECT_FALSE(other.holds(memory)) << bit;
  }
}

TEST(StateSeal, HoldsForNothingBeforeItIsClosedAndAfterItWasTorn) {
  const Memory<64> memory;
  Memory<64> zeros;
  zeros.bytes.fill(0);
  StateSeal seal;
  EXPECT_TRUE(seal.broken());
  EXPECT_FALSE(seal.holds(zeros));
  seal.close(memory);
  EXPECT_FALSE(seal.broken());
  seal.tear();
  EXPECT_TRUE(seal.broken());
  EXPECT_FALSE(seal.holds(memory));
  seal.close(zeros);
  EXPECT_TRUE(seal.holds(zeros));
  seal.tear();
  EXPECT_FALSE(seal.holds(zeros));
}

}  // namespace
}  // namespace homeostat::controller
