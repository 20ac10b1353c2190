// The same in the two languages of a report. Both in one place, so that neither can be
// forgotten.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace homeostat::hil {

enum class Language : std::uint8_t { kEnglish, kChinese };
inline constexpr std::array kLanguages = {Language::kEnglish, Language::kChinese};

struct Text {
  std::string en;
  std::string zh;

  const std::string& in(Language language) const {
    return language == Language::kEnglish ? en : zh;
  }
  Text operator+(const Text& more) const { return {en + more.en, zh + more.zh}; }
};

// The same letters in both: a number, a name in a log.
inline Text plain(const std::string& text) { return {text, text}; }

}  // namespace homeostat::hil
