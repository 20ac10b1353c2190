#include "controller/state_seal.h"

namespace homeostat::controller {
namespace {

// Whatever the types are of what lies there.
using Word [[gnu::may_alias]] = std::uint32_t;

}  // namespace

bool StateSeal::broken() const noexcept {
  std::uint32_t differ = 0;
  for (std::size_t i = 0; i < sums_.size(); ++i) differ |= ~(sums_[i] ^ complements_[i]);
  return differ != 0;
}

// Written out, for a compiler that saves space keeps no array in registers: two and a
// half instructions a word instead of six.
StateSeal::Sums StateSeal::sums_of(const void* memory, std::size_t pairs) noexcept {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  std::uint32_t d = 0;
  std::uint32_t e = 0;
  std::uint32_t f = 0;
  std::uint32_t g = 0;
  std::uint32_t h = 0;
  const auto* word = static_cast<const Word*>(memory);
  const Word* const end = word + 2 * pairs;
  for (const Word* const rows_end = word + pairs / 4 * 8; word != rows_end; word += 8) {
    a += word[0];
    b += word[1];
    c += word[2];
    d += word[3];
    e += word[4];
    f += word[5];
    g += word[6];
    h += word[7];
  }
  for (; word != end; word += 2) {
    a += word[0];
    b += word[1];
  }
  return {a, b, c, d, e, f, g, h};
}

}  // namespace homeostat::controller
