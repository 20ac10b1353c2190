// What the `rns` profile can be told, and the charge that its device refuses.
#include "biomarkers/rns_rules.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/biomarkers/rns_bench.h"

namespace homeostat::biomarkers {
namespace {

using Fields = std::vector<std::string>;

Fields faults(const RnsSettings& settings) {
  Fields fields;
  const auto note = [](void* context, const ProfileFault& fault) {
    std::string field;
    const auto part = [&](const char* name, std::size_t index) {
      if (name == nullptr) return;
      field += name;
      if (index != kNoIndex) field += '[' + std::to_string(index) + ']';
      field += '.';
    };
    part(fault.list, fault.index);
    part(fault.inner, fault.inner_index);
    static_cast<Fields*>(context)->push_back(field +
                                             (fault.name == nullptr ? "" : fault.name));
  };
  const bool good = validate(settings, note, &fields);
  EXPECT_EQ(good, fields.empty());
  return fields;
}

const std::string kBurst = "therapies[0].bursts[0].";

Fields with_burst(double amplitude_ma, double pulse_width_us) {
  RnsSettings s = with_therapies(1);
  s.therapies[0].bursts[0].amplitude_ma = amplitude_ma;
  s.therapies[0].bursts[0].pulse_width_us = pulse_width_us;
  return faults(s);
}

// The vectors of the shared reference: 24.06 and 24.96 uC/cm2 are allowed, 25.11 is not.
TEST(RnsRules, Saf250_MoreThan25MicrocoulombsPerSquareCentimetreAreRefused) {
  EXPECT_EQ(with_burst(12, 160), Fields{});
  EXPECT_EQ(with_burst(12, 166), Fields{});
  EXPECT_EQ(with_burst(12, 167), Fields{kBurst + "amplitude_ma"});
  EXPECT_EQ(with_burst(1.994, 1000), Fields{});
  EXPECT_EQ(with_burst(1.995, 1000), Fields{kBurst + "amplitude_ma"});
}

TEST(RnsRules, Saf250_TheMostCurrentIsToldByLeadAndWidth) {
  EXPECT_NEAR(rns_most_ma(safety::LeadModel::kDepthRing127x200, 1000), 1.9949, 1e-4);
  EXPECT_NEAR(rns_most_ma(safety::LeadModel::kDepthRing127x200, 160), 12.468, 1e-3);
  EXPECT_LT(rns_most_ma(safety::LeadModel::kStripDisc318, 160),
            rns_most_ma(safety::LeadModel::kDepthRing127x200, 160));
  EXPECT_EQ(rns_most_ma(safety::LeadModel::kNone, 160), 0.0);
  EXPECT_EQ(rns_most_ma(safety::LeadModel::kDepthRing127x200, 0.0), 0.0);
  EXPECT_EQ(rns_most_ma(safety::LeadModel::kDepthRing127x200, std::nan("")), 0.0);
}

TEST(RnsRules, ATherapyWithoutALeadIsRefused) {
  RnsSettings s = with_therapies(1);
  s.lead = safety::LeadModel::kNone;
  EXPECT_EQ(faults(s).front(), "lead");
}

TEST(RnsRules, BurstsKeepTheRangesOfTheirOwnProfile) {
  const auto with = [](double RnsBurstSettings::*field, double value) {
    RnsSettings s = with_therapies(2);
    s.therapies[1].bursts[0].*field = value;
    return faults(s);
  };
  const std::string burst = "therapies[1].bursts[0].";
  EXPECT_EQ(with(&RnsBurstSettings::amplitude_ma, 0.5), Fields{});
  EXPECT_EQ(with(&RnsBurstSettings::amplitude_ma, 0.49), Fields{burst + "amplitude_ma"});
  EXPECT_EQ(with(&RnsBurstSettings::amplitude_ma, 12.1), Fields{burst + "amplitude_ma"});
  EXPECT_EQ(with(&RnsBurstSettings::pulse_width_us, 39),
            Fields{burst + "pulse_width_us"});
  EXPECT_EQ(with(&RnsBurstSettings::rate_hz, 333), Fields{});
  EXPECT_EQ(with(&RnsBurstSettings::rate_hz, 333.1), Fields{burst + "rate_hz"});
  EXPECT_EQ(with(&RnsBurstSettings::duration_ms, 9), Fields{burst + "duration_ms"});
  EXPECT_EQ(with(&RnsBurstSettings::rate_hz, std::nan("")), Fields{burst + "rate_hz"});
}

TEST(RnsRules, ARangeIsThereAndNotUpsideDown) {
  RnsSettings s = with_therapies(1);
  s.ranges.max_rate_hz = 0.5;
  EXPECT_EQ(faults(s).front(), "ranges.max_rate_hz");
  s.ranges.min_rate_hz = 0.0;
  EXPECT_EQ(faults(s).front(), "ranges.min_rate_hz");
}

TEST(RnsRules, AWindowIsAWholeNumberOfSamples) {
  const auto with = [](int rate, int window) {
    RnsSettings s = with_tool(fixed_tool(RnsToolKind::kArea, 10.0));
    s.sample_rate_hz = rate;
    s.window_ms = window;
    s.tools[0].trend.short_window_ms = window;
    return faults(s);
  };
  EXPECT_EQ(with(250, 128), Fields{});
  EXPECT_EQ(with(250, 4), Fields{});
  EXPECT_EQ(with(250, 30), Fields{"window_ms"});
  EXPECT_EQ(with(31, 1000), Fields{"sample_rate_hz"});
}

TEST(RnsRules, WindowsOfToolsAreWholeNumbersOfThoseWindows) {
  RnsSettings s = with_tool(trend_tool(RnsToolKind::kLineLength));
  EXPECT_EQ(faults(s), Fields{});
  s.tools[0].trend.short_window_ms = 65;
  EXPECT_EQ(faults(s), Fields{"tools[0].short_window_ms"});
  s.tools[0].trend.short_window_ms = 31;
  EXPECT_EQ(faults(s), Fields{"tools[0].short_window_ms"});
  s.tools[0].trend.short_window_ms = 64;
  s.tools[0].trend.long_window_ms = 64;
  EXPECT_EQ(faults(s), Fields{"tools[0].long_window_ms"});
  s.tools[0].trend.long_window_ms = 96;
  EXPECT_EQ(faults(s), Fields{});
  s.tools[0].trend.threshold_percent = 0.0;
  EXPECT_EQ(faults(s), Fields{"tools[0].threshold_percent"});
}

TEST(RnsRules, ABandpassHasItsOrder) {
  const auto with = [](double RnsBandpassSettings::*field, double value) {
    RnsSettings s = with_tool(bandpass_tool());
    s.tools[0].bandpass.*field = value;
    return faults(s);
  };
  EXPECT_EQ(with(&RnsBandpassSettings::low_hz, 25.0), Fields{});
  EXPECT_EQ(with(&RnsBandpassSettings::low_hz, 25.1), Fields{"tools[0].high_hz"});
  EXPECT_EQ(with(&RnsBandpassSettings::high_hz, 125.1), Fields{"tools[0].high_hz"});
  EXPECT_EQ(with(&RnsBandpassSettings::max_amplitude_percent, 4.9),
            Fields{"tools[0].max_amplitude_percent"});
  EXPECT_EQ(with(&RnsBandpassSettings::max_amplitude_percent, 100.1),
            Fields{"tools[0].max_amplitude_percent"});
  EXPECT_EQ(with(&RnsBandpassSettings::hysteresis_percent, 5.1),
            Fields{"tools[0].hysteresis_percent"});
  RnsSettings s = with_tool(bandpass_tool());
  s.tools[0].bandpass.windows_looked_at = 65;
  EXPECT_EQ(faults(s), Fields{"tools[0].windows_looked_at"});
  s.tools[0].bandpass.windows_looked_at = 64;
  s.tools[0].bandpass.windows_hit = 65;
  EXPECT_EQ(faults(s), Fields{"tools[0].windows_hit"});
}

TEST(RnsRules, ToolsAndPatternsBelongTogether) {
  RnsSettings s = with_tool(bandpass_tool());
  s.tools[1] = s.tools[0];
  s.tool_count = 2;
  EXPECT_EQ(faults(s), Fields{"tools[1].kind"});  // in no pattern
  s.patterns[0].tools = {0, 1};
  s.patterns[0].tool_count = 2;
  EXPECT_EQ(faults(s), Fields{"patterns[0].combination"});
  s.patterns[0].combination = RnsCombination::kOr;
  EXPECT_EQ(faults(s), Fields{});
  s.combination = RnsCombination::kAnd;
  EXPECT_EQ(faults(s), Fields{"combination"});
  s.patterns[1] = s.patterns[0];
  s.pattern_count = 2;
  EXPECT_EQ(faults(s), Fields{});
  s.patterns[1].tools[1] = 2;
  EXPECT_EQ(faults(s), Fields{"patterns[1].tools[1]."});
}

TEST(RnsRules, NothingAtAllIsRefused) { EXPECT_FALSE(validate(RnsSettings{})); }

}  // namespace
}  // namespace homeostat::biomarkers
