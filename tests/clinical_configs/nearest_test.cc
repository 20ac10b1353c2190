// Laws of advice: whoever writes the nearest safe value that was told is not refused for
// it, and whoever goes on doing so comes to a file that is accepted.
#include <gtest/gtest.h>

#include <cmath>
#include <regex>
#include <set>

#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

std::string leaf_of(const std::string& path) {
  return path.substr(path.rfind('.') + 1);  // npos + 1 is 0
}

// The file with another number in that line; as it was where the line has no such field.
std::string with_number(const std::string& text, int line, const std::string& leaf,
                        const std::string& number) {
  std::vector<std::string> lines = lines_of(text);
  std::string& written = lines.at(static_cast<std::size_t>(line) - 1);
  written = std::regex_replace(written, std::regex("\\b" + leaf + ": *-?[0-9a-z.]+"),
                               leaf + ": " + number);
  std::string joined;
  for (const std::string& each : lines) joined += each + '\n';
  return joined;
}

std::string number_in(const std::string& nearest) {
  return nearest.substr(0, nearest.find(' '));
}

bool refuses(const std::vector<Finding>& findings, const std::string& field) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.field == field && finding.severity == Severity::kError;
  });
}

struct Place {
  int line;
  std::string leaf;
};

// Every number of a file, but of lists of alike parts the first only.
std::vector<Place> numbers_in(const std::string& text) {
  std::vector<Place> places;
  std::map<std::string, int> seen;
  const std::regex number("^ *([a-z_0-9]+): *-?[0-9.]+ *(#.*)?$");
  int line = 0;
  for (const std::string& written : lines_of(text)) {
    ++line;
    std::smatch match;
    if (!std::regex_match(written, match, number)) continue;
    if (++seen[match[1]] <= 2) places.push_back({line, match[1]});
  }
  return places;
}

// Each error's nearest value, written in its place, must not be refused there.
void expect_each_nearest_accepted(const std::string& text) {
  for (const Finding& finding : Written::text(text).check()) {
    if (finding.severity != Severity::kError || finding.nearest.empty()) continue;
    const std::string number = number_in(finding.nearest);
    ASSERT_TRUE(std::isfinite(std::stod(number))) << to_line(finding);
    const std::string leaf = leaf_of(finding.field);
    const std::string mended = with_number(text, finding.line, leaf, number);
    if (mended == text) continue;  // a list, or a field that is not there
    EXPECT_FALSE(refuses(Written::text(mended).check(), finding.field))
        << to_line(finding);
  }
}

class NearestLaw : public ::testing::TestWithParam<const char*> {};

TEST_P(NearestLaw, WrittenIsNotRefusedWhateverWasWrong) {
  const std::string text = Written(GetParam()).text();
  for (const Place& place : numbers_in(text)) {
    for (const char* number : {"-2000", "0", "1", "2", "200", "25000", "1000000000"}) {
      SCOPED_TRACE(place.leaf + ": " + number);
      expect_each_nearest_accepted(with_number(text, place.line, place.leaf, number));
    }
  }
}

TEST_P(NearestLaw, IsNeverANumberThatIsNone) {
  const std::string text = Written(GetParam()).text();
  for (const Place& place : numbers_in(text)) {
    for (const char* number : {"nan", "inf", "-inf"}) {
      SCOPED_TRACE(place.leaf + ": " + number);
      const std::string spoiled = with_number(text, place.line, place.leaf, number);
      for (const Finding& finding : Written::text(spoiled).check()) {
        EXPECT_EQ(finding.nearest.find("nan"), std::string::npos) << to_line(finding);
        EXPECT_EQ(finding.nearest.find("inf"), std::string::npos) << to_line(finding);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shipped, NearestLaw,
                         ::testing::Values("epilepsy/responsive", "epilepsy/open_loop",
                                           "patients/temporal_lobe"),
                         [](const auto& shipped) {
                           const std::string name = shipped.param;
                           return name.substr(name.find('/') + 1);
                         });

// Writes the nearest value of one error after another; the last findings.
std::vector<Finding> after_taking_advice(std::string text) {
  std::vector<Finding> findings;
  for (int step = 0; step < 20; ++step) {
    findings = Written::text(text).check();
    const auto told = std::find_if(findings.begin(), findings.end(), [](const auto& f) {
      return f.severity == Severity::kError && !f.nearest.empty();
    });
    if (told == findings.end()) break;
    text = with_number(text, told->line, leaf_of(told->field), number_in(told->nearest));
  }
  return findings;
}

TEST(Nearest, TakenStepByStepLeadsToAnAcceptedProgram) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"amplitude_ua: 2000", "amplitude_ua: 2"},
      {"amplitude_ua: 2000", "amplitude_ua: -2000"},
      {"amplitude_ua: 2000", "amplitude_ua: 0"},
      {"amplitude_ua: 2000", "amplitude_ua: 25000"},
      {"pulse_width_us: 160", "pulse_width_us: 1"},
      {"pulse_width_us: 160", "pulse_width_us: 100000"},
      {"period_us: 5000", "period_us: 200"},
      {"period_us: 5000", "period_us: 0"},
      {"duration_ms: 100", "duration_ms: 0"},
      {"pause_ms: 500", "pause_ms: 99999"},
      {"min_impedance_ohm: 250", "min_impedance_ohm: 25000"},
      {"min_pulse_width_us: 40", "min_pulse_width_us: 300"},
      {"max_pulse_width_us: 240", "max_pulse_width_us: 10"},
      {"max_sum_amplitude_ua: 6000", "max_sum_amplitude_ua: 1000"},
      {"compliance_mv: 11000", "compliance_mv: 11"},
      {"sample_rate_hz: 250", "sample_rate_hz: 1000000000"},
      {"max_burst_ms: 250", "max_burst_ms: 1"},
      {"battery_floor_mv: 2500", "battery_floor_mv: 2"},
  };
  for (const auto& [from, to] : mistakes) {
    Written file = responsive();
    file.with(from, to);
    ASSERT_TRUE(refused(file.check())) << to;
    const std::vector<Finding> findings = after_taking_advice(file.text());
    EXPECT_FALSE(refused(findings)) << to << ::testing::PrintToString(words_of(findings));
  }
}

}  // namespace
}  // namespace homeostat::clinical_configs
