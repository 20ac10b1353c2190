#include "sim/tune_command.h"

#include <fstream>
#include <ostream>

#include "clinical_configs/load.h"
#include "clinical_configs/tuned_program.h"
#include "sim/error.h"
#include "sim/tune_cost.h"
#include "sim/tune_judged.h"
#include "sim/tune_text.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDetectors = "line_length, half_wave, rcs, gbdt or auto";
constexpr int kBarWidth = 30;

void require_detector(const std::string& detector) {
  for (const char* known : {"line_length", "half_wave", "rcs", "gbdt", "auto"}) {
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

// Before the work, not after it.
void require_place(const fs::path& out) {
  const fs::path folder = out.parent_path();
  if (!folder.empty() && !fs::is_directory(folder)) {
    throw UsageError("--out " + out.string() + ": there is no folder " + folder.string());
  }
  if (fs::is_directory(out)) {
    throw UsageError("--out " + out.string() + ": a folder; give the program's file");
  }
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

std::string remarks(const TuneOptions& options, const TuneResult& best,
                    const Timeline& line) {
  std::string text = "Made by `homeostat tune` from " + options.program +
                     ".\nDetection: " + best.words + ".\nRecordings:";
  for (const TuneRecording& recording : line.recordings) {
    text += ' ' + recording.file.filename().string();
  }
  text += ".\nNot seen before: " + figures_text(best.unseen()) +
          ".\nOn what it was chosen by: " + figures_text(best.fit) + '.';
  for (const std::string& note : best.notes) text += "\nNote: " + note + '.';
  return text + "\nResearch software, not for use in patients.\n";
}

// A chain alone leaves the rest of what is sensed as it was.
clinical_configs::TunedDetection detection_of(const TuneOptions& options,
                                              const TuneResult& best,
                                              const Timeline& line) {
  clinical_configs::TunedDetection detection;
  if (options.request.detector != "rcs") detection.sensing = &best.settings;
  if (!best.chain) return detection;
  detection.chain = &*best.chain;
  detection.chain_name = "tuned to " + std::to_string(line.events.size()) + " events";
  detection.chain_source =
      "homeostat tune: " + best.chain_words + "; " +
      std::to_string(line.recordings.size()) + " recordings, at most " +
      short_number(options.request.most_false_alarms_per_h) +
      " false alarms/h. gain250_trim of channels new to the chain is that of its first";
  return detection;
}

// Whole and accepted, or not at all.
void save(const fs::path& file, const std::string& program) {
  fs::path trial = file;
  trial += ".part";
  std::ofstream out(trial, std::ios::binary);
  out << program;
  out.close();
  std::error_code error;
  if (out) {
    try {
      (void)clinical_configs::load_program(trial);
    } catch (...) {
      fs::remove(trial, error);
      throw;
    }
    fs::rename(trial, file, error);
  }
  if (!out || error) {
    fs::remove(trial, error);
    throw UsageError("--out " + file.string() + ": cannot be written");
  }
}

}  // namespace

int tune_command(const TuneOptions& options, const Console& console) {
  require_detector(options.request.detector);
  require_budget(options.request.most_false_alarms_per_h);
  const TuneObjective objective = objective_of(options.objective);
  require_place(options.out);
  const fs::path file = clinical_configs::find_program(options.program);
  const controller::TherapyProgram program = clinical_configs::load_program(file);
  require_room(program, options.request);
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
  const clinical_configs::TunedProgram tuned = clinical_configs::with_detection(
      file, detection_of(options, best, line), remarks(options, best, line));
  save(options.out, tuned.text);
  if (!tuned.kept_text) {
    console.err << "homeostat: warning: " << options.out.string()
                << ": written anew, without the comments of " << file.string() << '\n';
  }
  print_given(console.out, line, options.request.most_false_alarms_per_h);
  const TherapyCost cost = cost_of_a_detection(program);
  for (const TuneResult& result : results) print_result(console.out, result, cost);
  console.out << "program: " << options.out.string() << " (" << best.detector << ")\n";
  return 0;
}

}  // namespace homeostat::sim
