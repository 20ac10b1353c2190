#include "sim/edf_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <utility>

#include "sim/edf_file.h"
#include "sim/edf_records.h"
#include "sim/error.h"
#include "tests/sim/edf_bytes.h"
#include "tests/support/shared_data.h"

namespace homeostat::sim {
namespace {

using testing::RawFile;
using testing::RawSignal;
using testing::ScratchFile;

using Labels = std::vector<std::string>;
using Samples = std::vector<float>;

RawFile two_records() { return RawFile().samples16({0, 1, -1, 1000, 10, 20, 30, 40}); }

// Three channels of one sample a record.
RawFile labelled(const Labels& labels) {
  RawFile file;
  file.records = "1";
  file.signals.clear();
  for (const std::string& label : labels) {
    RawSignal signal;
    signal.label = label;
    signal.samples_per_record = "1";
    file.signals.push_back(signal);
    file.samples16({static_cast<int>(file.signals.size())});
  }
  return file;
}

std::string refusal(const RawFile& file, const Labels& labels = {}) {
  const ScratchFile scratch(file);
  try {
    read_edf(scratch.path(), labels);
  } catch (const RecordingError& error) {
    const std::string what = error.what();
    EXPECT_EQ(what.find('\n'), std::string::npos) << "one line";
    EXPECT_TRUE(what.starts_with(scratch.path().string())) << what;
    return what.substr(scratch.path().string().size());
  }
  ADD_FAILURE() << "read without an error";
  return "";
}

Samples read_samples(const RawFile& file) {
  const ScratchFile scratch(file);
  return read_edf(scratch.path()).channels.at(0).samples_uv;
}

TEST(EdfReader, ReadsPlainEdfInMicrovolts) {
  const ScratchFile file(two_records());
  const Recording recording = read_edf(file.path());
  ASSERT_EQ(recording.channels.size(), 1u);
  EXPECT_EQ(recording.channels[0].label, "F4");
  EXPECT_EQ(recording.channels[0].rate_hz, 4.0);
  EXPECT_EQ(recording.channels[0].samples_uv,
            (Samples{0.0f, 0.1f, -0.1f, 100.0f, 1.0f, 2.0f, 3.0f, 4.0f}));
  EXPECT_EQ(recording.duration_s, 2.0);
  EXPECT_EQ(recording.start_date_time, "2001-01-31 23:59:58");
  EXPECT_TRUE(recording.gaps.empty());
}

TEST(EdfReader, ReadsBdfOf24Bits) {
  RawFile file = RawFile::bdf();
  file.records = "1";
  file.signals[0].physical_min = "-262144";
  file.signals[0].physical_max = "262144";
  file.samples24({0, 8388607, -8388608, -1});
  const double step = 524288.0 / 16777215.0;
  const Samples got = read_samples(file);
  EXPECT_NEAR(got[0], 0.5 * step, 1e-6);
  EXPECT_EQ(got[1], 262144.0f);
  EXPECT_EQ(got[2], -262144.0f);
  EXPECT_NEAR(got[3], -0.5 * step, 1e-6);
}

TEST(EdfReader, KeepsChannelsOfUnequalRate) {
  RawFile file;
  file.signals.push_back(RawSignal{});
  file.signals[1].label = "ECG";
  file.signals[1].samples_per_record = "2";
  file.record_s = "0.5";
  file.samples16({1, 2, 3, 4}).samples16({10, 20});
  file.samples16({5, 6, 7, 8}).samples16({30, 40});
  const ScratchFile scratch(file);
  const Recording recording = read_edf(scratch.path());
  EXPECT_EQ(recording.channels[0].rate_hz, 8.0);
  EXPECT_EQ(recording.channels[1].rate_hz, 4.0);
  EXPECT_EQ(recording.channels[0].samples_uv.size(), 8u);
  EXPECT_EQ(recording.channels[1].samples_uv, (Samples{1.0f, 2.0f, 3.0f, 4.0f}));
  EXPECT_EQ(recording.duration_s, 1.0);
}

TEST(EdfReader, ClampsWhatIsStoredOutsideTheDigitalRange) {
  EXPECT_EQ(read_samples(RawFile().samples16({1000, 1001, -1000, -1001, 0, 0, 0, 0})),
            (Samples{100, 100, -100, -100, 0, 0, 0, 0}));
}

TEST(EdfReader, TurnsTheSignalOverWhereThePhysicalRangeFalls) {
  RawFile file = two_records();
  std::swap(file.signals[0].physical_min, file.signals[0].physical_max);
  EXPECT_EQ(read_samples(file)[3], -100.0f);
}

// --- Units

TEST(EdfReader, HonoursPhysicalUnits) {
  const std::pair<const char*, float> cases[] = {
      {"uV", 100.0f},      {"\xB5V", 100.0f},    // Latin-1
      {"\u00B5V", 100.0f}, {"\u03BCV", 100.0f},  // UTF-8: micro sign, Greek mu
      {"mV", 100'000.0f},  {"V", 100'000'000.0f}, {"nV", 0.1f}};
  for (const auto& [unit, expected] : cases) {
    RawFile file = two_records();
    file.signals[0].unit = unit;
    EXPECT_FLOAT_EQ(read_samples(file)[3], expected) << unit;
  }
}

TEST(EdfReader, RefusesOtherUnitsAndNamesTheChannel) {
  for (const char* unit : {"", "MV", "UV", "mmHg", "uVolt", "\xFF"}) {
    RawFile file = two_records();
    file.signals[0].unit = unit;
    const std::string why = refusal(file);
    EXPECT_NE(why.find("channel 'F4' is in '"), std::string::npos) << why;
    EXPECT_NE(why.find("uV, mV, V and nV are accepted"), std::string::npos) << why;
  }
}

TEST(EdfReader, RefusesAUnitInOtherLettersAndSuggestsTheAcceptedOnes) {
  const std::pair<const char*, const char*> cases[] = {
      {"uv", "uV"}, {"UV", "uV"}, {"mv", "mV"}, {"v", "V"}, {"NV", "nV"}};
  for (const auto& [unit, meant] : cases) {
    RawFile file = two_records();
    file.signals[0].unit = unit;
    EXPECT_EQ(refusal(file), std::string(": channel 'F4' is in '") + unit +
                                 "'; did you mean " + meant +
                                 "? uV, mV, V and nV are accepted");
  }
}

TEST(EdfReader, RefusesARateThatNoRecorderHas) {
  const std::pair<const char*, const char*> cases[] = {
      {"1e300", "channel 'F4' has 4 sam"}, {"0.000001", "Hz; 0.001 to 1000000"}};
  for (const auto& [record_s, told] : cases) {
    RawFile file = two_records();
    file.record_s = record_s;
    const std::string why = refusal(file);
    EXPECT_NE(why.find(told), std::string::npos) << why;
  }
}

TEST(EdfReader, DoesNotMindTheUnitOfAChannelThatIsNotAskedFor) {
  RawFile file = labelled({"F4", "SpO2"});
  file.signals[1].unit = "%";
  file.signals[1].physical_max = "?";
  const ScratchFile scratch(file);
  EXPECT_EQ(read_edf(scratch.path(), Labels{"F4"}).channels[0].samples_uv, Samples{0.1f});
  EXPECT_THROW(read_edf(scratch.path()), RecordingError);
}

// --- Labels

TEST(EdfReader, ChoosesChannelsByLabelInTheOrderAsked) {
  const ScratchFile scratch(labelled({"F3", "F4", "O1"}));
  const Recording recording = read_edf(scratch.path(), Labels{"O1", "F3"});
  ASSERT_EQ(recording.channels.size(), 2u);
  EXPECT_EQ(recording.channels[0].label, "O1");
  EXPECT_EQ(recording.channels[0].samples_uv, Samples{0.3f});
  EXPECT_EQ(recording.channels[1].label, "F3");
  EXPECT_EQ(edf_labels(scratch.path()), (Labels{"F3", "F4", "O1"}));
}

TEST(EdfReader, MatchesCaseAndEegPrefixLooselyWhereOneChannelAnswers) {
  const ScratchFile scratch(labelled({"EEG Fp1", "F4", "O1"}));
  for (const char* label : {"EEG Fp1", "Fp1", "FP1", "eeg fp1"})
    EXPECT_EQ(read_edf(scratch.path(), Labels{label}).channels[0].label, "EEG Fp1");
  EXPECT_EQ(read_edf(scratch.path(), Labels{"EEG f4"}).channels[0].label, "F4");
}

TEST(EdfReader, PrefersTheExactLabel) {
  const ScratchFile scratch(labelled({"F4", "EEG F4", "f4"}));
  EXPECT_EQ(read_edf(scratch.path(), Labels{"EEG F4"}).channels[0].samples_uv,
            Samples{0.2f});
  EXPECT_EQ(read_edf(scratch.path(), Labels{"f4"}).channels[0].samples_uv, Samples{0.3f});
}

TEST(EdfReader, RefusesAnUnknownLabelAndListsTheKnown) {
  EXPECT_EQ(refusal(labelled({"F3", "EEG F4"}), {"Cz"}),
            ": no channel 'Cz'; it has F3, EEG F4");
}

TEST(EdfReader, DoesNotMindSpacesAroundALabel) {
  const ScratchFile scratch(labelled({"F8", "O1"}));
  for (const char* label : {" F8", "F8 ", " eeg f8 "})
    EXPECT_EQ(read_edf(scratch.path(), Labels{label}).channels[0].label, "F8") << label;
}

TEST(EdfReader, RefusesALabelNearToAKnownOneAndSuggestsThat) {
  EXPECT_EQ(refusal(labelled({"EEG T3", "Fp1-Ref"}), {"Fp1-Rf"}),
            ": no channel 'Fp1-Rf'; did you mean Fp1-Ref? it has EEG T3, Fp1-Ref");
  for (const char* label : {"", "  "})
    EXPECT_EQ(
        refusal(labelled({"F3", "O1"}), {label}),
        std::string(": no channel '") + label + "'; a label is expected; it has F3, O1");
}

TEST(EdfReader, RefusesALabelThatTwoChannelsAnswer) {
  EXPECT_EQ(refusal(labelled({"F4", "F4"}), {"F4"}),
            ": more than one channel 'F4'; rename all but one in the file's header: it "
            "has F4, F4");
  EXPECT_EQ(refusal(labelled({"F4", "EEG f4"}), {"eeg F4"}),
            ": more than one channel 'eeg F4'; give one label exactly as it stands: it "
            "has F4, EEG f4");
}

TEST(EdfReader, RefusesAChannelAskedForTwice) {
  EXPECT_EQ(refusal(labelled({"EEG F4"}), {"F4", "EEG F4"}),
            ": channel 'EEG F4' is asked for twice; name each channel once");
}

// --- Annotations

RawFile annotated(const std::string& kind) {
  RawFile file = RawFile::plus(kind);
  file.samples16({1, 2, 3, 4})
      .texts("+0\x14\x14" + std::string(1, '\0') +
             "+0.5\x15"
             "1.25\x14"
             "sz\x14");
  file.samples16({5, 6, 7, 8})
      .texts("+1\x14\x14" + std::string(1, '\0') +
             "+1.5\x14"
             "a\x14"
             "b\x14");
  return file;
}

void expect_annotations(const Recording& recording) {
  ASSERT_EQ(recording.annotations.size(), 3u);
  EXPECT_EQ(recording.annotations[0].onset_s, 0.5);
  EXPECT_EQ(recording.annotations[0].duration_s, 1.25);
  EXPECT_EQ(recording.annotations[0].text, "sz");
  EXPECT_EQ(recording.annotations[1].onset_s, 1.5);
  EXPECT_EQ(recording.annotations[1].duration_s, 0.0);
  EXPECT_EQ(recording.annotations[1].text, "a");
  EXPECT_EQ(recording.annotations[2].onset_s, 1.5);
  EXPECT_EQ(recording.annotations[2].text, "b");
}

TEST(EdfReader, ReadsAnnotationsOfContinuousAndDiscontinuousFiles) {
  for (const char* kind : {"EDF+C", "EDF+D"}) {
    const ScratchFile scratch(annotated(kind));
    const Recording recording = read_edf(scratch.path());
    expect_annotations(recording);
    EXPECT_EQ(recording.channels.size(), 1u);
    EXPECT_TRUE(recording.gaps.empty());
  }
}

TEST(EdfReader, EndsTheRecordingWhereItIsMarked) {
  for (const char* kind : {"EDF+C", "EDF+D"}) {
    RawFile file = RawFile::plus(kind);
    file.samples16({1, 2, 3, 4}).texts("+0\x14\x14");
    file.samples16({5, 6, 0, 0})
        .texts("+1\x14\x14" + std::string(1, '\0') + "+1.5\x14Recording ends\x14");
    const ScratchFile scratch(file);
    const Recording recording = read_edf(scratch.path());
    EXPECT_EQ(recording.channels[0].samples_uv.size(), 6u);
    EXPECT_EQ(recording.duration_s, 1.5);
    EXPECT_TRUE(recording.annotations.empty());
  }
}

TEST(EdfReader, KeepsAnEndMarkThatWouldCutMoreThanTheLastRecord) {
  RawFile file = RawFile::plus("EDF+C");
  file.samples16({1, 2, 3, 4})
      .texts("+0\x14\x14" + std::string(1, '\0') + "+0.5\x14Recording ends\x14");
  file.samples16({5, 6, 7, 8}).texts("+1\x14\x14");
  const ScratchFile scratch(file);
  const Recording recording = read_edf(scratch.path());
  EXPECT_EQ(recording.channels[0].samples_uv.size(), 8u);
  EXPECT_EQ(recording.annotations.size(), 1u);
}

TEST(EdfReader, MakesAnnotationTextsPrintable) {
  RawFile file = RawFile::plus("EDF+D");
  file.records = "1";
  file.samples16({1, 2, 3, 4})
      .texts("+0\x14\x14" + std::string(1, '\0') +
             "+0\x14"
             "a\nb\x14"
             "\xB5\x14"
             "\xE7\x99\xAB\x14");
  const ScratchFile scratch(file);
  const Recording recording = read_edf(scratch.path());
  ASSERT_EQ(recording.annotations.size(), 3u);
  EXPECT_EQ(recording.annotations[0].text, "a?b");
  EXPECT_EQ(recording.annotations[1].text, "\u00B5");
  EXPECT_EQ(recording.annotations[2].text, "\u766B");
}

// --- Real recordings

TEST(EdfReader, ReadsTheSharedRecordings) {
  HOMEOSTAT_NEEDS("recordings");
  const std::filesystem::path folder = homeostat::testing::shared_data("recordings");

  const Recording siena = read_edf(folder / "siena_PN00-1.edf", Labels{"F8"});
  EXPECT_EQ(siena.channels[0].rate_hz, 64.0);
  EXPECT_EQ(siena.channels[0].samples_uv.size(), 64u * 2625);
  EXPECT_EQ(siena.duration_s, 2625.0);
  EXPECT_EQ(siena.start_date_time, "2000-01-01 00:00:00");
  ASSERT_EQ(siena.annotations.size(), 1u);
  EXPECT_EQ(siena.annotations[0].onset_s, 1143.0);
  EXPECT_EQ(siena.annotations[0].duration_s, 70.0);

  const Recording eegmat = read_edf(folder / "eegmat_00.edf", Labels{"EEG F4"});
  EXPECT_EQ(eegmat.channels[0].rate_hz, 500.0);
  EXPECT_EQ(eegmat.duration_s, 182.0);

  const Recording eegmmi = read_edf(folder / "eegmmi_S001R01.edf", Labels{"F4"});
  EXPECT_EQ(eegmmi.channels[0].rate_hz, 160.0);
  EXPECT_EQ(edf_labels(folder / "eegmmi_S001R01.edf").size(), 8u);
}

// --- Law: the two readers are one

void expect_equal(const Recording& a, const Recording& b) {
  ASSERT_EQ(a.channels.size(), b.channels.size());
  for (std::size_t i = 0; i < a.channels.size(); ++i)
    EXPECT_EQ(a.channels[i].samples_uv, b.channels[i].samples_uv);
  ASSERT_EQ(a.annotations.size(), b.annotations.size());
  for (std::size_t i = 0; i < a.annotations.size(); ++i) {
    EXPECT_NEAR(a.annotations[i].onset_s, b.annotations[i].onset_s, 1e-9);
    EXPECT_NEAR(a.annotations[i].duration_s, b.annotations[i].duration_s, 1e-9);
    EXPECT_EQ(a.annotations[i].text, b.annotations[i].text);
  }
  EXPECT_TRUE(b.gaps.empty());
}

TEST(EdfReaderLaws, OurReaderAndEdflibGiveTheSameNumbers) {
  RawFile bdf = RawFile::bdf();
  bdf.samples24({-8388608, 8388607, -1, 0, 1, 77, -777, 7777});
  for (const RawFile& raw : {two_records(), annotated("EDF+C"), bdf}) {
    const ScratchFile scratch(raw);
    const EdfHeader header = read_edf_header(scratch.path());
    const EdfPick pick{.signal = 0,
                       .digital_min = -8388608,
                       .digital_max = 8388607,
                       .gain_uv = 0.1,
                       .offset_uv = -3.0};
    const Channel channel{"F4", 4.0, {}};
    Recording theirs;
    theirs.channels = {channel};
    Recording ours = theirs;
    ASSERT_TRUE(read_by_edflib(scratch.path(), header, std::array{pick}, theirs));
    read_edf_records(scratch.path(), header, std::array{pick}, ours);
    expect_equal(theirs, ours);
  }
}

// EDFlib does not open one path twice at a time; the caller must not feel it.
TEST(EdfReaderLaws, ThreadsMayReadOneFileTogether) {
  const ScratchFile scratch(annotated("EDF+C"));
  const Recording alone = read_edf(scratch.path());
  std::vector<Recording> together(4);
  {
    std::vector<std::jthread> threads;
    for (Recording& recording : together)
      threads.emplace_back([&scratch, &recording] {
        for (int i = 0; i < 100; ++i) recording = read_edf(scratch.path());
      });
  }
  for (const Recording& recording : together) expect_equal(alone, recording);
}

}  // namespace
}  // namespace homeostat::sim
