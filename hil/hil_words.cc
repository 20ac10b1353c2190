#include "hil/hil_words.h"

#include <CLI/CLI.hpp>

#include "hil/conformance/kit.h"
#include "hil/rig/hil_command.h"
#include "hil/whole_number.h"
#include "sim/duration.h"
#include "sim/error.h"
#include "sim/summary_table.h"

namespace homeostat::hil {

namespace {

struct KitWords {
  bool run = false;
  bool list = false;
};

// The words of the conformance kit, beside those of a run.
void describe_kit(CLI::App& hil, KitOptions& kit, KitWords& words) {
  hil.add_flag("--conformance", words.run,
               "The conformance kit's scenarios, and a report, instead of a run");
  hil.add_flag("--list", words.list, "The kit's scenarios, by name");
  hil.add_option("--scenario", kit.scenarios,
                 "Of the kit: names or files; all that are shipped if not given");
  hil.add_option("--laboratory", kit.laboratory, "For the kit's report");
  hil.add_option("--engineer", kit.engineer, "For the kit's report");
  hil.add_option("--device", kit.device,
                 "For the kit's report: model and serial number of what is tested");
}

int run_or_conform(const HilOptions& options, KitOptions kit, const KitWords& words,
                   const sim::Console& console) {
  if (words.list) return list_scenarios(console);
  if (options.rig.empty()) throw sim::UsageError("hil: --rig is missing");
  if (options.out.empty()) throw sim::UsageError("hil: --out is missing: a folder");
  if (words.run) {
    if (!options.program.empty() || !options.patient.empty() ||
        !options.recording.empty() || options.duration_s > 0.0) {
      throw sim::UsageError(
          "hil --conformance: its scenarios say which program, signal and duration; "
          "--program, --patient, --recording and --duration are a run's");
    }
    kit.rig = options.rig;
    kit.out = options.out;
    kit.key = options.key;
    kit.paced = options.paced;
    return run_kit(kit, console);
  }
  if (options.program.empty()) throw sim::UsageError("hil: --program is missing");
  if (!kit.scenarios.empty())
    throw sim::UsageError("hil: --scenario goes with --conformance");
  const sim::Summary summary = run_on_rig(options, console);
  sim::print_table(console.out, {&summary, 1});
  console.out << "report: " << (options.out / "report.html").string() << '\n';
  return 0;
}

}  // namespace

void describe_hil(CLI::App& app, Command& chosen) {
  CLI::App* hil =
      app.add_subcommand("hil", "A run whose controller is a device on a rig");
  auto options = std::make_shared<HilOptions>();
  auto kit = std::make_shared<KitOptions>();
  auto words = std::make_shared<KitWords>();
  describe_kit(*hil, *kit, *words);
  hil->add_option("--rig", options->rig,
                  "loopback, process, qemu[:BOARD], serial:DEVICE[@BAUD], tcp:HOST:PORT");
  hil->add_option("--program", options->program, "Shipped program's name, or a file");
  hil->add_option("--patient", options->patient, "Shipped patient's name, or a file");
  hil->add_option("--recording", options->recording, "EDF, EDF+ or BDF file, instead");
  hil->add_option("--channels", options->channels,
                  "Labels for the program's channels, in order, with commas between")
      ->delimiter(',');
  hil->add_option_function<std::string>(
         "--duration",
         [options](const std::string& text) {
           options->duration_s = sim::parse_duration_s(text);
         },
         "Of a patient's simulated time, such as 10m")
      ->type_name("DURATION");
  hil->add_option_function<std::string>(
         "--seed",
         [options](const std::string& text) {
           options->seed = whole_number("--seed", text);
         },
         "Of every random number; 1 if not given")
      ->type_name("UINT");
  hil->add_option("--out", options->out, "Folder for the results");
  hil->add_option("--key", options->key,
                  "Programmer's private key; this build's development key if not given");
  hil->add_flag("--paced", options->paced, "In real time, with statistics of lateness");
  hil->add_flag("--reset", options->reset,
                "A clinician's reset first: clears what a used device is latched for");
  hil->callback([&chosen, options, kit, words] {
    chosen = [options, kit, words](const sim::Console& console) {
      return run_or_conform(*options, *kit, *words, console);
    };
  });
}

}  // namespace homeostat::hil
