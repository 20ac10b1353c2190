#include "clinical_configs/text_tokens.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace homeostat::clinical_configs {
namespace {

namespace io = google::protobuf::io;

class LexicalFindings final : public io::ErrorCollector {
 public:
  explicit LexicalFindings(std::vector<Finding>& findings) : findings_(findings) {}

  // One a line: what follows on it is usually the same mistake. A number that is not
  // decimal is cut all the same; whoever reads its field says more.
  void AddError(int line, int, const std::string& message) override {
    if (line == last_line_ || message.starts_with("Numbers starting with")) return;
    last_line_ = line;
    Finding finding;
    finding.line = line + 1;
    finding.what = in_our_words(message);
    findings_.push_back(finding);
  }

 private:
  static std::string in_our_words(const std::string& message) {
    if (message.starts_with("String")) return "a quote that is not closed";
    if (message.starts_with("Hex and octal") || message.starts_with("\"0x\"")) {
      return "a number that begins with 0 or 0x; write it in decimal";
    }
    return message;
  }

  std::vector<Finding>& findings_;
  int last_line_ = -1;
};

TokenKind kind_of(io::Tokenizer::TokenType type) {
  switch (type) {
    case io::Tokenizer::TYPE_IDENTIFIER:
      return TokenKind::kWord;
    case io::Tokenizer::TYPE_INTEGER:
      return TokenKind::kInteger;
    case io::Tokenizer::TYPE_FLOAT:
      return TokenKind::kFloat;
    case io::Tokenizer::TYPE_STRING:
      return TokenKind::kString;
    default:
      return TokenKind::kMark;
  }
}

char closing_mark(const Token& token) {
  return token.is('{') ? '}' : token.is('<') ? '>' : ']';
}

}  // namespace

std::vector<Token> tokens_of(const std::string& text, std::vector<Finding>& findings) {
  LexicalFindings errors(findings);
  io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  io::Tokenizer tokenizer(&stream, &errors);
  // As protobuf's own text parser sets it.
  tokenizer.set_allow_f_after_float(true);
  tokenizer.set_comment_style(io::Tokenizer::SH_COMMENT_STYLE);
  tokenizer.set_require_space_after_number(false);

  std::vector<Token> tokens;
  while (tokenizer.Next()) {
    const io::Tokenizer::Token& token = tokenizer.current();
    tokens.push_back({kind_of(token.type), token.text, token.line + 1});
  }
  tokens.push_back({TokenKind::kEnd, "", tokenizer.current().line + 1});
  return tokens;
}

std::string decimal_of(const Token& token) {
  const std::string& text = token.text;
  if (token.kind != TokenKind::kInteger || text.size() < 2 || text[0] != '0') return {};
  if (text[1] == 'x' || text[1] == 'X') {
    return std::to_string(std::strtoull(text.c_str(), nullptr, 16));
  }
  return text.substr(std::min(text.find_first_not_of('0'), text.size() - 1));
}

bool balanced(const std::vector<Token>& tokens) {
  std::string open;
  for (const Token& token : tokens) {
    if (token.opens()) {
      open.push_back(closing_mark(token));
    } else if (token.closes()) {
      if (open.empty() || open.back() != token.text[0]) return false;
      open.pop_back();
    }
  }
  return open.empty();
}

std::size_t after_group(const std::vector<Token>& tokens, std::size_t index) {
  std::size_t depth = 0;
  for (; index + 1 < tokens.size(); ++index) {
    if (tokens[index].opens()) ++depth;
    if (tokens[index].closes() && --depth == 0) return index + 1;
  }
  return index;
}

}  // namespace homeostat::clinical_configs
