// How rules of limits are checked and told: what limits.cc shares with nobody. In a build
// without words (words.h) the rules are the same, and one fault stands for all.
#pragma once

#include <cstdint>
#include <type_traits>

#include "safety/limits.h"
#include "safety/words.h"

namespace homeostat::safety {

// Names one field and its unit: how many of ours make one of the schema's.
struct LimitsField {
  const char* name;
  std::int64_t unit = 1;
  int index = -1;
};

class SpokenLimitsFindings {
 public:
  SpokenLimitsFindings(LimitsFaultSink sink, void* context)
      : sink_(sink), context_(context) {}

  // Both bounds inclusive, both in our unit.
  void range(LimitsField field, std::int64_t value, std::int64_t lowest,
             std::int64_t highest, const char* why) {
    if (value >= lowest && value <= highest) return;
    none_ = false;
    if (sink_ == nullptr) return;
    const std::int64_t up = lowest / field.unit + (lowest % field.unit > 0 ? 1 : 0);
    sink_(context_, {.field = field.name,
                     .index = field.index,
                     .value = value / field.unit,
                     .lowest = up,
                     .highest = highest / field.unit,
                     .why = why});
  }
  template <class Unit, class Rep>
  void range(LimitsField field, Quantity<Unit, Rep> value, std::int64_t lowest,
             std::int64_t highest, const char* why) {
    range(field, std::int64_t{value.count()}, lowest, highest, why);
  }

  bool none() const { return none_; }

 private:
  LimitsFaultSink sink_;
  void* context_;
  bool none_ = true;
};

// The same without words, each rule so small that it is worth no call.
class SilentLimitsFindings {
 public:
  SilentLimitsFindings(LimitsFaultSink sink, void* context)
      : sink_(sink), context_(context) {}
  ~SilentLimitsFindings() {
    if (!none_ && sink_ != nullptr) sink_(context_, {.field = "limits"});
  }
  SilentLimitsFindings(const SilentLimitsFindings&) = delete;
  SilentLimitsFindings& operator=(const SilentLimitsFindings&) = delete;

  [[gnu::always_inline]] void range(const LimitsField&, std::int64_t value,
                                    std::int64_t lowest, std::int64_t highest,
                                    const char*) {
    if (!(value >= lowest && value <= highest)) none_ = false;
  }
  template <class Unit, class Rep>
  [[gnu::always_inline]] void range(const LimitsField& field, Quantity<Unit, Rep> value,
                                    std::int64_t lowest, std::int64_t highest,
                                    const char* why) {
    range(field, std::int64_t{value.count()}, lowest, highest, why);
  }

  bool none() const { return none_; }

 private:
  LimitsFaultSink sink_;
  void* context_;
  bool none_ = true;
};

using LimitsFindings =
    std::conditional_t<kWords, SpokenLimitsFindings, SilentLimitsFindings>;

}  // namespace homeostat::safety
