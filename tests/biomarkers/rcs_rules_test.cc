// What the `rcs` profile can be told: each bound on it, one below, one above.
#include "biomarkers/rcs_rules.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "tests/biomarkers/rcs_bench.h"

namespace homeostat::biomarkers {
namespace {

std::string field_of(const ProfileFault& fault) {
  std::string field;
  const auto part = [&](const char* name, std::size_t index) {
    if (name != nullptr) field += std::string(name) + '[' + std::to_string(index) + "].";
  };
  part(fault.list, fault.index);
  part(fault.inner, fault.inner_index);
  return field + (fault.name == nullptr ? "" : fault.name);
}

std::vector<std::string> faults(const RcsSettings& settings) {
  std::vector<std::string> fields;
  const auto note = [](void* context, const ProfileFault& fault) {
    static_cast<std::vector<std::string>*>(context)->push_back(field_of(fault));
  };
  const bool good = validate(settings, note, &fields);
  EXPECT_EQ(good, fields.empty());
  EXPECT_EQ(validate(settings), fields.empty());
  return fields;
}

using Change = std::function<void(RcsSettings&)>;

std::vector<std::string> faults_with(const Change& change) {
  RcsSettings settings = published_example();
  change(settings);
  return faults(settings);
}

using Fields = std::vector<std::string>;

RcsSettings two() {
  RcsSettings s = published_example();
  s.detectors[1] = s.detectors[0];
  s.detector_count = 2;
  s.states[2] = {3, {0.0}, 1};
  s.states[3] = {4, {0.0}, 1};
  s.state_count = 4;
  return s;
}

TEST(RcsRules, ThePublishedExampleIsAccepted) {
  EXPECT_EQ(faults(published_example()), Fields{});
  EXPECT_EQ(faults(two()), Fields{});
}

TEST(RcsRules, NothingAtAllIsRefused) { EXPECT_FALSE(validate(RcsSettings{})); }

struct Bound {
  const char* field;
  double lowest;
  double highest;
  double step;
  void (*set)(RcsSettings&, double);
};

const Bound kBounds[] = {
    {"channels[0].gain250_trim", 1, 255, 1,
     [](RcsSettings& s, double v) { s.channels[0].gain250_trim = static_cast<int>(v); }},
    {"fft_interval_ms", 50, 10000, 1,
     [](RcsSettings& s, double v) { s.fft_interval_ms = static_cast<int>(v); }},
    {"bit_shift", 0, 7, 1,
     [](RcsSettings& s, double v) { s.bit_shift = static_cast<int>(v); }},
    {"power_scale_256ths", 255, 256, 1,
     [](RcsSettings& s, double v) { s.power_scale_256ths = static_cast<int>(v); }},
    {"wrap_bits", 20, 31, 1,
     [](RcsSettings& s, double v) { s.wrap_bits = static_cast<int>(v); }},
    {"bands[0].channel", 0, 0, 1,
     [](RcsSettings& s, double v) { s.bands[0].channel = static_cast<int>(v); }},
    {"bands[0].low_hz", 0, 250, 0.01,
     [](RcsSettings& s, double v) {
       s.bands[0].low_hz = v;
       s.bands[0].high_hz = 250;
     }},
    {"bands[0].high_hz", 64.45, 250, 0.01,
     [](RcsSettings& s, double v) { s.bands[0].high_hz = v; }},
    {"detectors[0].inputs[0].band", 0, 0, 1,
     [](RcsSettings& s, double v) {
       s.detectors[0].inputs[0].band = static_cast<int>(v);
     }},
    {"detectors[0].inputs[0].weight", -2147483647.0, 2147483647.0, 1,
     [](RcsSettings& s, double v) { s.detectors[0].inputs[0].weight = v; }},
    {"detectors[0].inputs[0].multiply", -2147483647.0 / 32768, 2147483647.0 / 32768, 0.1,
     [](RcsSettings& s, double v) {
       s.detectors[0].fractional_bits = 15;
       s.detectors[0].low_threshold = 1.0;
       s.detectors[0].inputs[0].multiply = v;
     }},
    {"detectors[0].inputs[0].subtract", -4294967295.0, 4294967295.0, 1,
     [](RcsSettings& s, double v) {
       s.detectors[0].inputs[0].subtract = static_cast<std::int64_t>(v);
     }},
    {"detectors[0].fractional_bits", 0, 15, 1,
     [](RcsSettings& s, double v) {
       s.detectors[0].fractional_bits = static_cast<int>(v);
     }},
    {"detectors[0].low_threshold", -2147483647.0, 2147483647.0, 1,
     [](RcsSettings& s, double v) { s.detectors[0].low_threshold = v; }},
    {"detectors[0].update_rate", 0, 65535, 1,
     [](RcsSettings& s, double v) { s.detectors[0].update_rate = static_cast<int>(v); }},
    {"detectors[0].onset_updates", 0, 65535, 1,
     [](RcsSettings& s, double v) {
       s.detectors[0].onset_updates = static_cast<int>(v);
     }},
    {"detectors[0].termination_updates", 0, 65535, 1,
     [](RcsSettings& s, double v) {
       s.detectors[0].termination_updates = static_cast<int>(v);
     }},
    {"detectors[0].blanking_ffts", 0, 65535, 1,
     [](RcsSettings& s, double v) {
       s.detectors[0].blanking_ffts = static_cast<int>(v);
     }},
    {"detectors[0].holdoff_updates", 0, 65535, 1,
     [](RcsSettings& s, double v) {
       s.detectors[0].holdoff_updates = static_cast<int>(v);
     }},
    {"states[0].amplitudes_ma[0].", 0, 25.5, 0.1,
     [](RcsSettings& s, double v) { s.states[0].amplitudes_ma[0] = v; }},
    {"rise_ma_per_s", 1.0 / 65536, 50, 1e-6,
     [](RcsSettings& s, double v) { s.rise_ma_per_s = v; }},
    {"fall_ma_per_s", 1.0 / 65536, 50, 1e-6,
     [](RcsSettings& s, double v) { s.fall_ma_per_s = v; }},
};

TEST(RcsRules, EachFieldIsAcceptedOnItsBoundsAndRefusedBeyond) {
  for (const Bound& bound : kBounds) {
    SCOPED_TRACE(bound.field);
    const auto with = [&](double value) {
      return faults_with([&](RcsSettings& s) { bound.set(s, value); });
    };
    EXPECT_EQ(with(bound.lowest), Fields{});
    EXPECT_EQ(with(bound.highest), Fields{});
    EXPECT_EQ(with(bound.lowest - bound.step), Fields{bound.field});
    EXPECT_EQ(with(bound.highest + bound.step), Fields{bound.field});
  }
}

TEST(RcsRules, ANumberThatIsNoneIsRefused) {
  const double none = std::nan("");
  EXPECT_FALSE(faults_with([&](RcsSettings& s) { s.bands[0].low_hz = none; }).empty());
  EXPECT_FALSE(faults_with([&](RcsSettings& s) { s.rise_ma_per_s = none; }).empty());
  EXPECT_FALSE(
      faults_with([&](RcsSettings& s) { s.detectors[0].low_threshold = none; }).empty());
  EXPECT_FALSE(
      faults_with([&](RcsSettings& s) { s.states[0].amplitudes_ma[0] = none; }).empty());
}

TEST(RcsRules, OnlyTheDevicesRatesSizesAndWindowsAreAccepted) {
  EXPECT_EQ(faults_with([](RcsSettings& s) { s.sample_rate_hz = 501; }),
            Fields{"sample_rate_hz"});
  EXPECT_EQ(faults_with([](RcsSettings& s) { s.fft_size = 512; }), Fields{"fft_size"});
  EXPECT_EQ(faults_with([](RcsSettings& s) { s.hann_percent = 75; }),
            Fields{"hann_percent"});
  for (const int percent : {25, 50}) {
    EXPECT_EQ(faults_with([&](RcsSettings& s) { s.hann_percent = percent; }), Fields{});
  }
}

// The device's own reject codes.
TEST(RcsRules, AnFftOf64TakesHann100Alone) {
  const auto with = [](int percent) {
    RcsSettings s = one_bin(64, 3);
    s.hann_percent = percent;
    return faults(s);
  };
  EXPECT_EQ(with(100), Fields{});
  EXPECT_EQ(with(50), Fields{"hann_percent"});
  EXPECT_EQ(with(25), Fields{"hann_percent"});
}

TEST(RcsRules, WhichOf62And63ComesFirstIsSaidExactlyForAnFftOf64) {
  const auto with = [](int size, int first) {
    RcsSettings s = one_bin(size, 3);
    s.first_window_samples = first;
    return faults(s);
  };
  EXPECT_EQ(with(64, 62), Fields{});
  EXPECT_EQ(with(64, 63), Fields{});
  EXPECT_EQ(with(64, 61), Fields{"first_window_samples"});
  EXPECT_EQ(with(64, 64), Fields{"first_window_samples"});
  EXPECT_EQ(with(64, 0), Fields{"first_window_samples"});
  EXPECT_EQ(with(256, 63), Fields{"first_window_samples"});
}

TEST(RcsRules, AChannelHasTwoBandsAtMost) {
  EXPECT_EQ(faults_with([](RcsSettings& s) {
              s.bands[2] = s.bands[1] = s.bands[0];
              s.band_count = 3;
            }),
            Fields{"bands[2].channel"});
}

TEST(RcsRules, LabelsAreThereAndDiffer) {
  EXPECT_EQ(faults_with([](RcsSettings& s) { s.channels[0].label = {}; }),
            Fields{"channels[0].label"});
  EXPECT_EQ(faults_with([](RcsSettings& s) {
              s.channels[1] = s.channels[0];
              s.channel_count = 2;
            }),
            Fields{"channels[1].label"});
}

TEST(RcsRules, ABandEntersADetectorOnce) {
  EXPECT_EQ(faults_with([](RcsSettings& s) {
              s.detectors[0].inputs[1] = s.detectors[0].inputs[0];
              s.detectors[0].input_count = 2;
            }),
            Fields{"detectors[0].inputs[1].band"});
}

TEST(RcsRules, TheHighThresholdIsNotBelowTheLow) {
  const auto with = [](double high) {
    return faults_with([&](RcsSettings& s) {
      s.detectors[0].dual_threshold = true;
      s.detectors[0].high_threshold = high;
      s.states[2] = {2, {1.0}, 1};
      s.state_count = 3;
    });
  };
  EXPECT_EQ(with(100.0), Fields{});
  EXPECT_EQ(with(99.99), Fields{"detectors[0].high_threshold"});
}

TEST(RcsRules, WhoIsBlankedHowLongIsSaidExactlyWhereItMatters) {
  RcsSettings s = two();
  s.other_is_blanked = RcsBlanking::kAsOther;
  EXPECT_EQ(faults(s), Fields{"other_is_blanked"});
  s.detectors[1].blank_both = true;
  EXPECT_EQ(faults(s), Fields{});
  s.other_is_blanked = RcsBlanking::kNotChosen;
  EXPECT_EQ(faults(s), Fields{"other_is_blanked"});
  EXPECT_EQ(faults_with([](RcsSettings& one) {
              one.detectors[0].blank_both = true;
              one.other_is_blanked = RcsBlanking::kAsOther;
            }),
            Fields{"detectors[0].blank_both"});
}

TEST(RcsRules, EveryStateThatCanBeReachedIsListedOnceAndNoOther) {
  RcsSettings s = two();
  s.state_count = 3;
  EXPECT_EQ(faults(s), Fields{"states"});
  s = two();
  s.states[3].state = 1;
  EXPECT_EQ(faults(s), (Fields{"states[3].state", "states"}));
  s = two();
  s.states[4] = {5, {0.0}, 1};
  s.state_count = 5;
  EXPECT_EQ(faults(s), Fields{"states[4].state"});
  s.states[4].state = 9;
  EXPECT_EQ(faults(s), Fields{"states[4].state"});
}

TEST(RcsRules, AmplitudesGoInTenthsAndEachStateHasAsMany) {
  EXPECT_EQ(faults_with([](RcsSettings& s) { s.states[0].amplitudes_ma[0] = 3.15; }),
            Fields{"states[0].amplitudes_ma[0]."});
  EXPECT_EQ(faults_with([](RcsSettings& s) { s.states[1].amplitude_count = 2; }),
            Fields{"states[1].amplitudes_ma"});
  for (int tenths = 0; tenths <= 255; ++tenths) {
    EXPECT_EQ(faults_with(
                  [&](RcsSettings& s) { s.states[0].amplitudes_ma[0] = tenths / 10.0; }),
              Fields{});
  }
}

TEST(RcsRules, ListsHaveTheirRoom) {
  EXPECT_EQ(faults_with([](RcsSettings& s) { s.channel_count = 5; }).front(), "channels");
  EXPECT_EQ(faults_with([](RcsSettings& s) { s.band_count = 9; }).front(), "bands");
  EXPECT_EQ(faults_with([](RcsSettings& s) { s.detectors[0].input_count = 5; }).front(),
            "detectors[0].inputs");
  EXPECT_EQ(faults_with([](RcsSettings& s) { s.detector_count = 3; }).front(),
            "detectors");
  EXPECT_EQ(faults_with([](RcsSettings& s) { s.state_count = 10; }), Fields{"states"});
}

}  // namespace
}  // namespace homeostat::biomarkers
