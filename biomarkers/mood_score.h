// Whether mood is symptomatic, from normalised features of bins: a linear score, its
// slow mean, and a state with hysteresis that knows when it does not know.
//
//   score = w . z + b;  mean += (score - mean) / smoothing_bins
//   symptomatic once the mean lay above `on` for on_bins bins that told, well once below
//   `off` for off_bins
//
// Where more than half of the last two hours' bins are missing nothing is known, and
// nothing may be begun. Knows no band and no therapy. Rules: shared reference
// "detection", 4.1, layers E and F.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "biomarkers/mood_reading.h"
#include "biomarkers/mood_settings.h"

namespace homeostat::biomarkers {

struct MoodScoreSettings {
  std::size_t features = 0;
  std::array<double, kMaxMoodFeatures> weights{};
  double bias = 0.0;
  double smoothing_bins = 6.0;  // an hour of ten minutes
  double on = 1.0;
  double off = 0.0;
  int on_bins = 2;
  int off_bins = 3;
};

class MoodScore {
 public:
  static constexpr int kRemembered = 12;  // bins by which it is known or unknown

  explicit MoodScore(const MoodScoreSettings& settings) noexcept : settings_(settings) {}

  // A bin's features, as many as the settings say. One that is no number makes the bin a
  // missing one.
  Mood update(std::span<const double> features) noexcept;
  // A bin that is missing, asleep, or of another mode of stimulation.
  Mood skip() noexcept;

  Mood mood() const noexcept { return mood_; }
  double score() const noexcept { return score_; }  // of the last bin that was there
  double mean() const noexcept { return mean_; }
  int known_bins() const noexcept;  // of the last twelve

  // As if made anew.
  void begin_anew() noexcept { *this = MoodScore(settings_); }

  // All that changes: biomarkers/mood_memory.h.
  template <class Self, class Bytes>
  static void carry(Self& self, Bytes& bytes) noexcept {
    bytes(self.score_, self.mean_, self.present_, self.in_a_row_, self.mood_,
          self.begun_);
  }

 private:
  void remember(bool present) noexcept;
  bool known() const noexcept;

  MoodScoreSettings settings_;
  double score_ = 0.0;
  double mean_ = 0.0;
  std::uint16_t present_ = 0;  // of the last bins, the newest lowest
  int in_a_row_ = 0;           // bins beyond the threshold that would change the state
  Mood mood_ = Mood::kUnknown;
  bool begun_ = false;
};

}  // namespace homeostat::biomarkers
