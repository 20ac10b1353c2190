#include "hil/model_words.h"

#include <CLI/CLI.hpp>

#include "hil/whole_number.h"
#include "sim/fit_command.h"
#include "sim/model_command.h"
#include "sim/network_command.h"

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

void add_repeated(CLI::App& run, const char* name, std::vector<std::string>& to,
                  const char* what) {
  run.add_option(name, to, what)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

template <class Whole>
CLI::Option* add_whole(CLI::App& run, const char* name, Whole& to, const char* what) {
  return run
      .add_option_function<std::string>(
          name, [name, &to](const std::string& text) { to = whole_number(name, text); },
          what)
      ->type_name("UINT");
}

constexpr const char* kBursts =
    "pulses,burst_rate_hz,rate_hz,width_us,amplitude,start,stop[,biphasic]: the same in "
    "bursts";

void describe_stimulation(CLI::App& run, sim::ModelRunOptions& o) {
  const auto repeated = [&](const char* name, std::vector<std::string>& to,
                            const char* what) { add_repeated(run, name, to, what); };
  repeated("--electrode-train", o.electrode_trains,
           "rate_hz,width_us,amplitude_ua,start,stop[,biphasic][,anodic]: through an "
           "electrode, the afferents that it recruits and their synapses");
  repeated("--afferent", o.afferent,
           "NAME=NUMBER for --electrode-train: drive must be given");
  repeated("--pulse-train", o.pulse_trains,
           "rate_hz,width_us,amplitude,start,stop[,biphasic]: added to the equations as "
           "peers do it; rate in Hz and width in us where the unit of time is s or ms, "
           "else in that unit");
  repeated("--burst-train", o.burst_trains, kBursts);
  repeated("--phase-train", o.phase_trains,
           "frequency_hz,phase_deg,width_us,amplitude,start,stop[,biphasic]: a pulse "
           "each time that the observable's rhythm passes a phase; 0 is its peak");
  repeated("--jump", o.jumps,
           "time,size: the state jumps, where the model has such jumps");
  run.add_option("--seconds-per-unit", o.seconds_per_unit,
                 "How long the model's unit of time lasts, where it has no clock");
}

void describe_one_run(CLI::App& model, Command& chosen) {
  CLI::App* run = model.add_subcommand("run", "A model's life, in its own unit of time");
  auto o = std::make_shared<sim::ModelRunOptions>();
  run->add_option("name", o->name, "Of the model")->required();
  run->add_option("--set", o->set, "A parameter, NAME=NUMBER; may be repeated")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  run->add_option("--initial", o->initial, "The states at the start, commas between");
  run->add_option("--t-end", o->t_end,
                  "When it ends; the last row is at the last whole --output-step")
      ->required();
  run->add_option("--output-step", o->output_step, "Time between two rows")->required();
  run->add_option("--engine", o->engine, "rk4, erk5, cvode_adams, cvode_bdf, heun, euler")
      ->capture_default_str();
  run->add_option("--step", o->step,
                  "Of a fixed-step engine; the model's own if not given");
  run->add_option("--rtol", o->rtol, "Of an adaptive engine; 1e-6 if not given");
  run->add_option("--atol", o->atol, "Of an adaptive engine; 1e-9 if not given");
  describe_stimulation(*run, *o);
  add_whole(*run, "--noise", o->noise, "The model's white noise, from this seed");
  run->add_option("--csv", o->csv, "Where the rows go; standard output if not given");
  run->add_option("--plot", o->plot, "A page with trace, spectrum and phase plane");
  run->callback([&chosen, o] {
    chosen = [o](const sim::Console& console) { return sim::run_model(*o, console); };
  });
}

void describe_fit(CLI::App& model, Command& chosen) {
  CLI::App* fit = model.add_subcommand(
      "fit", "Which patient of a model looks like a recording, and how much it does not");
  auto o = std::make_shared<sim::FitOptions>();
  fit->add_option("recording", o->recording, "EDF, EDF+, BDF or BDF+")->required();
  fit->add_option("--channel", o->channel, "Its label; the first if not given");
  fit->add_option("--model", o->model, "Of the patient")->capture_default_str();
  fit->add_option("--susceptibility", o->susceptibility,
                  "NAME,LOWEST,HIGHEST: the parameter, and where to look");
  fit->add_option("--noise", o->noise, "LOWEST,HIGHEST intensity of the model's noise");
  fit->add_option("--seconds-per-unit", o->seconds_per_unit,
                  "How long the model's unit of time lasts, where it has no clock");
  fit->add_option("--seconds", o->seconds, "That each candidate lives")
      ->capture_default_str();
  add_whole(*fit, "--seed", o->seed, "Of the noise")->default_str("1");
  add_whole(*fit, "--threads", o->threads, "The result does not depend on it")
      ->default_str("1");
  fit->callback([&chosen, o] {
    chosen = [o](const sim::Console& console) { return sim::fit_model(*o, console); };
  });
}

void describe_network(CLI::App& model, Command& chosen) {
  CLI::App* run = model.add_subcommand(
      "network",
      "Nodes of a model that hear each other with delays, or what sensors see");
  auto o = std::make_shared<sim::NetworkRunOptions>();
  run->add_option("name", o->name, "Of the model")->required();
  run->add_option("--weights", o->weights,
                  "Square table, listener by speaker; or FILE.h5 with datasets weights "
                  "and tract_lengths");
  run->add_option("--lengths", o->lengths, "Square table of tract lengths, mm");
  run->add_option("--connections", o->connections,
                  "Sparse: rows of listener, speaker, weight, length in mm");
  run->add_option("--speed", o->speed, "mm per unit of the model's time")->required();
  run->add_option("--gain", o->gain, "Of the coupling")->capture_default_str();
  run->add_flag("--difference", o->difference, "Coupling by differences, as TVB's");
  run->add_option("--set", o->set, "A parameter of every node, NAME=NUMBER")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  run->add_option("--scheme", o->scheme, "rk4, heun, euler")->capture_default_str();
  run->add_option("--step", o->step, "The model's own if not given");
  run->add_option("--t-end", o->t_end,
                  "When it ends; the last row is at the last whole --output-step")
      ->required();
  run->add_option("--output-step", o->output_step, "Time between two rows")->required();
  add_whole(*run, "--noise", o->noise, "The model's noise, from this seed");
  run->add_option("--ou-time", o->ou_time, "Noise is Ornstein-Uhlenbeck with this time");
  add_repeated(*run, "--pulse-train", o->pulse_trains,
               "rate_hz,width_us,amplitude,start,stop[,biphasic]: added to the equations "
               "of the nodes that it reaches");
  add_repeated(*run, "--burst-train", o->burst_trains, kBursts);
  add_repeated(*run, "--stimulate-node", o->stimulated_nodes,
               "NODE or NODE=WEIGHT: a train reaches it, times the weight");
  add_whole(*run, "--stimulate-through", o->stimulated_through,
            "A sensor of the lead field: a train reaches what it sees, as strongly");
  run->add_option("--lead-field", o->lead_field,
                  "Sensors by nodes: a table, or FILE.h5 with dataset lead_field");
  run->add_option("--csv", o->csv, "Where the rows go; standard output if not given");
  run->callback([&chosen, o] {
    chosen = [o](const sim::Console& console) { return sim::run_network(*o, console); };
  });
}

}  // namespace

void describe_model(CLI::App& app, Command& chosen) {
  CLI::App* model =
      app.add_subcommand("model", "The neural models: list, show, run, network, fit");
  model->require_subcommand(1);
  describe_list(*model, chosen);
  describe_show(*model, chosen);
  describe_one_run(*model, chosen);
  describe_network(*model, chosen);
  describe_fit(*model, chosen);
}

}  // namespace homeostat::hil
