#include "clinical_configs/text_edit.h"

#include <algorithm>
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

const Message& part_of(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, index)
                             : reflection.GetMessage(message, &field);
}

// Protobuf's index of an element; a field that is no list has -1.
int index_of(const FieldDescriptor& field, int element) {
  return field.is_repeated() ? element : -1;
}

// As protobuf writes one element, without its last line end.
std::string element_text(const Message& message, const FieldDescriptor& field, int index,
                         const std::string& indent) {
  std::string value;
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    TextFormat::PrintFieldValueToString(message, &field, index_of(field, index), &value);
    return field.name() + ": " + value;
  }
  TextFormat::PrintToString(part_of(message, field, index), &value);
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

// As many elements everywhere: nothing but values can differ.
bool of_one_shape(const Message& from, const Message& to) {
  const google::protobuf::Descriptor& type = *from.GetDescriptor();
  for (int f = 0; f < type.field_count(); ++f) {
    const FieldDescriptor& field = *type.field(f);
    const int count = count_of(from, field);
    if (count != count_of(to, field)) return false;
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    for (int i = 0; i < count; ++i) {
      if (!of_one_shape(part_of(from, field, i), part_of(to, field, i))) return false;
    }
  }
  return true;
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

// Behind a comment that stands there; where something else does, `offset` itself.
std::size_t TextEdit::end_of_line(std::size_t offset) const {
  const std::size_t end = std::min(text_.find('\n', offset), text_.size());
  const std::size_t next = text_.find_first_not_of(" \t", offset);
  return next >= end || text_[next] == '#' ? end : offset;
}

void TextEdit::exchange_all_of(const Locations& locations, const Message& from,
                               const Message& to) {
  const google::protobuf::Descriptor& type = *from.GetDescriptor();
  for (int f = 0; f < type.field_count(); ++f) {
    exchange(locations, from, to, type.field(f)->name());
  }
}

// False where more than values differ.
bool TextEdit::exchange_values(const Locations& locations, const Message& from,
                               const Message& to, const FieldDescriptor& field) {
  const int count = count_of(from, field);
  if (count == 0 || count != count_of(to, field)) return false;
  const bool message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  for (int i = 0; message && i < count; ++i) {
    if (!of_one_shape(part_of(from, field, i), part_of(to, field, i))) return false;
    if (locations.GetTreeForNested(&field, index_of(field, i)) == nullptr) return false;
  }
  for (int i = 0; i < count; ++i) {
    if (message) {
      exchange_all_of(*locations.GetTreeForNested(&field, index_of(field, i)),
                      part_of(from, field, i), part_of(to, field, i));
      continue;
    }
    const std::string now = element_text(to, field, i, {});
    if (element_text(from, field, i, {}) == now) continue;
    Span span;
    if (!find(locations.GetLocationRange(&field, index_of(field, i)), span)) return true;
    replacements_[span.begin] = {end_of_line(span.end), now};
  }
  return true;
}

void TextEdit::exchange(const Locations& locations, const Message& from,
                        const Message& to, const std::string& name,
                        const std::string& after) {
  const FieldDescriptor& field = *from.GetDescriptor()->FindFieldByName(name);
  if (alike(from, to, field) || exchange_values(locations, from, to, field)) return;
  std::vector<Span> spans;
  for (int i = 0; i < count_of(from, field); ++i) {
    Span span;
    if (!find(locations.GetLocationRange(&field, index_of(field, i)), span)) {
      return;
    }
    spans.push_back(span);
  }
  const bool any = count_of(to, field) > 0;
  if (spans.empty()) {
    const FieldDescriptor& anchor = *from.GetDescriptor()->FindFieldByName(after);
    const int last = count_of(from, anchor) - 1;
    Span span;
    if (!find(locations.GetLocationRange(&anchor, index_of(anchor, last)), span)) {
      return;
    }
    const std::string indent = indent_at(span.begin);
    const std::size_t at = end_of_line(span.end);
    replacements_[at] = {at, '\n' + indent + all_elements(to, field, indent)};
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
