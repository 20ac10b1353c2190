// Writes down what a slow run lived, as rows of its history.
#pragma once

#include "biomarkers/mood_bin.h"
#include "controller/closed_loop.h"
#include "controller/therapy_program.h"
#include "sim/mood_history.h"

namespace homeostat::sim {

// What the run knows of a bin beside what the device reports.
struct LivedBin {
  double day = 0.0;  // at its beginning
  biomarkers::MoodBin bin;
  bool asleep = false;  // the patient
  int bursts = 0;
  int amplitude_ua = 0;  // the highest
  double charge_uc = 0.0;
  double true_mood = 0.0;
};

class MoodDiary {
 public:
  explicit MoodDiary(const controller::TherapyProgram& program);

  // A bin, with the report of the first frame behind it. Bins follow each other.
  void add(const LivedBin& lived, const controller::LoopReport& report);
  void add(ScaleEvent event);
  void add(StoryRow row) { history_.story.push_back(std::move(row)); }
  // A notice that rose, in whatever frame it did.
  void raise(double day, controller::Notice notice);

  // All of it, without facts.
  MoodHistory close();

 private:
  void tell_changes(double day, const controller::LoopReport& report);
  void add_to_day(const BinRow& row, double charge_uc,
                  const controller::LoopReport& report);
  void close_day();
  void count_notices();

  int most_bursts_;  // a day; 0: no such bound
  MoodHistory history_;
  double scores_ = 0.0;  // of the day's bins that told
  int told_ = 0;
  int bins_ = 0;
  double moods_ = 0.0;
  int dose_permille_ = -1;
  controller::Mode mode_ = controller::Mode::kOff;
};

}  // namespace homeostat::sim
