#include "models/slow_mood.h"

#include <algorithm>

#include "models/elementary.h"
#include "models/mood_streams.h"

namespace homeostat::models {
namespace {

constexpr double kDay_s = 86'400.0;
constexpr double kStep_days = kMoodStep_s / kDay_s;
constexpr double kDoseTime_days = 1.0;

// What is left of something that fades to 1/e in this time, after one step.
double left_after_step(double time_days) { return exp_of(-kStep_days / time_days); }

// 1 - e^-n: that a Poisson event came, of which n are expected.
bool came(double uniform, double expected) { return uniform < 1.0 - exp_of(-expected); }

}  // namespace

double mood_after(double mood, const MoodDynamics& dynamics, const FastNode& node,
                  const MoodForces& forces, double share, double normal) noexcept {
  const auto drift = [&](double m) {
    const double off = node.mean(m, 0.0);
    const double on = forces.on_share > 0.0 ? node.mean(m, forces.recruited) : off;
    const double activity = off + forces.on_share * (on - off);
    return m - m * m * m + forces.tilt -
           dynamics.activity_weight * (activity - dynamics.neutral_activity);
  };
  const double jump = dynamics.noise * __builtin_sqrt(2.0 * share) * normal;
  const double first = drift(mood);
  const double second = drift(mood + share * first + jump);
  return mood + 0.5 * share * (first + second) + jump;
}

SlowMood::SlowMood(const SlowMoodSettings& settings, const FastNode& node,
                   const NoiseKey& key)
    : settings_(settings), node_(node), key_(key), mood_(settings.dynamics.start) {}

double SlowMood::time_days() const noexcept {
  return static_cast<double>(steps_) * kStep_days;
}

double SlowMood::excess() const noexcept {
  return std::max(0.0, charge_uc_per_day_ / settings_.over.tolerated_uc_per_day - 1.0);
}

double SlowMood::tilt() const noexcept {
  const double excess = this->excess();
  double sum = settings_.dynamics.tilt + life_tilt_ + plasticity_ -
               settings_.over.tilt * excess / (1.0 + excess);
  const Expectancy& e = settings_.expectancy;
  const double since_days = time_days() - e.start_day;
  if (since_days >= 0.0) sum += e.tilt * exp_of(-since_days / e.fade_days);
  return sum;
}

void SlowMood::advance(const MoodDelivery& delivered) noexcept {
  const MoodForces forces{.tilt = tilt(),
                          .on_share = std::clamp(delivered.on_s / kMoodStep_s, 0.0, 1.0),
                          .recruited = std::clamp(delivered.recruited(), 0.0, 1.0)};
  mood_ = mood_after(mood_, settings_.dynamics, node_, forces,
                     kStep_days / settings_.dynamics.time_days,
                     random_normals(key_, mood_streams::kMood, steps_)[0]);
  dose(delivered);
  meet_life();
  ++steps_;
}

void SlowMood::dose(const MoodDelivery& delivered) noexcept {
  const double keep = left_after_step(kDoseTime_days);
  const auto follow = [&](double& per_day, double in_step) {
    per_day = keep * per_day + (1.0 - keep) * in_step / kStep_days;
  };
  follow(recruited_uc_per_day_, delivered.recruited_uc);
  follow(charge_uc_per_day_, delivered.charge_uc);
  const DosePlasticity& p = settings_.plasticity;
  const double goal =
      p.depth * recruited_uc_per_day_ / (recruited_uc_per_day_ + p.half_uc_per_day);
  plasticity_ = goal + (plasticity_ - goal) * left_after_step(p.time_days);
}

void SlowMood::meet_life() noexcept {
  const LifeEvents& life = settings_.life;
  life_tilt_ *= left_after_step(life.fade_days);
  if (came(mood_streams::uniform(key_, mood_streams::kLifeEvent, steps_),
           life.per_day * kStep_days)) {
    life_tilt_ +=
        life.mean +
        life.spread * random_normals(key_, mood_streams::kLifeEventSize, steps_)[0];
  }
  const OverStimulation& over = settings_.over;
  adverse_event_ =
      came(mood_streams::uniform(key_, mood_streams::kAdverseEvent, steps_),
           (over.usual_events_per_day + over.events_per_day * excess()) * kStep_days);
}

}  // namespace homeostat::models
