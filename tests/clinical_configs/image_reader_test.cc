// The reader of single fields by itself: what fits is read, what does not is named, with
// the place, the bounds and the nearest value that would be right.
#include "controller/image_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace homeostat::controller {
namespace {

struct ImageReading : ::testing::Test {
  std::vector<ProgramFault> faults;
  ImageReader in{[](void* context, const ProgramFault& fault) {
                   static_cast<std::vector<ProgramFault>*>(context)->push_back(fault);
                 },
                 &faults};

  // Reads a text as nanopb keeps it, and says why not.
  std::string why_not(const std::string& text, std::size_t size = 8) {
    faults.clear();
    std::string kept = text + std::string(size, '\0');
    std::string out(size, 'x');
    in.read_text("name", true, kept.data(), size, out.data());
    read = out.c_str();
    return faults.empty() ? "" : faults[0].why;
  }
  std::string read;
};

std::string entered(int index) {
  ImagePath path;
  path.enter("contacts", index);
  return path.text().data();
}

TEST(ImagePathTest, NamesAPlaceInAListByItsNumber) {
  EXPECT_EQ("contacts", entered(-1));
  EXPECT_EQ("contacts[0]", entered(0));
  EXPECT_EQ("contacts[9]", entered(9));
  EXPECT_EQ("contacts[10]", entered(10));
  EXPECT_EQ("contacts[19]", entered(19));
  EXPECT_EQ("contacts[99]", entered(99));
}

TEST(ImagePathTest, PutsADotBetweenNamesAndTakesThemBack) {
  ImagePath path;
  path.enter("a", -1);
  EXPECT_EQ(1U, path.length());
  path.enter("b", 1);
  EXPECT_STREQ("a.b[1]", path.text().data());
  path.leave(1);
  EXPECT_STREQ("a", path.text().data());
  EXPECT_EQ((std::array<char, 80>{'a'}), path.text());
  path.leave(1);
  EXPECT_EQ(1U, path.length());
}

TEST(ImagePathTest, CutsWhatDoesNotFitAndStillEnds) {
  ImagePath path;
  const std::string name(200, 'n');
  path.enter(name.c_str(), 1);
  EXPECT_EQ(name.substr(0, 79), path.text().data());
  EXPECT_EQ(79U, path.length());
}

TEST_F(ImageReading, Saf170_ATextIsAtLeastOneCharacterOfPlainAscii) {
  for (const char* good : {"a", " ", "~", "seven c"}) {
    EXPECT_EQ("", why_not(good)) << good;
    EXPECT_EQ(good, read);
  }
  EXPECT_EQ("empty, or not plain ASCII", why_not(""));
  for (const char* bad : {"\x7f", "\x1f", "\xc3\xa9", "\xff"}) {
    EXPECT_EQ("empty, or not plain ASCII", why_not(bad));
    EXPECT_EQ("too long, or not plain ASCII", why_not(std::string("a") + bad));
    EXPECT_EQ("a", read);
  }
  EXPECT_EQ("too long, or not plain ASCII", why_not("eight ch"));
  EXPECT_EQ("eight c", read);
}

TEST_F(ImageReading, Saf170_AnAbsentTextIsNotRead) {
  std::string out = "kept";
  in.read_text("name", false, "other", 6, out.data());
  EXPECT_EQ("kept", out);
  ASSERT_EQ(1U, faults.size());
  EXPECT_STREQ("missing", faults[0].why);
}

TEST_F(ImageReading, Saf170_AFaultTellsValueBoundsAndTheNearestOfThem) {
  const auto nearest = [&](double value) {
    faults.clear();
    in.fault("field", "because", value, -2.0, 3.0);
    EXPECT_EQ(value, faults[0].value);
    EXPECT_EQ(-2.0, faults[0].lowest);
    EXPECT_EQ(3.0, faults[0].highest);
    EXPECT_STREQ("field", faults[0].field.data());
    return faults[0].nearest;
  };
  EXPECT_EQ(-2.0, nearest(-3.0));
  EXPECT_EQ(1.0, nearest(1.0));
  EXPECT_EQ(3.0, nearest(4.0));
  EXPECT_FALSE(in.ok());
}

TEST_F(ImageReading, Saf170_NothingIsNearToAChoiceThatIsNone) {
  in.choice("field", "because", 4.0, -2.0, 3.0);
  ASSERT_EQ(1U, faults.size());
  EXPECT_EQ(4.0, faults[0].value);
  EXPECT_EQ(-2.0, faults[0].lowest);
  EXPECT_EQ(3.0, faults[0].highest);
  EXPECT_EQ(4.0, faults[0].nearest);
  EXPECT_STREQ("because", faults[0].why);
  EXPECT_STREQ("field", faults[0].field.data());
  EXPECT_FALSE(in.ok());
}

TEST_F(ImageReading, Saf170_WhoeverHasNobodyToTellKnowsOfAFaultAllTheSame) {
  ImageReader silent(nullptr, nullptr);
  EXPECT_TRUE(silent.ok());
  silent.fault("field", "because");
  EXPECT_FALSE(silent.ok());
}

TEST_F(ImageReading, Saf170_TruthAndNumbersWithAPointAreReadWhereTheyArePresent) {
  bool truth = false;
  in.read(ImageField<bool>{"truth", true, true}, truth);
  EXPECT_TRUE(truth);
  in.read(ImageField<bool>{"truth", false, false}, truth);
  EXPECT_TRUE(truth);
  float number = 0.0F;
  for (const float value : {-1.5F, 3.4e38F, 1e-45F}) {
    in.read(ImageField<float>{"number", true, value}, number);
    EXPECT_EQ(value, number);
  }
  EXPECT_EQ(1U, faults.size());
  in.read(ImageField<float>{"number", false, 2.0F}, number);
  EXPECT_EQ(1e-45F, number);
  EXPECT_EQ(2U, faults.size());
}

}  // namespace
}  // namespace homeostat::controller
