// The memory that a bank's detectors share, and the chain of an adaptive therapy with
// them: each takes what it needs, so that small ones leave room for large ones.
//
// Knows no feature. Fixed size, no heap. What is kept is found by its place, a number and
// not an address, and is trivially copyable: a copy of the memory holds copies of all
// that was kept, at the same places. Nothing is ever given back.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>

namespace homeostat::biomarkers {

class DetectorMemory {
 public:
  // Eight detectors of any feature that keeps no samples, each with a baseline; or seven
  // that keep a stretch, or six that slide; or a chain and two small detectors.
  // controller/validate refuses a program of more.
  static constexpr int kUsualBytes = 14'960;
#ifdef HOMEOSTAT_DETECTOR_BYTES  // an image with room for fewer
  static constexpr int kBytes = HOMEOSTAT_DETECTOR_BYTES;
#else
  static constexpr int kBytes = kUsualBytes;
#endif

  // Where something lies; nowhere, until told.
  struct Place {
    static constexpr std::uint16_t kNowhere = 0xffff;
    std::uint16_t offset = kNowhere;

    constexpr bool somewhere() const noexcept { return offset != kNowhere; }
  };

  // What keeping a T takes of the bytes.
  template <class T>
  static constexpr int bytes_of() noexcept {
    return static_cast<int>((sizeof(T) + kAlignment - 1) / kAlignment * kAlignment);
  }

  constexpr bool has_room(int bytes) const noexcept { return bytes <= kBytes - taken_; }

  // Nowhere, if there is no room.
  template <class T, class... Arguments>
  Place make(const Arguments&... arguments) noexcept {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= kAlignment);
    if (!has_room(bytes_of<T>())) return {};
    const Place place{static_cast<std::uint16_t>(taken_)};
    ::new (static_cast<void*>(&bytes_[place.offset])) T(arguments...);
    taken_ += bytes_of<T>();
    return place;
  }
  template <class T>
  Place keep(const T& thing) noexcept {
    return make<T>(thing);
  }

  // `place` is somewhere, and a T was kept there.
  template <class T>
  T& at(Place place) noexcept {
    return *std::launder(reinterpret_cast<T*>(&bytes_[place.offset]));
  }
  template <class T>
  const T& at(Place place) const noexcept {
    return *std::launder(reinterpret_cast<const T*>(&bytes_[place.offset]));
  }

 private:
  static constexpr std::size_t kAlignment = 8;
  static_assert(kBytes % kAlignment == 0 && kBytes < Place::kNowhere);

  alignas(kAlignment) std::array<std::byte, kBytes> bytes_{};
  int taken_ = 0;
};

}  // namespace homeostat::biomarkers
