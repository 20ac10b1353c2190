// Which programs may run: rules, each with its boundary, and the advice.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <random>

#include "tests/controller/findings.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

TEST(Validate, PassesSoundProgramsWithoutAWord) {
  EXPECT_EQ("", Findings(responsive_program()).text());
  EXPECT_EQ("", Findings(open_loop_program()).text());
  EXPECT_EQ("", Findings(detection_program()).text());
  TherapyProgram program = responsive_program();
  program.has_fallback = true;
  program.fallback = baseline();
  EXPECT_EQ("", Findings(program).text());
  EXPECT_TRUE(Findings(program).accepted);
}

TEST(Validate, NeedsNobodyToTell) {
  EXPECT_TRUE(validate(responsive_program(), nullptr, nullptr));
  TherapyProgram program = responsive_program();
  program.policy = PolicyKind::kNone;
  EXPECT_FALSE(validate(program, nullptr, nullptr));
}

TEST(Validate, Saf175_RefusesAProgramThatNobodyWrote) {
  const Findings findings{TherapyProgram{}};
  EXPECT_FALSE(findings.accepted);
  for (const char* field :
       {"schema_version", "name", "policy", "biomarkers.channels", "biomarkers.detectors",
        "biomarkers.sample_rate_hz", "biomarkers.samples_per_frame"}) {
    EXPECT_TRUE(findings.refuse(field)) << field;
  }
}

// ---- Ranges: a field is good from `lowest` to `highest`, both included

struct Range {
  const char* field;
  std::function<void(TherapyProgram&, double)> set;  // in the field's unit
  double lowest;
  double highest;
  double step = 1.0;  // how little is too much
};

Microseconds ms(double value) {
  return Microseconds(static_cast<std::int64_t>(std::llround(value * 1e3)));
}
Microseconds seconds(double value) {
  return Microseconds(static_cast<std::int64_t>(std::llround(value * 1e6)));
}

template <class Number>
Number whole(double value) {
  return static_cast<Number>(std::llround(value));
}

const std::vector<Range> kRanges = {
    {"schema_version",
     [](auto& p, double v) { p.schema_version = whole<std::uint32_t>(v); }, 1, 1},
    {"ramp_off_ms", [](auto& p, double v) { p.ramp_off = ms(v); }, 0, 600'000},
    {"biomarkers.sample_rate_hz",
     [](auto& p, double v) { p.biomarkers.sample_rate_hz = static_cast<float>(v); }, 32,
     2000, 0.01},
    {"biomarkers.samples_per_frame",
     [](auto& p, double v) { p.biomarkers.samples_per_frame = whole<std::uint8_t>(v); },
     1, 64},
    {"biomarkers.blanking_us",
     [](auto& p, double v) { p.biomarkers.blanking = Microseconds(whole<int>(v)); }, 0,
     1'000'000},
    {"biomarkers.warm_up_s", [](auto& p, double v) { p.biomarkers.warm_up = seconds(v); },
     0, 3600},
    {"biomarkers.channels[0].plus_contact",
     [](auto& p, double v) {
       p.policy = PolicyKind::kDetectionOnly;
       p.biomarkers.channels[0].plus_contact = whole<std::int8_t>(v);
     },
     -1, 16},
    {"biomarkers.channels[0].minus_contact",
     [](auto& p, double v) {
       p.policy = PolicyKind::kDetectionOnly;
       p.biomarkers.channels[0].minus_contact = whole<std::int8_t>(v);
     },
     -1, 16},
    {"biomarkers.channels[0].high_pass_hz",
     [](auto& p, double v) {
       p.biomarkers.channels[0].high_pass_hz = static_cast<float>(v);
     },
     0.125, 112.5, 0.001},
    {"biomarkers.channels[0].low_pass_hz",
     [](auto& p, double v) {
       p.biomarkers.channels[0].low_pass_hz = static_cast<float>(v);
     },
     1.01, 112.5, 0.01},
    {"biomarkers.channels[0].notch_hz",
     [](auto& p, double v) { p.biomarkers.channels[0].notch_hz = static_cast<float>(v); },
     0.125, 112.5, 0.001},
    {"biomarkers.detectors[0].channel",
     [](auto& p, double v) {
       p.biomarkers.detectors[0].channel = whole<std::uint8_t>(v);
     },
     0, 0},
    {"biomarkers.detectors[0].short_window_ms",
     [](auto& p, double v) { p.biomarkers.detectors[0].short_window = ms(v); }, 32,
     60'000},
    {"biomarkers.detectors[0].long_window_s",
     [](auto& p, double v) { p.biomarkers.detectors[0].long_window = seconds(v); }, 4.096,
     1800, 1e-6},
    {"biomarkers.detectors[0].threshold",
     [](auto& p, double v) {
       p.biomarkers.detectors[0].threshold = static_cast<float>(v);
     },
     1.0001, 1000, 0.0001},
    {"biomarkers.detectors[0].threshold",  // absolute
     [](auto& p, double v) {
       p.biomarkers.detectors[0].long_window = {};
       p.biomarkers.detectors[0].threshold = static_cast<float>(v);
     },
     static_cast<double>(1.0e-3F), 1e9, 100},
    {"biomarkers.detectors[0].band_low_hz",
     [](auto& p, double v) {
       p.biomarkers.detectors[0].feature = biomarkers::Feature::kBandPower;
       p.biomarkers.detectors[0].band_low_hz = static_cast<float>(v);
       p.biomarkers.detectors[0].band_high_hz = 112.5F;
     },
     0.125, 112.5, 0.001},
    {"biomarkers.detectors[0].band_high_hz",  // a tenth above the lower edge
     [](auto& p, double v) {
       p.biomarkers.detectors[0].feature = biomarkers::Feature::kBandPower;
       p.biomarkers.detectors[0].band_low_hz = 40.0F;
       p.biomarkers.detectors[0].band_high_hz = static_cast<float>(v);
     },
     44.0001, 112.5, 0.001},
    {"biomarkers.persistence.votes",
     [](auto& p, double v) { p.biomarkers.persistence.votes = whole<std::uint8_t>(v); },
     1, 1},
    {"biomarkers.persistence.onset_ms",
     [](auto& p, double v) { p.biomarkers.persistence.onset = ms(v); }, 0, 60'000},
    {"biomarkers.persistence.termination_ms",
     [](auto& p, double v) { p.biomarkers.persistence.termination = ms(v); }, 0, 600'000},
    {"biomarkers.quality.rail_uv",
     [](auto& p, double v) { p.biomarkers.quality.rail_uv = static_cast<float>(v); }, 10,
     1e6, 0.1},
    {"biomarkers.quality.rail_time_ms",
     [](auto& p, double v) { p.biomarkers.quality.rail_time = ms(v); }, 32, 60'000},
    {"biomarkers.quality.flat_uv",
     [](auto& p, double v) { p.biomarkers.quality.flat_uv = static_cast<float>(v); }, 0,
     2999, 1},
    {"biomarkers.quality.flat_time_ms",
     [](auto& p, double v) { p.biomarkers.quality.flat_time = ms(v); }, 1000, 600'000},
    {"biomarkers.quality.max_frame_age_ms",
     [](auto& p, double v) { p.biomarkers.quality.max_frame_age = ms(v); }, 64, 60'000},
    {"biomarkers.quality.recovery_time_ms",
     [](auto& p, double v) { p.biomarkers.quality.recovery_time = ms(v); }, 0, 600'000},
    {"biomarkers.quality.episode_hold_s",
     [](auto& p, double v) { p.biomarkers.quality.episode_hold = seconds(v); }, 0, 600},
    {"biomarkers.quality.min_good_channels",
     [](auto& p, double v) {
       p.biomarkers.quality.min_good_channels = whole<std::uint8_t>(v);
     },
     1, 1},
    {"responsive.therapies",
     [](auto& p, double v) { p.responsive.therapy_count = whole<std::uint8_t>(v); }, 1,
     5},
    {"responsive.therapies[0].bursts[0].duration_ms",
     [](auto& p, double v) { p.responsive.therapies[0].bursts[0].duration = ms(v); }, 1,
     1000},
    {"responsive.therapies[0].pause_ms",  // therapy_gap 1500, less a frame
     [](auto& p, double v) { p.responsive.therapies[0].pause = ms(v); }, 100, 1467},
    {"responsive.redetection_ms",  // episode_gap 9000, less a frame
     [](auto& p, double v) { p.responsive.redetection = ms(v); }, 1500, 8967},
    {"responsive.refractory_ms",
     [](auto& p, double v) {
       p.limits.episodes.episode_gap = 3_s;
       p.limits.episodes.therapy_gap = 1500_ms;
       p.responsive.redetection = 2_s;
       p.responsive.refractory = ms(v);
     },
     0, 86'400'000},
    {"responsive.therapies_per_day",
     [](auto& p, double v) { p.responsive.therapies_per_day = whole<std::uint16_t>(v); },
     1, 500},
    {"responsive.therapies[1].bursts[1].outputs[0].configuration",
     [](auto& p, double v) {
       p.responsive.therapies[1].bursts[1].outputs[0].configuration =
           whole<std::uint8_t>(v);
     },
     0, 0},
    {"responsive.therapies[1].bursts[1].outputs[0].pulse_width_us",
     [](auto& p, double v) {
       p.responsive.therapies[1].bursts[1].outputs[0].pulse_width =
           Microseconds(whole<int>(v));
     },
     40, 400},
    {"responsive.therapies[1].bursts[1].outputs[0].period_us",
     [](auto& p, double v) {
       p.responsive.therapies[1].bursts[1].outputs[0].period =
           Microseconds(whole<int>(v));
     },
     3003, 20'000},
    {"responsive.therapies[1].bursts[1].outputs[0].amplitude_ua",
     [](auto& p, double v) {
       p.responsive.therapies[1].bursts[1].outputs[0].amplitude =
           Microamps(whole<int>(v));
     },
     1, 4000},
    {"limits.max_command_lifetime_ms",
     [](auto& p, double v) { p.limits.max_command_lifetime = ms(v); }, 64, 5000},
    {"limits.max_step_gap_ms", [](auto& p, double v) { p.limits.max_step_gap = ms(v); },
     64, 10'000},
};

TEST(ValidateRanges, Saf175_EachFieldIsGoodOnItsBoundsAndNotBeyondThem) {
  for (const Range& range : kRanges) {
    const auto refused = [&](double value) {
      TherapyProgram program = responsive_program();
      range.set(program, value);
      return Findings(program).refuse(range.field);
    };
    EXPECT_FALSE(refused(range.lowest)) << range.field;
    EXPECT_FALSE(refused(range.highest)) << range.field;
    EXPECT_TRUE(refused(range.highest + range.step)) << range.field;
    // Zero is often another setting, and fields without a sign have nothing below it.
    if (range.lowest == 0 && std::strstr(range.field, "uv") == nullptr) continue;
    if (range.lowest - range.step == 0) continue;
    EXPECT_TRUE(refused(range.lowest - range.step)) << range.field;
  }
}

TEST(ValidateRanges, Saf175_ZeroIsTooLittleWhereOneIsTheLeast) {
  TherapyProgram program = responsive_program();
  program.biomarkers.persistence.votes = 0;
  program.biomarkers.quality.min_good_channels = 0;
  program.responsive.therapies_per_day = 0;
  program.biomarkers.samples_per_frame = 0;
  const Findings findings(program);
  EXPECT_TRUE(findings.refuse("biomarkers.persistence.votes"));
  EXPECT_TRUE(findings.refuse("biomarkers.quality.min_good_channels"));
  EXPECT_TRUE(findings.refuse("responsive.therapies_per_day"));
  EXPECT_TRUE(findings.refuse("biomarkers.samples_per_frame"));
}

TEST(ValidateRanges, Saf175_TimesBelowZeroAreRefused) {
  TherapyProgram program = responsive_program();
  program.ramp_off = Microseconds(-1);
  program.biomarkers.blanking = Microseconds(-1);
  program.biomarkers.persistence.onset = Microseconds(-1);
  program.responsive.refractory = Microseconds(-1);
  program.responsive.therapies[0].bursts[1].duration = Microseconds(-1);
  const Findings findings(program);
  EXPECT_TRUE(findings.refuse("ramp_off_ms"));
  EXPECT_TRUE(findings.refuse("biomarkers.blanking_us"));
  EXPECT_TRUE(findings.refuse("biomarkers.persistence.onset_ms"));
  EXPECT_TRUE(findings.refuse("responsive.refractory_ms"));
  EXPECT_TRUE(findings.refuse("responsive.therapies[0].bursts[1].duration_ms"));
}

TEST(ValidateRanges, Saf175_NumbersThatAreNoneAreRefused) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  for (const float bad : {kNan, std::numeric_limits<float>::infinity(), -1.0F}) {
    TherapyProgram program = responsive_program();
    program.biomarkers.channels[0].high_pass_hz = bad;
    program.biomarkers.detectors[0].threshold = bad;
    program.biomarkers.quality.rail_uv = bad;
    Findings findings(program);
    EXPECT_TRUE(findings.refuse("biomarkers.channels[0].high_pass_hz")) << bad;
    EXPECT_TRUE(findings.refuse("biomarkers.detectors[0].threshold")) << bad;
    EXPECT_TRUE(findings.refuse("biomarkers.quality.rail_uv")) << bad;
    program.biomarkers.quality = one_channel().quality;
    program.biomarkers.quality.flat_uv = bad;
    EXPECT_TRUE(Findings(program).refuse("biomarkers.quality.flat_uv")) << bad;
    program.biomarkers.sample_rate_hz = bad;
    EXPECT_TRUE(Findings(program).refuse("biomarkers.sample_rate_hz")) << bad;
  }
}

TEST(ValidateRanges, Saf177_TellsTheRangeInTheFieldsUnitRoundedInwards) {
  TherapyProgram program = responsive_program();
  program.biomarkers.sample_rate_hz = 300.0F;  // a frame of 26.667 ms
  program.limits.max_command_lifetime = 53_ms;
  const ProgramFault fault = Findings(program).of("limits.max_command_lifetime_ms");
  EXPECT_EQ(53.0, fault.value);
  EXPECT_EQ(54.0, fault.lowest);
  EXPECT_EQ(5000.0, fault.highest);
  EXPECT_EQ(54.0, fault.nearest);
  program.limits.max_command_lifetime = ms(fault.nearest);
  EXPECT_TRUE(Findings(program).accepted) << Findings(program).text();
}

TEST(ValidateRanges, Saf177_TheNearestValueIsOnTheSideOfTheMistake) {
  TherapyProgram program = responsive_program();
  program.biomarkers.persistence.onset = 61_s;
  EXPECT_EQ(60'000.0, Findings(program).of("biomarkers.persistence.onset_ms").nearest);
  program.biomarkers.persistence.onset = Microseconds(-1);
  EXPECT_EQ(0.0, Findings(program).of("biomarkers.persistence.onset_ms").nearest);
}

// Counts and numbers that point beyond what there is.
TEST(Validate, Saf175_LooksNowhereThatIsNotThere) {
  for (const int beyond : {safety::kMaxConfigurations, 255}) {
    TherapyProgram program = responsive_program();
    program.limits.configuration_count = 255;
    program.responsive.therapies[0].bursts[0].outputs[0].configuration =
        static_cast<std::uint8_t>(beyond);
    EXPECT_FALSE(Findings(program).accepted) << beyond;
    program = open_loop_program();  // an output that is silent may say anything
    program.open_loop.outputs[1].configuration = static_cast<std::uint8_t>(beyond);
    EXPECT_EQ("", Findings(program).text()) << beyond;
  }
  for (const int contact : {17, 127, -2, -128}) {
    TherapyProgram program = responsive_program();
    program.biomarkers.channels[0].plus_contact = static_cast<std::int8_t>(contact);
    EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[0].plus_contact"));
  }
  TherapyProgram program = responsive_program();
  program.biomarkers.channel_count = program.biomarkers.detector_count = 255;
  program.responsive.therapy_count = 255;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels"));
  EXPECT_TRUE(Findings(program).refuse("biomarkers.detectors"));
  EXPECT_TRUE(Findings(program).refuse("responsive.therapies"));
  program = responsive_program();
  program.biomarkers.detectors[0].feature = biomarkers::Feature::kBandPower;
  program.biomarkers.detectors[0].channel = biomarkers::kMaxChannels;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.detectors[0].channel"));
  program = responsive_program();
  program.limits.configurations[0].second_phase_ratio = 0;
  EXPECT_FALSE(Findings(program).accepted);
  program = open_loop_program();
  program.limits.max_ramp_ua_per_ms = 0;
  program.limits.max_rise_per_window = {};
  EXPECT_FALSE(Findings(program).accepted);
}

// Any bytes at all: refused or not, never a crash, and never a path cut short.
TEST(Validate, Saf175_SurvivesAnyBytes) {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    TherapyProgram program = round % 2 == 0 ? responsive_program() : open_loop_program();
    program.has_fallback = true;
    program.fallback = baseline();
    auto* bytes = reinterpret_cast<unsigned char*>(&program);
    // Not the bools: a byte that is neither true nor false is no bool.
    const bool bools[] = {program.has_fallback, program.start_armed,
                          program.limits.episodic,
                          program.limits.episodes.day_ends_at_midnight};
    const int flips = 1 + round % 64;
    for (int i = 0; i < flips; ++i) {
      bytes[random() % sizeof program] = static_cast<unsigned char>(random());
    }
    program.has_fallback = bools[0];
    program.start_armed = bools[1];
    program.limits.episodic = bools[2];
    program.limits.episodes.day_ends_at_midnight = bools[3];
    const Findings findings(program);
    for (const ProgramFault& fault : findings.all) {
      EXPECT_LT(std::strlen(fault.field.data()), fault.field.size() - 1);
      EXPECT_STRNE("", fault.why);
    }
  }
}

// ---- Policies

TEST(ValidatePolicy, OneMustBeChosen) {
  for (const int policy : {0, 8, 255}) {
    TherapyProgram program = responsive_program();
    program.policy = static_cast<PolicyKind>(policy);
    EXPECT_TRUE(Findings(program).refuse("policy")) << policy;
  }
}

TEST(ValidatePolicy, Saf155_DetectionHasNeitherLimitsNorFallback) {
  TherapyProgram program = detection_program();
  program.limits.max_residual = Microvolts(1);  // whatever it is
  EXPECT_TRUE(Findings(program).refuse("limits"));
  program = detection_program();
  program.has_fallback = true;
  EXPECT_TRUE(Findings(program).refuse("fallback"));
}

TEST(ValidatePolicy, OpenLoopHasNoUseForAFallback) {
  TherapyProgram program = open_loop_program();
  program.has_fallback = true;
  program.fallback = program.open_loop;
  EXPECT_TRUE(Findings(program).accepted);
  EXPECT_TRUE(Findings(program).advise("fallback"));
}

TEST(ValidatePolicy, ResponsiveTherapyNeedsEpisodicLimits) {
  TherapyProgram program = responsive_program();
  program.limits.episodic = false;
  EXPECT_TRUE(Findings(program).refuse("limits.episodes"));
}

// What safety finds is passed on, contacts by their number.
TEST(ValidatePolicy, FaultsOfTheLimitsArePassedOn) {
  TherapyProgram program = responsive_program();
  program.limits.shannon_k_hundredths = 176;
  program.limits.configurations[0].contacts[2].worst_case_share_permille = 1001;
  program.limits.configurations[0].contacts[12] = {safety::Polarity::kAnode, 1000};
  const Findings findings(program);
  EXPECT_EQ(175.0, findings.of("limits.shannon_k_hundredths").nearest);
  EXPECT_TRUE(
      findings.refuse("limits.configurations[0].contacts[2].worst_case_share_permille"));
  EXPECT_TRUE(findings.refuse("limits.configurations[0].contacts[12]"));
}

}  // namespace
}  // namespace homeostat::controller::testing
