#include "hil/model_words.h"

#include <CLI/CLI.hpp>

#include "sim/model_command.h"

namespace homeostat::hil {
namespace {

void describe_list(CLI::App& model, Command& chosen) {
  model.add_subcommand("list", "Every model, a line each")->callback([&chosen] {
    chosen = [](const sim::Console& console) { return sim::list_models(console); };
  });
}

void describe_show(CLI::App& model, Command& chosen) {
  CLI::App* show =
      model.add_subcommand("show", "A model's states, parameters, units and source");
  auto name = std::make_shared<std::string>();
  show->add_option("name", *name, "Of the model")->required();
  show->callback([&chosen, name] {
    chosen = [name](const sim::Console& console) {
      return sim::show_model(*name, console);
    };
  });
}

void describe_one_run(CLI::App& model, Command& chosen) {
  CLI::App* run = model.add_subcommand("run", "A model's life, in its own unit of time");
  auto o = std::make_shared<sim::ModelRunOptions>();
  run->add_option("name", o->name, "Of the model")->required();
  run->add_option("--set", o->set, "A parameter, NAME=NUMBER; may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  run->add_option("--initial", o->initial, "The states at the start, commas between");
  run->add_option("--t-end", o->t_end, "When it ends")->required();
  run->add_option("--output-step", o->output_step, "Time between two rows")->required();
  run->add_option("--engine", o->engine, "rk4, erk5, cvode_adams, cvode_bdf, heun, euler")
      ->capture_default_str();
  run->add_option("--step", o->step,
                  "Of a fixed-step engine; the model's own if not given");
  run->add_option("--rtol", o->rtol, "Of an adaptive engine; 1e-6 if not given");
  run->add_option("--atol", o->atol, "Of an adaptive engine; 1e-9 if not given");
  run->add_option(
         "--pulse-train", o->pulse_trains,
         "rate_hz,width_us,amplitude,start,stop[,biphasic]: rate in Hz and width "
         "in us where the unit of time is s or ms, else in that unit")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  run->add_option("--noise", o->noise, "The model's white noise, from this seed");
  run->add_option("--csv", o->csv, "Where the rows go; standard output if not given");
  run->add_option("--plot", o->plot, "A page with trace, spectrum and phase plane");
  run->callback([&chosen, o] {
    chosen = [o](const sim::Console& console) { return sim::run_model(*o, console); };
  });
}

}  // namespace

void describe_model(CLI::App& app, Command& chosen) {
  CLI::App* model = app.add_subcommand("model", "The neural models: list, show, run");
  model->require_subcommand(1);
  describe_list(*model, chosen);
  describe_show(*model, chosen);
  describe_one_run(*model, chosen);
}

}  // namespace homeostat::hil
