// The spectrum that a device finds at a channel of a patient with a mood: exactly that of
// the samples which models/mood_signal.h makes.
//
// Everything is in discrete time at the device's rate, folding included. A rhythm is the
// real part of z' = k e^(i w) z + noise; the background is the sensing chain's own three
// Ornstein-Uhlenbeck processes; both pass the chain's one-pole high-pass and low-pass;
// amplifier and converter add white noise (models/sensing_chain.h). Knows no mood and no
// time: what each part contributes to a band is asked once and then remembered.
#pragma once

#include <array>
#include <vector>

#include "models/mood_patient_settings.h"
#include "models/sensing_chain.h"

namespace homeostat::models {

// Powers in a band: of each rhythm, and of one contact's background, were their variance
// one (uV^2 for each uV^2); and of the white noise, uV^2.
struct BandShares {
  std::array<double, kRhythms> rhythm{};
  double background = 0.0;
  double white_uv2 = 0.0;
};

// Of a rhythm, for the step between samples: what it keeps, and by which angle it turns.
struct Pole {
  double keep = 0.0;
  double radians = 0.0;
  double cosine = 1.0;
  double sine = 0.0;
};
Pole pole_of(const RhythmSettings& rhythm, double rate_hz);

// Not thread-safe: it remembers.
class MoodSpectrum {
 public:
  MoodSpectrum(const std::array<RhythmSettings, kRhythms>& rhythms,
               const SensingSettings& sensing, double rate_hz);

  // Of a band within half of the rate; what lies beyond counts nothing.
  const BandShares& in_band(double low_hz, double high_hz) const;

 private:
  struct Band {
    double low_hz;
    double high_hz;
    BandShares shares;
  };

  BandShares integrate(double low_hz, double high_hz) const;
  void add_at(double hz, double width_hz, BandShares& sum) const;

  std::array<Pole, kRhythms> poles_;
  std::array<double, 3> background_keep_;
  SensingSettings sensing_;
  double rate_hz_;
  mutable std::vector<Band> asked_;
};

}  // namespace homeostat::models
