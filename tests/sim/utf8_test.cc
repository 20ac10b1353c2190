#include "sim/utf8.h"

#include <gtest/gtest.h>

namespace homeostat::sim {
namespace {

TEST(PrintableUtf8, KeepsWellFormedText) {
  for (const char* text : {"", "EEG F4", "\u00B5V", "\u766B\u75EB", "\U0001F9E0"})
    EXPECT_EQ(printable_utf8(text), text);
}

TEST(PrintableUtf8, TakesOtherBytesForLatin1) {
  EXPECT_EQ(printable_utf8("\xB5V"), "\u00B5V");
  EXPECT_EQ(printable_utf8("\xFF"), "\u00FF");
}

TEST(PrintableUtf8, TakesNoOverlongSurrogateOrCutSequenceForUtf8) {
  for (const char* text : {"\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80",
                           "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
                           "\xC2", "\xE2\x82", "\xF0\x9F\xA7", "\x80"})
    EXPECT_NE(printable_utf8(text), text);
  for (const char* text : {"\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xF0\x90\x80\x80",
                           "\xF4\x8F\xBF\xBF"})
    EXPECT_EQ(printable_utf8(text), text);
}

TEST(PrintableUtf8, ReplacesControlCharacters) {
  EXPECT_EQ(printable_utf8(std::string_view("a\nb\0c\x7F", 6)), "a?b?c?");
}

}  // namespace
}  // namespace homeostat::sim
