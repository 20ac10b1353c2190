// The reader against protobuf's own parser: what protobuf accepts is read alike, and what
// it refuses is never found faultless.
#include "clinical_configs/text_reader.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <random>

#include "clinical_configs/therapy_program.pb.h"
#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

class Silent final : public google::protobuf::io::ErrorCollector {
  void AddError(int, int, const std::string&) override {}
};

bool protobuf_reads(const std::string& text, config::TherapyProgram& message) {
  Silent silent;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&silent);
  return parser.ParseFromString(text, &message);
}

// One change that a slip of the hand makes.
std::string slip(const std::string& text, std::mt19937& random) {
  std::string changed = text;
  const std::size_t at = random() % text.size();
  const std::size_t length = 1 + random() % 12;
  const std::string kMarks = "{}[]<>:,;#\"'-.0 \nax";
  switch (random() % 5) {
    case 0:
      return changed.erase(at, length);
    case 1:
      return changed.insert(at, 1, kMarks[random() % kMarks.size()]);
    case 2:
      changed[at] = kMarks[random() % kMarks.size()];
      return changed;
    case 3:  // written twice
      return changed.insert(at, text.substr(at, length * 8));
    default:  // moved
      return changed.erase(at, length)
          .insert(random() % changed.size(), text.substr(at, length));
  }
}

void expect_agreement(const std::string& text) {
  config::TherapyProgram theirs;
  const bool accepted = protobuf_reads(text, theirs);
  config::TherapyProgram ours;
  const TextReading reading = read_text(text, ours);
  if (accepted) {
    // Numbers that no enumeration has are the one thing protobuf takes and we do not.
    if (!reading.findings.empty() && reading.findings[0].what.starts_with("cannot be")) {
      return;
    }
    EXPECT_EQ(words_of(reading.findings), std::vector<std::string>{});
    EXPECT_EQ(ours.SerializeAsString(), theirs.SerializeAsString());
  } else if (reading.findings.empty()) {
    // Left to the last check of a file, which asks protobuf itself.
    EXPECT_TRUE(refused(Written::text(text).check()));
  }
}

TEST(TextReader, AgreesWithProtobufOnShippedPrograms) {
  for (const char* name : {"epilepsy/responsive", "epilepsy/open_loop",
                           "epilepsy/adaptive", "replay/scalp"}) {
    config::TherapyProgram message;
    EXPECT_TRUE(protobuf_reads(Written(name).text(), message));
    expect_agreement(Written(name).text());
  }
}

TEST(TextReader, AgreesWithProtobufOnSlipsOfTheHand) {
  std::mt19937 random(7);
  const std::string text = responsive().text();
  for (int round = 0; round < 3000; ++round) {
    SCOPED_TRACE(round);
    expect_agreement(slip(text, random));
  }
}

TEST(TextReader, SlipsNeverCrashTheWholeCheck) {
  std::mt19937 random(11);
  for (const std::string& text : {responsive().text(), patient().text()}) {
    for (int round = 0; round < 300; ++round) {
      for (const Finding& finding : Written::text(slip(text, random)).check()) {
        EXPECT_GE(finding.line, 0);
        EXPECT_EQ(to_line(finding).find('\n'), std::string::npos) << to_line(finding);
      }
    }
  }
}

TEST(TextReader, LinesAreThoseOfTheFieldsNames) {
  config::TherapyProgram message;
  const TextReading reading = read_text(
      "name:\n  \"a\"\nlimits {\n  leads: [NO_LEAD,\n    STRIP_DISC_318]\n}\n"
      "biomarkers { channels { label: \"x\" }\n  channels {\n } }\n",
      message);
  EXPECT_EQ(words_of(reading.findings), std::vector<std::string>{});
  EXPECT_EQ(line_of(reading, "name"), 1);
  EXPECT_EQ(line_of(reading, "limits.leads[0]"), 4);
  EXPECT_EQ(line_of(reading, "limits.leads[1]"), 5);
  EXPECT_EQ(line_of(reading, "biomarkers.channels[0].label"), 7);
  EXPECT_EQ(line_of(reading, "biomarkers.channels[1].label"), 8);  // absent: its channel
  EXPECT_EQ(line_of(reading, "limits.max_amplitude_ua"), 3);
  EXPECT_EQ(line_of(reading, "policy"), 0);
}

}  // namespace
}  // namespace homeostat::clinical_configs
