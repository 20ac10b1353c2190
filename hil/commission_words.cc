#include "hil/commission_words.h"

#include <CLI/CLI.hpp>

#include "hil/whole_number.h"
#include "sim/commission_command.h"
#include "sim/outcome_command.h"

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

void add_record(CLI::App& commission, sim::RecordRequest& record) {
  commission.add_option("--program", record.program,
                        "A program with a mood biomarker: its features are judged, and "
                        "where every clause holds it is written with the score and a "
                        "record");
  commission.add_option("--approver", record.approver,
                        "The person who answers for the record; with --program");
  commission.add_option("--date", record.date,
                        "Of the record, YYYY-MM-DD; with --program");
  commission.add_option("--valid-days", record.valid_days,
                        "How long the record holds, 1 to 366; with --program");
  commission.add_option("--write-to", record.write_to,
                        "The program's new file; program.textproto beside the report if "
                        "not given");
}

void add_outcome_definition(CLI::App& command, sim::OutcomeWords& words) {
  command.add_option("--scale", words.scale,
                     "By which scale, higher being worse; MADRS if not given");
  command.add_option("--response-drop", words.response_drop_percent,
                     "A response is so many percent below baseline; 50 if not given");
  command.add_option("--remission-at", words.remission_at,
                     "Remission is this total or less; MADRS 10, HDRS-17 7, PHQ-9 4 if "
                     "not given");
  command.add_option(
      "--relapse-from", words.relapse_from,
      "Relapse is this total or more at two visits in a row after a "
      "response, and none of them one; MADRS 22, HDRS-17 15, PHQ-9 10 if not given");
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
  add_record(*commission, options->record);
  commission->add_flag("--json", options->json, "Print the verdict as JSON");
  commission->callback([&chosen, options] {
    chosen = [options](const sim::Console& console) {
      return sim::commission_command(*options, console);
    };
  });
}

void describe_outcome(CLI::App& app, Command& chosen) {
  CLI::App* outcome = app.add_subcommand(
      "outcome",
      "What raters' tables say of one person: response, remission, relapse, and flags of "
      "suicidality and mania");
  auto options = std::make_shared<sim::OutcomeOptions>();
  outcome
      ->add_option("--scales", options->source.path,
                   "Ratings and adverse events: CSV, a BIDS phenotype file, or a folder "
                   "of such")
      ->required();
  outcome->add_option("--day-zero", options->source.day_zero,
                      "The date of day 0, where the files have dates");
  outcome->add_option("--participant", options->source.participant,
                      "Of phenotype files; where there is one, that one");
  outcome->add_option("--flag-from", options->flag_from,
                      "From which answer on a scale raises its flag, such as MADRS=4 or "
                      "YMRS=12; may be given often");
  outcome->add_option("--from-day", options->from_day,
                      "When treatment began; the day of the first rating if not given");
  add_outcome_definition(*outcome, options->definition);
  outcome->callback([&chosen, options] {
    chosen = [options](const sim::Console& console) {
      return sim::outcome_command(*options, console);
    };
  });
}

}  // namespace homeostat::hil
