#include "sim/tune_command.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <ostream>

#include "clinical_configs/load.h"
#include "clinical_configs/tuned_program.h"
#include "sim/error.h"
#include "sim/tune_cost.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDetectors = "line_length, half_wave, gbdt or auto";
constexpr int kBarWidth = 30;

void require_detector(const std::string& detector) {
  if (detector == "rcs") {
    throw UsageError(
        "--detector rcs: that is another device's detector (homeostat profile rcs "
        "predicts it); this controller has " +
        std::string(kDetectors));
  }
  for (const char* known : {"line_length", "half_wave", "gbdt", "auto"}) {
    if (detector == known) return;
  }
  throw UsageError("--detector '" + detector + "': give " + kDetectors);
}

TuneObjective objective_of(const std::string& name) {
  if (name == "onset") return TuneObjective::kOnset;
  if (name == "burst") return TuneObjective::kBurst;
  throw UsageError("--objective '" + name + "': give onset or burst");
}

void require_budget(double per_h) {
  if (per_h >= 0.0 && per_h <= 1000.0) return;
  throw UsageError("--max-false-alarms-per-hour: give 0 to 1000");
}

void refuse_to_overwrite(const fs::path& out, const Timeline& line,
                         const fs::path& program) {
  const auto same = [&](const fs::path& file) {
    std::error_code none;
    return fs::equivalent(out, file, none);
  };
  bool input = same(program);
  for (const TuneRecording& recording : line.recordings) {
    input = input || same(recording.file);
  }
  if (input) throw UsageError("--out " + out.string() + ": would overwrite an input");
}

class Bar {
 public:
  explicit Bar(const Console& console) : console_(console) {}
  ~Bar() {
    if (console_.terminal && shown_ >= 0) console_.err << '\n';
  }
  void show(double share) {
    const int percent = static_cast<int>(100.0 * share + 1e-6);
    const int step = console_.terminal ? 1 : 10;
    if (shown_ >= 0 && percent / step <= shown_ / step) return;
    shown_ = percent;
    if (!console_.terminal) {
      console_.err << "tune: " << percent << " %\n";
      return;
    }
    const auto filled = static_cast<std::size_t>(percent * kBarWidth / 100);
    console_.err << "\rtune [" << std::string(filled, '#')
                 << std::string(kBarWidth - filled, ' ') << "] " << percent << " %"
                 << std::flush;
  }

 private:
  const Console& console_;
  int shown_ = -1;
};

std::string text(const char* format, double a, double b = 0.0, double c = 0.0) {
  char buffer[160];
  std::snprintf(buffer, sizeof buffer, format, a, b, c);
  return buffer;
}

double false_alarm_rate(const AlarmFigures& score) {
  return false_alarms_per_hour(score).value_or(0.0);
}

std::string figures(const AlarmFigures& score) {
  std::string line =
      text("%.0f of %.0f detected, %.0f useful", static_cast<double>(score.detected),
           static_cast<double>(score.seizures()), static_cast<double>(score.useful));
  const auto latency_s = latency_quantile_s(score, 0.5);
  line += latency_s && std::isfinite(*latency_s)
              ? text(", median latency %.1f s", *latency_s)
              : std::string(", no median latency");
  return line + text(", %.2f false alarms/h (%.0f in %.2f h)", false_alarm_rate(score),
                     static_cast<double>(score.false_alarms), score.outside_s / 3600.0);
}

// Days of the first detection's therapy at the rate of false alarms.
std::string cost_line(const AlarmFigures& score, const TherapyCost& cost) {
  if (cost.charge_uc == 0.0) return "cost: the program gives no therapy on detection\n";
  const double per_day = 24.0 * false_alarm_rate(score);
  return text("cost: a detection's first therapy %.4g uC and %.4g mJ of the battery; ",
              cost.charge_uc, cost.energy_mj) +
         text("false alarms at that rate %.4g uC and %.4g mJ a day\n",
              per_day * cost.charge_uc, per_day * cost.energy_mj);
}

void print(std::ostream& out, const TuneResult& result, const TherapyCost& cost) {
  out << result.detector << ": " << result.words << '\n';
  for (const TuneFoldResult& told : result.folds) {
    out << text("  learnt until %.0f s, tested until %.0f s: ", told.fold.train.to_s,
                told.fold.test.to_s)
        << figures(told.score);
    if (told.words.empty()) out << "; nothing kept to the budget, so nothing was on";
    out << '\n';
  }
  if (result.folds.size() > 1)
    out << "  not seen before, all: " << figures(result.unseen()) << '\n';
  out << "  on what it was chosen by (a fit): " << figures(result.fit) << '\n';
  out << "  " << cost_line(result.unseen(), cost);
  for (const std::string& note : result.notes) out << "  note: " << note << '\n';
}

std::string remarks(const TuneOptions& options, const TuneResult& best,
                    const Timeline& line) {
  std::string text = "Made by `homeostat tune` from " + options.program +
                     ".\nDetection: " + best.words + ".\nRecordings:";
  for (const TuneRecording& recording : line.recordings) {
    text += ' ' + recording.file.filename().string();
  }
  text += ".\nNot seen before: " + figures(best.unseen()) +
          ".\nOn what it was chosen by: " + figures(best.fit) + '.';
  for (const std::string& note : best.notes) text += "\nNote: " + note + '.';
  return text + "\nResearch software, not for use in patients.\n";
}

void save(const fs::path& file, const std::string& program) {
  std::ofstream out(file, std::ios::binary);
  out << program;
  if (!out.flush()) {
    throw UsageError("--out " + file.string() + ": cannot be written");
  }
}

}  // namespace

int tune_command(const TuneOptions& options, const Console& console) {
  require_detector(options.request.detector);
  require_budget(options.request.most_false_alarms_per_h);
  const TuneObjective objective = objective_of(options.objective);
  const fs::path file = clinical_configs::find_program(options.program);
  const controller::TherapyProgram program = clinical_configs::load_program(file);
  const Timeline line = read_timeline(options.recordings, options.annotations,
                                      options.channels, program, objective, console.err);
  refuse_to_overwrite(options.out, line, file);
  std::vector<TuneResult> results;
  {
    Bar bar(console);
    results = tune(program, line, options.request, [&](double share) {
      if (console.stop.load()) throw UsageError("stopped; no program was written");
      bar.show(share);
    });
  }
  const TuneResult& best = results.front();
  save(options.out, clinical_configs::with_detection(file, best.settings,
                                                     remarks(options, best, line)));
  (void)clinical_configs::load_program(options.out);
  console.out << text("%.0f recordings, %.2f h, ",
                      static_cast<double>(line.recordings.size()),
                      line.duration_s / 3600.0)
              << line.events.size()
              << (objective == TuneObjective::kOnset ? " seizures" : " bursts")
              << text("; at most %.3g false alarms/h\n",
                      options.request.most_false_alarms_per_h);
  const TherapyCost cost = cost_of_a_detection(program);
  for (const TuneResult& result : results) print(console.out, result, cost);
  console.out << "program: " << options.out.string() << " (" << best.detector << ")\n";
  return 0;
}

}  // namespace homeostat::sim
