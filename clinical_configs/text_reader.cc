#include "clinical_configs/text_reader.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include "clinical_configs/field_kind.h"
#include "clinical_configs/field_name.h"
#include "clinical_configs/text_tokens.h"
#include "clinical_configs/unknown_field.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// One message being read: where it lies and what has been seen of it.
struct Block {
  Message& message;
  std::string path;  // empty: the file itself
  int line = 0;      // of its opening
  const Block* outer = nullptr;
  std::map<const FieldDescriptor*, int> seen;  // line of the first

  const Descriptor& type() const { return *message.GetDescriptor(); }
  std::string path_of(const std::string& name) const {
    return path.empty() ? name : path + '.' + name;
  }
};

bool known_further_out(const Block& block, const std::string& name) {
  for (const Block* outer = block.outer; outer != nullptr; outer = outer->outer) {
    if (outer->type().FindFieldByName(name) != nullptr) return true;
  }
  return false;
}

class Reader {
 public:
  Reader(const std::string& text, const Descriptor& root, TextReading& out)
      : root_(root), out_(out), tokens_(tokens_of(text, out.findings)) {
    out.structured = balanced(tokens_) && out.findings.empty();
  }

  void read_file(Message& message) {
    Block file{.message = message, .path = "", .line = 1, .outer = nullptr, .seen = {}};
    while (now().kind != TokenKind::kEnd) {
      if (now().closes()) {
        report(now().line, "", "'" + now().text + "' closes nothing");
        ++at_;
      } else {
        field(file);
      }
    }
  }

 private:
  const Token& now() const { return tokens_[at_]; }
  const Token& next() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  bool take(char mark) {
    if (!now().is(mark)) return false;
    ++at_;
    return true;
  }

  void report(int line, const std::string& path, std::string what,
              std::string allowed = {}, std::string nearest = {}) {
    Finding finding;
    finding.line = line;
    finding.field = path;
    finding.what = std::move(what);
    finding.allowed = std::move(allowed);
    finding.nearest = std::move(nearest);
    out_.findings.push_back(std::move(finding));
  }

  // What is there cannot be read; says so, and that it is not missing. An element of a
  // list spoils the list.
  void spoil(int line, const std::string& path, std::string what, std::string allowed) {
    report(line, path, std::move(what), std::move(allowed));
    out_.spoiled.insert(path);
  }

  void skip_line() {
    const int line = now().line;
    while (now().kind != TokenKind::kEnd && now().line == line && !now().closes()) {
      at_ = now().opens() ? after_group(tokens_, at_) : at_ + 1;
    }
  }

  bool at_name() const {
    return now().kind == TokenKind::kWord &&
           (next().is(':') || next().is('{') || next().is('<'));
  }

  // The value of a field that nobody reads.
  void skip_value() {
    const int line = now().line;
    if (take(':') && now().line != line) return;
    if (now().opens()) {
      at_ = after_group(tokens_, at_);
      return;
    }
    while (now().line == line && !now().closes() && !at_name() &&
           now().kind != TokenKind::kEnd) {
      ++at_;
    }
  }

  void field(Block& block) {
    if (take(',') || take(';')) return;
    const Token name = now();
    if (name.kind != TokenKind::kWord) {
      report(name.line, block.path, "a field's name is expected, not '" + name.text + "'",
             names_text(block.type()));
      skip_line();
      return;
    }
    ++at_;
    const FieldDescriptor* field = block.type().FindFieldByName(name.text);
    if (field == nullptr) {
      unknown(block, name);
      skip_value();
      return;
    }
    const std::string path = block.path_of(name.text);
    const auto [first, fresh] = block.seen.emplace(field, name.line);
    if (!fresh && !field->is_repeated()) {
      report(name.line, path,
             "given twice, first in line " + std::to_string(first->second));
      skip_value();
      return;
    }
    if (field->message_type() != nullptr) {
      messages(block, *field, path, name.line);
    } else {
      scalars(block, *field, path, name.line);
    }
  }

  void unknown(const Block& block, const Token& name) {
    const Token& value = now().is(':') ? next() : now();
    UnknownField unknown = explain_unknown(root_, block.type(), name.text, value);
    if (!out_.structured && unknown.known_elsewhere) return;  // a bracket's fault
    unknown.finding.line = name.line;
    unknown.finding.field = block.path_of(name.text);
    out_.findings.push_back(std::move(unknown.finding));
    if (!unknown.meant.empty()) out_.spoiled.insert(block.path_of(unknown.meant));
  }

  void messages(Block& block, const FieldDescriptor& field, const std::string& path,
                int line) {
    take(':');
    if (field.is_repeated() && take('[')) {
      while (now().is('{') || now().is('<') || now().is(',')) {
        if (!take(',')) message(block, field, path, now().line);
      }
      close(']', path, line);
    } else if (now().is('{') || now().is('<')) {
      message(block, field, path, line);
    } else {
      spoil(line, path, "needs its fields in braces",
            "{ " + names_text(*field.message_type()) + " }");
      skip_value();
    }
  }

  void message(Block& outer, const FieldDescriptor& field, std::string path, int line) {
    const auto* reflection = outer.message.GetReflection();
    if (field.is_repeated()) {
      path += '[' + std::to_string(reflection->FieldSize(outer.message, &field)) + ']';
    }
    Block block{.message = field.is_repeated()
                               ? *reflection->AddMessage(&outer.message, &field)
                               : *reflection->MutableMessage(&outer.message, &field),
                .path = path,
                .line = line,
                .outer = &outer,
                .seen = {}};
    out_.lines.emplace(path, line);
    const char closing = now().is('{') ? '}' : '>';
    ++at_;
    while (now().kind != TokenKind::kEnd && !now().closes()) {
      if (!out_.structured && now().kind == TokenKind::kWord &&
          block.type().FindFieldByName(now().text) == nullptr &&
          known_further_out(block, now().text)) {
        break;  // its closing mark is what is missing
      }
      this->field(block);
    }
    close(closing, path, line);
  }

  void close(char mark, const std::string& path, int line) {
    if (take(mark)) return;
    report(line, path,
           std::string("opened here and not closed by '") + mark + "' before line " +
               std::to_string(now().line));
    out_.structured = false;
  }

  void scalars(Block& block, const FieldDescriptor& field, const std::string& path,
               int line) {
    if (!take(':')) {
      spoil(line, path, "':' is expected after the name", kind_text(field));
      skip_value();
    } else if (field.is_repeated() && take('[')) {
      while (!now().closes() && now().kind != TokenKind::kEnd) {
        if (!take(',')) scalar(block, field, path, now().line);
      }
      close(']', path, line);
    } else {
      scalar(block, field, path, line);
    }
  }

  // Takes one value's words: a sign and a number, a word, or strings to be joined.
  std::string value_text(int line) {
    std::string text;
    if (now().is('-')) {
      text = "-";
      ++at_;
    }
    if (now().kind == TokenKind::kString) {
      for (; now().kind == TokenKind::kString; ++at_) text += now().text + ' ';
    } else if (now().kind == TokenKind::kInteger || now().kind == TokenKind::kFloat ||
               (now().kind == TokenKind::kWord && (now().line == line || !at_name()))) {
      text += now().text;
      ++at_;
    }
    return text;
  }

  void scalar(Block& block, const FieldDescriptor& field, const std::string& path,
              int line) {
    const std::size_t start = at_;
    const std::string text = value_text(line);
    if (at_ == start) {
      spoil(line, path, "no value after the name", kind_text(field));
      if (!at_name() && now().kind != TokenKind::kEnd && !now().closes()) ++at_;
      return;
    }
    if (const std::string decimal = decimal_of(tokens_[at_ - 1]); !decimal.empty()) {
      const std::string sign = text.starts_with('-') ? "-" : "";
      spoil(line, path, "cannot be " + text + ": write " + sign + decimal,
            kind_text(field) + ", in decimal");
    } else if (!set_value(block.message, field, text)) {
      const std::string meant = nearest_choice(field, text);
      spoil(line, path,
            "cannot be " + text + (meant.empty() ? "" : "; did you mean " + meant + "?"),
            kind_text(field));
    } else {
      const auto* reflection = block.message.GetReflection();
      const std::string element =
          field.is_repeated()
              ? '[' + std::to_string(reflection->FieldSize(block.message, &field) - 1) +
                    ']'
              : "";
      out_.lines.emplace(path + element, line);
    }
    words_after(field, path, line, text);
  }

  // "3000 uA": a unit, or anything else, where the value should have ended.
  void words_after(const FieldDescriptor& field, const std::string& path, int line,
                   const std::string& value) {
    if (now().line != line || now().kind == TokenKind::kEnd || now().closes() ||
        now().is(',') || now().is(';') || at_name()) {
      return;
    }
    const Unit* written = find_unit(now().text);
    const Unit* wanted = unit_of(field.name());
    std::string nearest;
    if (written != nullptr && wanted != nullptr &&
        written->dimension == wanted->dimension) {
      nearest =
          number_text(std::strtod(value.c_str(), nullptr) * written->size / wanted->size);
    }
    report(line, path,
           "'" + now().text + "' after the value" +
               (written == nullptr ? "" : ": the unit is in the field's name"),
           kind_text(field), nearest);
    skip_line();
  }

  const Descriptor& root_;
  TextReading& out_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

TextReading read_text(const std::string& text, Message& message) {
  TextReading reading;
  Reader(text, *message.GetDescriptor(), reading).read_file(message);
  return reading;
}

int line_of(const TextReading& reading, const std::string& path) {
  for (std::string part = path; !part.empty();) {
    const auto found = reading.lines.find(part);
    if (found != reading.lines.end()) return found->second;
    const std::size_t end = part.find_last_of(".[");
    part.resize(end == std::string::npos ? 0 : end);
  }
  return 0;
}

}  // namespace homeostat::clinical_configs
