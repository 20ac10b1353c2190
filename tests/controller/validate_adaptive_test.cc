// Rules of adaptive stimulation.
#include <gtest/gtest.h>

#include "biomarkers/detector.h"
#include "biomarkers/rcs_listener.h"
#include "tests/controller/findings.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

// What is found in the program after `change`.
template <class Change>
Findings after(const Change& change) {
  TherapyProgram program = adaptive_program();
  change(program);
  return Findings(program);
}

TEST(ValidateAdaptive, ASoundProgramPassesWithoutAWord) {
  EXPECT_EQ(Findings(adaptive_program()).text(), "");
}

TEST(ValidateAdaptive, Saf285_TheProfilesRulesHoldAndAreToldWhereTheyAreBroken) {
  EXPECT_TRUE(after([](TherapyProgram& p) {
                p.adaptive.chain.fft_size = 128;
              }).refuse("adaptive.chain.fft_size"));
  EXPECT_TRUE(after([](TherapyProgram& p) {
                p.adaptive.chain.states[1].amplitudes_ma[0] = 25.6;
              }).refuse("adaptive.chain.states[1].amplitudes_ma[0]"));
  EXPECT_TRUE(after([](TherapyProgram& p) {
                p.adaptive.chain.detectors[0].inputs[0].band = 1;
              }).refuse("adaptive.chain.detectors[0].inputs[0].band"));
  const ProgramFault fault = after([](TherapyProgram& p) {
                               p.adaptive.chain.fft_interval_ms = 49;
                             }).of("adaptive.chain.fft_interval_ms");
  EXPECT_EQ(fault.value, 49.0);
  EXPECT_EQ(fault.lowest, 50.0);
  EXPECT_EQ(fault.highest, 10'000.0);
}

TEST(ValidateAdaptive, Saf285_TheChainHearsChannelsOfTheProgramAtItsRate) {
  EXPECT_TRUE(after([](TherapyProgram& p) {
                p.adaptive.chain.channels[0].label[2] = '2';
              }).refuse("adaptive.chain.channels[0].label"));
  EXPECT_TRUE(after([](TherapyProgram& p) {
                p.adaptive.chain.channels[0].label[6] = '\0';
              }).refuse("adaptive.chain.channels[0].label"));
  EXPECT_TRUE(after([](TherapyProgram& p) {
                p.adaptive.chain.sample_rate_hz = 500;
              }).refuse("adaptive.chain.sample_rate_hz"));
}

TEST(ValidateAdaptive, Saf285_TwoChannelsAreHeardAtMost) {
  const auto with = [](std::size_t count) {
    return after([=](TherapyProgram& p) {
      p.biomarkers.channel_count = static_cast<std::uint8_t>(count);
      p.adaptive.chain.channel_count = count;
      for (std::size_t c = 1; c < count; ++c) {
        p.biomarkers.channels[c] = p.biomarkers.channels[0];
        p.adaptive.chain.channels[c] = p.adaptive.chain.channels[0];
        const auto letter = static_cast<char>('A' + c);
        p.biomarkers.channels[c].label[0] = letter;
        p.adaptive.chain.channels[c].label[0] = letter;
      }
    });
  };
  EXPECT_EQ(with(2).text(), "");
  EXPECT_TRUE(with(3).refuse("adaptive.chain.channels"));
}

TEST(ValidateAdaptive, Saf285_EachOfItsChannelsIsOneOfTheProgram) {
  EXPECT_TRUE(after([](TherapyProgram& p) {
                p.adaptive.chain.channels[1] = {{'R', 'H', '1'}, 236};
                p.adaptive.chain.channel_count = 2;
              }).refuse("adaptive.chain.channels[1].label"));
}

TEST(ValidateAdaptive, Saf285_AListThatIsMissingIsToldAsAList) {
  const Findings none = after([](TherapyProgram& p) { p.adaptive.chain.band_count = 0; });
  EXPECT_EQ(none.of("adaptive.chain.bands").lowest, 1.0);
}

// Of what a state and the outputs do not both have nothing is said.
TEST(ValidateAdaptive, Saf285_AmplitudesWithoutAnOutputAreCountedAndNotJudged) {
  const auto with = [](Microamps second, std::size_t count) {
    return after([=](TherapyProgram& p) {
      p.adaptive.outputs[1] = p.adaptive.outputs[0];
      p.adaptive.outputs[1].amplitude = second;
      for (std::size_t s = 0; s < 3; ++s) {
        p.adaptive.chain.states[s].amplitudes_ma[1] = 25.0;
        p.adaptive.chain.states[s].amplitude_count = count;
      }
    });
  };
  for (const Findings& found : {with({}, 2), with(1000_uA, 1)}) {
    EXPECT_TRUE(found.refuse("adaptive.chain.states[0].amplitudes_ma"));
    EXPECT_FALSE(found.refuse("adaptive.chain.states[0].amplitudes_ma[1]"));
  }
  const Findings silent =
      after([](TherapyProgram& p) { p.adaptive.outputs[0].amplitude = {}; });
  EXPECT_TRUE(silent.refuse("adaptive.chain.states[0].amplitudes_ma"));
}

TEST(ValidateAdaptive, Saf285_NoStateAsksForMoreThanItsOutputMayReach) {
  const auto third = [](double ma) {
    return after(
        [=](TherapyProgram& p) { p.adaptive.chain.states[2].amplitudes_ma[0] = ma; });
  };
  EXPECT_TRUE(third(3.0).accepted);
  EXPECT_TRUE(third(25.5).accepted) << "holds";
  EXPECT_EQ(third(3.1).of("adaptive.chain.states[2].amplitudes_ma[0]").highest, 3.0);
  EXPECT_TRUE(third(25.4).refuse("adaptive.chain.states[2].amplitudes_ma[0]"));
}

TEST(ValidateAdaptive, Saf285_EachStateHasAnAmplitudeForEachOutput) {
  const auto second = [](TherapyProgram& p) {
    p.adaptive.outputs[1] = p.adaptive.outputs[0];
    p.adaptive.outputs[1].amplitude = 1000_uA;
  };
  EXPECT_TRUE(after(second).refuse("adaptive.chain.states[0].amplitudes_ma"));
  const auto both = [&](TherapyProgram& p) {
    second(p);
    for (std::size_t s = 0; s < 3; ++s) {
      p.adaptive.chain.states[s].amplitudes_ma[1] = 1.0;
      p.adaptive.chain.states[s].amplitude_count = 2;
    }
  };
  EXPECT_EQ(after(both).text(), "");
  const Findings above = after([&](TherapyProgram& p) {
    both(p);
    p.adaptive.chain.states[1].amplitudes_ma[1] = 1.1;
  });
  EXPECT_EQ(above.of("adaptive.chain.states[1].amplitudes_ma[1]").highest, 1.0);
}

TEST(ValidateAdaptive, Saf285_ItsOutputsAreOnesThatTheGuardGrants) {
  EXPECT_TRUE(after([](TherapyProgram& p) {
                p.adaptive.outputs[0].pulse_width = 401_us;
              }).refuse("adaptive.outputs[0].pulse_width_us"));
  EXPECT_TRUE(after([](TherapyProgram& p) {
                p.adaptive.outputs[0].amplitude = {};
              }).refuse("adaptive.outputs[0].amplitude_ua"));
}

TEST(ValidateAdaptive, Saf285_ItGoesOnSoItsLimitsAreThoseOfThat) {
  EXPECT_TRUE(after([](TherapyProgram& p) {
                p.limits = responsive_program().limits;
              }).refuse("limits.continuous"));
  const Findings ends = after(
      [](TherapyProgram& p) { p.limits.continuous = {.max_on = 60_s, .min_off = 10_s}; });
  EXPECT_TRUE(ends.accepted);
  EXPECT_TRUE(ends.advise("limits.continuous.max_on_s"));
}

TEST(ValidateAdaptive, ItIsAdvisedWhereTheGuardsRampIsSlowerThanTheChains) {
  const auto rising = [](double ma_per_s) {
    return after([=](TherapyProgram& p) { p.adaptive.chain.rise_ma_per_s = ma_per_s; });
  };
  EXPECT_EQ(rising(2.0).text(), "");
  EXPECT_TRUE(rising(2.01).accepted);
  EXPECT_TRUE(rising(2.01).advise("limits.max_ramp_ua_per_ms"));
  EXPECT_EQ(rising(2.01).of("limits.max_ramp_ua_per_ms").lowest, 3.0);
  const auto within = [](int ua, Microseconds window) {
    return after([=](TherapyProgram& p) {
      p.limits.max_rise_per_window = Microamps(ua);
      p.limits.ramp_window = window;
    });
  };
  EXPECT_EQ(within(2000, 1_s).text(), "");
  EXPECT_TRUE(within(1999, 1_s).advise("limits.max_rise_per_window_ua"));
  EXPECT_EQ(within(3000, 2_s).text(), "") << "all that the output may reach";
  EXPECT_TRUE(within(2999, 2_s).advise("limits.max_rise_per_window_ua"));
}

TEST(ValidateAdaptive, Saf285_BesideTheChainTwoSmallDetectorsHaveRoom) {
  const auto with = [](int count, biomarkers::Feature feature) {
    return after([=](TherapyProgram& p) {
      p.biomarkers.detectors[0].feature = feature;
      p.biomarkers.detectors.fill(p.biomarkers.detectors[0]);
      give_what_it_wants(p.biomarkers.detectors[0]);
      p.biomarkers.detectors.fill(p.biomarkers.detectors[0]);
      p.biomarkers.detector_count = static_cast<std::uint8_t>(count);
    });
  };
  for (const biomarkers::Feature feature :
       {biomarkers::Feature::kLineLength, biomarkers::Feature::kArea,
        biomarkers::Feature::kTeagerEnergy, biomarkers::Feature::kBandPower}) {
    EXPECT_EQ(with(2, feature).text(), "") << biomarkers::name_of(feature);
    EXPECT_TRUE(with(3, feature).refuse("adaptive.chain"));
    EXPECT_TRUE(with(8, feature).refuse("adaptive.chain"));
  }
}

// Two of band_power fill it to the last byte.
TEST(ValidateAdaptive, Saf285_BesideTheChainNoMoodBiomarkerHasRoom) {
  EXPECT_TRUE(after([](TherapyProgram& p) {
                p.biomarkers.mood = one_power(biomarkers::SensedWhile::kOff);
              }).refuse("adaptive.chain"));
}

TEST(ValidateAdaptive, Saf285_AllOfTheMemoryMayBeUsed) {
  const auto beside = [](biomarkers::Feature feature) {
    TherapyProgram program = adaptive_program();
    biomarkers::BiomarkerSettings& sensing = program.biomarkers;
    sensing.detectors[0].feature = biomarkers::Feature::kBandPower;
    give_what_it_wants(sensing.detectors[0]);
    sensing.detectors[1] = sensing.detectors[0];
    sensing.detectors[1].feature = feature;
    give_what_it_wants(sensing.detectors[1]);
    sensing.detector_count = 2;
    return program;
  };
  const TherapyProgram full = beside(biomarkers::Feature::kBandPower);
  EXPECT_EQ(biomarkers::RcsListener::kBytes +
                2 * biomarkers::Detector::bytes_of(full.biomarkers.detectors[0]),
            biomarkers::DetectorMemory::kBytes);
  EXPECT_EQ(Findings(full).text(), "");
  EXPECT_TRUE(
      Findings(beside(biomarkers::Feature::kHjorthMobility)).refuse("adaptive.chain"));
}

TEST(ValidateAdaptive, AnyBytesAreJudgedWithoutHarm) {
  EXPECT_FALSE(after([](TherapyProgram& p) {
                 p.adaptive.chain.channel_count = p.adaptive.chain.state_count = 1000;
                 p.adaptive.chain.detector_count = p.adaptive.chain.band_count = 1000;
                 p.biomarkers.detector_count = 255;
               }).accepted);
}

}  // namespace
}  // namespace homeostat::controller::testing
