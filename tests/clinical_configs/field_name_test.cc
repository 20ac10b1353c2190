// Stems, units and near misses of field names.
#include "clinical_configs/field_name.h"

#include <gtest/gtest.h>

#include "clinical_configs/unit_scale.h"

namespace homeostat::clinical_configs {
namespace {

TEST(FieldName, EndsInItsUnit) {
  EXPECT_EQ(unit_of("amplitude_ua")->symbol, "uA");
  EXPECT_EQ(unit_of("charge_density_nc_per_cm2")->symbol, "nC/cm2");
  EXPECT_EQ(unit_of("refill_nc_per_s")->symbol, "nC/s");
  EXPECT_EQ(unit_of("noise_per_sqrt_s")->symbol, "per sqrt(s)");
  EXPECT_EQ(unit_of("on_time_s")->symbol, "s");
  EXPECT_EQ(unit_of("max_temperature_millicelsius")->symbol, "mdegC");
  for (const char* name :
       {"votes", "threshold", "bursts", "max_duty_permille_1h", "s", ""}) {
    EXPECT_EQ(unit_of(name), nullptr) << name;
  }
}

TEST(FieldName, ScalesOnlyBetweenUnitsOfOneStemAndDimension) {
  EXPECT_EQ(scale_between("duration_us", "duration_ms"), 1e-3);
  EXPECT_EQ(scale_between("amplitude_ma", "amplitude_ua"), 1e3);
  EXPECT_EQ(scale_between("on_time_min", "on_time_s"), 60);
  EXPECT_EQ(scale_between("amplitude_mv", "amplitude_ua"), std::nullopt);
  EXPECT_EQ(scale_between("max_amplitude_ma", "amplitude_ua"), std::nullopt);
  EXPECT_EQ(scale_between("votes", "votes"), std::nullopt);
}

TEST(FieldName, TheNearestNameIsAFewLettersAway) {
  const std::vector<std::string_view> names = {"amplitude_ua", "pulse_width_us",
                                               "pause_ms"};
  EXPECT_EQ(nearest_name("amplitud_ua", names), "amplitude_ua");
  EXPECT_EQ(nearest_name("plusewidth_us", names), "pulse_width_us");
  EXPECT_EQ(nearest_name("AMPLITUDE_UA", names), "amplitude_ua");
  EXPECT_EQ(nearest_name("configuration", names), "");
  EXPECT_EQ(nearest_name("", names), "");
  EXPECT_EQ(nearest_name(std::string(100'000, 'a'), names), "");
}

TEST(FieldName, NumbersAreWrittenAsPeopleDo) {
  EXPECT_EQ(number_text(26000), "26000");
  EXPECT_EQ(number_text(static_cast<double>(0.1F)), "0.1");
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(-2147483648.0), "-2147483648");
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(with_unit(2.5, "amplitude_ma"), "2.5 mA");
  EXPECT_EQ(with_unit(3, "votes"), "3");
}

TEST(UnitScale, PlausibleNumbersGetNoHint) {
  for (const double amplitude_ua : {0.0, -3.0, 25.0, 3000.0, 25000.0, 26.0e6}) {
    EXPECT_FALSE(scale_hint("amplitude_ua", amplitude_ua)) << amplitude_ua;
  }
  EXPECT_FALSE(scale_hint("votes", 3000));
}

TEST(UnitScale, ANumberInAnotherUnitIsTranslated) {
  EXPECT_EQ(scale_hint("amplitude_ua", 24)->meant, 24000);
  EXPECT_EQ(scale_hint("amplitude_ua", 0.003)->words, "looks like A: 0.003 A is 3000 uA");
  EXPECT_EQ(scale_hint("period_us", 5)->meant, 5000);    // ms
  EXPECT_EQ(scale_hint("period_us", 145)->meant, 6897);  // Hz
  EXPECT_EQ(scale_hint("compliance_mv", 12)->meant, 12000);
  EXPECT_EQ(scale_hint("charge_density_nc_per_cm2", 25)->meant, 25000);
  EXPECT_EQ(scale_hint("max_temperature_millicelsius", 41)->meant, 41000);
}

}  // namespace
}  // namespace homeostat::clinical_configs
