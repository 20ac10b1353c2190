// One line of the trace, put together without printf: the device has none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "tests/golden/console.h"

namespace homeostat::golden {

class Line {
 public:
  Line& text(const char* words) noexcept {
    while (*words != '\0') put(*words++);
    return *this;
  }
  Line& number(std::int64_t value) noexcept {
    if (value < 0) put('-');
    auto rest = static_cast<std::uint64_t>(value < 0 ? -value : value);
    std::array<char, 20> digits{};
    std::size_t count = 0;
    do {
      digits[count++] = static_cast<char>('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    while (count != 0) put(digits[--count]);
    return *this;
  }
  Line& hex(std::uint64_t value) noexcept {
    for (int shift = 60; shift >= 0; shift -= 4)
      put("0123456789abcdef"[value >> shift & 15U]);
    return *this;
  }
  void end() noexcept {
    put('\n');
    write_out(buffer_.data(), size_);
    size_ = 0;
  }

 private:
  void put(char c) noexcept {
    if (size_ < buffer_.size()) buffer_[size_++] = c;
  }

  std::array<char, 512> buffer_{};
  std::size_t size_ = 0;
};

}  // namespace homeostat::golden
