// Rules of a mood biomarker: biomarkers/mood_settings.h. Usual values: shared reference
// "detection" 4.1. Whether its record holds for this program is another rule's part.
#include "biomarkers/detector.h"
#include "biomarkers/mood_biomarker.h"
#include "biomarkers/ranges.h"
#include "controller/program_findings.h"

namespace homeostat::controller {
namespace {

using namespace biomarkers;

constexpr double kLargest = 1.0e6;  // of what a score is made of
constexpr int kMostBins = 12;       // more and mood would be unknown first
// A value is of one second.
constexpr double kLowestBandHz = 1.0;
constexpr double kNarrowestBandHz = 1.0;
constexpr int kLongestRecordDays = 366;

// As nobody wrote it: without a feature and without anything else.
bool is_none(const MoodSettings& mood) {
  return mood.feature_count == 0 && !mood.has_record && sum_of(mood) == sum_of({});
}

bool same_name(const MoodFeatureSettings& a, const MoodFeatureSettings& b) {
  for (std::size_t i = 0; i < a.name.size(); ++i) {
    if (a.name[i] != b.name[i]) return false;
    if (a.name[i] == '\0') return true;
  }
  return true;
}

void check_number(const FieldPath& field, float value, const char* why,
                  ProgramFindings& findings) {
  findings.choice(field, static_cast<double>(value), -kLargest, kLargest, why);
}

void check_own_channel(const BiomarkerSettings& settings, const FieldPath& field,
                       int channel, ProgramFindings& findings) {
  findings.range(field, channel, 0.0, settings.channel_count - 1,
                 "not one of the program's channels");
}

void check_band(const BiomarkerSettings& settings, const MoodFeatureSettings& feature,
                const FieldPath& at, ProgramFindings& findings) {
  const auto highest = static_cast<double>(settings.sample_rate_hz * kHighestCornerShare);
  findings.range(at / "band_low_hz", static_cast<double>(feature.band_low_hz),
                 kLowestBandHz, highest,
                 "a second holds a wave of it, and the sample rate tells it");
  findings.range(at / "band_high_hz", static_cast<double>(feature.band_high_hz),
                 static_cast<double>(feature.band_low_hz) + kNarrowestBandHz, highest,
                 "at least 1 Hz above band_low_hz, and inside the sample rate");
  if (feature.channel < settings.channels.size()) {
    check_band_in_filters(feature, settings.channels[feature.channel], at, findings);
  }
}

void check_feature(const BiomarkerSettings& settings, std::size_t index,
                   ProgramFindings& findings) {
  const MoodSettings& mood = settings.mood;
  const MoodFeatureSettings& feature = mood.features[index];
  const FieldPath at = (FieldPath("biomarkers") / "mood" / "features")[index];
  findings.require(is_text(feature.name), at / "name",
                   "give the feature a name of 1 to 15 characters of plain ASCII");
  for (std::size_t other = 0; other < index; ++other) {
    findings.require(!same_name(feature, mood.features[other]), at / "name",
                     "two features have this name");
  }
  const bool two = feature.measure == MoodMeasure::kCoherence;
  findings.require(two || feature.measure == MoodMeasure::kBandPower, at / "measure",
                   "choose BAND_POWER or COHERENCE");
  check_own_channel(settings, at / "channel", feature.channel, findings);
  if (two) {
    check_own_channel(settings, at / "other_channel", feature.other_channel, findings);
    findings.require(feature.other_channel != feature.channel, at / "other_channel",
                     "a channel is coherent with itself whatever the person feels");
  }
  check_band(settings, feature, at, findings);
  check_number(at / "typical", feature.typical, "where it lay in the commissioning",
               findings);
  findings.choice(at / "deviation", static_cast<double>(feature.deviation), 1.0e-6,
                  kLargest, "how far it strayed in the commissioning, above 0");
  check_number(at / "weight", feature.weight, "in the score", findings);
}

void check_score(const MoodSettings& mood, const FieldPath& at,
                 ProgramFindings& findings) {
  check_number(at / "bias", mood.bias, "of the score", findings);
  findings.span(at / "smoothing_min", mood.smoothing, times(10, kMinuteLong),
                times(24, kHourLong), "of the score, one bin at least");
  findings.span(at / "smoothing_min", mood.smoothing, times(30, kMinuteLong),
                times(2, kHourLong), "usual is half an hour to two", Weight::kAdvice);
  check_number(at / "on", mood.on, "above which mood is symptomatic", findings);
  check_number(at / "off", mood.off, "below which mood is well", findings);
  findings.require(mood.on > mood.off, at / "off", "must lie below on");
  findings.require(mood.on - mood.off >= 1.0F, at / "off",
                   "usual is one deviation of the score below on, at least",
                   Weight::kAdvice);
  findings.range(at / "on_bins", mood.on_bins, 1.0, kMostBins, "bins in a row above on");
  findings.range(at / "off_bins", mood.off_bins, 1.0, kMostBins,
                 "bins in a row below off");
  check_number(at / "sick_from", mood.sick_from, "mean score of a sick week", findings);
}

// What keeps therapy from seeing itself, and what a biomarker has to learn first.
void check_times(const MoodSettings& mood, const FieldPath& at,
                 ProgramFindings& findings) {
  const bool off = mood.sensed_while == SensedWhile::kOff;
  findings.require(off || mood.sensed_while == SensedWhile::kOn, at / "sensed_while",
                   "choose OFF or ON: under which stimulation was it commissioned?");
  findings.span(at / "exclusion_s", mood.exclusion, off ? kMinuteLong : Microseconds{},
                off ? kHourLong : Microseconds{},
                off ? "a minute at least, or therapy sees itself"
                    : "0 where it is sensed under stimulation");
  findings.span(at / "daily_memory_d", mood.daily_memory, kDayLong, times(60, kDayLong),
                "of the rhythm of the day");
  findings.span(at / "daily_memory_d", mood.daily_memory, times(7, kDayLong),
                times(14, kDayLong), "usual is one week to two", Weight::kAdvice);
  findings.span(at / "scale_memory_d", mood.scale_memory, kDayLong, times(60, kDayLong),
                "of where features usually lie");
  findings.span(at / "scale_memory_d", mood.scale_memory, times(7, kDayLong),
                times(60, kDayLong),
                "usual are two weeks: less, and it follows the illness", Weight::kAdvice);
  findings.span(at / "hold_off_h", mood.hold_off, {}, times(240, kHourLong),
                "until anything is known after it begins anew");
  findings.span(
      at / "hold_off_h", mood.hold_off, times(48, kHourLong), times(240, kHourLong),
      "usual are 72: the rhythm of the day takes two days to learn", Weight::kAdvice);
}

void check_sleep(const BiomarkerSettings& settings, const FieldPath& at,
                 ProgramFindings& findings) {
  const SleepSettings& sleep = settings.mood.sleep;
  check_own_channel(settings, at / "channel", sleep.channel, findings);
  findings.choice(at / "ratio_log10", static_cast<double>(sleep.ratio_log10), -6.0, 6.0,
                  "slow waves over fast ones");
  findings.range(at / "night_log10", static_cast<double>(sleep.night_log10), 0.0, 6.0,
                 "how much less of slow waves is enough by night");
  findings.range(at / "night_from_minute", sleep.night_from_minute, 0.0,
                 kMinutesPerDay - 1, "a minute of the day");
  findings.range(at / "night_to_minute", sleep.night_to_minute, 0.0, kMinutesPerDay - 1,
                 "a minute of the day");
  findings.require(kBetaHigh_hz <= kHighestCornerShare * settings.sample_rate_hz, at,
                   "compares with 15 to 30 Hz: sample_rate_hz is too low for that");
}

bool is_number(const std::array<char, 12>& text, std::size_t from, std::size_t count) {
  for (std::size_t i = from; i < from + count; ++i) {
    if (!(text[i] >= '0' && text[i] <= '9')) return false;
  }
  return true;
}

int number_at(const std::array<char, 12>& text, std::size_t from) {
  return 10 * (text[from] - '0') + (text[from + 1] - '0');
}

// In the Gregorian calendar.
int days_of_month(int century, int of_century, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = of_century != 0 ? of_century % 4 == 0 : century % 4 == 0;
  return kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

// YYYY-MM-DD, a day of the calendar.
bool is_date(const std::array<char, 12>& text) {
  if (!is_number(text, 0, 4) || text[4] != '-') return false;
  if (!is_number(text, 5, 2) || text[7] != '-') return false;
  if (!is_number(text, 8, 2) || text[10] != '\0') return false;
  const int month = number_at(text, 5);
  const int day = number_at(text, 8);
  return month >= 1 && month <= 12 && day >= 1 &&
         day <= days_of_month(number_at(text, 0), number_at(text, 2), month);
}

void check_record(const CommissioningRecord& record, const FieldPath& at,
                  ProgramFindings& findings) {
  findings.require(is_text(record.approver), at / "approver",
                   "name who answers for it: 1 to 47 characters of plain ASCII");
  findings.require(is_date(record.date), at / "date",
                   "give a day of the calendar as YYYY-MM-DD");
  findings.range(at / "valid_days", record.valid_days, 1.0, kLongestRecordDays,
                 "how long it holds");
  findings.range(at / "clauses", record.clauses, 1.0, 255.0, "how many were asked");
  findings.range(at / "clauses_held", record.clauses_held, 0.0, record.clauses,
                 "not more than were asked");
}

void check_circumstances(const Circumstances& now, const FieldPath& at,
                         ProgramFindings& findings) {
  constexpr const char* kWhy = "say what it was: 1 to 31 characters of plain ASCII";
  findings.require(is_text(now.lead), at / "lead", kWhy);
  findings.require(is_text(now.gain), at / "gain", kWhy);
  findings.require(is_text(now.medication), at / "medication", kWhy);
}

// The detectors share their memory with it.
void check_memory(const BiomarkerSettings& settings, const FieldPath& at,
                  ProgramFindings& findings) {
  int taken = DetectorMemory::bytes_of<MoodBiomarker>();
  for (std::size_t i = 0; i < settings.detector_count && i < kMaxDetectors; ++i) {
    taken += Detector::bytes_of(settings.detectors[i]);
  }
  findings.require(
      taken <= DetectorMemory::kBytes, at,
      "no memory is left for it beside these detectors: seven of LINE_LENGTH, "
      "AREA or BAND_POWER fit, or three of the features that look at a "
      "spectrum");
}

}  // namespace

void check_mood(const BiomarkerSettings& settings, ProgramFindings& findings) noexcept {
  const MoodSettings& mood = settings.mood;
  const FieldPath at = FieldPath("biomarkers") / "mood";
  if (is_none(mood)) return;
  findings.range(at / "features", mood.feature_count, 1.0, kMaxMoodFeatures,
                 "how many features");
  for (std::size_t f = 0; f < mood.feature_count && f < kMaxMoodFeatures; ++f) {
    check_feature(settings, f, findings);
  }
  check_score(mood, at, findings);
  check_times(mood, at, findings);
  if (mood.has_sleep) check_sleep(settings, at / "sleep", findings);
  check_circumstances(mood.circumstances, at / "circumstances", findings);
  if (mood.has_record) check_record(mood.record, at / "record", findings);
  check_memory(settings, at, findings);
}

}  // namespace homeostat::controller
