#include "clinical_configs/text_edit.h"

#include <sstream>
#include <vector>

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::TextFormat;

constexpr int kTab = 8;  // as protobuf's tokenizer counts columns

int count_of(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) return reflection.FieldSize(message, &field);
  return reflection.HasField(message, &field) ? 1 : 0;
}

// As protobuf writes one element, without its last line end.
std::string element_text(const Message& message, const FieldDescriptor& field, int index,
                         const std::string& indent) {
  std::string value;
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    TextFormat::PrintFieldValueToString(message, &field, field.is_repeated() ? index : -1,
                                        &value);
    return field.name() + ": " + value;
  }
  const Reflection& reflection = *message.GetReflection();
  const Message& part = field.is_repeated()
                            ? reflection.GetRepeatedMessage(message, &field, index)
                            : reflection.GetMessage(message, &field);
  TextFormat::PrintToString(part, &value);
  std::string text = field.name() + " {\n";
  std::istringstream lines(value);
  for (std::string line; std::getline(lines, line);) text += indent + "  " + line + '\n';
  return text + indent + '}';
}

std::string all_elements(const Message& message, const FieldDescriptor& field,
                         const std::string& indent) {
  std::string text;
  for (int i = 0; i < count_of(message, field); ++i) {
    if (i > 0) text += '\n' + indent;
    text += element_text(message, field, i, indent);
  }
  return text;
}

bool alike(const Message& from, const Message& to, const FieldDescriptor& field) {
  return all_elements(from, field, {}) == all_elements(to, field, {});
}

}  // namespace

std::size_t TextEdit::offset_of(int line, int column) const {
  std::size_t at = 0;
  for (int i = 0; i < line && at != std::string::npos; ++i) {
    at = text_.find('\n', at);
    if (at != std::string::npos) ++at;
  }
  if (at == std::string::npos) return at;
  for (int reached = 0; reached < column && at < text_.size(); ++at) {
    reached += text_[at] == '\t' ? kTab - reached % kTab : 1;
  }
  return at;
}

bool TextEdit::find(const Range& range, Span& span) {
  if (range.start.line < 0 || range.end.line < 0) return understood_ = false;
  span = {offset_of(range.start.line, range.start.column),
          offset_of(range.end.line, range.end.column)};
  const bool sane = span.begin < span.end && span.end <= text_.size();
  return sane || (understood_ = false);
}

std::string TextEdit::indent_at(std::size_t offset) const {
  const std::size_t line = offset == 0 ? 0 : text_.rfind('\n', offset - 1) + 1;
  const std::string before = text_.substr(line, offset - line);
  return before.find_first_not_of(" \t") == std::string::npos ? before : std::string();
}

// And the line it stands on, where nothing else does.
TextEdit::Span TextEdit::with_its_line(Span span) const {
  const std::size_t indent = indent_at(span.begin).size();
  const std::size_t rest = text_.find_first_not_of(" \t", span.end);
  const bool ends = rest == std::string::npos || text_[rest] == '\n';
  if (!ends || (span.begin > indent && text_[span.begin - indent - 1] != '\n')) {
    return span;
  }
  return {span.begin - indent, rest == std::string::npos ? text_.size() : rest + 1};
}

void TextEdit::exchange(const Locations& locations, const Message& from,
                        const Message& to, const std::string& name,
                        const std::string& after) {
  const FieldDescriptor& field = *from.GetDescriptor()->FindFieldByName(name);
  if (alike(from, to, field)) return;
  std::vector<Span> spans;
  for (int i = 0; i < count_of(from, field); ++i) {
    Span span;
    if (!find(locations.GetLocationRange(&field, field.is_repeated() ? i : -1), span)) {
      return;
    }
    spans.push_back(span);
  }
  const bool any = count_of(to, field) > 0;
  if (spans.empty()) {
    const FieldDescriptor& anchor = *from.GetDescriptor()->FindFieldByName(after);
    const int last = count_of(from, anchor) - 1;
    Span span;
    if (!find(locations.GetLocationRange(&anchor, anchor.is_repeated() ? last : -1),
              span)) {
      return;
    }
    const std::string indent = indent_at(span.begin);
    // Behind what takes the anchor's place, if something does.
    const std::string added = '\n' + indent + all_elements(to, field, indent);
    trailing_[after] += added;
    return;
  }
  const std::string indent = indent_at(spans.front().begin);
  for (std::size_t i = any ? 1 : 0; i < spans.size(); ++i) {
    const Span line = with_its_line(spans[i]);
    replacements_[line.begin] = {line.end, {}};
  }
  if (any) {
    replacements_[spans.front().begin] = {spans.front().end,
                                          all_elements(to, field, indent)};
  }
}

std::string TextEdit::text() const {
  std::string text;
  std::size_t at = 0;
  for (const auto& [begin, replacement] : replacements_) {
    if (begin < at) continue;
    text += text_.substr(at, begin - at) + replacement.text;
    at = replacement.end;
  }
  return text + text_.substr(at);
}

}  // namespace homeostat::clinical_configs
