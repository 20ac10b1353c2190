// What a mood biomarker knows of a person, as bytes that outlive a reset.
//
//   version u32, sum of what it was made for u32, numbers, CRC-32 of all before u32
//
// Little-endian, doubles as their IEEE 754 bits, no padding: the same bytes on every
// machine. Whoever keeps them keeps two (a reset may come while one is written).
//
// Knows no meaning: what is carried is listed by each part's carry().
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "biomarkers/mood_settings.h"

namespace homeostat::biomarkers {

inline constexpr std::size_t kMoodMemoryBytes = 832;

struct MoodMemory {
  std::array<std::uint8_t, kMoodMemoryBytes> bytes{};
};

// A CRC-32 over all that a memory's numbers mean something under: the settings without
// their record, continued from `before`.
std::uint32_t sum_of(const MoodSettings& settings, std::uint32_t before = 0) noexcept;

// As many bits as the number has.
template <class Number>
constexpr std::uint64_t bits_of(Number number) noexcept {
  if constexpr (std::is_same_v<Number, double>) {
    return std::bit_cast<std::uint64_t>(number);
  } else if constexpr (std::is_same_v<Number, float>) {
    return std::bit_cast<std::uint32_t>(number);
  } else {
    return static_cast<std::uint64_t>(number);
  }
}

template <class Number>
constexpr Number number_of(std::uint64_t bits) noexcept {
  if constexpr (std::is_same_v<Number, double>) {
    return std::bit_cast<double>(bits);
  } else if constexpr (std::is_same_v<Number, float>) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
  } else {
    return static_cast<Number>(bits);
  }
}

// Writes numbers, and lists of them, one behind the other; what finds no room is counted
// and not written.
class MoodWriter {
 public:
  explicit MoodWriter(MoodMemory& memory) noexcept : memory_(memory) {}

  template <class... Each>
  void operator()(const Each&... each) noexcept {
    (put(each), ...);
  }
  std::size_t size() const noexcept { return at_; }

 private:
  template <class Number>
  void put(const Number& number) noexcept {
    write(bits_of(number), sizeof number);
  }
  template <class Number, std::size_t kCount>
  void put(const std::array<Number, kCount>& list) noexcept {
    for (const Number& number : list) put(number);
  }
  void write(std::uint64_t bits, std::size_t size) noexcept;

  MoodMemory& memory_;
  std::size_t at_ = 0;
};

// The same backwards.
class MoodReader {
 public:
  explicit MoodReader(const MoodMemory& memory) noexcept : memory_(memory) {}

  template <class... Each>
  void operator()(Each&... each) noexcept {
    (get(each), ...);
  }

 private:
  template <class Number>
  void get(Number& number) noexcept {
    number = number_of<Number>(read(sizeof number));
  }
  template <class Number, std::size_t kCount>
  void get(std::array<Number, kCount>& list) noexcept {
    for (Number& number : list) get(number);
  }
  std::uint64_t read(std::size_t size) noexcept;

  const MoodMemory& memory_;
  std::size_t at_ = 0;
};

// The CRC-32 of numbers as a writer would write them, continued from another.
class PlainSum {
 public:
  explicit PlainSum(std::uint32_t before = 0) noexcept : crc_(before) {}

  template <class... Each>
  void operator()(const Each&... each) noexcept {
    (take(each), ...);
  }
  std::uint32_t crc() const noexcept { return crc_; }

 private:
  template <class Number>
  void take(const Number& number) noexcept {
    add(bits_of(number), sizeof number);
  }
  template <class Number, std::size_t kCount>
  void take(const std::array<Number, kCount>& list) noexcept {
    for (const Number& number : list) take(number);
  }
  void add(std::uint64_t bits, std::size_t size) noexcept;

  std::uint32_t crc_;
};

// Of all but the last four bytes, which hold it.
void seal(MoodMemory& memory) noexcept;
bool holds(const MoodMemory& memory) noexcept;

}  // namespace homeostat::biomarkers
