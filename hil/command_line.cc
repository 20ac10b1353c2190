#include "hil/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>

#include "hil/commission_words.h"
#include "hil/hil_words.h"
#include "hil/image_words.h"
#include "hil/model_words.h"
#include "hil/profile_words.h"
#include "hil/whole_number.h"
#include "sim/check_command.h"
#include "sim/demo_command.h"
#include "sim/duration.h"
#include "sim/error.h"
#include "sim/replay_command.h"
#include "sim/report.h"
#include "sim/run_command.h"
#include "sim/score_command.h"
#include "sim/summary_table.h"
#include "sim/tune_command.h"

namespace homeostat::hil {
namespace {

CLI::Option* add_duration(CLI::App& command, const std::string& name, double& seconds,
                          const std::string& help) {
  return command
      .add_option_function<std::string>(
          name,
          [&seconds](const std::string& text) { seconds = sim::parse_duration_s(text); },
          help)
      ->type_name("DURATION");
}

void add_seed(CLI::App& command, std::uint64_t& seed) {
  command
      .add_option_function<std::string>(
          "--seed",
          [&seed](const std::string& text) { seed = whole_number("--seed", text); },
          "Of every random number; 1 if not given")
      ->type_name("UINT");
}

int tell(const sim::Summary& summary, const std::filesystem::path& folder, bool json,
         const sim::Console& console) {
  if (json) {
    console.out << sim::to_json(summary);
    return 0;
  }
  sim::print_table(console.out, {&summary, 1});
  if (summary.outcome) console.out << "outcome: " << *summary.outcome << '\n';
  if (summary.seed) console.out << "seed: " << *summary.seed << '\n';
  console.out << "report: " << (folder / "report.html").string() << '\n';
  return 0;
}

void describe_run(CLI::App& app, Command& chosen) {
  CLI::App* run =
      app.add_subcommand("run", "A program on a virtual patient, into a folder");
  auto options = std::make_shared<sim::RunOptions>();
  auto json = std::make_shared<bool>(false);
  run->add_option("--program", options->program, "Shipped program's name, or a file")
      ->required();
  run->add_option("--patient", options->patient, "Shipped patient's name, or a file")
      ->required();
  add_duration(*run, "--duration", options->duration_s, "Simulated time, such as 10m")
      ->required();
  add_seed(*run, options->seed);
  run->add_option("--out", options->out, "Folder for the results")->required();
  run->add_flag("--untreated", options->untreated,
                "Same detection and random stream, no stimulation");
  run->add_flag("--sham", options->sham,
                "A DOSED therapy as if, without current; the same random stream");
  add_duration(
      *run, "--therapy-from", options->therapy_from_s,
      "Of a patient with a mood: when a clinician starts the therapy, such as 14d");
  run->add_flag("--every-sample", options->every_sample,
                "Of a patient with a mood: lives every sample instead of bins of ten "
                "minutes");
  run->add_flag("--json", *json, "Print the summary as JSON");
  run->callback([&chosen, options, json] {
    chosen = [options, json](const sim::Console& console) {
      return tell(sim::run_virtual_patient(*options, console), options->out, *json,
                  console);
    };
  });
}

void describe_replay(CLI::App& app, Command& chosen) {
  CLI::App* replay =
      app.add_subcommand("replay", "A program on a recording (open loop), into a folder");
  auto options = std::make_shared<sim::ReplayOptions>();
  auto json = std::make_shared<bool>(false);
  replay->add_option("--program", options->program, "Shipped program's name, or a file")
      ->required();
  replay->add_option("--recording", options->recording, "EDF, EDF+ or BDF file")
      ->required();
  replay->add_option("--annotations", options->annotations, "Known seizures, events.tsv");
  replay
      ->add_option("--channels", options->channels,
                   "Labels for the program's channels, in order, with commas between")
      ->delimiter(',');
  replay->add_option("--out", options->out, "Folder for the results")->required();
  replay->add_flag("--json", *json, "Print the summary as JSON");
  replay->callback([&chosen, options, json] {
    chosen = [options, json](const sim::Console& console) {
      return tell(sim::replay_recording(*options, console), options->out, *json, console);
    };
  });
}

void describe_tune(CLI::App& app, Command& chosen) {
  CLI::App* tune = app.add_subcommand(
      "tune", "A program's detection, fitted to one patient's annotated recordings");
  auto options = std::make_shared<sim::TuneOptions>();
  tune->add_option("--recordings", options->recordings,
                   "EDF, EDF+ or BDF files, or folders of them")
      ->required();
  tune->add_option("--annotations", options->annotations,
                   "Their events.tsv, in their order; STEM_events.tsv beside each if not "
                   "given");
  tune->add_option("--channels", options->channels,
                   "Labels for the program's channels, in order, with commas between")
      ->delimiter(',');
  tune->add_option("--program", options->program, "Shipped program's name, or a file")
      ->required();
  tune->add_option("--out", options->out, "The tuned program")->required();
  tune->add_option(
          "--detector", options->request.detector,
          "line_length, half_wave, gbdt, rcs (an ADAPTIVE program's chain), or auto: "
          "the best of them")
      ->capture_default_str();
  tune->add_option("--objective", options->objective,
                   "onset of seizures, or burst: what else is annotated")
      ->capture_default_str();
  tune->add_option("--max-false-alarms-per-hour",
                   options->request.most_false_alarms_per_h,
                   "Budget that the choice keeps to")
      ->capture_default_str();
  add_seed(*tune, options->request.seed);
  tune->callback([&chosen, options] {
    chosen = [options](const sim::Console& console) {
      return sim::tune_command(*options, console);
    };
  });
}

void describe_check(CLI::App& app, Command& chosen) {
  CLI::App* check = app.add_subcommand(
      "check", "Every problem of programs, patients and device images, line by line");
  auto files = std::make_shared<std::vector<std::filesystem::path>>();
  check->add_option("files", *files, "Programs, patients or device images")->required();
  check->callback([&chosen, files] {
    chosen = [files](const sim::Console& console) {
      return sim::check_command(*files, console.out);
    };
  });
}

void add_span(CLI::App& command, const std::string& name, double& seconds,
              const std::string& help) {
  command
      .add_option_function<std::string>(
          name,
          [&seconds](const std::string& text) {
            seconds = sim::parse_duration_or_zero_s(text);
          },
          help)
      ->type_name("DURATION");
}

// Where not given, what published figures are made with.
void add_scoring_parameters(CLI::App& score, sim::ScoringParameters& p) {
  add_span(score, "--tolerance-start", p.tolerance_start_s,
           "An alarm may come so much before the seizure; 30s if not given");
  add_span(score, "--tolerance-end", p.tolerance_end_s,
           "And so much after its end; 60s if not given");
  score.add_option("--min-overlap", p.min_overlap,
                   "Share of the widened seizure that an alarm must exceed, 0 to 1");
  add_span(score, "--max-event-duration", p.max_event_duration_s,
           "Longer events are cut; 300s if not given");
  add_span(score, "--min-gap", p.min_duration_between_events_s,
           "Closer events are joined; 90s if not given");
}

void add_score_files(CLI::App& score, sim::ScoreOptions& options) {
  score.add_option("--reference", options.references,
                   "Known seizures, events.tsv; one for each recording");
  score.add_option("--hypothesis", options.hypotheses,
                   "Detections, events.tsv; in the order of the references");
  score.add_option("--recording", options.recordings,
                   "The signals, EDF or BDF, in the same order: loudness alone stands "
                   "beside the result");
  score.add_option("--channel", options.channel,
                   "Of the recordings; the first if not given");
  score.add_option("--run", options.runs,
                   "Folders of runs or replays: events, signal and stimulation");
}

void describe_score(CLI::App& app, Command& chosen) {
  CLI::App* score = app.add_subcommand(
      "score", "Detections against annotations, as the public scorer and as a device");
  auto options = std::make_shared<sim::ScoreOptions>();
  add_score_files(*score, *options);
  score->add_flag("--json", options->json, "Print one JSON object");
  score->add_flag("--strict", options->strict,
                  "Refuse events that are not in order, overlap, have no length or lie "
                  "past the end; score one to one as well");
  add_scoring_parameters(*score, options->parameters);
  add_seed(*score, options->seed);
  score->add_option("--draws", options->draws,
                    "Random alarms and intervals are drawn so often; 1000 if not given");
  score->callback([&chosen, options] {
    chosen = [options](const sim::Console& console) {
      return sim::score_command(*options, console.out, console.err);
    };
  });
}

void describe_report(CLI::App& app, Command& chosen) {
  CLI::App* report =
      app.add_subcommand("report", "Make the report of a run's folder again");
  auto folders = std::make_shared<std::vector<std::filesystem::path>>();
  auto out = std::make_shared<std::filesystem::path>();
  report->add_option("folders", *folders, "Folders of runs or replays")->required();
  report->add_option("--out", *out, "One page that compares all folders");
  report->callback([&chosen, folders, out] {
    chosen = [folders, out](const sim::Console& console) {
      for (const auto& folder : *folders) {
        sim::write_report(folder);
        console.out << (folder / "report.html").string() << '\n';
      }
      if (!out->empty()) {
        sim::write_comparison(*out, *folders);
        console.out << out->string() << '\n';
      }
      return 0;
    };
  });
}

// One JSON document: an array of summaries.
void print_list(const std::vector<sim::Summary>& runs, std::ostream& out) {
  const char* before = "[\n";
  for (const sim::Summary& run : runs) {
    std::string text = sim::to_json(run);
    while (text.ends_with('\n')) text.pop_back();
    out << before << text;
    before = ",\n";
  }
  out << "\n]\n";
}

int demonstrate(const sim::DemoOptions& options, bool json, const sim::Console& console) {
  const std::vector<sim::Summary> runs = sim::demonstrate(options, console);
  if (json) {
    print_list(runs, console.out);
    return 0;
  }
  sim::print_table(console.out, runs);
  console.out << "seed: " << options.seed << '\n';
  console.out << "report: " << (options.out / "report.html").string() << '\n';
  return 0;
}

void describe_demo(CLI::App& app, Command& chosen) {
  CLI::App* demo = app.add_subcommand(
      "demo", "A virtual patient untreated and treated, then a recording replayed");
  auto options = std::make_shared<sim::DemoOptions>();
  auto json = std::make_shared<bool>(false);
  options->out = "homeostat-out";
  options->example = HOMEOSTAT_EXAMPLE_RECORDING;
  demo->add_option("--recording", options->recording,
                   "Replay this EDF, EDF+ or BDF file");
  demo->add_option("--annotations", options->annotations, "Its seizures, events.tsv");
  demo->add_option("--channels", options->channels,
                   "Its labels for the program's channels")
      ->delimiter(',');
  demo->add_option("--example", options->example, "Replayed where no recording is given")
      ->capture_default_str();
  add_duration(*demo, "--duration", options->duration_s,
               "Simulated time of the virtual patient; 10m if not given");
  add_seed(*demo, options->seed);
  demo->add_option("--out", options->out, "Folder for the results")
      ->capture_default_str();
  demo->add_flag("--json", *json, "Print the summaries as one JSON array");
  demo->callback([&chosen, options, json] {
    chosen = [options, json](const sim::Console& console) {
      return demonstrate(*options, *json, console);
    };
  });
}

}  // namespace

void describe_commands(CLI::App& app, Command& chosen) {
  app.require_subcommand(1);
  describe_demo(app, chosen);
  describe_run(app, chosen);
  describe_replay(app, chosen);
  describe_tune(app, chosen);
  describe_check(app, chosen);
  describe_commission(app, chosen);
  describe_outcome(app, chosen);
  describe_images(app, chosen);
  describe_score(app, chosen);
  describe_report(app, chosen);
  describe_model(app, chosen);
  describe_hil(app, chosen);
  describe_profile(app, chosen);
}

}  // namespace homeostat::hil
