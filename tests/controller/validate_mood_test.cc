// Rules of a mood biomarker's settings.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/controller/findings.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::MoodMeasure;
using biomarkers::MoodSettings;
using biomarkers::SensedWhile;

constexpr std::int64_t kDay_us = 86'400'000'000;

constexpr Microseconds minutes(std::int64_t n) { return Microseconds(n * 60'000'000); }
constexpr Microseconds days(std::int64_t n) { return Microseconds(n * kDay_us); }

biomarkers::MoodFeatureSettings gamma_power() {
  biomarkers::MoodFeatureSettings feature;
  feature.name = {'g', 'a', 'm', 'm', 'a'};
  feature.measure = MoodMeasure::kBandPower;
  feature.band_low_hz = 30.0F;
  feature.band_high_hz = 80.0F;
  feature.typical = 0.4F;
  feature.deviation = 0.2F;
  feature.weight = 1.0F;
  return feature;
}

// Two channels; a power of one, a coherence of both; usual times.
TherapyProgram with_mood() {
  TherapyProgram program = detection_program();
  biomarkers::BiomarkerSettings& sensing = program.biomarkers;
  sensing.channel_count = 2;
  sensing.channels[1] = sensing.channels[0];
  sensing.channels[1].label[0] = 'P';
  MoodSettings& mood = sensing.mood;
  mood.feature_count = 2;
  mood.features[0] = gamma_power();
  mood.features[1] = gamma_power();
  mood.features[1].name = {'c', 'o', 'h'};
  mood.features[1].measure = MoodMeasure::kCoherence;
  mood.features[1].other_channel = 1;
  mood.smoothing = minutes(60);
  mood.on = 1.0F;
  mood.off = 0.0F;
  mood.on_bins = 2;
  mood.off_bins = 3;
  mood.sick_from = 0.5F;
  mood.sensed_while = SensedWhile::kOff;
  mood.exclusion = 60_s;
  mood.daily_memory = days(10);
  mood.scale_memory = days(14);
  mood.hold_off = minutes(72 * 60);
  mood.has_sleep = true;
  mood.sleep = {.channel = 1,
                .ratio_log10 = 1.0F,
                .night_log10 = 0.3F,
                .night_from_minute = 1380,
                .night_to_minute = 420};
  mood.circumstances = {.lead = {'l'}, .gain = {'g'}, .medication = {'m'}};
  mood.has_record = true;
  mood.record = {.approver = {'D', 'r', ' ', 'A'},
                 .date = {'2', '0', '2', '6', '-', '1', '1', '-', '2', '7'},
                 .valid_days = 90,
                 .clauses = 6,
                 .clauses_held = 6,
                 .made_for = 1};
  return program;
}

template <class Change>
Findings changed(const Change& change) {
  TherapyProgram program = with_mood();
  change(program.biomarkers.mood);
  return Findings(program);
}

template <class Change>
bool refused(const std::string& field, const Change& change) {
  return changed(change).refuse("biomarkers.mood." + field);
}

template <class Change>
bool advised(const std::string& field, const Change& change) {
  const Findings findings = changed(change);
  return findings.accepted && findings.advise("biomarkers.mood." + field);
}

TEST(ValidateMood, Saf395_SoundSettingsAreAcceptedWithoutAWord) {
  EXPECT_EQ(Findings(with_mood()).text(), "");
  EXPECT_EQ(changed([](MoodSettings& m) { m.has_record = false; }).text(), "");
  EXPECT_EQ(changed([](MoodSettings& m) { m.has_sleep = false; }).text(), "");
  EXPECT_EQ(changed([](MoodSettings& m) { m = {}; }).text(), "") << "there is none";
}

TEST(ValidateMood, Saf395_TimesAreToldInTheUnitThatTheirNameEndsIn) {
  const struct {
    const char* field;
    void (*change)(MoodSettings&);
    double value;
    double lowest;
    double highest;
  } times[] = {
      {"smoothing_min", [](MoodSettings& m) { m.smoothing = minutes(9); }, 9, 10, 1440},
      {"exclusion_s", [](MoodSettings& m) { m.exclusion = 59_s; }, 59, 60, 3600},
      {"daily_memory_d", [](MoodSettings& m) { m.daily_memory = days(61); }, 61, 1, 60},
      {"hold_off_h", [](MoodSettings& m) { m.hold_off = minutes(241 * 60); }, 241, 0,
       240},
  };
  for (const auto& time : times) {
    const Findings findings = changed(time.change);
    const auto& fault = findings.of("biomarkers.mood." + std::string(time.field));
    EXPECT_EQ(fault.value, time.value) << time.field;
    EXPECT_EQ(fault.lowest, time.lowest) << time.field;
    EXPECT_EQ(fault.highest, time.highest) << time.field;
  }
}

TEST(ValidateMood, Saf395_WithoutFeaturesNothingElseIsGiven) {
  EXPECT_TRUE(refused("features", [](MoodSettings& m) { m.feature_count = 0; }));
  EXPECT_TRUE(refused("features", [](MoodSettings& m) { m.feature_count = 9; }));
  EXPECT_TRUE(refused("features", [](MoodSettings& m) {
    m = {};
    m.has_record = true;
  }));
  EXPECT_TRUE(refused("features", [](MoodSettings& m) {
    m = {};
    m.on = 1.0F;
  }));
}

TEST(ValidateMood, Saf395_AFeatureHasANameOfItsOwnAndAMeasure) {
  EXPECT_TRUE(
      refused("features[0].name", [](MoodSettings& m) { m.features[0].name = {}; }));
  EXPECT_TRUE(refused("features[1].name",
                      [](MoodSettings& m) { m.features[1].name = m.features[0].name; }));
  EXPECT_TRUE(refused("features[0].name", [](MoodSettings& m) {
    m.features[0].name.fill('x');
  })) << "without an end";
  for (const int measure : {0, 3, 200}) {
    EXPECT_TRUE(refused("features[0].measure", [=](MoodSettings& m) {
      m.features[0].measure = static_cast<MoodMeasure>(measure);
    }));
  }
}

TEST(ValidateMood, Saf395_NamesThatDifferInOneLetterAreTwo) {
  const auto called = [](const std::string& first, const std::string& second) {
    return changed([&](MoodSettings& m) {
      m.features[0].name = m.features[1].name = {};
      first.copy(m.features[0].name.data(), m.features[0].name.size());
      second.copy(m.features[1].name.data(), m.features[1].name.size());
    });
  };
  for (const char* other : {"gamme", "gbmma", "hamma", "gamm", "gammas", "g"}) {
    EXPECT_EQ(called("gamma", other).text(), "") << other;
  }
  const std::string without_end(16, 'x');
  EXPECT_NE(called(without_end, without_end).text().find("two features"),
            std::string::npos);
  EXPECT_TRUE(refused("features[2].name", [](MoodSettings& m) {
    m.feature_count = 3;
    m.features[2] = m.features[1];
  })) << "as the second is called";
}

TEST(ValidateMood, Saf395_ChannelsAreTheProgramsAndACoherenceHasTwo) {
  for (const int channel : {2, biomarkers::kMaxChannels, 255}) {
    EXPECT_TRUE(refused("features[0].channel", [=](MoodSettings& m) {
      m.features[0].channel = static_cast<std::uint8_t>(channel);
    })) << channel;
  }
  EXPECT_TRUE(refused("features[1].other_channel",
                      [](MoodSettings& m) { m.features[1].other_channel = 2; }));
  EXPECT_TRUE(refused("features[1].other_channel",
                      [](MoodSettings& m) { m.features[1].other_channel = 0; }));
  EXPECT_TRUE(refused("sleep.channel", [](MoodSettings& m) { m.sleep.channel = 2; }));
}

TEST(ValidateMood, Saf395_BandsLieInsideTheSampleRateAndASecond) {
  const auto low = [](float hz) {
    return refused("features[0].band_low_hz",
                   [=](MoodSettings& m) { m.features[0].band_low_hz = hz; });
  };
  EXPECT_FALSE(low(1.0F));
  for (const float bad : {0.99F, 0.0F, -1.0F, 113.0F, std::nanf("")}) {
    EXPECT_TRUE(low(bad)) << bad;
  }
  const auto high = [](float hz) {
    return refused("features[0].band_high_hz",
                   [=](MoodSettings& m) { m.features[0].band_high_hz = hz; });
  };
  EXPECT_FALSE(high(31.0F));
  EXPECT_FALSE(high(112.5F));
  for (const float bad : {30.9F, 20.0F, 112.6F, std::nanf("")}) {
    EXPECT_TRUE(high(bad)) << bad;
  }
  EXPECT_TRUE(advised("features[0].band_high_hz", [](MoodSettings& m) {
    m.features[0].band_high_hz = 91.0F;
  })) << "above the channel's low pass";
  TherapyProgram program = with_mood();
  program.biomarkers.channels[0].high_pass_hz = 31.0F;
  EXPECT_TRUE(Findings(program).advise("biomarkers.mood.features[0].band_low_hz"));
}

TEST(ValidateMood, Saf395_DeviationsAreAboveZeroAndNumbersAreNumbers) {
  const auto deviation = [](float value) {
    return refused("features[0].deviation",
                   [=](MoodSettings& m) { m.features[0].deviation = value; });
  };
  EXPECT_FALSE(deviation(1.0e-5F));
  for (const float bad : {0.0F, -1.0F, 2.0e6F, std::nanf("")}) {
    EXPECT_TRUE(deviation(bad)) << bad;
  }
  for (const float bad : {-2.0e6F, 2.0e6F, std::nanf("")}) {
    EXPECT_TRUE(refused("features[0].typical",
                        [=](MoodSettings& m) { m.features[0].typical = bad; }));
    EXPECT_TRUE(refused("features[0].weight",
                        [=](MoodSettings& m) { m.features[0].weight = bad; }));
    EXPECT_TRUE(refused("bias", [=](MoodSettings& m) { m.bias = bad; }));
    EXPECT_TRUE(refused("on", [=](MoodSettings& m) { m.on = bad; }));
    EXPECT_TRUE(refused("off", [=](MoodSettings& m) { m.off = bad; }));
    EXPECT_TRUE(refused("sick_from", [=](MoodSettings& m) { m.sick_from = bad; }));
  }
}

TEST(ValidateMood, Saf395_OffLiesBelowOn) {
  EXPECT_TRUE(refused("off", [](MoodSettings& m) { m.off = m.on; }));
  EXPECT_TRUE(advised("off", [](MoodSettings& m) { m.off = 0.01F; }));
  EXPECT_TRUE(advised("off", [](MoodSettings& m) { m.off = 0.99F; }));
}

TEST(ValidateMood, Saf395_BinsAndTimesLieInTheirRanges) {
  for (const int bins : {0, 13}) {
    EXPECT_TRUE(refused("on_bins", [=](MoodSettings& m) {
      m.on_bins = static_cast<std::uint8_t>(bins);
    }));
    EXPECT_TRUE(refused("off_bins", [=](MoodSettings& m) {
      m.off_bins = static_cast<std::uint8_t>(bins);
    }));
  }
  const auto smoothing = [](std::int64_t n) {
    return [=](MoodSettings& m) { m.smoothing = minutes(n); };
  };
  EXPECT_TRUE(refused("smoothing_min", smoothing(9)));
  EXPECT_TRUE(refused("smoothing_min", smoothing(1441)));
  EXPECT_TRUE(advised("smoothing_min", smoothing(10)));
  EXPECT_TRUE(advised("smoothing_min", smoothing(1440)));
  const auto daily = [](std::int64_t n) {
    return [=](MoodSettings& m) { m.daily_memory = days(n); };
  };
  EXPECT_TRUE(refused("daily_memory_d", daily(0)));
  EXPECT_TRUE(refused("daily_memory_d", daily(61)));
  EXPECT_TRUE(advised("daily_memory_d", daily(1)));
  EXPECT_TRUE(advised("daily_memory_d", daily(60)));
  const auto scale = [](std::int64_t n) {
    return [=](MoodSettings& m) { m.scale_memory = days(n); };
  };
  EXPECT_TRUE(refused("scale_memory_d", scale(0)));
  EXPECT_TRUE(refused("scale_memory_d", scale(61)));
  EXPECT_TRUE(advised("scale_memory_d", scale(1)));
  const auto hold = [](std::int64_t hours) {
    return [=](MoodSettings& m) { m.hold_off = minutes(60 * hours); };
  };
  EXPECT_TRUE(refused("hold_off_h", hold(-1)));
  EXPECT_TRUE(refused("hold_off_h", hold(241)));
  EXPECT_TRUE(advised("hold_off_h", hold(0)));
  EXPECT_EQ(changed(hold(240)).text(), "");
}

TEST(ValidateMood, Saf395_UsualTimesPassWithoutAWordAndOthersAreAdvisedAgainst) {
  const struct {
    const char* field;
    Microseconds MoodSettings::*time;
    Microseconds unit;
    std::int64_t least;
    std::int64_t most;
  } usual[] = {
      {"smoothing_min", &MoodSettings::smoothing, minutes(1), 30, 120},
      {"daily_memory_d", &MoodSettings::daily_memory, days(1), 7, 14},
      {"scale_memory_d", &MoodSettings::scale_memory, days(1), 7, 60},
      {"hold_off_h", &MoodSettings::hold_off, minutes(60), 48, 240},
  };
  for (const auto& one : usual) {
    const auto with = [&](std::int64_t n) {
      return changed(
          [&](MoodSettings& m) { m.*one.time = Microseconds(n * one.unit.count()); });
    };
    const std::string field = std::string("biomarkers.mood.") + one.field;
    EXPECT_TRUE(with(one.least - 1).advise(field)) << field;
    EXPECT_EQ(with(one.least).text(), "");
    EXPECT_EQ(with(one.most).text(), "");
    EXPECT_TRUE(with(one.most + 1).advise(field)) << field;
  }
}

TEST(ValidateMood, Saf390_TheExclusionIsAMinuteAtLeastAndNoneUnderStimulation) {
  const auto exclusion = [](SensedWhile sensed, Microseconds time) {
    return refused("exclusion_s", [=](MoodSettings& m) {
      m.sensed_while = sensed;
      m.exclusion = time;
    });
  };
  EXPECT_FALSE(exclusion(SensedWhile::kOff, 60_s));
  EXPECT_FALSE(exclusion(SensedWhile::kOff, 3600_s));
  EXPECT_TRUE(exclusion(SensedWhile::kOff, 59_s));
  EXPECT_TRUE(exclusion(SensedWhile::kOff, 3601_s));
  EXPECT_TRUE(exclusion(SensedWhile::kOff, {}));
  EXPECT_FALSE(exclusion(SensedWhile::kOn, {}));
  EXPECT_TRUE(exclusion(SensedWhile::kOn, 1_s));
  const std::string why = changed([](MoodSettings& m) { m.exclusion = {}; }).text();
  EXPECT_NE(why.find("a minute at least"), std::string::npos) << why;
  for (const int sensed : {0, 3}) {
    EXPECT_TRUE(refused("sensed_while", [=](MoodSettings& m) {
      m.sensed_while = static_cast<SensedWhile>(sensed);
    }));
  }
}

TEST(ValidateMood, Saf395_SleepIsAskedOfRatesThatTellItAndMinutesOfADay) {
  EXPECT_TRUE(refused("sleep.ratio_log10",
                      [](MoodSettings& m) { m.sleep.ratio_log10 = std::nanf(""); }));
  for (const float bad : {-0.1F, 6.1F, std::nanf("")}) {
    EXPECT_TRUE(refused("sleep.night_log10",
                        [=](MoodSettings& m) { m.sleep.night_log10 = bad; }));
  }
  EXPECT_TRUE(refused("sleep.night_from_minute",
                      [](MoodSettings& m) { m.sleep.night_from_minute = 1440; }));
  EXPECT_TRUE(refused("sleep.night_to_minute",
                      [](MoodSettings& m) { m.sleep.night_to_minute = 1440; }));
  EXPECT_EQ(changed([](MoodSettings& m) {
              m.sleep.night_from_minute = 1439;
              m.sleep.night_to_minute = 0;
            }).text(),
            "");
  EXPECT_EQ(changed([](MoodSettings& m) { m.sleep.night_to_minute = 1439; }).text(), "");
  TherapyProgram program = with_mood();
  const float lowest_hz = 30.0F / 0.45F;
  program.biomarkers.sample_rate_hz = std::nextafter(lowest_hz, 0.0F);
  EXPECT_TRUE(Findings(program).refuse("biomarkers.mood.sleep"));
  program.biomarkers.sample_rate_hz = lowest_hz;
  EXPECT_FALSE(Findings(program).refuse("biomarkers.mood.sleep"));
}

TEST(ValidateMood, Saf395_CircumstancesAreStated) {
  EXPECT_TRUE(
      refused("circumstances.lead", [](MoodSettings& m) { m.circumstances.lead = {}; }));
  EXPECT_TRUE(
      refused("circumstances.gain", [](MoodSettings& m) { m.circumstances.gain = {}; }));
  EXPECT_TRUE(refused("circumstances.medication",
                      [](MoodSettings& m) { m.circumstances.medication = {}; }));
}

TEST(ValidateMood, Saf395_ARecordNamesAPersonADayAndItsClauses) {
  EXPECT_TRUE(
      refused("record.approver", [](MoodSettings& m) { m.record.approver = {}; }));
  const auto date = [](const std::string& text) {
    return refused("record.date", [&](MoodSettings& m) {
      m.record.date = {};
      for (std::size_t i = 0; i < text.size(); ++i) m.record.date[i] = text[i];
    });
  };
  EXPECT_FALSE(date("2026-01-31"));
  EXPECT_FALSE(date("2026-12-01"));
  EXPECT_FALSE(date("1999-09-29"));
  for (const char* bad :
       {"", "2026-1-31", "2026-00-10", "2026-13-10", "2026-10-00", "2026-10-32",
        "2026/10-10", "2026-10/10", "2026-10-1x", "2026-10-1.", "2026-1.-10",
        "202.-10-10", "x026-10-10", "2026-10-101", "2026-10"}) {
    EXPECT_TRUE(date(bad)) << bad;
  }
  // The last day of each month, and the day after it.
  for (const char* last :
       {"2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31",
        "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31",
        "2026-11-30", "2026-12-31", "2028-02-29", "2028-01-31", "2028-04-30",
        "2200-02-28", "2500-02-28", "2000-02-29", "1900-02-28", "2010-02-28"}) {
    std::string after = last;
    ++after.back();
    if (after.back() > '9') after.replace(8, 2, "30");
    EXPECT_FALSE(date(last)) << last;
    EXPECT_TRUE(date(after)) << after;
  }
  for (const int valid : {0, 367}) {
    EXPECT_TRUE(refused("record.valid_days", [=](MoodSettings& m) {
      m.record.valid_days = static_cast<std::uint16_t>(valid);
    }));
  }
  EXPECT_FALSE(
      refused("record.valid_days", [](MoodSettings& m) { m.record.valid_days = 366; }));
  EXPECT_TRUE(refused("record.clauses", [](MoodSettings& m) {
    m.record.clauses = m.record.clauses_held = 0;
  }));
  EXPECT_TRUE(
      refused("record.clauses_held", [](MoodSettings& m) { m.record.clauses_held = 7; }));
  EXPECT_FALSE(refused("record.clauses_held", [](MoodSettings& m) {
    m.record.clauses_held = 0;
  })) << "whether therapy arms with it is another rule's part";
}

}  // namespace
}  // namespace homeostat::controller::testing
