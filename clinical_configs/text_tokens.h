// Text cut into words, numbers, strings and marks, each with its line.
//
// Knows no schema and no structure; protobuf's tokenizer does the cutting.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "clinical_configs/finding.h"

namespace homeostat::clinical_configs {

enum class TokenKind { kEnd, kWord, kInteger, kFloat, kString, kMark };

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text;  // as written, quotes included
  int line = 0;      // from 1

  bool is(char mark) const {
    return kind == TokenKind::kMark && text.size() == 1 && text[0] == mark;
  }
  bool opens() const { return is('{') || is('<') || is('['); }
  bool closes() const { return is('}') || is('>') || is(']'); }
};

// Always ends with a kEnd token on the last line. Words that cannot be cut (an unclosed
// quote, a control character) are reported to `findings`.
std::vector<Token> tokens_of(const std::string& text, std::vector<Finding>& findings);

// What a whole number with a leading 0 or 0x was meant to be: "02000" and "0x7d0" are
// "2000". Empty where the number is decimal as it stands, or no whole number. Protobuf
// takes the first for octal, 1024, which no clinician means.
std::string decimal_of(const Token& token);

// True if every opening mark has its own closing mark.
bool balanced(const std::vector<Token>& tokens);

// Index after the group that opens at `index`, or the number of tokens - 1 if it is open.
std::size_t after_group(const std::vector<Token>& tokens, std::size_t index);

}  // namespace homeostat::clinical_configs
