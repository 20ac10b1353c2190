#include "hil/commission_words.h"

#include <CLI/CLI.hpp>

#include "hil/whole_number.h"
#include "sim/commission_command.h"

namespace homeostat::hil {
namespace {

void add_sources(CLI::App& commission, sim::CommissionOptions& options) {
  commission
      .add_option("--features", options.sources.features,
                  "A table with the column day and one for each feature, CSV")
      ->required();
  commission
      .add_option(
          "--labels", options.sources.labels,
          "A table with the column day and a rater's scores, CSV; may be the same")
      ->required();
  commission.add_option("--label-column", options.sources.label_column,
                        "Of the labels; where there is one, that one");
  commission
      .add_option("--use", options.sources.use,
                  "Features of the score, at most eight, with commas between; all if not "
                  "given")
      ->delimiter(',');
  commission.add_flag("--log10", options.sources.logarithm,
                      "Features are powers: take their logarithm");
}

void add_classes(CLI::App& commission, sim::CommissionOptions& options) {
  commission
      .add_option("--symptomatic-from", options.bounds.symptomatic_from,
                  "A day is symptomatic from this score on")
      ->required();
  commission
      .add_option("--well-to", options.bounds.well_to,
                  "And well up to this one; days in between are left out")
      ->required();
}

}  // namespace

void describe_commission(CLI::App& app, Command& chosen) {
  CLI::App* commission =
      app.add_subcommand("commission",
                         "Whether a mood biomarker tells symptomatic days from well "
                         "ones, and not only early "
                         "from late. Exit code 0: every clause holds; 3: one does not");
  auto options = std::make_shared<sim::CommissionOptions>();
  add_sources(*commission, *options);
  add_classes(*commission, *options);
  commission
      ->add_option("--embargo-days", options->embargo_days,
                   "Days on each side of what is judged that nothing is fitted on; as "
                   "long as a label stands if not given")
      ->check(CLI::Range(0.0, 3650.0));
  commission
      ->add_option_function<std::string>(
          "--seed",
          [options](const std::string& text) {
            options->seed = whole_number("--seed", text);
          },
          "Of every random number; 1 if not given")
      ->type_name("UINT");
  commission->add_option("--out", options->out, "Folder for the report")->required();
  commission->add_flag("--json", options->json, "Print the verdict as JSON");
  commission->callback([&chosen, options] {
    chosen = [options](const sim::Console& console) {
      return sim::commission_command(*options, console);
    };
  });
}

}  // namespace homeostat::hil
