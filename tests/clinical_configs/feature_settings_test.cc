// Every feature as a person writes it in a program: its name, and exactly what it wants.
#include <google/protobuf/descriptor.h>

#include <cctype>

#include "biomarkers/feature_list.h"
#include "clinical_configs/therapy_program.pb.h"
#include "tests/clinical_configs/written.h"

namespace homeostat::clinical_configs {
namespace {

using namespace biomarkers;

struct Setting {
  FeatureNeed need;
  std::string field;
  std::string value;
};
const std::vector<Setting> kSettings = {
    {kNeedsBand, "band_low_hz", "4"},
    {kNeedsBand, "band_high_hz", "20"},
    {kNeedsHysteresis, "hysteresis_uv", "10"},
    {kNeedsAmplitude, "min_amplitude_uv", "50"},
    {kNeedsStretch, "stretch_samples", "128"},
    {kNeedsEdge, "edge_percent", "95"},
    {kNeedsLine, "line_hz", "50"},
    {kNeedsLag, "lag_samples", "5"},
    {kNeedsOther, "other_channel", "1"},
    {kNeedsAmplitudeBand, "amplitude_low_hz", "30"},
    {kNeedsAmplitudeBand, "amplitude_high_hz", "90"},
};

std::string name_in_schema(Feature feature) {
  return config::DetectorSettings::Feature_Name(
      static_cast<config::DetectorSettings::Feature>(feature));
}

// The shipped program with its first detector following `feature`, whose settings are
// those that `given` accepts.
template <class Given>
Written following(Feature feature, const Given& given) {
  const bool absolute = wants(feature, kNeedsAbsolute);
  std::string settings = absolute ? "threshold: 0.5\n" : "threshold: 3.5\n";
  for (const Setting& setting : kSettings) {
    if (given(setting)) settings += "    " + setting.field + ": " + setting.value + "\n";
  }
  return responsive()
      .with("feature: LINE_LENGTH", "feature: " + name_in_schema(feature))
      .with("threshold: 3.5\n", settings)
      .with("long_window_s: 60", absolute ? "long_window_s: 0" : "long_window_s: 60");
}

template <class Test>
void for_each_feature(const Test& test) {
  for (const FeatureEntry& entry : kFeatures) {
    if (entry.feature == Feature::kNone) continue;
    SCOPED_TRACE(entry.name);
    test(entry.feature);
  }
}

TEST(FeatureSettings, TheSchemaNamesTheFeaturesAsLogsDo) {
  for_each_feature([](Feature feature) {
    std::string name = name_in_schema(feature);
    for (char& c : name) c = static_cast<char>(std::tolower(c));
    EXPECT_EQ(name, name_of(feature));
  });
  EXPECT_EQ(config::DetectorSettings::Feature_ARRAYSIZE,
            static_cast<int>(kFeatures.size()));
}

TEST(FeatureSettings, EachFeatureWithWhatItWantsIsAccepted) {
  for_each_feature([](Feature feature) {
    const Written file =
        following(feature, [&](const Setting& s) { return wants(feature, s.need); });
    EXPECT_EQ(words_of(file.check()), std::vector<std::string>{});
  });
}

TEST(FeatureSettings, WhatAFeatureWantsAndIsNotGivenIsMissed) {
  for_each_feature([](Feature feature) {
    for (const Setting& absent : kSettings) {
      if (!wants(feature, absent.need)) continue;
      const Written file = following(feature, [&](const Setting& s) {
        return wants(feature, s.need) && s.field != absent.field;
      });
      const std::vector<Finding> findings = file.check();
      ASSERT_FALSE(findings.empty()) << absent.field;
      EXPECT_EQ(findings[0].field, "biomarkers.detectors[0]." + absent.field);
      EXPECT_NE(findings[0].what.find("missing"), std::string::npos);
    }
  });
}

TEST(FeatureSettings, TheSideOnWhichItFiresMayBeLeftOutOrIsOneOfTwo) {
  const auto firing = [](const std::string& words) {
    return responsive().with("threshold: 3.5\n", words + "\n");
  };
  const auto side_of = [](const Written& written) {
    const std::filesystem::path file = written.save();
    const Fires side = load_program(file).biomarkers.detectors[0].fires;
    std::filesystem::remove(file);
    return side;
  };
  EXPECT_EQ(side_of(firing("threshold: 3.5")), Fires::kAbove);
  EXPECT_EQ(side_of(firing("threshold: 3.5 fires: ABOVE")), Fires::kAbove);
  EXPECT_EQ(side_of(firing("threshold: 0.5 fires: BELOW")), Fires::kBelow);
  const Finding finding = firing("threshold: 3.5 fires: SIDE_NOT_CHOSEN").only_finding();
  EXPECT_EQ(finding.field, "biomarkers.detectors[0].fires");
}

TEST(FeatureSettings, WhatAFeatureHasNoUseForIsRefusedAtItsLine) {
  for_each_feature([](Feature feature) {
    for (const Setting& extra : kSettings) {
      if (wants(feature, extra.need)) continue;
      const Written file = following(feature, [&](const Setting& s) {
        return wants(feature, s.need) || s.field == extra.field;
      });
      const std::vector<Finding> findings = file.check();
      ASSERT_FALSE(findings.empty()) << extra.field;
      EXPECT_EQ(findings[0].field, "biomarkers.detectors[0]." + extra.field);
      EXPECT_EQ(findings[0].line, file.line_of(extra.field));
      EXPECT_NE(findings[0].what.find("no use for it"), std::string::npos);
    }
  });
}

}  // namespace
}  // namespace homeostat::clinical_configs
