// What this build carries. A host carries every feature; an implant's image those that
// its programs use (CMake: HOMEOSTAT_FEATURES, HOMEOSTAT_RCS_CHAIN, HOMEOSTAT_MOOD), so
// that the others take no flash. What is not carried is refused by controller/validate,
// on every build alike.
//
// Knows no implementation.
#pragma once

#include "biomarkers/feature_list.h"

namespace homeostat::biomarkers {

#ifdef HOMEOSTAT_FEATURES
inline constexpr char kCarriedNames[] = HOMEOSTAT_FEATURES;  // "line_length,area"
#else
inline constexpr char kCarriedNames[] = "";  // all
#endif
#ifdef HOMEOSTAT_NO_RCS_CHAIN
inline constexpr bool kCarriesRcsChain = false;
#else
inline constexpr bool kCarriesRcsChain = true;
#endif

#ifdef HOMEOSTAT_NO_MOOD
inline constexpr bool kCarriesMood = false;
#else
inline constexpr bool kCarriesMood = true;
#endif

// A bit for each feature whose name stands in the list; of an empty list all. No bit at
// all where one of its words names no feature, for a typing error is not an empty list.
constexpr std::uint32_t features_named(const char* names) noexcept {
  static_assert(kFeatures.size() <= 32);
  if (*names == '\0') return 0xFFFF'FFFFU;
  std::uint32_t named = 1;  // none: sees nothing
  while (true) {
    std::uint32_t found = 0;
    for (std::size_t i = 0; i < kFeatures.size(); ++i) {
      const char* word = names;
      const char* name = kFeatures[i].name;
      for (; *name != '\0' && *word == *name; ++word) ++name;
      if (*name == '\0' && (*word == ',' || *word == '\0')) found = 1U << i;
    }
    if (found == 0) return 0;
    named |= found;
    while (*names != ',' && *names != '\0') ++names;
    if (*names++ == '\0') return named;
  }
}

inline constexpr std::uint32_t kCarriedFeatures = features_named(kCarriedNames);
static_assert(kCarriedFeatures != 0, "HOMEOSTAT_FEATURES names what is no feature");

constexpr bool carries(Feature feature) noexcept {
  const auto number = static_cast<std::uint32_t>(feature);
  return number < kFeatures.size() && (kCarriedFeatures >> number & 1U) != 0;
}

}  // namespace homeostat::biomarkers
