// A hypothetical patient with a mood, ten minutes at a time: what a device would find in
// the bands of its channels, without making samples. Six months take milliseconds.
//
// Composition: slow mood (models/slow_mood.h) + sleep and the rhythms of the day +
// spectrum of a channel (models/mood_spectrum.h) + noise of what is estimated from ten
// minutes. models/mood_signal.h is the same patient, sample by sample; what is told here
// of a band agrees with what its samples hold (tests/models/mood_signal_test.cc).
//
// All that is told is of the present bin: the one that the next advance() lives. Random
// numbers are of counters: runs of one key differ by what stimulation did to mood and by
// nothing else, whatever is asked and how often. Knows no controller and no detector.
#pragma once

#include <array>
#include <cstdint>

#include "models/mood_delivery.h"
#include "models/mood_spectrum.h"
#include "models/noise.h"
#include "models/sensing_chain.h"
#include "models/slow_mood.h"
#include "models/virtual_patient.h"

namespace homeostat::models {

// Not thread-safe. Throws std::invalid_argument where the settings do not hold or are of
// a patient without a mood.
class MoodPatient {
 public:
  // `rate_hz` is the device's, from 1 to 1e5.
  MoodPatient(const VirtualPatientSettings& settings, double rate_hz,
              const NoiseKey& key);

  // Lives the present bin, with what was delivered in it.
  void advance(const MoodDelivery& delivered);
  std::uint64_t bins_done() const { return slow_.steps_done(); }

  // The truth, known to the model alone.
  double mood() const { return slow_.mood(); }
  double depression() const;  // what a rater of MADRS without fault would score, 0 to 60
  double activation() const { return slow_.excess(); }  // 0 unless over-stimulated
  bool adverse_event() const { return slow_.adverse_event(); }  // in the last bin
  const SlowMood& slow() const { return slow_; }

  // Local time at the start of the bin.
  double minute_of_day() const;
  bool asleep() const { return asleep_; }  // in the middle of the bin

  // Variance of a rhythm in the unit of focus_gain_uv^2, under stimulation that recruits
  // a fraction.
  double rhythm_power(Rhythm rhythm, double recruited = 0.0) const;

  // As a device finds it outside bursts: log10 of uV^2 of the potential between two
  // contacts of the patient (or kExternalContact) in a band below half of the rate. The
  // median of a bin's seconds.
  double band_power_log10(const SensedPair& pair, double low_hz, double high_hz) const;
  // Magnitude squared, 0 to 1, of two channels in a band.
  double coherence(const SensedPair& one, const SensedPair& other, double low_hz,
                   double high_hz) const;
  // Of 1 to 4 Hz over 15 to 30 Hz: high in sleep.
  double delta_over_beta_log10(const SensedPair& pair) const;

 private:
  double gain_of(const SensedPair& pair) const;
  double power_uv2(const SensedPair& pair, const BandShares& shares) const;
  double drift() const;
  // A standard normal deviate of this bin and of what is estimated.
  double estimate_noise(const SensedPair& pair, double low_hz, double high_hz) const;
  double local_minutes() const;  // since midnight before the start
  void begin_bin();
  bool sleeps() const;
  double power_at_one(std::size_t rhythm) const;

  VirtualPatientSettings settings_;
  NoiseKey key_;
  SlowMood slow_;
  MoodSpectrum spectrum_;
  std::array<double, kRhythms> wander_{};
  // Of the present bin; of the node's rhythm where its activity is 1.
  bool asleep_ = false;
  std::array<double, kRhythms> power_{};
};

}  // namespace homeostat::models
