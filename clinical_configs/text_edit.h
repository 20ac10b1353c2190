// Fields of a message exchanged in its text, everything else left as a person wrote it.
//
// Protobuf writes no comments; this keeps them by putting new text where protobuf's
// parser says that a field stood. Knows no therapy. Whoever calls parses the result and
// compares: what a text can look like is wider than what is understood here.
#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <map>
#include <string>

namespace homeostat::clinical_configs {

class TextEdit {
 public:
  using Locations = google::protobuf::TextFormat::ParseInfoTree;

  explicit TextEdit(std::string text) : text_(std::move(text)) {}

  // Puts what `to` has in `field` where `from` had it; nothing where they are alike.
  // Where only values differ, value by value, each without the comment behind it, which
  // spoke of the old one. Else all elements of a list stand where its first one stood.
  // Where `from` had none, after `after`, a field that it had once and that stays.
  void exchange(const Locations& locations, const google::protobuf::Message& from,
                const google::protobuf::Message& to, const std::string& field,
                const std::string& after = {});

  // False once a field was not found where it should be.
  bool understood() const { return understood_; }

  // All exchanges made.
  std::string text() const;

 private:
  struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  using Range = google::protobuf::TextFormat::ParseLocationRange;

  std::size_t offset_of(int line, int column) const;
  bool find(const Range& range, Span& span);
  void exchange_all_of(const Locations& locations, const google::protobuf::Message& from,
                       const google::protobuf::Message& to);
  bool exchange_values(const Locations& locations, const google::protobuf::Message& from,
                       const google::protobuf::Message& to,
                       const google::protobuf::FieldDescriptor& field);
  std::string indent_at(std::size_t offset) const;
  std::size_t end_of_line(std::size_t offset) const;
  Span with_its_line(Span span) const;

  struct Replacement {
    std::size_t end = 0;
    std::string text;
  };

  std::string text_;
  std::map<std::size_t, Replacement> replacements_;  // by where they begin; apart
  bool understood_ = true;
};

}  // namespace homeostat::clinical_configs
