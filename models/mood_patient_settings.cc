#include "models/mood_patient_settings.h"

#include <utility>

namespace homeostat::models {
namespace {

using Check = SettingsCheck;

void check_dynamics(const MoodDynamics& d, Check& check) {
  check.range("dynamics.start", d.start, -3.0, 3.0,
              "near 1 is well, near -1 is depressed");
  check.range("dynamics.time_days", d.time_days, 0.25, 60.0,
              "macro steps of ten minutes need a mood of hours or more");
  check.range("dynamics.tilt", d.tilt, -2.0, 2.0,
              "beyond 0.4 a mood by itself has one well");
  check.range("dynamics.noise", d.noise, 0.0, 1.0, "more leaves no wells");
  check.range("dynamics.activity_weight", d.activity_weight, 0.0, 5.0,
              "0: mood does not feel its node");
  check.range("dynamics.neutral_activity", d.neutral_activity, 0.0, 3.0,
              "a node's mean activity");
}

void check_node(const MoodPatientSettings& s, MoodNode node, Check& check) {
  if (node == MoodNode::kGamma) {
    check.range("gamma.input", s.gamma.input, 0.0, 2.4, "it oscillates from 0.8");
    check.range("gamma.mood_weight", s.gamma.mood_weight, -2.0, 2.0,
                "positive: gamma rises as mood falls");
    check.range("gamma.stimulation_weight", s.gamma.stimulation_weight, 0.0, 2.0,
                "0: stimulation does not act on the node");
    return;
  }
  check.range("vacc.dysfunction", s.vacc.dysfunction, 0.98, 1.08, "1 is health");
  check.range("vacc.dysfunction_per_mood", s.vacc.dysfunction_per_mood, -0.1, 0.1,
              "positive: dysfunction grows as mood falls");
  check.range("vacc.current_na", s.vacc.current_na, -0.02, 0.0,
              "0: stimulation does not act on the node");
}

void check_therapy(const SlowMoodSettings& s, Check& check) {
  check.range("plasticity.depth", s.plasticity.depth, -2.0, 2.0,
              "0: therapy changes nothing that lasts");
  check.range("plasticity.half_uc_per_day", s.plasticity.half_uc_per_day, 1.0, 1e9,
              "recruited charge a day for half of the depth");
  check.range("plasticity.time_days", s.plasticity.time_days, 0.1, 1000.0,
              "weeks in life");
  check.range("over_stimulation.tolerated_uc_per_day", s.over.tolerated_uc_per_day, 1.0,
              1e9, "charge a day that costs nothing");
  check.range("over_stimulation.tilt", s.over.tilt, 0.0, 3.0, "0: excess costs no mood");
  check.range("over_stimulation.usual_events_per_day", s.over.usual_events_per_day, 0.0,
              10.0, "adverse events whatever is delivered");
  check.range("over_stimulation.events_per_day", s.over.events_per_day, 0.0, 10.0,
              "added at twice what is tolerated");
}

void check_life(const SlowMoodSettings& s, Check& check) {
  check.range("expectancy.start_day", s.expectancy.start_day, 0.0, 36500.0, "of the run");
  check.range("expectancy.tilt", s.expectancy.tilt, 0.0, 2.0, "0: nobody expects");
  check.range("expectancy.fade_days", s.expectancy.fade_days, 0.1, 1000.0, "to 1/e");
  check.range("life_events.per_day", s.life.per_day, 0.0, 10.0, "0: nothing happens");
  check.range("life_events.mean", s.life.mean, -2.0, 2.0, "of tilt");
  check.range("life_events.spread", s.life.spread, 0.0, 2.0, "of tilt");
  check.range("life_events.fade_days", s.life.fade_days, 0.1, 1000.0, "to 1/e");
}

void check_sleep(const SleepHabit& s, Check& check) {
  check.range("sleep.bed_minute", s.bed_minute, 0.0, 1439.0,
              "minutes after midnight, by the local clock");
  check.range("sleep.length_minutes", s.length_minutes, 120.0, 960.0,
              "two hours to sixteen");
  // Nights whose ends may lie an hour away from the habit must not meet.
  check.range("sleep.jitter_minutes", s.jitter_minutes, 0.0, 60.0,
              "a habit that strays more is none");
}

void check_rhythm(const std::string& name, const RhythmSettings& r, Check& check) {
  check.range(name + ".centre_hz", r.centre_hz, 0.5, 500.0, "of the resonance");
  check.range(name + ".half_width_hz", r.half_width_hz, 0.1, 100.0,
              "at half of the power");
  check.range(name + ".awake", r.awake, 0.0, 100.0, "rms for each unit of focus_gain_uv");
  check.range(name + ".asleep", r.asleep, 0.0, 100.0,
              "rms for each unit of focus_gain_uv");
  check.range(name + ".daily_log10", r.daily_log10, 0.0, 2.0, "half of the daily swing");
  check.range(name + ".peak_minute", r.peak_minute, 0.0, 1439.0,
              "minutes after midnight, by the local clock");
  check.range(name + ".wander_log10", r.wander_log10, 0.0, 1.0,
              "by which its power strays");
}

}  // namespace

FastNode node_of(const MoodPatientSettings& settings, MoodNode node) {
  return node == MoodNode::kGamma ? FastNode(settings.gamma) : FastNode(settings.vacc);
}

std::vector<SettingsFault> validate(const MoodPatientSettings& settings, MoodNode node) {
  Check check;
  check.range("start_minute", settings.start_minute, 0.0, 1439.0,
              "minutes after midnight, by the local clock");
  check_dynamics(settings.slow.dynamics, check);
  check_node(settings, node, check);
  check_therapy(settings.slow, check);
  check_life(settings.slow, check);
  check_sleep(settings.sleep, check);
  constexpr const char* kNames[] = {"delta", "beta", "activity"};
  for (std::size_t i = 0; i < kRhythms; ++i) {
    check_rhythm(kNames[i], settings.rhythms[i], check);
  }
  check.range("resting_activity", settings.resting_activity, 0.0, 10.0,
              "of its rhythm, where the node is silent");
  check.range("wander_hours", settings.wander_hours, 0.5, 1000.0, "bins are shorter");
  check.range("madrs_at_zero", settings.madrs_at_zero, 0.0, 60.0, "the scale's range");
  check.range("madrs_per_mood", settings.madrs_per_mood, 0.0, 60.0, "points");
  return check.faults;
}

}  // namespace homeostat::models
