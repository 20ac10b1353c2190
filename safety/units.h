// Physical quantities of the device core.
//
// One unit per dimension, chosen so that products need no scale factor:
//   microamps * microseconds = picocoulombs
//   microamps * ohms         = microvolts
// A quantity is a plain integer at run time. At compile time it is a promise: a
// current cannot be passed where a duration is meant.
#pragma once

#include <cstdint>

namespace homeostat {

template <class Unit, class Rep>
class Quantity {
 public:
  using rep = Rep;

  constexpr Quantity() = default;  // zero
  constexpr explicit Quantity(Rep count) : count_(count) {}

  constexpr Rep count() const { return count_; }

  // By value and one by one: a device compares in registers.
  friend constexpr bool operator==(Quantity a, Quantity b) {
    return a.count_ == b.count_;
  }
  friend constexpr bool operator<(Quantity a, Quantity b) { return a.count_ < b.count_; }
  friend constexpr bool operator>(Quantity a, Quantity b) { return a.count_ > b.count_; }
  friend constexpr bool operator<=(Quantity a, Quantity b) {
    return a.count_ <= b.count_;
  }
  friend constexpr bool operator>=(Quantity a, Quantity b) {
    return a.count_ >= b.count_;
  }

  friend constexpr Quantity operator+(Quantity a, Quantity b) {
    return Quantity(static_cast<Rep>(a.count_ + b.count_));
  }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    return Quantity(static_cast<Rep>(a.count_ - b.count_));
  }

 private:
  Rep count_{};
};

using Microamps = Quantity<struct MicroampUnit, std::int32_t>;
using Microseconds = Quantity<struct MicrosecondUnit, std::int64_t>;
using Picocoulombs = Quantity<struct PicocoulombUnit, std::int64_t>;
using Ohms = Quantity<struct OhmUnit, std::int32_t>;
using Microvolts = Quantity<struct MicrovoltUnit, std::int64_t>;
using Millivolts = Quantity<struct MillivoltUnit, std::int32_t>;
using Millicelsius = Quantity<struct MillicelsiusUnit, std::int32_t>;

inline constexpr Microseconds kMinuteLong{60'000'000};
inline constexpr Microseconds kHourLong{60 * kMinuteLong.count()};
inline constexpr Microseconds kDayLong{24 * kHourLong.count()};

constexpr Picocoulombs operator*(Microamps current, Microseconds duration) {
  return Picocoulombs(current.count() * duration.count());
}

// The largest whole current whose charge over `duration` fits in `charge`.
// Requires duration > 0 and a result below 2^31.
constexpr Microamps operator/(Picocoulombs charge, Microseconds duration) {
  return Microamps(static_cast<std::int32_t>(charge.count() / duration.count()));
}

// A point on the device clock: u64 microseconds since power-up, monotonic; the
// board extends its tick counter. Two instants differ by a duration; they cannot
// be added.
class Instant {
 public:
  constexpr Instant() = default;  // power-up
  constexpr explicit Instant(std::uint64_t microseconds) : microseconds_(microseconds) {}

  constexpr std::uint64_t count() const { return microseconds_; }

  // By value and one by one: a device compares in registers.
  friend constexpr bool operator==(Instant a, Instant b) {
    return a.microseconds_ == b.microseconds_;
  }
  friend constexpr bool operator<(Instant a, Instant b) {
    return a.microseconds_ < b.microseconds_;
  }
  friend constexpr bool operator>(Instant a, Instant b) {
    return a.microseconds_ > b.microseconds_;
  }
  friend constexpr bool operator<=(Instant a, Instant b) {
    return a.microseconds_ <= b.microseconds_;
  }
  friend constexpr bool operator>=(Instant a, Instant b) {
    return a.microseconds_ >= b.microseconds_;
  }

  // Signed: negative where `b` is later than `a`.
  friend constexpr Microseconds operator-(Instant a, Instant b) {
    return Microseconds(static_cast<std::int64_t>(a.microseconds_ - b.microseconds_));
  }
  friend constexpr Instant operator+(Instant t, Microseconds d) {
    return Instant(t.microseconds_ + static_cast<std::uint64_t>(d.count()));
  }
  friend constexpr Instant operator-(Instant t, Microseconds d) {
    return Instant(t.microseconds_ - static_cast<std::uint64_t>(d.count()));
  }

 private:
  std::uint64_t microseconds_ = 0;
};

namespace literals {
constexpr Microamps operator""_uA(unsigned long long n) {
  return Microamps(static_cast<std::int32_t>(n));
}
constexpr Microseconds operator""_us(unsigned long long n) {
  return Microseconds(static_cast<std::int64_t>(n));
}
constexpr Microseconds operator""_ms(unsigned long long n) {
  return Microseconds(static_cast<std::int64_t>(n) * 1000);
}
constexpr Microseconds operator""_s(unsigned long long n) {
  return Microseconds(static_cast<std::int64_t>(n) * 1'000'000);
}
constexpr Picocoulombs operator""_pC(unsigned long long n) {
  return Picocoulombs(static_cast<std::int64_t>(n));
}
constexpr Ohms operator""_ohm(unsigned long long n) {
  return Ohms(static_cast<std::int32_t>(n));
}
constexpr Millivolts operator""_mV(unsigned long long n) {
  return Millivolts(static_cast<std::int32_t>(n));
}
}  // namespace literals

}  // namespace homeostat
