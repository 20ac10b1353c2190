#include "sim/model_arguments.h"

#include <charconv>
#include <cmath>

#include "sim/error.h"
#include "sim/model_stimulation.h"
#include "sim/model_text.h"

namespace homeostat::sim {
namespace {

constexpr double kMostRows = 1e8;

template <class Facts>
std::string names_of(std::span<const Facts> all) {
  std::string names;
  for (const Facts& f : all) names += (names.empty() ? "" : ", ") + std::string(f.name);
  return names;
}

std::vector<double> initial_of(const models::Model& model, const std::string& text) {
  std::vector<double> values;
  if (text.empty()) return values;
  for (const std::string& part : split(text)) values.push_back(number(part, "--initial"));
  if (values.size() != model.states.size()) {
    throw UsageError("--initial: give " + std::to_string(model.states.size()) +
                     " numbers, for " + names_of(model.states));
  }
  return values;
}

// The macro step: as given, or the longest that is not longer than the model's own; both
// must lead to every output exactly.
double step_of(const models::Model& model, const ModelRunOptions& options) {
  const double own = options.step.value_or(model.facts.step);
  if (!(own > 0.0)) throw UsageError("--step must be positive");
  if (!options.step)
    return options.output_step / std::ceil(options.output_step / own - 1e-9);
  const double count = options.output_step / own;
  if (!(count > 0.5 && std::abs(count - std::round(count)) < 1e-9 * count)) {
    throw UsageError("--output-step must be a whole number of --step");
  }
  return own;
}

void check_engine_options(const ModelRunOptions& o, bool fixed) {
  if (fixed && (o.rtol || o.atol)) {
    throw UsageError("--rtol and --atol are for erk5, cvode_adams and cvode_bdf");
  }
  if (!fixed && o.step) throw UsageError("--step is for rk4, heun and euler");
  if (!fixed && o.noise)
    throw UsageError("--noise needs a fixed step: rk4, heun or euler");
  for (const auto& tolerance : {o.rtol, o.atol}) {
    if (tolerance && !(*tolerance > 0.0 && std::isfinite(*tolerance))) {
      throw UsageError("tolerances must be positive and finite");
    }
  }
}

}  // namespace

const models::Model& known_model(const std::string& name) {
  if (const models::Model* model = models::find_model(name)) return *model;
  throw UsageError("model '" + name + "': no such model; known are " +
                   names_of(models::all_models()));
}

std::string exact(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::vector<double> parameters_of(const models::Model& model,
                                  const std::vector<std::string>& set) {
  std::vector<double> values;
  for (const auto& p : model.parameters) values.push_back(p.value);
  for (const std::string& text : set) {
    const auto equals = text.find('=');
    const std::string name = text.substr(0, equals);
    const std::size_t index = model.parameter(name);
    if (equals == std::string::npos || index == values.size()) {
      throw UsageError("--set '" + text + "': give NAME=NUMBER with one of " +
                       names_of(model.parameters));
    }
    values[index] = number(std::string_view(text).substr(equals + 1), "--set " + name);
  }
  return values;
}

void check_noise(const models::Model& model, const std::vector<double>& parameters,
                 const std::vector<std::string>& set, bool with_noise) {
  std::string names;
  bool any = false;
  for (const models::NoiseFacts& source : model.noise) {
    const std::string name = model.parameters[source.intensity].name;
    any = any || parameters[source.intensity] != 0.0;
    if (names.find(name) == std::string::npos)
      names += (names.empty() ? "" : ", ") + name;
    for (const std::string& text : set) {
      if (with_noise || !text.starts_with(name + '=')) continue;
      if (parameters[source.intensity] == 0.0) continue;
      throw UsageError("--set " + name + ": there is noise only with --noise SEED");
    }
  }
  if (with_noise && !any) {
    throw UsageError("--noise: " + std::string(model.name) +
                     " has none unless --set gives an intensity to " + names);
  }
}

void check_steps(double t_end, double step) {
  constexpr double kMostSteps = 1e15;
  if (t_end / step <= kMostSteps) return;
  throw UsageError("--t-end is " + exact(t_end / step) + " steps of " + exact(step) +
                   ": allowed at most 1e15");
}

ModelRun model_run(const models::Model& model, const ModelRunOptions& options) {
  const auto engine = models::find_engine(options.engine);
  if (!engine) {
    throw UsageError("--engine '" + options.engine +
                     "': give rk4, erk5, cvode_adams, cvode_bdf, heun or euler");
  }
  if (!(options.t_end > 0.0 && options.output_step > 0.0 &&
        options.t_end / options.output_step <= kMostRows)) {
    throw UsageError("--t-end and --output-step must be positive, with at most 1e8 rows");
  }
  const bool fixed = models::is_fixed_step(*engine);
  check_engine_options(options, fixed);
  ModelRun run;
  run.setup = {.engine = *engine,
               .step = fixed ? step_of(model, options) : 0.0,
               .noise_seed = options.noise,
               .parameters = parameters_of(model, options.set),
               .initial = initial_of(model, options.initial)};
  check_noise(model, run.setup.parameters, options.set, options.noise.has_value());
  if (fixed) check_steps(options.t_end, run.setup.step);
  run.setup.tolerances.relative = options.rtol.value_or(run.setup.tolerances.relative);
  run.setup.tolerances.absolute = options.atol.value_or(run.setup.tolerances.absolute);
  add_stimulation(model, options, run.setup);
  run.rows = static_cast<std::uint64_t>(options.t_end / options.output_step + 1e-9);
  return run;
}

}  // namespace homeostat::sim
