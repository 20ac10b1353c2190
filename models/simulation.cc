#include "models/simulation.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "models/cvode_solver.h"

namespace homeostat::models {
namespace {

constexpr std::pair<std::string_view, Engine> kEngines[] = {
    {"rk4", Engine::kRk4},
    {"erk5", Engine::kErk5},
    {"cvode_adams", Engine::kCvodeAdams},
    {"cvode_bdf", Engine::kCvodeBdf},
    {"heun", Engine::kHeun},
    {"euler", Engine::kEuler}};

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

template <class Facts>
std::vector<double> values_or(const std::vector<double>& given,
                              std::span<const Facts> facts, double Facts::*own,
                              const char* what) {
  if (!given.empty() && given.size() != facts.size()) {
    refuse(std::string(what) + ": give " + std::to_string(facts.size()) + " numbers");
  }
  std::vector<double> values = given;
  if (values.empty()) {
    for (const Facts& f : facts) values.push_back(f.*own);
  }
  return values;
}

class FixedStep final : public Simulation {
 public:
  FixedStep(const Model& model, const SimulationSetup& setup)
      : states_(model.states.size()), cohort_(model, 1, options(setup)) {
    const auto p = values_or(setup.parameters, model.parameters, &ParameterFacts::value,
                             "parameters");
    const auto x =
        values_or(setup.initial, model.states, &StateFacts::initial, "initial");
    for (std::size_t i = 0; i < p.size(); ++i) cohort_.parameter(0, i) = p[i];
    for (std::size_t i = 0; i < x.size(); ++i) cohort_.state(0, i) = x[i];
    for (const PulseTrain& train : setup.pulses) cohort_.stimulate(0, train);
    for (const PhaseTrain& train : setup.phase_trains) {
      PulseSchedule(1.0).add(train.pulse);  // refuses what means nothing
      locked_.push_back({train, PhaseTrigger(train.trigger, cohort_.step())});
    }
  }

  void advance(double time) override {
    const auto step = static_cast<std::uint64_t>(std::llround(time / cohort_.step()));
    while (cohort_.steps_done() < step) {
      if (!locked_.empty()) look();
      cohort_.advance(locked_.empty() ? step - cohort_.steps_done() : 1);
    }
  }
  std::vector<double> state() override {
    std::vector<double> x;
    for (std::size_t i = 0; i < states_; ++i) x.push_back(cohort_.state(0, i));
    return x;
  }
  double observable() override { return cohort_.observable(0); }

 private:
  struct Locked {
    PhaseTrain train;
    PhaseTrigger trigger;
  };

  // Once in a macro step, before it is lived.
  void look() {
    for (Locked& locked : locked_) {
      const auto ahead = locked.trigger.look(cohort_.observable(0));
      if (!ahead) continue;
      const double onset = cohort_.time() + *ahead;
      if (!(onset >= locked.train.start && onset < locked.train.stop)) continue;
      locked.train.pulse.start = *ahead;
      cohort_.stimulate(0, locked.train.pulse, cohort_.steps_done());
    }
  }

  static CohortOptions options(const SimulationSetup& setup) {
    CohortOptions options{.step = setup.step};
    if (setup.engine == Engine::kHeun) options.scheme = Scheme::kHeun;
    if (setup.engine == Engine::kEuler) options.scheme = Scheme::kEuler;
    if (setup.noise_seed) options.noise = NoiseKey{.seed = *setup.noise_seed};
    return options;
  }

  std::size_t states_;
  Cohort cohort_;
  std::vector<Locked> locked_;
};

struct Edge {
  double time;
  double change;  // of the stimulus
  double jump = 0.0;
};

std::vector<Edge> edges_of(const std::vector<PulseTrain>& trains) {
  std::vector<Edge> edges;
  for (const PulseTrain& train : trains) {
    PulseSchedule(1.0).add(train);  // refuses what means nothing
    for (std::uint64_t k = 0; k < pulses_of(train); ++k) {
      const double onset = onset_of(train, k);
      if (train.jumps) {
        edges.push_back({onset, 0.0, train.amplitude});
        continue;
      }
      edges.push_back({onset, train.amplitude});
      edges.push_back({onset + train.width, -train.amplitude});
      if (!train.biphasic) continue;
      edges.push_back({onset + train.width, -train.amplitude});
      edges.push_back({onset + 2.0 * train.width, train.amplitude});
    }
  }
  std::stable_sort(edges.begin(), edges.end(),
                   [](const Edge& a, const Edge& b) { return a.time < b.time; });
  return edges;
}

class Adaptive final : public Simulation {
 public:
  Adaptive(const Model& model, const SimulationSetup& setup)
      : kernel_(model.kernel()),
        jumped_(model.jumped),
        parameters_(values_or(setup.parameters, model.parameters, &ParameterFacts::value,
                              "parameters")),
        edges_(edges_of(setup.pulses)) {
    if (kernel_.rates == nullptr) {
      refuse(std::string(model.name) +
             " has delays: the adaptive engines know none; give rk4");
    }
    if (setup.noise_seed) refuse("noise needs a fixed step: rk4, heun or euler");
    if (!setup.phase_trains.empty()) {
      refuse("pulses at a phase need a fixed step: rk4, heun or euler");
    }
    const auto x =
        values_or(setup.initial, model.states, &StateFacts::initial, "initial");
    const auto rates = [this](double, std::span<const double> state,
                              std::span<double> out) {
      kernel_.rates(state.data(), parameters_.data(), stimulus_, out.data());
    };
    const std::string name(model.name);
    if (setup.engine == Engine::kErk5) {
      erk5_ = std::make_unique<OdeSolver>(name, rates, x, 0.0, setup.tolerances);
    } else {
      cvode_ = std::make_unique<CvodeSolver>(
          name, rates, x, 0.0,
          setup.engine == Engine::kCvodeBdf ? CvodeMethod::kBdf : CvodeMethod::kAdams,
          setup.tolerances,
          [this, &model](double, std::span<const double> state, std::span<double> out) {
            model.jacobian(state.data(), parameters_.data(), stimulus_, out.data());
          });
    }
    for (const Edge& e : edges_) largest_ = std::max(largest_, std::abs(e.change));
    pass_edges(0.0);
  }

  void advance(double time) override {
    while (next_ < edges_.size() && edges_[next_].time < time) {
      solve_to(edges_[next_].time);
      pass_edges(edges_[next_].time);
    }
    solve_to(time);
    pass_edges(time);
  }
  std::vector<double> state() override {
    const auto x = erk5_ ? erk5_->state() : cvode_->state();
    return {x.begin(), x.end()};
  }
  double observable() override { return kernel_.observable(state().data()); }

 private:
  void solve_to(double time) {
    if (erk5_) erk5_->advance(time);
    if (cvode_) cvode_->advance(time);
  }

  // Takes all edges up to now; the solver forgets what was before them.
  void pass_edges(double now) {
    const std::size_t before = next_;
    std::vector<double> x = state();
    for (; next_ < edges_.size() && edges_[next_].time <= now; ++next_) {
      level_ += edges_[next_].change;
      for (const std::size_t i : jumped_) x[i] += edges_[next_].jump;
    }
    if (next_ == before) return;
    stimulus_ = std::abs(level_) < 1e-12 * largest_ ? 0.0 : level_;
    if (erk5_) erk5_->restart(x, erk5_->time());
    if (cvode_) cvode_->restart(x);
  }

  const Kernel& kernel_;
  std::span<const std::size_t> jumped_;
  std::vector<double> parameters_;
  std::vector<Edge> edges_;
  std::size_t next_ = 0;
  double largest_ = 0.0;
  double level_ = 0.0;  // what rounding leaves of it counts as nothing
  double stimulus_ = 0.0;
  std::unique_ptr<OdeSolver> erk5_;
  std::unique_ptr<CvodeSolver> cvode_;
};

}  // namespace

std::optional<Engine> find_engine(std::string_view name) {
  for (const auto& [known, engine] : kEngines) {
    if (known == name) return engine;
  }
  return std::nullopt;
}

bool is_fixed_step(Engine engine) {
  return engine == Engine::kRk4 || engine == Engine::kHeun || engine == Engine::kEuler;
}

std::unique_ptr<Simulation> simulate(const Model& model, const SimulationSetup& setup) {
  for (const PulseTrain& train : setup.pulses) {
    if (!train.jumps || !model.jumped.empty()) continue;
    refuse(std::string(model.name) + ": no state of this model jumps at a pulse");
  }
  if (is_fixed_step(setup.engine)) return std::make_unique<FixedStep>(model, setup);
  return std::make_unique<Adaptive>(model, setup);
}

}  // namespace homeostat::models
