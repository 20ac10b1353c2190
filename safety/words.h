// Whether this build carries the words in which a broken rule is told: which field, and
// why. A host does. An implant's image need not (CMake: HOMEOSTAT_WORDS=OFF): its rules
// are the same and it refuses the same programs, in one line for all; the host that holds
// the program runs the same rules over it and says which.
#pragma once

namespace homeostat::safety {

// told(): words that are carried where words are, and are empty where none are.
#ifdef HOMEOSTAT_NO_WORDS
inline constexpr bool kWords = false;
constexpr const char* told(const char*) noexcept { return ""; }
#else
inline constexpr bool kWords = true;
constexpr const char* told(const char* words) noexcept { return words; }
#endif

}  // namespace homeostat::safety
