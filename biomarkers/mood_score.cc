#include "biomarkers/mood_score.h"

#include <bit>

namespace homeostat::biomarkers {

Mood MoodScore::update(std::span<const double> features) noexcept {
  double score = settings_.bias;
  for (std::size_t i = 0; i < settings_.features && i < features.size(); ++i)
    score += settings_.weights[i] * features[i];
  if (!(score - score == 0.0)) return skip();
  remember(true);
  score_ = score;
  mean_ = begun_ ? mean_ + (score_ - mean_) / settings_.smoothing_bins : score_;
  begun_ = true;
  if (!known()) {
    in_a_row_ = 0;
    return mood_ = Mood::kUnknown;
  }
  // What was unknown is well until it has shown otherwise.
  if (mood_ == Mood::kUnknown) mood_ = Mood::kWell;
  const bool is_on = mood_ == Mood::kSymptomatic;
  const bool beyond = is_on ? mean_ < settings_.off : mean_ > settings_.on;
  in_a_row_ = beyond ? in_a_row_ + 1 : 0;
  if (in_a_row_ >= (is_on ? settings_.off_bins : settings_.on_bins)) {
    mood_ = is_on ? Mood::kWell : Mood::kSymptomatic;
    in_a_row_ = 0;
  }
  return mood_;
}

Mood MoodScore::skip() noexcept {
  remember(false);
  if (!known()) {
    mood_ = Mood::kUnknown;
    in_a_row_ = 0;
    begun_ = false;  // what comes after a gap is not mixed with what was before
  }
  return mood_;
}

void MoodScore::remember(bool present) noexcept {
  present_ = static_cast<std::uint16_t>((present_ << 1 | (present ? 1 : 0)) &
                                        ((1 << kRemembered) - 1));
}

int MoodScore::known_bins() const noexcept { return std::popcount(present_); }

bool MoodScore::known() const noexcept { return 2 * known_bins() >= kRemembered; }

}  // namespace homeostat::biomarkers
