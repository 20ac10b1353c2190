#include "sim/network_command.h"

#include <cmath>
#include <fstream>
#include <ostream>
#include <stdexcept>
#include <utility>

#include "models/connectome_file.h"
#include "models/lead_field.h"
#include "models/network.h"
#include "sim/error.h"
#include "sim/model_arguments.h"
#include "sim/network_stimulation.h"
#include "sim/output_file.h"

namespace homeostat::sim {
namespace {

constexpr double kMostRows = 1e8;

models::Scheme scheme_of(const std::string& name) {
  if (name == "rk4") return models::Scheme::kRk4;
  if (name == "heun") return models::Scheme::kHeun;
  if (name == "euler") return models::Scheme::kEuler;
  throw UsageError("--scheme '" + name + "': give rk4, heun or euler");
}

models::Connectome connectome_of(const NetworkRunOptions& o, double step) {
  if (!(o.speed > 0.0)) {
    throw UsageError("--speed must be positive: mm per unit of the model's time");
  }
  if (!o.connections.empty()) {
    if (o.weights.empty() && o.lengths.empty()) {
      return models::read_connections(o.connections, o.speed, step);
    }
  } else if (!o.weights.empty() && o.lengths.empty() == models::is_hdf5(o.weights)) {
    return models::read_connectome(o.weights, o.lengths.empty() ? o.weights : o.lengths,
                                   o.speed, step);
  }
  throw UsageError(
      "give --weights and --lengths, or --weights FILE.h5 with both, or --connections");
}

struct Times {
  double step;
  std::uint64_t every;  // steps between two rows
  std::uint64_t rows;
};

Times times_of(const models::Model& model, const NetworkRunOptions& o) {
  if (!(o.t_end > 0.0 && o.output_step > 0.0 && o.t_end / o.output_step <= kMostRows)) {
    throw UsageError("--t-end and --output-step must be positive, with at most 1e8 rows");
  }
  const double step = o.step.value_or(model.facts.step);
  if (!(step > 0.0)) throw UsageError("--step must be positive");
  check_steps(o.t_end, step);
  const double every = std::round(o.output_step / step);
  if (!(every >= 1.0 && std::abs(every * step - o.output_step) < 1e-9 * o.output_step)) {
    throw UsageError("--output-step must be a whole number of steps of " + exact(step));
  }
  return {step, static_cast<std::uint64_t>(every),
          static_cast<std::uint64_t>(o.t_end / o.output_step + 1e-9)};
}

// Columns of the table: nodes, or what sensors see of them.
class Seen {
 public:
  Seen(const std::filesystem::path& lead_field, std::size_t nodes)
      : sources_(nodes), columns_(nodes) {
    if (lead_field.empty()) return;
    field_ = models::read_lead_field(lead_field);
    if (field_->nodes() != nodes) {
      throw UsageError(lead_field.string() + ": " + std::to_string(field_->nodes()) +
                       " columns, where the network has " + std::to_string(nodes) +
                       " nodes");
    }
    columns_.resize(field_->sensors());
  }
  std::vector<double>& sources() { return sources_; }
  const models::LeadField* field() const { return field_ ? &*field_ : nullptr; }

  void write_head(std::ostream& out) const {
    out << 't';
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      out << (field_ ? ",sensor" : ",node") << i;
    }
    out << '\n';
  }
  void write_row(double time, std::ostream& out) {
    if (field_) {
      field_->sense(sources_, columns_);
    } else {
      columns_ = sources_;
    }
    out << exact(time);
    for (const double value : columns_) out << ',' << exact(value);
    out << '\n';
  }

 private:
  std::optional<models::LeadField> field_;
  std::vector<double> sources_;
  std::vector<double> columns_;
};

// One row, in parts, so that a person can stop it on the way; false where one did.
bool live_a_row(models::Network& network, const Times& times, Seen& seen,
                const Console& console) {
  constexpr std::uint64_t kStepsAtOnce = 10'000;
  std::uint64_t left = times.every;
  for (; left > kStepsAtOnce; left -= kStepsAtOnce) {
    network.advance(kStepsAtOnce);
    if (console.stop.load()) return false;
  }
  network.advance(left, seen.sources(), times.every);
  return true;
}

void live(models::Network& network, const Times& times, Seen& seen,
          const Console& console, std::ostream& out) {
  seen.write_head(out);
  const double between = static_cast<double>(times.every) * times.step;
  std::uint64_t row = 1;
  for (; row <= times.rows && !console.stop.load(); ++row) {
    if (!live_a_row(network, times, seen, console)) break;
    seen.write_row(static_cast<double>(row) * between, out);
  }
  if (row > times.rows) return;
  console.err << "network: stopped after " << row - 1 << " of " << times.rows
              << " rows\n";
}

}  // namespace

int run_network(const NetworkRunOptions& o, const Console& console) {
  const models::Model& model = known_model(o.name);
  const Times times = times_of(model, o);
  const auto parameters = parameters_of(model, o.set);
  check_noise(model, parameters, o.set, o.noise.has_value());
  if (o.ou_time != 0.0 && !o.noise) throw UsageError("--ou-time is for --noise");
  if (!o.csv.empty()) {
    for (const auto& [input, name] :
         {std::pair{o.weights, "--weights"}, std::pair{o.lengths, "--lengths"},
          std::pair{o.connections, "--connections"},
          std::pair{o.lead_field, "--lead-field"}}) {
      expect_other_file(o.csv, input, name);
    }
  }
  models::NetworkOptions options{.scheme = scheme_of(o.scheme),
                                 .step = times.step,
                                 .gain = o.gain,
                                 .difference = o.difference,
                                 .ou_time = o.ou_time};
  if (o.noise) options.noise = models::NoiseKey{.seed = *o.noise};
  std::ofstream file;
  try {
    models::Network network(model, connectome_of(o, times.step), options);
    for (std::size_t node = 0; node < network.nodes(); ++node) {
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        network.parameter(node, i) = parameters[i];
      }
    }
    Seen seen(o.lead_field, network.nodes());
    stimulate(network, model, o, seen.field());
    if (!o.csv.empty()) file = open_output(o.csv);
    live(network, times, seen, console, o.csv.empty() ? console.out : file);
  } catch (const std::invalid_argument& error) {
    throw UsageError(error.what());
  } catch (const models::ConnectomeError& error) {
    throw RecordingError(error.what());
  }
  if (!o.csv.empty()) close_output(file, o.csv);
  return 0;
}

}  // namespace homeostat::sim
