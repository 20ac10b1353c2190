#include "tests/model/clock_sayings.h"

#include <algorithm>
#include <array>
#include <vector>

namespace homeostat::controller::model {
namespace {

constexpr std::size_t kBits = 5;

enum class Says { kUnmet, kNever, kSometimes, kAlways };
using ByWorld = std::array<Says, kWorlds>;

// Some of the world's bits, and what they are.
struct Condition {
  std::size_t care;
  std::size_t is;
  bool holds_in(std::size_t world) const { return (world & care) == is; }
};

// Widest first.
std::vector<Condition> all_conditions() {
  std::vector<Condition> conditions;
  for (std::size_t care = 0; care < kWorlds; ++care) {
    for (std::size_t is = 0; is < kWorlds; ++is) {
      if ((is & ~care) == 0) conditions.push_back({care, is});
    }
  }
  std::stable_sort(conditions.begin(), conditions.end(), [](auto a, auto b) {
    return __builtin_popcountll(a.care) < __builtin_popcountll(b.care);
  });
  return conditions;
}

ByWorld by_world(const std::array<Sayings::Count, kWorlds>& counts, std::size_t event) {
  ByWorld says{};
  for (std::size_t world = 0; world < kWorlds; ++world) {
    const int frames = counts[world].frames;
    const int said = counts[world].said[event];
    says[world] = frames == 0      ? Says::kUnmet
                  : said == 0      ? Says::kNever
                  : said == frames ? Says::kAlways
                                   : Says::kSometimes;
  }
  return says;
}

// Few conditions that hold in all worlds where `wanted` is said and in no other that was
// met.
std::vector<Condition> conditions_of(ByWorld says, Says wanted) {
  std::vector<Condition> chosen;
  for (const Condition& condition : all_conditions()) {
    int covers = 0;
    bool fits = true;
    for (std::size_t world = 0; world < kWorlds; ++world) {
      if (!condition.holds_in(world) || says[world] == Says::kUnmet) continue;
      fits = fits && says[world] == wanted;
      const auto covered = [&](const Condition& c) { return c.holds_in(world); };
      if (std::none_of(chosen.begin(), chosen.end(), covered)) ++covers;
    }
    if (fits && covers > 0) chosen.push_back(condition);
  }
  return chosen;
}

std::string cells_of(const Condition& condition) {
  std::string cells;
  for (std::size_t bit = 0; bit < kBits; ++bit) {
    const bool cares = (condition.care >> bit & 1U) != 0;
    const bool is = (condition.is >> bit & 1U) != 0;
    cells += !cares ? ",-" : is ? ",yes" : ",no";
  }
  return cells;
}

bool comes_at_any_time(Event event) {
  return event == Event::kFault || event == Event::kClinicianStop ||
         event == Event::kClinicianReset || event == Event::kClinicianStart;
}

}  // namespace

std::string rows_of(const char* policy, const Sayings& sayings) {
  std::string rows;
  for (std::size_t m = 0; m < kModes; ++m) {
    for (std::size_t e = 0; e < kEvents; ++e) {
      if (comes_at_any_time(event_at(e))) continue;
      const ByWorld says = by_world(sayings.counts[m], e);
      for (const Says wanted : {Says::kAlways, Says::kSometimes}) {
        for (const Condition& condition : conditions_of(says, wanted)) {
          rows += std::string(policy) + "," + name_of(mode_at(m)) + "," +
                  name_of(event_at(e)) + cells_of(condition) +
                  (wanted == Says::kAlways ? ",always\n" : ",sometimes\n");
        }
      }
    }
  }
  return rows;
}

}  // namespace homeostat::controller::model
