#include "clinical_configs/mood_patient_message.h"

namespace homeostat::clinical_configs {
namespace {

models::SlowMoodSettings to_slow_mood(const config::Mood& mood) {
  const auto& dynamics = mood.dynamics();
  const auto& plasticity = mood.plasticity();
  const auto& over = mood.over_stimulation();
  const auto& expectancy = mood.expectancy();
  const auto& life = mood.life_events();
  return {.dynamics = {.start = dynamics.start(),
                       .time_days = dynamics.time_days(),
                       .tilt = dynamics.tilt(),
                       .noise = dynamics.noise(),
                       .activity_weight = dynamics.activity_weight(),
                       .neutral_activity = dynamics.neutral_activity()},
          .plasticity = {.depth = plasticity.depth(),
                         .half_uc_per_day = plasticity.half_uc_per_day(),
                         .time_days = plasticity.time_days()},
          .over = {.tolerated_uc_per_day = over.tolerated_uc_per_day(),
                   .tilt = over.tilt(),
                   .usual_events_per_day = over.usual_events_per_day(),
                   .events_per_day = over.events_per_day()},
          .expectancy = {.start_day = expectancy.start_day(),
                         .tilt = expectancy.tilt(),
                         .fade_days = expectancy.fade_days()},
          .life = {.per_day = life.per_day(),
                   .mean = life.mean(),
                   .spread = life.spread(),
                   .fade_days = life.fade_days()}};
}

models::RhythmSettings to_rhythm(const config::MoodRhythm& rhythm) {
  return {.centre_hz = rhythm.centre_hz(),
          .half_width_hz = rhythm.half_width_hz(),
          .awake = rhythm.awake(),
          .asleep = rhythm.asleep(),
          .daily_log10 = rhythm.daily_log10(),
          .peak_minute = rhythm.peak_minute(),
          .wander_log10 = rhythm.wander_log10()};
}

}  // namespace

models::MoodPatientSettings to_mood(const config::Mood& mood) {
  return {.start_minute = mood.start_minute(),
          .slow = to_slow_mood(mood),
          .gamma = {.input = mood.gamma().input(),
                    .mood_weight = mood.gamma().mood_weight(),
                    .stimulation_weight = mood.gamma().stimulation_weight()},
          .vacc = {.dysfunction = mood.vacc().dysfunction(),
                   .dysfunction_per_mood = mood.vacc().dysfunction_per_mood(),
                   .current_na = mood.vacc().current_na()},
          .sleep = {.bed_minute = mood.sleep().bed_minute(),
                    .length_minutes = mood.sleep().length_minutes(),
                    .jitter_minutes = mood.sleep().jitter_minutes()},
          .rhythms = {to_rhythm(mood.delta()), to_rhythm(mood.beta()),
                      to_rhythm(mood.activity())},
          .resting_activity = mood.resting_activity(),
          .wander_hours = mood.wander_hours(),
          .madrs_at_zero = mood.madrs_at_zero(),
          .madrs_per_mood = mood.madrs_per_mood()};
}

}  // namespace homeostat::clinical_configs
