#include "controller/program_findings.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

struct ProgramFindingsTest : ::testing::Test {
  std::vector<ProgramFault> told;
  ProgramFindings findings{
      [](void* context, const ProgramFault& fault) {
        static_cast<std::vector<ProgramFault>*>(context)->push_back(fault);
      },
      &told};
};

TEST(FieldPath, IsPutTogetherFromNamesAndNumbers) {
  const FieldPath path = ((FieldPath("a") / "list")[3] / "deep")[12] / "end_us";
  EXPECT_STREQ("a.list[3].deep[12].end_us", path.text().data());
  EXPECT_STREQ("root", (FieldPath() / "root").text().data());
  EXPECT_STREQ("con", FieldPath("contacts", 3).text().data());
}

TEST(FieldPath, ThatIsTooLongIsCutAndStillEnds) {
  FieldPath path("0123456789");
  for (int i = 0; i < 20; ++i) path = (path / "0123456789")[10];
  EXPECT_EQ(79U, std::string(path.text().data()).size());
}

TEST_F(ProgramFindingsTest, ARuleRefusesAndAdviceDoesNot) {
  findings.require(true, FieldPath("a"), "fine");
  findings.range(FieldPath("a"), 1.0, 0.0, 1.0, "fine");
  EXPECT_TRUE(told.empty());
  findings.require(false, FieldPath("b"), "not so good", Weight::kAdvice);
  findings.range(FieldPath("c"), 2.0, 0.0, 1.0, "not so good", Weight::kAdvice);
  EXPECT_TRUE(findings.none());
  findings.require(false, FieldPath("d"), "bad");
  EXPECT_FALSE(findings.none());
  findings.require(false, FieldPath("e"), "not so good", Weight::kAdvice);
  EXPECT_FALSE(findings.none());
  EXPECT_EQ(4U, told.size());
  EXPECT_STREQ("c", told[1].field.data());
  EXPECT_EQ(1.0, told[1].nearest);
}

TEST_F(ProgramFindingsTest, TimesAreComparedToTheMicrosecondAndToldInTheFieldsUnit) {
  const struct {
    const char* field;
    double value, lowest, highest;
  } units[] = {{"x_us", 1'000'499, 1'000'500, 2'000'500},
               {"x_ms", 1000.499, 1001, 2000},
               {"x_s", 1.000499, 2, 2}};
  for (const auto& unit : units) {
    told.clear();
    const FieldPath field(unit.field);
    findings.span(field, Microseconds(1'000'500), 1'000'500_us, 2'000'500_us, "");
    findings.span(field, Microseconds(2'000'500), 1'000'500_us, 2'000'500_us, "");
    EXPECT_TRUE(told.empty());
    findings.span(field, Microseconds(1'000'499), 1'000'500_us, 2'000'500_us, "");
    findings.span(field, Microseconds(2'000'501), 1'000'500_us, 2'000'500_us, "");
    ASSERT_EQ(2U, told.size()) << unit.field;
    EXPECT_DOUBLE_EQ(unit.value, told[0].value);
    EXPECT_EQ(unit.lowest, told[0].lowest);
    EXPECT_EQ(unit.highest, told[0].highest);
    EXPECT_EQ(unit.lowest, told[0].nearest);
    EXPECT_EQ(unit.highest, told[1].nearest);
  }
}

TEST_F(ProgramFindingsTest, BoundsBelowZeroRoundInwardsToo) {
  findings.span(FieldPath("x_ms"), 5_us, Microseconds(-1500), Microseconds(-500), "");
  EXPECT_EQ(-1.0, told[0].lowest);
  EXPECT_EQ(-1.0, told[0].highest);
}

TEST_F(ProgramFindingsTest, SafetysContactsAreCountedByTheirNumber) {
  findings.add({.field = "limits.configurations[3].contacts.worst_case_share_permille",
                .index = 16,
                .value = 2,
                .lowest = 0,
                .highest = 1,
                .why = "share"});
  findings.add({.field = "limits.configurations[0].contacts",
                .index = 0,
                .value = 2,
                .highest = 1,
                .why = "polarity"});
  findings.add({.field = "limits.configurations[0].contacts",
                .value = 2,
                .highest = 1,
                .why = "sum"});
  EXPECT_STREQ("limits.configurations[3].contacts[16].worst_case_share_permille",
               told[0].field.data());
  EXPECT_STREQ("limits.configurations[0].contacts[0]", told[1].field.data());
  EXPECT_STREQ("limits.configurations[0].contacts", told[2].field.data());
}

TEST_F(ProgramFindingsTest, AnyNumberIsGoodFromBoundToBoundAndNoOther) {
  for (const double good : {-1.0, 0.0, 2.0}) {
    findings.range(FieldPath("a"), good, -1.0, 2.0, "range");
    findings.choice(FieldPath("a"), good, -1.0, 2.0, "choice");
  }
  EXPECT_TRUE(told.empty());
  for (const double bad : {-1.5, 2.5, std::nan("")}) {
    told.clear();
    findings.range(FieldPath("a"), bad, -1.0, 2.0, "range");
    findings.choice(FieldPath("b"), bad, -1.0, 2.0, "choice");
    ASSERT_EQ(2U, told.size()) << bad;
    EXPECT_EQ(bad > 2.0 ? 2.0 : -1.0, told[0].nearest);
    EXPECT_STREQ("b", told[1].field.data());
    EXPECT_STREQ("choice", told[1].why);
    EXPECT_EQ(-1.0, told[1].lowest);
    EXPECT_EQ(2.0, told[1].highest);
    EXPECT_EQ(std::isnan(bad), std::isnan(told[1].nearest));
    EXPECT_TRUE(std::isnan(bad) || told[1].nearest == bad);  // a choice is not mended
  }
  EXPECT_FALSE(findings.none());
}

// Nothing is safe between them; what is told is the bound that was broken.
TEST_F(ProgramFindingsTest, OfBoundsThatCrossTheLowerIsToldWhereItIsBroken) {
  findings.range(FieldPath("a"), 1.0, 2.0, 1.0, "");
  findings.span(FieldPath("a_us"), 1_us, 2_us, 1_us, "");
  ASSERT_EQ(2U, told.size());
  EXPECT_EQ(2.0, told[0].nearest);
  EXPECT_EQ(2.0, told[1].nearest);
}

TEST_F(ProgramFindingsTest, ATimeMayBeAdviceToo) {
  findings.span(FieldPath("a_us"), 3_us, 1_us, 2_us, "", Weight::kAdvice);
  EXPECT_TRUE(findings.none());
  findings.span(FieldPath("a_us"), 3_us, 1_us, 2_us, "");
  EXPECT_FALSE(findings.none());
}

TEST_F(ProgramFindingsTest, BoundsOfWholeUnitsAreToldAsTheyAre) {
  findings.span(FieldPath("x_ms"), 1_us, 2_ms, 3_ms, "");
  EXPECT_EQ(2.0, told[0].lowest);
  EXPECT_EQ(3.0, told[0].highest);
}

TEST_F(ProgramFindingsTest, ANameTooShortForAUnitIsInSeconds) {
  for (const char* field : {"", "x", "ms", "_s"}) {
    findings.span(FieldPath(field), 3_s, 1_s, 2_s, "");
    EXPECT_EQ(3.0, told.back().value) << field;
  }
  findings.span(FieldPath("_ms"), 3_s, 1_s, 2_s, "");
  EXPECT_EQ(3000.0, told.back().value);
}

TEST_F(ProgramFindingsTest, ANumberStandsBehindTheListOrElseAtTheEnd) {
  const struct {
    const char *field, *path;
  } each[] = {{"contacts.share", "contacts[7].share"},
              {"a.ccontacts.share", "a.ccontacts[7].share"},
              {"a.xontacts.share", "a.xontacts.share[7]"},
              {"ontacts.share", "ontacts.share[7]"},
              {"leads\0.contacts.share", "leads[7]"}};
  for (const auto& one : each) {
    findings.add({.field = one.field, .index = 7, .value = 2, .highest = 1, .why = ""});
    EXPECT_STREQ(one.path, told.back().field.data());
  }
}

TEST(Sums, StayAtTheEndOfTheScale) {
  constexpr Microseconds kMost(INT64_MAX);
  constexpr Microseconds kLeast(INT64_MIN);
  EXPECT_EQ(3_us, plus(1_us, 2_us));
  EXPECT_EQ(kMost, plus(kMost, 1_us));
  EXPECT_EQ(kLeast, plus(kLeast, Microseconds(-1)));
  EXPECT_EQ(Microseconds(-1), minus(1_us, 2_us));
  EXPECT_EQ(kMost, minus(kMost, Microseconds(-1)));
  EXPECT_EQ(kLeast, minus(kLeast, 1_us));
  EXPECT_EQ(6_us, times(3, 2_us));
  EXPECT_EQ(kMost, times(2, kMost));
  EXPECT_EQ(kLeast, times(-2, kMost));
  EXPECT_EQ(kLeast, times(2, kLeast));
  EXPECT_EQ(kMost, times(-2, kLeast));
}

TEST(Texts, ArePrintableAndEnd) {
  EXPECT_TRUE(is_text(std::array<char, 4>{'a', ' ', '~'}));
  EXPECT_FALSE(is_text(std::array<char, 4>{}));
  EXPECT_FALSE(is_text(std::array<char, 4>{'a', '\t'}));
  EXPECT_FALSE(is_text(std::array<char, 4>{'a', '\x7F'}));
  EXPECT_FALSE(is_text(std::array<char, 4>{'a', 'b', 'c', 'd'}));
}

}  // namespace
}  // namespace homeostat::controller::testing
