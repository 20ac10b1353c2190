#include "sim/model_command.h"

#include <algorithm>
#include <memory>
#include <ostream>
#include <stdexcept>

#include "sim/error.h"
#include "sim/model_arguments.h"
#include "sim/model_page.h"
#include "sim/output_file.h"

namespace homeostat::sim {
namespace {

std::string padded(std::string_view text, std::size_t width) {
  return std::string(text) +
         std::string(width > text.size() ? width - text.size() : 1, ' ');
}

std::unique_ptr<models::Simulation> begin(const models::Model& model,
                                          const ModelRun& run) {
  try {
    return models::simulate(model, run.setup);
  } catch (const std::invalid_argument& error) {
    throw UsageError(error.what());
  }
}

void write_head(const models::Model& model, std::ostream& out) {
  out << 't';
  for (const auto& state : model.states) out << ',' << state.name;
  out << ",obs\n";
}

void write_row(double time, const ModelSample& sample, std::ostream& out) {
  out << exact(time);
  for (const double x : sample.state) out << ',' << exact(x);
  out << ',' << exact(sample.observable) << '\n';
}

std::string joined(const std::vector<std::string>& parts, const char* before) {
  std::string text;
  for (const std::string& part : parts) text += before + part;
  return text;
}

// How it was run, as it was asked for.
std::string conditions_of(const models::Model& model, const ModelRunOptions& options,
                          const ModelRun& run) {
  const std::string unit = std::string(" ") + model.facts.time_unit;
  std::string text = options.engine;
  if (models::is_fixed_step(run.setup.engine)) {
    text += ", step " + exact(run.setup.step) + unit;
  } else {
    text += ", relative tolerance " + exact(run.setup.tolerances.relative);
  }
  text += ", shown every " + exact(options.output_step) + unit;
  text += joined(options.set, "; ");
  if (!options.initial.empty()) text += "; from " + options.initial;
  if (options.noise) text += "; noise of seed " + std::to_string(*options.noise);
  text += joined(options.pulse_trains, "; pulse train ");
  text += joined(options.electrode_trains, "; electrode train ");
  text += joined(options.burst_trains, "; burst train ");
  text += joined(options.phase_trains, "; phase train ");
  text += joined(options.afferent, "; afferent ");
  if (options.seconds_per_unit) {
    text += "; a unit of time lasts " + exact(*options.seconds_per_unit) + " s";
  }
  return text + joined(options.jumps, "; jump ");
}

// As many bars as can be told apart; beyond that one from the first pulse to the last.
void mark_stimulation(const std::vector<models::PulseTrain>& trains, ModelPage& page) {
  constexpr std::uint64_t kMostBars = 200;
  for (const models::PulseTrain& train : trains) {
    const std::uint64_t pulses = models::pulses_of(train);
    if (pulses == 0) continue;
    const std::uint64_t bars = pulses <= kMostBars ? pulses : 1;
    const double width = train.biphasic ? 2.0 * train.width : train.width;
    for (std::uint64_t k = 0; k < bars; ++k) {
      const std::uint64_t last = bars == 1 ? pulses - 1 : k;
      page.mark_stimulation(
          {models::onset_of(train, k), models::onset_of(train, last) + width});
    }
  }
}

// False where the person stopped it on the way. A fixed step is lived in parts, which
// changes nothing; a row of an adaptive engine is one call of its solver.
bool live_until(models::Simulation& life, const ModelRun& run, double from, double time,
                const Console& console) {
  constexpr double kStepsAtOnce = 1e5;
  const double part = kStepsAtOnce * run.setup.step;
  for (double k = 1.0; part > 0.0 && from + k * part < time; ++k) {
    life.advance(from + k * part);
    if (console.stop.load()) return false;
  }
  life.advance(time);
  return true;
}

}  // namespace

int list_models(const Console& console) {
  for (const models::Model& model : models::all_models()) {
    console.out << padded(model.name, 22) << model.facts.title << '\n';
  }
  return 0;
}

int show_model(const std::string& name, const Console& console) {
  const models::Model& model = known_model(name);
  std::ostream& out = console.out;
  out << model.name << ": " << model.facts.title << '\n'
      << "source: " << model.facts.source << '\n'
      << "unit of time: " << model.facts.time_unit << '\n'
      << "stimulus: " << model.facts.stimulus << '\n'
      << "observable: " << model.facts.observable << '\n'
      << "step: " << exact(model.facts.step) << ' ' << model.facts.time_unit
      << "\nstates:\n";
  for (const auto& s : model.states) {
    out << "  " << padded(s.name, 10) << padded(exact(s.initial), 12) << s.unit << '\n';
  }
  out << "parameters:\n";
  for (const auto& p : model.parameters) {
    out << "  " << padded(p.name, 12) << padded(exact(p.value), 22) << padded(p.unit, 14)
        << p.meaning << '\n';
  }
  for (const auto& d : model.delays) {
    out << "delay: " << model.states[d.state].name << ' ' << exact(d.delay) << ' '
        << model.facts.time_unit << '\n';
  }
  return 0;
}

int run_model(const ModelRunOptions& options, const Console& console) {
  const models::Model& model = known_model(options.name);
  const ModelRun run = model_run(model, options);
  if (!options.csv.empty()) expect_other_file(options.csv, options.plot, "--plot");
  const auto life = begin(model, run);
  if (!options.plot.empty()) expect_writable(options.plot);
  std::ofstream file;
  if (!options.csv.empty()) file = open_output(options.csv);
  std::ostream& out = options.csv.empty() ? console.out : file;
  const bool table = !options.csv.empty() || options.plot.empty();
  if (table) write_head(model, out);
  ModelPage page(model, options.output_step, conditions_of(model, options, run));
  mark_stimulation(run.setup.pulses, page);
  double time = 0.0;
  for (std::uint64_t row = 0; row <= run.rows && !console.stop.load(); ++row) {
    const double next = static_cast<double>(row) * options.output_step;
    if (!live_until(*life, run, time, next, console)) break;
    time = next;
    const ModelSample sample{life->state(), life->observable()};
    if (table) write_row(time, sample, out);
    if (!options.plot.empty()) page.add(sample);
  }
  if (console.stop.load()) {
    console.err << model.name << ": stopped after " << exact(time) << ' '
                << model.facts.time_unit << '\n';
  }
  if (!options.csv.empty()) close_output(file, options.csv);
  if (!options.plot.empty()) {
    auto html = open_output(options.plot);
    html << page.str();
    close_output(html, options.plot);
  }
  return 0;
}

}  // namespace homeostat::sim
