// From a person's text to a protobuf message, with the line of every field.
//
// Protobuf's own parser stops at the first mistake, and names the line of the word after
// it. This reader takes the text field by field: it hands each value to protobuf, and a
// field that fails costs nothing but itself. What protobuf accepts it reads alike
// (tests/clinical_configs/text_reader_test.cc).
// Knows no therapy: names, kinds and structure only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "clinical_configs/finding.h"

namespace google::protobuf {
class Message;
}

namespace homeostat::clinical_configs {

struct TextReading {
  std::vector<Finding> findings;
  // Path of every field that was read, lists by position: "limits.leads[0]" -> line.
  std::map<std::string, int> lines;
  // Fields that are there but could not be read: not to be called missing as well.
  std::set<std::string> spoiled;
  // False: a bracket is missing, so where fields belong is a guess.
  bool structured = true;
};

// Fills `message`, which must be empty, with all that can be read of `text`. Findings
// have no file yet.
TextReading read_text(const std::string& text, google::protobuf::Message& message);

// The line of `path`, or of the nearest enclosing field that has one; 0 if there is none.
int line_of(const TextReading& reading, const std::string& path);

}  // namespace homeostat::clinical_configs
