#include "biomarkers/mood_chain.h"

namespace homeostat::biomarkers {
namespace {

constexpr double kBinsPerDay =
    static_cast<double>(kDayLong.count()) / static_cast<double>(kMoodBin.count());
constexpr int kBin_min = kMoodBin.count() / kMinuteLong.count();
// Of the commissioned deviation, what a feature that hardly moves is still given.
constexpr double kLeastDeviationShare = 0.25;

// As far as the time of day may have gone on while nobody looked: two bins that were cut
// short, and what a restart takes.
constexpr int kLongestRestart_min = 30;

// Whether a bin that ends at `minute` may be the next one.
bool follows(std::uint16_t minute, std::uint16_t last) noexcept {
  if (last >= kMinutesPerDay) return false;
  const int ahead = (minute + kMinutesPerDay - last) % kMinutesPerDay;
  return ahead <= kLongestRestart_min;
}

// When a bin ends after one that ended at `minute`, where nobody says.
std::uint16_t next_bin(std::uint16_t minute) noexcept {
  if (minute >= kMinutesPerDay) return kUnknownMinute;
  return static_cast<std::uint16_t>((minute + kBin_min) % kMinutesPerDay);
}

double bins_in(Microseconds span) noexcept {
  const auto bins = static_cast<double>(span.count() / kMoodBin.count());
  return bins >= 1.0 ? bins : 1.0;
}

double days_in(Microseconds span) noexcept { return bins_in(span) / kBinsPerDay; }

MoodScoreSettings score_of(const MoodSettings& settings) noexcept {
  MoodScoreSettings score;
  score.features = settings.feature_count;
  for (std::size_t f = 0; f < kMaxMoodFeatures; ++f)
    score.weights[f] = static_cast<double>(settings.features[f].weight);
  score.bias = static_cast<double>(settings.bias);
  score.smoothing_bins = bins_in(settings.smoothing);
  score.on = static_cast<double>(settings.on);
  score.off = static_cast<double>(settings.off);
  score.on_bins = settings.on_bins;
  score.off_bins = settings.off_bins;
  return score;
}

bool is_number(float value) noexcept { return value - value == 0.0F; }

double expected_at(const CircadianGain::Terms& terms,
                   const CircadianGain::Terms& theta) noexcept {
  double sum = 0.0;
  for (std::size_t i = 0; i < terms.size(); ++i) sum += terms[i] * theta[i];
  return sum;
}

}  // namespace

MoodChain::MoodChain(const MoodSettings& settings, std::uint32_t heard) noexcept
    : feature_count_(settings.feature_count < kMaxMoodFeatures ? settings.feature_count
                                                               : kMaxMoodFeatures),
      on_(settings.sensed_while == SensedWhile::kOn),
      sleeps_(settings.has_sleep),
      hold_off_(settings.hold_off),
      daily_{.bin_days = 1.0 / kBinsPerDay,
             .memory_days = days_in(settings.daily_memory)},
      scale_memory_bins_(bins_in(settings.scale_memory)),
      made_for_(sum_of(settings, heard)),
      gain_(daily_),
      score_(score_of(settings)),
      gate_(settings.sleep),
      weeks_(static_cast<double>(settings.sick_from)) {
  for (std::size_t f = 0; f < feature_count_; ++f)
    beginnings_[f] = {settings.features[f].typical, settings.features[f].deviation};
  begin_anew();
}

void MoodChain::begin_anew() noexcept {
  gain_ = CircadianGain(daily_);
  for (std::size_t f = 0; f < kMaxMoodFeatures; ++f) {
    const auto typical = static_cast<double>(beginnings_[f].typical);
    const auto deviation = static_cast<double>(beginnings_[f].deviation);
    rhythms_[f] = {};
    scales_[f] = DecayedScale({.memory_bins = scale_memory_bins_,
                               .least_deviation = kLeastDeviationShare * deviation},
                              typical, deviation);
  }
  score_.begin_anew();
  gate_.begin_anew();
  weeks_.begin_anew();
  bins_ = 0;
  minute_ = kUnknownMinute;
  resumed_ = false;
  told_ = true;
  reading_ = {};
}

void MoodChain::update(const MoodBin& bin, std::uint16_t minute_of_day) noexcept {
  if (bins_ < UINT32_MAX) ++bins_;
  go_on_at(minute_of_day);
  if (sleeps_) gate_.update(bin.sleep_ratio_log10, minute_of_day);
  MoodGap gap = gap_of(bin, minute_of_day);
  if (gap == MoodGap::kNone) {
    judge(bin, minute_of_day);
    if (holds_off()) gap = MoodGap::kHoldOff;
  } else {
    gain_.skip();
    score_.skip();
  }
  weeks_.update(gap == MoodGap::kNone, score_.score());
  tell(gap);
}

void MoodChain::go_on_at(std::uint16_t minute_of_day) noexcept {
  const bool known = minute_of_day < kMinutesPerDay;
  if (resumed_ && known && !follows(minute_of_day, minute_)) {
    score_.begin_anew();
    gate_.begin_anew();
    weeks_.begin_anew();
  }
  if (known) resumed_ = false;
  minute_ = known ? minute_of_day : next_bin(minute_);
}

MoodGap MoodChain::gap_of(const MoodBin& bin,
                          std::uint16_t minute_of_day) const noexcept {
  if (minute_of_day >= kMinutesPerDay) return MoodGap::kNoTime;
  const MoodGap gap = gap_in_signal(bin);
  if (gap != MoodGap::kNone) return gap;
  if (sleeps_ && !is_number(bin.sleep_ratio_log10)) return MoodGap::kMissing;
  return gate_.asleep() ? MoodGap::kAsleep : MoodGap::kNone;
}

// Under kOff it was the stimulation where without it enough would have been clean.
MoodGap MoodChain::gap_in_signal(const MoodBin& bin) const noexcept {
  const int clean = bin.clean_permille;
  const int stimulated = bin.stimulated_permille;
  if (on_ && stimulated < kLeastStimulatedPermille) return MoodGap::kStimulation;
  if (clean < kLeastCleanPermille) {
    const bool otherwise = !on_ && clean + stimulated >= kLeastCleanPermille;
    return otherwise ? MoodGap::kStimulation : MoodGap::kMissing;
  }
  for (std::size_t f = 0; f < feature_count_; ++f) {
    if (!is_number(bin.values[f])) return MoodGap::kMissing;
  }
  return MoodGap::kNone;
}

// Judged first, then learnt from.
void MoodChain::judge(const MoodBin& bin, std::uint16_t minute_of_day) noexcept {
  const Terms terms =
      CircadianGain::terms_at(static_cast<double>(minute_of_day) / kMinutesPerDay);
  const bool knows_rhythm = gain_.settled();
  std::array<double, kMaxMoodFeatures> away{};
  std::array<double, kMaxMoodFeatures> z{};
  for (std::size_t f = 0; f < feature_count_; ++f) {
    away[f] = static_cast<double>(bin.values[f]);
    if (knows_rhythm) away[f] -= gain_.rhythm(rhythms_[f], terms);
    z[f] = scales_[f].normalised(away[f]);
  }
  const Mood mood = score_.update({z.data(), feature_count_});
  const bool learns = mood == Mood::kWell && weeks_.mood() == WeeklyMood::kStable;
  const Terms gain = gain_.learn(terms);
  for (std::size_t f = 0; f < feature_count_; ++f) {
    const double error =
        static_cast<double>(bin.values[f]) - expected_at(terms, rhythms_[f]);
    for (std::size_t i = 0; i < gain.size(); ++i) rhythms_[f][i] += gain[i] * error;
    if (learns) scales_[f].learn(away[f]);
  }
}

bool MoodChain::holds_off() const noexcept {
  return std::int64_t{bins_} * kMoodBin.count() <= hold_off_.count();
}

void MoodChain::tell(MoodGap gap) noexcept {
  told_ = told_ || gap == MoodGap::kNone;
  const bool known = told_ && !holds_off();
  reading_.mood = known ? score_.mood() : Mood::kUnknown;
  reading_.weekly = weeks_.mood();
  reading_.last_week = weeks_.last_week();
  reading_.gap = gap;
  reading_.asleep = sleeps_ && gate_.asleep();
  reading_.bin_ended = true;
  reading_.known_bins = static_cast<std::uint8_t>(known ? score_.known_bins() : 0);
  reading_.bins = bins_;
  reading_.score = known ? static_cast<float>(score_.score()) : 0.0F;
  reading_.mean = known ? static_cast<float>(score_.mean()) : 0.0F;
}

MoodMemory MoodChain::store() const noexcept {
  MoodMemory memory;
  (void)write(memory);
  seal(memory);
  return memory;
}

std::size_t MoodChain::write(MoodMemory& memory) const noexcept {
  MoodWriter writer(memory);
  writer(kMoodVersion, made_for_);
  carry(*this, writer);
  return writer.size();
}

std::size_t MoodChain::memory_bytes() noexcept {
  MoodMemory memory;
  return MoodChain(MoodSettings{}).write(memory);
}

bool MoodChain::restore(const MoodMemory& memory) noexcept {
  begin_anew();
  if (!holds(memory)) return false;
  MoodReader reader(memory);
  std::uint32_t version = 0;
  std::uint32_t made_for = 0;
  reader(version, made_for);
  if (version != kMoodVersion || made_for != made_for_) return false;
  carry(*this, reader);
  resumed_ = true;
  told_ = false;
  return true;
}

}  // namespace homeostat::biomarkers
