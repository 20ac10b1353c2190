// How rules of device profiles are checked and told: a place, a number, a range, a
// reason. Knows no device.
#pragma once

#include <cstddef>

namespace homeostat::biomarkers {

// Of a section that is no list.
inline constexpr std::size_t kNoIndex = ~std::size_t{0};

// One rule that does not hold. Its field as people write it is
// list[index].inner[inner_index].name, without the parts that are null.
struct ProfileFault {
  const char* list = nullptr;
  std::size_t index = 0;
  const char* inner = nullptr;
  std::size_t inner_index = 0;
  const char* name = nullptr;
  double value = 0.0;
  double lowest = 0.0;  // accepted range, inclusive; equal: not a matter of range
  double highest = 0.0;
  const char* why = "";
};

using ProfileFaultSink = void (*)(void* context, const ProfileFault& fault);

// The first four of a fault.
struct ProfilePlace {
  const char* list = nullptr;
  std::size_t index = 0;
  const char* inner = nullptr;
  std::size_t inner_index = 0;
};

class ProfileRules {
 public:
  ProfileRules(ProfileFaultSink sink, void* context) noexcept
      : sink_(sink), context_(context) {}

  // Good where lowest <= value <= highest, so that NaN is not.
  bool range(const ProfilePlace& place, const char* name, double value, double lowest,
             double highest, const char* why) noexcept {
    const bool good = value >= lowest && value <= highest;
    if (!good) tell(place, name, value, lowest, highest, why);
    return good;
  }
  // Not a matter of range.
  bool require(bool good, const ProfilePlace& place, const char* name, double value,
               const char* why) noexcept {
    if (!good) tell(place, name, value, 0.0, 0.0, why);
    return good;
  }

  // True while no rule was broken.
  bool none() const noexcept { return none_; }

 private:
  void tell(const ProfilePlace& place, const char* name, double value, double lowest,
            double highest, const char* why) noexcept {
    none_ = false;
    if (sink_ == nullptr) return;
    sink_(context_, {.list = place.list,
                     .index = place.index,
                     .inner = place.inner,
                     .inner_index = place.inner_index,
                     .name = name,
                     .value = value,
                     .lowest = lowest,
                     .highest = highest,
                     .why = why});
  }

  ProfileFaultSink sink_;
  void* context_;
  bool none_ = true;
};

}  // namespace homeostat::biomarkers
