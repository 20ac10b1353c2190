// Mood over days to months: the slow half of a hypothetical depression, in macro steps of
// ten minutes.
//
//   tau m' = m - m^3 + tilt(t) - k_G (G(m, s) - G0) + sigma sqrt(2 tau) xi
//   tilt   = h + expectancy + life events + plasticity - cost
// m is about 1 where well and -1 where depressed. G is the mean activity of a fast node
// (models/fast_node.h); bursts act through it for as long as they last: a bin counts
// their share of its time under s, the rest without. Bistable mood: van de Leemput et al.
// 2014 (PNAS 111:87). The rest is our composition: no published equation ties stimulation
// to mood, so the size of every effect is a declared hypothesis, and a patient whose
// effects are all zero is shipped beside each.
//
// - Plasticity: time p' = depth dose / (dose + half) - p, of the recruited charge a day,
//   itself followed with a time of one day.
// - Over-stimulation: charge a day beyond what is tolerated, as a share x of that, tilts
//   by -tilt x / (1 + x) and makes adverse events more frequent.
// - Expectancy: a lift that fades, of sham as of therapy, from a day that is stated.
// - Life events: seeded Poisson; each tilts by mean + spread z, and fades.
//
// Every random number is of a counter and a purpose (models/noise.h): two runs of one key
// live through the same noise, events and thresholds whatever stimulation they get. Knows
// no electrode and no signal. tests/models/slow_mood_test.cc checks the macro step
// against the node and mood integrated together; figures: models/MOOD.md.
#pragma once

#include <cstdint>

#include "models/fast_node.h"
#include "models/mood_delivery.h"
#include "models/noise.h"

namespace homeostat::models {

inline constexpr double kMoodStep_s = 600.0;

struct MoodDynamics {
  double start = 0.0;             // m
  double time_days = 0.0;         // tau
  double tilt = 0.0;              // h
  double noise = 0.0;             // sigma
  double activity_weight = 0.0;   // k_G
  double neutral_activity = 0.0;  // G0
};

struct DosePlasticity {
  double depth = 0.0;            // of tilt, under endless therapy
  double half_uc_per_day = 0.0;  // recruited charge that brings half of it
  double time_days = 0.0;
};

struct OverStimulation {
  double tolerated_uc_per_day = 0.0;  // charge per phase, summed over pulses
  double tilt = 0.0;                  // lost under endless excess
  double usual_events_per_day = 0.0;  // adverse ones, whatever is delivered
  double events_per_day = 0.0;        // added at twice what is tolerated
};

struct Expectancy {
  double start_day = 0.0;  // of the run
  double tilt = 0.0;
  double fade_days = 0.0;
};

struct LifeEvents {
  double per_day = 0.0;
  double mean = 0.0;  // of tilt
  double spread = 0.0;
  double fade_days = 0.0;
};

struct SlowMoodSettings {
  MoodDynamics dynamics;
  DosePlasticity plasticity;
  OverStimulation over;
  Expectancy expectancy;
  LifeEvents life;
};

// What acts on mood within one macro step.
struct MoodForces {
  double tilt = 0.0;
  double on_share = 0.0;   // of the step, 0 to 1
  double recruited = 0.0;  // while on
};

// Mood after a step of `share` of tau (small against 1), with a standard normal deviate:
// Heun, whose noise is additive.
double mood_after(double mood, const MoodDynamics& dynamics, const FastNode& node,
                  const MoodForces& forces, double share, double normal) noexcept;

// Not thread-safe. Allocates nothing; settings are not judged here
// (models/mood_patient_settings.h does).
class SlowMood {
 public:
  SlowMood(const SlowMoodSettings& settings, const FastNode& node, const NoiseKey& key);

  // Lives one macro step with what was delivered in it.
  void advance(const MoodDelivery& delivered) noexcept;

  double mood() const { return mood_; }
  // Mean activity of the node under a stimulation that recruits this fraction.
  double activity(double recruited) const noexcept {
    return node_.mean(mood_, recruited);
  }
  double plasticity() const { return plasticity_; }
  double tilt() const noexcept;    // all of it, as of now
  double excess() const noexcept;  // of charge a day, as a share of what is tolerated
  bool adverse_event() const { return adverse_event_; }  // within the last step
  std::uint64_t steps_done() const { return steps_; }
  double time_days() const noexcept;

 private:
  void meet_life() noexcept;
  void dose(const MoodDelivery& delivered) noexcept;

  SlowMoodSettings settings_;
  FastNode node_;
  NoiseKey key_;
  std::uint64_t steps_ = 0;
  double mood_;
  double life_tilt_ = 0.0;
  double plasticity_ = 0.0;
  double recruited_uc_per_day_ = 0.0;
  double charge_uc_per_day_ = 0.0;
  bool adverse_event_ = false;
};

}  // namespace homeostat::models
