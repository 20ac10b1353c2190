// Rules of channels, contacts and detectors.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/controller/findings.h"
#include "tests/controller/programs.h"

namespace homeostat::controller::testing {
namespace {

using biomarkers::Feature;

TEST(ValidateSensing, TwoChannelsOfOneNameAreRefused) {
  TherapyProgram program = responsive_program();
  program.biomarkers.channel_count = 2;
  program.biomarkers.channels[1] = program.biomarkers.channels[0];
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[1].label"));
  for (const std::size_t differs : {0U, 2U, 6U}) {
    program.biomarkers.channels[1].label = program.biomarkers.channels[0].label;
    program.biomarkers.channels[1].label[differs] = 'x';
    EXPECT_EQ("", Findings(program).text()) << differs;
  }
  program.biomarkers.channel_count = 3;
  program.biomarkers.channels[2] = program.biomarkers.channels[1];
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[2].label"));
  for (std::size_t i = 1; i < 3; ++i) program.biomarkers.channels[i].label.fill('y');
  const Findings endless(program);
  EXPECT_STREQ("two channels have this label", endless.all.back().why) << endless.text();
}

TEST(ValidateSensing, EachChannelAndEachDetectorIsAskedAndNoneBeyondTheirCount) {
  TherapyProgram program = responsive_program();
  program.biomarkers.channels[1] = program.biomarkers.channels[0];
  program.biomarkers.channels[1].label[0] = 'R';
  program.biomarkers.channels[1].plus_contact = 1;  // also stimulates
  program.biomarkers.detectors[1].feature = static_cast<Feature>(200);
  EXPECT_EQ("", Findings(program).text());
  program.biomarkers.channel_count = program.biomarkers.detector_count = 2;
  EXPECT_TRUE(Findings(program).advise("biomarkers.channels[1].plus_contact"));
  EXPECT_TRUE(Findings(program).refuse("biomarkers.detectors[1].feature"));
}

TEST(ValidateSensing, NamesArePlainTextThatEnds) {
  TherapyProgram program = responsive_program();
  program.name.fill('x');
  EXPECT_TRUE(Findings(program).refuse("name"));
  program.name.back() = '\0';
  EXPECT_FALSE(Findings(program).refuse("name"));
  program.name[3] = '\n';
  EXPECT_TRUE(Findings(program).refuse("name"));
  program.biomarkers.channels[0].label = {};
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[0].label"));
}

bool is_refused(const std::string& label) {
  TherapyProgram program = responsive_program();
  program.biomarkers.channels[0].label = {};
  std::copy(label.begin(), label.end(), program.biomarkers.channels[0].label.begin());
  return Findings(program).refuse("biomarkers.channels[0].label");
}

TEST(ValidateSensing, ALabelIsOneThatEdfCanHold) {
  for (const char* good :
       {"F8", "a b", "~", "sixteen letters.", "EDF Annotation", "EDF annotations"}) {
    EXPECT_FALSE(is_refused(good)) << good;
  }
  for (const char* bad : {"", " F8", "F8 ", " ", "a\tb", "\xB5V", "seventeen letters",
                          "EDF Annotations", "twenty-three characters"}) {
    EXPECT_TRUE(is_refused(bad)) << bad;
  }
}

TEST(ValidateSensing, AContactAgainstItselfIsRefused) {
  TherapyProgram program = responsive_program();
  program.biomarkers.channels[0].minus_contact = 0;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[0].minus_contact"));
  program.biomarkers.channels[0].plus_contact = biomarkers::kExternalContact;
  program.biomarkers.channels[0].minus_contact = biomarkers::kExternalContact;
  EXPECT_EQ("", Findings(program).text());
}

TEST(ValidateSensing, Saf180_AContactThatTheLeadHasNotIsRefused) {
  TherapyProgram program = responsive_program();
  program.biomarkers.channels[0].plus_contact = 4;  // the depth lead has four
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[0].plus_contact"));
  program.biomarkers.channels[0].plus_contact = 8;  // nothing in port 1
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[0].plus_contact"));
  program.limits.leads[1] = safety::LeadModel::kDepthRing127x200;
  EXPECT_FALSE(Findings(program).refuse("biomarkers.channels[0].plus_contact"));
  program = responsive_program();
  program.limits.leads = {};  // told of the leads, once
  EXPECT_FALSE(Findings(program).accepted);
  EXPECT_FALSE(Findings(program).refuse("biomarkers.channels[0].plus_contact"));
}

TEST(ValidateSensing, Saf180_TheCanAndTheScalpAreOnNoLead) {
  for (const int elsewhere :
       {static_cast<int>(biomarkers::kExternalContact), static_cast<int>(safety::kCan)}) {
    for (const bool plus : {true, false}) {
      TherapyProgram program = responsive_program();
      biomarkers::ChannelSettings& channel = program.biomarkers.channels[0];
      channel.plus_contact = static_cast<std::int8_t>(plus ? elsewhere : 0);
      channel.minus_contact = static_cast<std::int8_t>(plus ? 0 : elsewhere);
      EXPECT_EQ("", Findings(program).text()) << elsewhere << plus;
    }
  }
}

TEST(ValidateSensing, Saf180_SensingWhereItStimulatesIsAdvisedAgainst) {
  TherapyProgram program = responsive_program();
  program.biomarkers.channels[0].minus_contact = 2;
  Findings findings(program);
  EXPECT_TRUE(findings.accepted);
  EXPECT_EQ(1U, findings.all.size()) << findings.text();
  EXPECT_TRUE(findings.advise("biomarkers.channels[0].minus_contact"));
  // A configuration that nothing uses stimulates nowhere.
  program = responsive_program();
  program.limits.configuration_count = 2;
  program.limits.configurations[1] = bipolar();
  program.limits.configurations[1].contacts[0] = {safety::Polarity::kCathode, 1000};
  EXPECT_EQ("", Findings(program).text());
  program.responsive.therapies[0].bursts[0].outputs[0].configuration = 1;
  EXPECT_TRUE(Findings(program).advise("biomarkers.channels[0].plus_contact"));
  // Where it stimulates there is no middle beside it.
  for (const int driven : {1, 2}) {
    program = responsive_program();
    program.limits.leads[0] = safety::LeadModel::kSeeg080x200;
    program.biomarkers.channels[0].plus_contact = static_cast<std::int8_t>(driven);
    program.biomarkers.channels[0].minus_contact = 7;
    EXPECT_EQ(1U, Findings(program).all.size()) << Findings(program).text();
  }
}

TEST(ValidateSensing, Saf180_APairThatIsNotSymmetricIsAdvisedAgainst) {
  TherapyProgram program = responsive_program();  // drives 1 and 2
  program.limits.leads[0] = safety::LeadModel::kSeeg080x200;
  program.biomarkers.channels[0].minus_contact = 4;
  Findings findings(program);
  EXPECT_TRUE(findings.accepted);
  EXPECT_EQ(1U, findings.all.size()) << findings.text();
  EXPECT_TRUE(findings.advise("biomarkers.channels[0].minus_contact"));
  program.biomarkers.channels[0].plus_contact = 3;  // one side only
  EXPECT_TRUE(Findings(program).advise("biomarkers.channels[0].minus_contact"));
  // On another lead there is nothing to be symmetric about.
  program.limits.leads[1] = safety::LeadModel::kSeeg080x200;
  program.biomarkers.channels[0].plus_contact = 8;
  program.biomarkers.channels[0].minus_contact = 12;
  EXPECT_EQ("", Findings(program).text());
  // Nor from one lead to another.
  program.biomarkers.channels[0].plus_contact = 0;
  EXPECT_EQ("", Findings(program).text());
}

TEST(ValidateSensing, Saf180_TheMiddleIsThatOfEveryContactDrivenOnTheLeadByWhatIsUsed) {
  TherapyProgram program = responsive_program();
  program.limits.leads[1] = safety::LeadModel::kDepthRing127x200;
  auto& contacts = program.limits.configurations[0].contacts;
  contacts = {};
  contacts[0] = {safety::Polarity::kCathode, 1000};
  contacts[3] = {safety::Polarity::kAnode, 1000};
  contacts[8] = {safety::Polarity::kAnode, 1000};  // on the other one
  program.biomarkers.channels[0].plus_contact = 1;
  program.biomarkers.channels[0].minus_contact = 2;
  EXPECT_FALSE(Findings(program).advise("biomarkers.channels[0].minus_contact"));
  program.limits.configuration_count = 2;
  program.limits.configurations[1] = bipolar();
  program.limits.configurations[1].contacts = {};
  program.limits.configurations[1].contacts[0] = {safety::Polarity::kCathode, 1000};
  program.limits.configurations[1].contacts[safety::kCan] = {safety::Polarity::kAnode,
                                                             1000};
  EXPECT_FALSE(Findings(program).advise("biomarkers.channels[0].minus_contact"));
  program.responsive.therapies[0].bursts[0].outputs[0].configuration = 1;
  EXPECT_TRUE(Findings(program).advise("biomarkers.channels[0].minus_contact"));
}

TEST(ValidateSensing, SegmentsOfADirectionalLeadShareARow) {
  TherapyProgram program = responsive_program();
  program.limits.leads[0] = safety::LeadModel::kDirectional127x150;
  auto& contacts = program.limits.configurations[0].contacts;
  contacts = {};
  for (const std::size_t i : {1U, 2U, 3U})
    contacts[i] = {safety::Polarity::kCathode, 500};
  contacts[safety::kCan] = {safety::Polarity::kAnode, 1000};
  program.limits.configurations[0].tested_amplitude = 3000_uA;
  program.biomarkers.channels[0].plus_contact = 0;
  for (const int opposite : {4, 5, 6}) {  // rows 0 and 2 about row 1
    program.biomarkers.channels[0].minus_contact = static_cast<std::int8_t>(opposite);
    EXPECT_EQ("", Findings(program).text()) << opposite;
  }
  program.biomarkers.channels[0].minus_contact = 7;
  EXPECT_TRUE(Findings(program).advise("biomarkers.channels[0].minus_contact"));
}

TEST(ValidateSensing, FiltersMustBeInOrderAndMayBeLeftOut) {
  TherapyProgram program = responsive_program();
  biomarkers::ChannelSettings& channel = program.biomarkers.channels[0];
  channel.high_pass_hz = 90.0F;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[0].low_pass_hz"));
  channel = one_channel().channels[0];
  channel.high_pass_hz = channel.low_pass_hz = channel.notch_hz = 0.0F;
  EXPECT_EQ("", Findings(program).text());
  for (const float mains_hz : {50.0F, 60.0F}) {
    channel.notch_hz = mains_hz;
    EXPECT_EQ("", Findings(program).text()) << mains_hz;
  }
  channel.notch_hz = 51.0F;
  EXPECT_TRUE(Findings(program).advise("biomarkers.channels[0].notch_hz"));
}

TEST(ValidateSensing, Saf194_HarmonicsAreOfANotchAndBelowWhatTheSampleRateAllows) {
  TherapyProgram program = responsive_program();
  biomarkers::ChannelSettings& channel = program.biomarkers.channels[0];
  const auto refused = [&](float notch_hz, float rate_hz, int harmonics) {
    channel.notch_hz = notch_hz;
    channel.notch_harmonics = static_cast<std::uint8_t>(harmonics);
    program.biomarkers.sample_rate_hz = rate_hz;
    return Findings(program).refuse("biomarkers.channels[0].notch_harmonics");
  };
  EXPECT_FALSE(refused(50.0F, 250.0F, 1));
  EXPECT_TRUE(refused(50.0F, 250.0F, 2));
  EXPECT_FALSE(refused(60.0F, 250.0F, 0));
  EXPECT_TRUE(refused(60.0F, 250.0F, 1)) << "120 Hz is too close to 125";
  EXPECT_FALSE(refused(45.0F, 200.0F, 1)) << "on the edge";
  EXPECT_TRUE(refused(45.0F, 199.0F, 1)) << "just above it";
  EXPECT_FALSE(refused(50.0F, 1000.0F, biomarkers::kMaxNotchHarmonics));
  EXPECT_TRUE(refused(50.0F, 1000.0F, biomarkers::kMaxNotchHarmonics + 1));
  EXPECT_TRUE(refused(50.0F, 1000.0F, 255));
  const ProgramFault fault =
      Findings(program).of("biomarkers.channels[0].notch_harmonics");
  EXPECT_EQ(0.0, fault.lowest);
  EXPECT_EQ(biomarkers::kMaxNotchHarmonics, fault.highest);
  EXPECT_TRUE(refused(0.0F, 1000.0F, 1)) << "of no notch";
  EXPECT_FALSE(refused(0.0F, 1000.0F, 0));
}

TEST(ValidateSensing, Saf262_CommissionedImpedancesAreOfContactsOfTheImplant) {
  TherapyProgram program = responsive_program();
  biomarkers::ChannelSettings& channel = program.biomarkers.channels[0];
  channel.plus_commissioned = 1_ohm;
  channel.minus_commissioned = 1'000'000_ohm;
  EXPECT_EQ("", Findings(program).text());
  channel.plus_commissioned = Ohms(-1);
  channel.minus_commissioned = 1'000'001_ohm;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[0].plus_commissioned_ohm"));
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[0].minus_commissioned_ohm"));
  channel.plus_commissioned = channel.minus_commissioned = 1000_ohm;
  channel.plus_contact = channel.minus_contact = biomarkers::kExternalContact;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[0].plus_commissioned_ohm"));
  EXPECT_TRUE(Findings(program).refuse("biomarkers.channels[0].minus_commissioned_ohm"));
  channel.plus_commissioned = channel.minus_commissioned = {};
  EXPECT_EQ("", Findings(program).text());
}

TEST(ValidateSensing, ATemplateIsKeptOfAtMostFourChannels) {
  TherapyProgram program = responsive_program();
  program.biomarkers.artefact = biomarkers::ArtefactRemoval::kTemplate;
  program.biomarkers.channel_count = 4;
  EXPECT_FALSE(Findings(program).refuse("biomarkers.artefact"));
  program.biomarkers.channel_count = 5;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.artefact"));
  program.biomarkers.artefact = biomarkers::ArtefactRemoval::kBlanking;
  EXPECT_FALSE(Findings(program).refuse("biomarkers.artefact"));
  program.biomarkers.artefact = static_cast<biomarkers::ArtefactRemoval>(3);
  EXPECT_TRUE(Findings(program).refuse("biomarkers.artefact"));
}

// The program with every watch, changed.
template <class Change>
Findings watching(const Change& change) {
  TherapyProgram program = responsive_program();
  biomarkers::QualitySettings& quality = program.biomarkers.quality;
  quality.line_hz = 50.0F;
  quality.line_percent = 80;
  quality.line_uv = 10.0F;
  quality.line_time = 2_s;
  quality.step_medians = 12.0F;
  quality.muscle_hz = 30.0F;
  quality.muscle_percent = 50;
  change(quality);
  return Findings(program);
}

TEST(ValidateSensing, Saf260_MainsIsWatchedWhereTheSampleRateAllowsIt) {
  using Quality = biomarkers::QualitySettings;
  const std::string at = "biomarkers.quality.noise.";
  EXPECT_EQ("", watching([](Quality&) {}).text());
  EXPECT_EQ("", watching([](Quality& q) { q.line_hz = 60.0F; }).text());
  EXPECT_TRUE(watching([](Quality& q) { q.line_hz = 51.0F; }).advise(at + "line_hz"));
  EXPECT_TRUE(watching([](Quality& q) { q.line_hz = 113.0F; }).refuse(at + "line_hz"));
  EXPECT_TRUE(watching([](Quality& q) { q.line_hz = -50.0F; }).refuse(at + "line_hz"));
  for (const int good : {10, 95}) {
    EXPECT_EQ("", watching([=](Quality& q) {
                    q.line_percent = static_cast<std::uint8_t>(good);
                  }).text());
  }
  for (const int bad : {0, 9, 96}) {
    EXPECT_TRUE(watching([=](Quality& q) {
                  q.line_percent = static_cast<std::uint8_t>(bad);
                }).refuse(at + "line_percent"));
  }
  EXPECT_TRUE(watching([](Quality& q) { q.line_uv = 0.0F; }).refuse(at + "line_uv"));
  EXPECT_TRUE(
      watching([](Quality& q) { q.line_uv = 100'001.0F; }).refuse(at + "line_uv"));
  EXPECT_EQ("", watching([](Quality& q) { q.line_time = 1_s; }).text());
  EXPECT_EQ("", watching([](Quality& q) { q.line_time = 60_s; }).text());
  for (const Microseconds bad : {999'999_us, 60'000'001_us}) {
    EXPECT_TRUE(
        watching([=](Quality& q) { q.line_time = bad; }).refuse(at + "line_time_ms"));
  }
  EXPECT_EQ("", watching([](Quality& q) {
                  q.line_hz = 0.0F;
                  q.line_percent = 0;
                  q.line_uv = 0.0F;
                  q.line_time = {};
                }).text());
}

TEST(ValidateSensing, Saf261_StepsAndMuscleAreWatchedBeyondWhatIsOrdinary) {
  using Quality = biomarkers::QualitySettings;
  const std::string at = "biomarkers.quality.noise.";
  for (const float good : {0.0F, 6.0F, 1000.0F}) {
    EXPECT_EQ("", watching([=](Quality& q) { q.step_medians = good; }).text());
  }
  for (const float bad : {-1.0F, 5.9F, 1000.1F}) {
    EXPECT_TRUE(
        watching([=](Quality& q) { q.step_medians = bad; }).refuse(at + "step_medians"));
  }
  EXPECT_EQ("", watching([](Quality& q) {
                  q.muscle_hz = 0.0F;
                  q.muscle_percent = 0;
                }).text());
  EXPECT_EQ("", watching([](Quality& q) { q.muscle_hz = 112.5F; }).text());
  EXPECT_TRUE(
      watching([](Quality& q) { q.muscle_hz = 113.0F; }).refuse(at + "muscle_hz"));
  for (const int bad : {0, 9, 96}) {
    EXPECT_TRUE(watching([=](Quality& q) {
                  q.muscle_percent = static_cast<std::uint8_t>(bad);
                }).refuse(at + "muscle_percent"));
  }
}

TEST(ValidateSensing, ABandBelongsToTheFeaturesThatWantOne) {
  TherapyProgram program = responsive_program();
  biomarkers::DetectorSettings& detector = program.biomarkers.detectors[0];
  detector.band_low_hz = 4.0F;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.detectors[0].band_low_hz"));
  detector.band_low_hz = 0.0F;
  detector.band_high_hz = 8.0F;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.detectors[0].band_low_hz"));
  detector.band_low_hz = 4.0F;
  detector.band_high_hz = 0.0F;
  detector.feature = Feature::kBandPower;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.detectors[0].band_high_hz"));
  detector.band_high_hz = 4.3F;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.detectors[0].band_high_hz"));
  detector.band_high_hz = 8.0F;
  EXPECT_EQ("", Findings(program).text());
  detector.band_low_hz = program.biomarkers.channels[0].high_pass_hz;
  detector.band_high_hz = program.biomarkers.channels[0].low_pass_hz;
  EXPECT_EQ("", Findings(program).text());
  detector.band_low_hz = 4.0F;
  detector.band_high_hz = 112.5F;
  EXPECT_TRUE(Findings(program).advise("biomarkers.detectors[0].band_high_hz"));
  detector.band_high_hz = 113.0F;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.detectors[0].band_high_hz"));
  program.biomarkers.channels[0].low_pass_hz = 0.0F;
  detector.band_high_hz = 112.5F;
  EXPECT_EQ("", Findings(program).text());
  detector.band_low_hz = 0.5F;
  EXPECT_TRUE(Findings(program).advise("biomarkers.detectors[0].band_low_hz"));
}

TEST(ValidateSensing, AThresholdIsARatioOrAbsolute) {
  TherapyProgram program = responsive_program();
  biomarkers::DetectorSettings& detector = program.biomarkers.detectors[0];
  detector.threshold = 1.0F;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.detectors[0].threshold"));
  detector.threshold = 5000.0F;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.detectors[0].threshold"));
  detector.long_window = {};
  EXPECT_EQ("", Findings(program).text());
  detector.feature = Feature::kNone;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.detectors[0].feature"));
}

TEST(ValidateSensing, AFrameLastsAtMostASecond) {
  TherapyProgram program = detection_program();
  program.biomarkers.sample_rate_hz = 64.0F;
  program.biomarkers.samples_per_frame = 64;
  EXPECT_FALSE(Findings(program).refuse("biomarkers.samples_per_frame"));
  program.biomarkers.sample_rate_hz = 63.0F;
  EXPECT_TRUE(Findings(program).refuse("biomarkers.samples_per_frame"));
}

}  // namespace
}  // namespace homeostat::controller::testing
