#include "hil/hil_words.h"

#include <CLI/CLI.hpp>

#include "hil/rig/hil_command.h"
#include "hil/whole_number.h"
#include "sim/duration.h"
#include "sim/summary_table.h"

namespace homeostat::hil {

void describe_hil(CLI::App& app, Command& chosen) {
  CLI::App* hil =
      app.add_subcommand("hil", "A run whose controller is a device on a rig");
  auto options = std::make_shared<HilOptions>();
  hil->add_option("--rig", options->rig,
                  "loopback, process, qemu[:BOARD], serial:DEVICE[@BAUD], tcp:HOST:PORT")
      ->required();
  hil->add_option("--program", options->program, "Shipped program's name, or a file")
      ->required();
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
  hil->add_option("--out", options->out, "Folder for the results")->required();
  hil->add_option("--key", options->key,
                  "Programmer's private key; this build's development key if not given");
  hil->add_flag("--paced", options->paced, "In real time, with statistics of lateness");
  hil->add_flag("--reset", options->reset,
                "A clinician's reset first: clears what a used device is latched for");
  hil->callback([&chosen, options] {
    chosen = [options](const sim::Console& console) {
      const sim::Summary summary = run_on_rig(*options, console);
      sim::print_table(console.out, {&summary, 1});
      console.out << "report: " << (options->out / "report.html").string() << '\n';
      return 0;
    };
  });
}

}  // namespace homeostat::hil
