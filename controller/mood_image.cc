#include "controller/mood_image.h"

#include <type_traits>

#include "controller/mood_settings.npb.h"

namespace homeostat::controller {
namespace {

using namespace biomarkers;

using PbCircumstances = homeostat_config_Circumstances;
using PbFeature = homeostat_config_MoodFeature;
using PbMood = homeostat_config_MoodSettings;
using PbRecord = homeostat_config_CommissioningRecord;
using PbSleep = homeostat_config_SleepSettings;

// The schema's lists and texts are as large as the core's: nothing is ever cut.
template <class Array>
constexpr std::size_t kRoom = std::extent_v<std::remove_reference_t<Array>>;
static_assert(kRoom<decltype(PbMood::features)> == kMaxMoodFeatures);
static_assert(kRoom<decltype(PbFeature::name)> == sizeof(MoodFeatureSettings::name));
static_assert(kRoom<decltype(PbCircumstances::lead)> == sizeof(Circumstances::lead));
static_assert(kRoom<decltype(PbCircumstances::gain)> == sizeof(Circumstances::gain));
static_assert(kRoom<decltype(PbCircumstances::medication)> ==
              sizeof(Circumstances::medication));
static_assert(kRoom<decltype(PbRecord::approver)> ==
              sizeof(CommissioningRecord::approver));
static_assert(kRoom<decltype(PbRecord::date)> == sizeof(CommissioningRecord::date));

constexpr std::int64_t kPerMinute = 60 * kPerSecond;
constexpr std::int64_t kPerHour = 60 * kPerMinute;
constexpr std::int64_t kPerDay = 24 * kPerHour;

// Of a time in a larger unit than the reader's factors.
void read_span(ImageReader& in, const ImageField<std::int32_t>& field,
               std::int64_t factor, Microseconds& out) noexcept {
  std::int32_t count = 0;
  in.read(field, count);
  std::int64_t span = 0;
  if (__builtin_mul_overflow(std::int64_t{count}, factor, &span)) {
    return in.fault(field.name, ImageReader::kTooWide, count);
  }
  out = Microseconds(span);
}

void read(ImageReader& in, const PbFeature& from, MoodFeatureSettings& to) noexcept {
  in.read_text("name", from.has_name, from.name, to.name.size(), to.name.data());
  in.read_choice(IMAGE_CHOICE(from, measure), MoodMeasure::kCoherence, to.measure);
  in.read(IMAGE_FIELD(from, channel), to.channel);
  if (to.measure == MoodMeasure::kCoherence) {
    in.read(IMAGE_FIELD(from, other_channel), to.other_channel);
  } else {
    in.refuses("other_channel", from.has_other_channel,
               "given, but this measure has no use for it");
  }
  in.read(IMAGE_FIELD(from, band_low_hz), to.band_low_hz);
  in.read(IMAGE_FIELD(from, band_high_hz), to.band_high_hz);
  in.read(IMAGE_FIELD(from, typical), to.typical);
  in.read(IMAGE_FIELD(from, deviation), to.deviation);
  in.read(IMAGE_FIELD(from, weight), to.weight);
}

void read(ImageReader& in, const PbSleep& from, SleepSettings& to) noexcept {
  in.read(IMAGE_FIELD(from, channel), to.channel);
  in.read(IMAGE_FIELD(from, ratio_log10), to.ratio_log10);
  in.read(IMAGE_FIELD(from, night_log10), to.night_log10);
  in.read(IMAGE_FIELD(from, night_from_minute), to.night_from_minute);
  in.read(IMAGE_FIELD(from, night_to_minute), to.night_to_minute);
}

void read(ImageReader& in, const PbCircumstances& from, Circumstances& to) noexcept {
  in.read_text("lead", from.has_lead, from.lead, to.lead.size(), to.lead.data());
  in.read_text("gain", from.has_gain, from.gain, to.gain.size(), to.gain.data());
  in.read_text("medication", from.has_medication, from.medication, to.medication.size(),
               to.medication.data());
}

void read(ImageReader& in, const PbRecord& from, CommissioningRecord& to) noexcept {
  in.read_text("approver", from.has_approver, from.approver, to.approver.size(),
               to.approver.data());
  in.read_text("date", from.has_date, from.date, to.date.size(), to.date.data());
  in.read(IMAGE_FIELD(from, valid_days), to.valid_days);
  in.read(IMAGE_FIELD(from, clauses), to.clauses);
  in.read(IMAGE_FIELD(from, clauses_held), to.clauses_held);
  in.want_sha256("evidence_sha256", from.has_evidence_sha256, from.evidence_sha256);
  if (in.wants(IMAGE_FIELD(from, made_for))) to.made_for = from.made_for;
}

}  // namespace

void read(ImageReader& in, const PbMood& from, MoodSettings& to) noexcept {
  READ_IMAGE_LIST(in, from, features, to.features);
  to.feature_count = static_cast<std::uint8_t>(from.features_count);
  in.read(IMAGE_FIELD(from, bias), to.bias);
  read_span(in, IMAGE_FIELD(from, smoothing_min), kPerMinute, to.smoothing);
  in.read(IMAGE_FIELD(from, on), to.on);
  in.read(IMAGE_FIELD(from, off), to.off);
  in.read(IMAGE_FIELD(from, on_bins), to.on_bins);
  in.read(IMAGE_FIELD(from, off_bins), to.off_bins);
  in.read(IMAGE_FIELD(from, sick_from), to.sick_from);
  in.read_choice(IMAGE_CHOICE(from, sensed_while), SensedWhile::kOn, to.sensed_while);
  in.read(IMAGE_FIELD(from, exclusion_s), to.exclusion, kPerSecond);
  read_span(in, IMAGE_FIELD(from, daily_memory_d), kPerDay, to.daily_memory);
  read_span(in, IMAGE_FIELD(from, scale_memory_d), kPerDay, to.scale_memory);
  read_span(in, IMAGE_FIELD(from, hold_off_h), kPerHour, to.hold_off);
  to.has_sleep = from.has_sleep;
  if (from.has_sleep) READ_IMAGE_PART(in, from, sleep, to.sleep);
  READ_IMAGE_PART(in, from, circumstances, to.circumstances);
  to.has_record = from.has_record;
  if (from.has_record) READ_IMAGE_PART(in, from, record, to.record);
}

}  // namespace homeostat::controller
