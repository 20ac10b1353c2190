// A seal on memory: notices that it is no longer what it was when it was sealed.
//
// Knows nothing of what lies there. Between the sealing and the asking nobody may write:
// what was written by whoever may is sealed again. Sums, not a code that corrects: what a
// seal does not hold for is not to be used. Requirements: SAF-365 to SAF-368.
//
// Eight sums of words of 32 bits, each of every eighth word. Any change within one word
// changes one of them. Of flips of two bits those alone go unseen that are of the same
// bit of two words of the same sum, and either in opposite directions or of the highest
// bit: one pair in 496. Cheaper than what sees more: a step asks twice for what it may
// write, and once for what it may not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace homeostat::controller {

// Not thread-safe. Allocates nothing, never throws. Holds for nothing until it is closed.
class StateSeal {
 public:
  // What lies there now is what holds() will ask for.
  template <class Object>
  void close(const Object& object) noexcept {
    sums_ = sums_of(&object, pairs_of<Object>());
    for (std::size_t i = 0; i < sums_.size(); ++i) complements_[i] = ~sums_[i];
  }

  // False where a bit of the object, or of the seal, is not as it was. A broken seal
  // holds for nothing.
  template <class Object>
  bool holds(const Object& object) const noexcept {
    return !broken() && sums_of(&object, pairs_of<Object>()) == sums_;
  }

  // Holds for nothing until it is closed again.
  void tear() noexcept { complements_ = sums_; }
  bool broken() const noexcept;

 private:
  using Sums = std::array<std::uint32_t, 8>;

  // Of words.
  template <class Object>
  static constexpr std::size_t pairs_of() {
    constexpr std::size_t kPairBytes = 2 * sizeof(std::uint32_t);
    static_assert(sizeof(Object) % kPairBytes == 0);
    static_assert(alignof(Object) >= alignof(std::uint32_t));
    return sizeof(Object) / kPairBytes;
  }
  static Sums sums_of(const void* memory, std::size_t pairs) noexcept;

  Sums sums_{};
  Sums complements_{};
};

}  // namespace homeostat::controller
