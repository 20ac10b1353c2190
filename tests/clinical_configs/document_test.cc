// Files that are no programs at all: one clear line, and never a crash.
#include "clinical_configs/document.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

TEST(Document, AFileThatIsNotThereIsOneLine) {
  const std::vector<Finding> findings = check_file("no/such/file.textproto");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(to_line(findings[0]),
            "no/such/file.textproto: no such file; allowed a program, patient or device "
            "profile in "
            "protobuf's text form");
}

TEST(Document, AFolderIsOneLine) {
  const std::vector<Finding> findings = check_file(::testing::TempDir());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].what, "a folder, not a file");
}

TEST(Document, AnEmptyFileIsOneLine) {
  EXPECT_EQ(Written::text("").only_finding().what, "empty");
}

TEST(Document, AFileOfCommentsLacksEverything) {
  const std::vector<Finding> findings = Written::text("# nothing yet\n").check();
  EXPECT_TRUE(refused(findings));
  for (const Finding& finding : findings) EXPECT_EQ(finding.what, "missing");
}

TEST(Document, TheLargestFileIsReadAndOneByteMoreIsRefused) {
  std::string padded = responsive().text();
  padded.append(kMaxDocumentBytes - padded.size(), '\n');
  EXPECT_EQ(words_of(Written::text(padded).check()), std::vector<std::string>{});
  EXPECT_EQ(Written::text(padded + '\n').only_finding().what,
            "larger than 256 KiB, which nobody wrote by hand");
}

TEST(Document, ControlCharactersAreToldAtTheirLine) {
  const Finding finding =
      Written::text(std::string("name: \"a\"\n\0x", 12)).only_finding();
  EXPECT_EQ(finding.line, 2);
  EXPECT_EQ(finding.what, "not text: holds control characters");
}

TEST(Document, AByteOrderMarkIsOneClearLine) {
  const Finding finding =
      Written::text("\xEF\xBB\xBF" + responsive().text()).only_finding();
  EXPECT_EQ(finding.line, 1);
  EXPECT_NE(finding.what.find("save it as UTF-8 without BOM"), std::string::npos)
      << finding.what;
}

TEST(Document, RandomBytesAreRefusedInAtMostAHundredLines) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::string bytes;
    // Every other round without control characters, so that the text is really read.
    const int lowest = round % 2 == 0 ? 0 : ' ';
    for (int i = 0; i < 2000; ++i) {
      bytes += static_cast<char>(lowest + static_cast<int>(random() % (256U - 32U)));
    }
    const std::vector<Finding> findings = Written::text(bytes).check();
    EXPECT_TRUE(refused(findings));
    EXPECT_LE(findings.size(), 101U);
  }
}

TEST(Document, AThousandMistakesEndInACount) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "zzz" + std::to_string(i) + ": 1\n";
  const std::vector<Finding> findings = Written::text(text).check();
  ASSERT_EQ(findings.size(), 101U);
  EXPECT_TRUE(findings.back().what.ends_with("more findings")) << findings.back().what;
}

TEST(Document, DeepNestingIsSkipped) {
  EXPECT_TRUE(refused(Written::text("a" + std::string(100'000, '{')).check()));
  EXPECT_TRUE(refused(Written::text(std::string(100'000, '[')).check()));
}

}  // namespace
}  // namespace homeostat::clinical_configs
