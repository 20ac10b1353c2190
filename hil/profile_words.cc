#include "hil/profile_words.h"

#include <CLI/CLI.hpp>

#include "sim/profile_command.h"

namespace homeostat::hil {
namespace {

using Profile = int (*)(const sim::ProfileOptions&, const sim::Console&);

void describe_one(CLI::App& profile, Command& chosen, const char* name, const char* help,
                  Profile run) {
  CLI::App* one = profile.add_subcommand(name, help);
  auto options = std::make_shared<sim::ProfileOptions>();
  one->add_option("--settings", options->settings, "Shipped profile's name, or a file")
      ->required();
  one->add_option("--signal", options->signal,
                  "EDF, EDF+ or BDF; or a .csv with t_s and a column in mV a channel")
      ->required();
  one->add_option(
         "--channels", options->channels,
         "Labels in the signal for the profile's channels, in order, with commas "
         "between")
      ->delimiter(',');
  one->add_option("--out", options->out, "Folder for the tables")->required();
  one->callback([&chosen, options, run] {
    chosen = [options, run](const sim::Console& console) {
      return run(*options, console);
    };
  });
}

}  // namespace

void describe_profile(CLI::App& app, Command& chosen) {
  CLI::App* profile = app.add_subcommand(
      "profile", "What a known device would have done with a signal (open loop)");
  profile->require_subcommand(1);
  describe_one(*profile, chosen, "rcs",
               "Medtronic Summit RC+S: band powers, detectors, state and current",
               sim::profile_rcs);
  describe_one(*profile, chosen, "rns",
               "NeuroPace RNS: tools, patterns, events and therapies", sim::profile_rns);
}

}  // namespace homeostat::hil
