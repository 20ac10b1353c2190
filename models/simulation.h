// One model, one life, any engine: what `homeostat model run` and the comparisons of the
// engines are made of.
//
// The fixed-step engines are a cohort of one (models/cohort.h); the adaptive ones solve
// the same equations with SUNDIALS and stop at every edge of a pulse. Knows no file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/cohort.h"
#include "models/phase_trigger.h"

namespace homeostat::models {

enum class Engine : std::uint8_t { kRk4, kErk5, kCvodeAdams, kCvodeBdf, kHeun, kEuler };

// "rk4", "erk5", "cvode_adams", "cvode_bdf", "heun", "euler".
std::optional<Engine> find_engine(std::string_view name);
bool is_fixed_step(Engine engine);

// A pulse, or a burst, each time that the observable's rhythm passes a phase.
struct PhaseTrain {
  PulseTrain pulse;  // whose start does not matter
  PhaseTriggerSettings trigger;
  double start = 0.0;
  double stop = 0.0;
};

struct SimulationSetup {
  Engine engine = Engine::kRk4;
  double step = 0.0;                        // fixed-step engines; 0: the model's own
  Tolerances tolerances;                    // adaptive engines
  std::optional<std::uint64_t> noise_seed;  // fixed-step engines only
  std::vector<double> parameters;           // of the model, in order; empty: its own
  std::vector<double> initial;              // likewise
  std::vector<PulseTrain> pulses;
  std::vector<PhaseTrain> phase_trains;  // fixed-step engines only
};

// Not thread-safe. Throws std::invalid_argument where the setup does not hold,
// SolverError where a state ceases to be finite.
class Simulation {
 public:
  virtual ~Simulation() = default;

  // To `time`, which lies on the grid of a fixed-step engine.
  virtual void advance(double time) = 0;
  virtual std::vector<double> state() = 0;
  virtual double observable() = 0;
};

std::unique_ptr<Simulation> simulate(const Model& model, const SimulationSetup& setup);

}  // namespace homeostat::models
