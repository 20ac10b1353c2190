#include "sim/slow_session.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>

#include "controller/program_use.h"
#include "controller/self_test.h"
#include "sim/duration.h"
#include "sim/median.h"
#include "sim/mood_outcome.h"
#include "sim/mood_report.h"
#include "sim/output_file.h"
#include "sim/output_folder.h"
#include "sim/progress.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;
using biomarkers::MoodGap;

constexpr double kDay_s = 86'400.0;

std::string decision_line(const BinRow& bin) {
  nlohmann::ordered_json line = {{"day", bin.day},
                                 {"mood", name_of(bin.mood)},
                                 {"weekly", name_of(bin.weekly)},
                                 {"gap", words_of(bin.gap)},
                                 {"mean_score", nullptr}};
  if (std::isfinite(bin.mean)) line["mean_score"] = bin.mean;
  return line.dump();
}

// A line for each bin in which anything that a decision rests on changed.
void write_decisions(const MoodHistory& history, const fs::path& path) {
  std::ofstream out = open_output(path);
  const BinRow* before = nullptr;
  for (const BinRow& bin : history.bins) {
    const bool same = before != nullptr && before->mood == bin.mood &&
                      before->weekly == bin.weekly && before->gap == bin.gap;
    before = &bin;
    if (same) continue;
    out << decision_line(bin) << '\n';
  }
  close_output(out, path);
}

// Of each day with a waking bin that was heard, the median of each feature.
void write_features(const MoodHistory& history, const fs::path& path) {
  std::ofstream out = open_output(path);
  out << "day";
  for (const std::string& name : history.features) out << ',' << name;
  out << '\n' << std::setprecision(7);
  for (const DayRow& day : history.days) {
    std::vector<std::vector<double>> values(history.features.size());
    const auto first = static_cast<std::size_t>(day.day) * kBinsPerDay;
    const std::size_t last = std::min(first + kBinsPerDay, history.bins.size());
    for (std::size_t b = first; b < last; ++b) {
      const BinRow& bin = history.bins[b];
      if (bin.gap != MoodGap::kNone && bin.gap != MoodGap::kHoldOff) continue;
      for (std::size_t f = 0; f < values.size(); ++f)
        values[f].push_back(bin.features[f]);
    }
    if (values.empty() || values.front().empty()) continue;
    out << day.day;
    for (const auto& of_day : values) out << ',' << median_of(of_day);
    out << '\n';
  }
  close_output(out, path);
}

void write_labels(const MoodHistory& history, const fs::path& path) {
  std::ofstream out = open_output(path);
  out << "day,madrs\n";
  for (const ScaleEvent& event : history.ratings) {
    if (event.scale == nullptr || event.scale->id != ScaleId::kMadrs) continue;
    out << static_cast<int>(event.day) << ',' << event.total << '\n';
  }
  close_output(out, path);
}

MoodFacts facts_of(const SlowSessionPlan& plan, const SlowRunTotals& totals) {
  const controller::TherapyProgram& program = plan.run.program;
  const biomarkers::MoodSettings& mood = program.biomarkers.mood;
  MoodFacts facts{.program = program.name.data(),
                  .patient = plan.run.patient.name,
                  .arm = plan.arm,
                  .planned_days = plan.run.days,
                  .seed = plan.identity.seed};
  if (mood.has_record) {
    facts.approver = mood.record.approver.data();
    facts.record_date = mood.record.date.data();
    facts.valid_days = mood.record.valid_days;
    facts.clauses = mood.record.clauses;
    facts.clauses_held = mood.record.clauses_held;
  }
  facts.has_biomarker = mood.feature_count > 0;
  facts.dosed = controller::is_dosed(program);
  if (facts.has_biomarker) {
    facts.score_on = static_cast<double>(mood.on);
    facts.score_off = static_cast<double>(mood.off);
  }
  facts.most_bursts_per_day = program.dosed.bursts_per_day;
  facts.outcome = usual_definition(ScaleId::kMadrs).value();
  facts.treated_from_day = plan.run.arm_day;
  if (program.dosed.sham) facts.as_if_bursts = static_cast<int>(totals.begun);
  return facts;
}

void fill_in(Summary& summary, const SlowRun& run) {
  summary.duration_s = static_cast<double>(run.totals.bins) * kDay_s / kBinsPerDay;
  summary.bursts = run.totals.bursts;
  summary.pulses = run.totals.pulses;
  summary.charge_uc = run.totals.charge_uc;
  summary.latched = run.totals.latched;
  summary.self_test_passed = run.totals.self_test_missing == 0;
  for (int i = 0; i < controller::kSelfTestChecks; ++i) {
    if ((run.totals.self_test_missing >> i & 1) != 0)
      summary.fault_reasons.emplace_back(
          controller::name_of(static_cast<controller::SelfTestCheck>(1 << i)));
  }
  summary.notices = run.totals.notices;
  summary.mode_s = run.totals.mode_s;
}

}  // namespace

Summary run_slow_session(const SlowSessionPlan& plan, const Console& console) {
  const fs::path inputs[] = {plan.program_file, plan.patient_file};
  refuse_to_overwrite(plan.out, inputs);
  make_output_folder(plan.out);
  SlowRunPlan living = plan.run;
  Progress progress(console.err, console.terminal, plan.identity.title,
                    plan.run.days * kDay_s);
  living.progress = [&](double days) { progress.at(days * kDay_s); };
  SlowRun run = live_slowly(living, console.stop);
  run.history.facts = facts_of(plan, run.totals);

  write_decisions(run.history, plan.out / "decisions.jsonl");  // it marks a run's folder
  copy_text(plan.program_file, plan.out / "program.textproto");
  copy_text(plan.patient_file, plan.out / "patient.textproto");
  write_bins(plan.out, run.history.features, run.history.bins);
  write_days(plan.out, run.history.days);
  write_story(plan.out, run.history.story);
  write_ratings(plan.out, run.history.ratings);
  write_features(run.history, plan.out / "features.csv");
  write_labels(run.history, plan.out / "labels.csv");

  Summary summary = plan.identity;
  fill_in(summary, run);
  summary.outcome = outcome_words(run.history);
  const RatedFlags rated = flags_in(run.history.ratings);
  summary.flags = rated.flags;
  summary.adverse_events = rated.adverse_events;
  summary.complete = !was_stopped(run.history);
  if (!summary.complete) {
    console.err << plan.identity.title << ": stopped after "
                << spell_duration(summary.duration_s) << " of "
                << spell_duration(plan.run.days * kDay_s)
                << "; the files hold what was done\n";
  }
  write_text(to_json(summary), plan.out / "summary.json");
  write_facts(plan.out, run.history.facts);
  write_mood_report(plan.out);
  return summary;
}

}  // namespace homeostat::sim
