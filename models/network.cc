#include "models/network.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>

#include "models/network_pulses.h"
#include "models/ode_solver.h"
#include "models/ou_noise.h"
#include "models/solver_failure.h"

namespace homeostat::models {
namespace {

constexpr std::size_t kRoom = 2048;  // steps between two moves of the past
constexpr std::uint32_t kLongestDelay = 1U << 24;

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("network: " + what);
}

// Every connection, by listener.
std::vector<SparseConnection> all_of(const Connectome& c) {
  std::vector<SparseConnection> all;
  for (std::size_t i = 0; i < c.weights.size(); ++i) {
    if (c.weights[i] == 0.0) continue;
    all.push_back({static_cast<std::uint32_t>(i / c.nodes),
                   static_cast<std::uint32_t>(i % c.nodes), c.weights[i],
                   c.delay_steps[i]});
  }
  all.insert(all.end(), c.connections.begin(), c.connections.end());
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.listener < b.listener; });
  return all;
}

void check(const Model& model, const Connectome& c, const NetworkOptions& options) {
  if (c.nodes == 0 || c.nodes > 1U << 15) refuse("nodes: allowed 1 to 32768");
  const bool dense = !c.weights.empty() || !c.delay_steps.empty();
  const std::size_t squares = dense ? c.nodes * c.nodes : 0;
  if (c.weights.size() != squares || c.delay_steps.size() != squares) {
    refuse("weights and delays must be nodes x nodes");
  }
  for (const SparseConnection& one : all_of(c)) {
    if (one.listener >= c.nodes || one.speaker >= c.nodes) refuse("no such node");
    if (!std::isfinite(one.weight)) refuse("a weight is not finite");
    if (one.delay_steps > kLongestDelay) refuse("a delay is longer than 2^24 steps");
  }
  if (!(options.step > 0.0 && std::isfinite(options.step)))
    refuse("step must be positive");
  if (!std::isfinite(options.gain)) refuse("gain must be finite");
  if (!(options.ou_time >= 0.0 && std::isfinite(options.ou_time)))
    refuse("ou_time must not be negative");
  if (!can_run(options.instruction_set))
    refuse("this processor lacks the instruction set");
  if (model.kernel().advance_network == nullptr) {
    refuse(std::string(model.name) + " has delays of its own");
  }
}

// Connections of one kind, by listener.
struct Table {
  std::vector<Connection> all;
  std::vector<std::uint32_t> first{0};

  void close_row() { first.push_back(static_cast<std::uint32_t>(all.size())); }
  Connections view() const { return {all.data(), first.data()}; }
};

// Of kBlocks, the first whose steps are all heard by the end of the delay.
std::size_t kind_of(std::uint32_t delay) {
  std::size_t kind = 0;
  while (delay + 1 < kBlocks[kind]) ++kind;
  return kind;
}

// Doubles on the boundaries that packs want.
class Scratch {
 public:
  void resize(std::size_t count) { room_.resize(count + 8); }
  double* begin() {
    const auto at = reinterpret_cast<std::uintptr_t>(room_.data());
    return room_.data() + (64 - at % 64) % 64 / sizeof(double);
  }

 private:
  std::vector<double> room_;
};

std::string text_of(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

}  // namespace

class Network::Body {
 public:
  Body(const Model& model, const Connectome& connectome, NetworkOptions options)
      : model_(model), nodes_(connectome.nodes) {
    if (options.step == 0.0) options.step = model.facts.step;
    check(model, connectome, options);
    options_ = options;
    groups_ = (nodes_ + 2 * kGroup - 1) / (2 * kGroup) * 2;
    lay_out_nodes(connectome);
    lay_out_connections(connectome);
  }

  std::size_t index(std::size_t node, std::size_t of, std::size_t kinds) const {
    if (node >= nodes_ || of >= kinds) refuse("no such node, state or parameter");
    return (node / kGroup * kinds + of) * kGroup + node % kGroup;
  }
  double& parameter(std::size_t node, std::size_t i) {
    return parameters_[index(node, i, model_.parameters.size())];
  }
  double& state(std::size_t node, std::size_t i) {
    return state_[index(node, i, model_.states.size())];
  }
  double& past(std::size_t coupled, std::size_t node, std::size_t at) {
    return past_[(coupled * nodes_ + node) * length_ + at];
  }

  void set_past(std::size_t coupled, std::size_t node, std::uint32_t back, double value) {
    if (done_ != 0 || coupled >= model_.coupled.size() || node >= nodes_ || back == 0 ||
        back > longest_) {
      refuse("there is no such past to set");
    }
    if (!past_is_set_) stand_still();
    past(coupled, node, now_ - back) = value;
  }

  void advance(std::uint64_t steps, std::span<double> observed, std::size_t every) {
    if (every == 0) refuse("every must be at least 1");
    const std::uint64_t rows = (done_ + steps) / every - done_ / every;
    if (!observed.empty() && observed.size() != rows * nodes_) {
      refuse("observed must hold " + std::to_string(rows * nodes_) + " numbers");
    }
    if (done_ == 0 && !past_is_set_) stand_still();
    show_present();
    std::vector<double> row(kAhead * groups_ * kGroup);
    std::size_t written = 0;
    while (steps > 0) {
      const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(kAhead, steps));
      const std::vector<double> state = state_;
      const std::vector<double> ou = ou_;
      const NetworkPulses pulses = pulses_;
      live(now, observed.empty() ? nullptr : row.data(), every);
      if (!finite()) report(now, state, ou, pulses);
      const std::uint64_t fresh = (done_ + now) / every - done_ / every;
      for (std::uint64_t r = 0; r < fresh && !observed.empty(); ++r, ++written) {
        std::copy_n(row.begin() + static_cast<std::ptrdiff_t>(r * groups_ * kGroup),
                    nodes_,
                    observed.begin() + static_cast<std::ptrdiff_t>(written * nodes_));
      }
      done_ += now;
      now_ += now;
      steps -= now;
    }
  }

  const Model& model_;
  const std::size_t nodes_;
  std::uint64_t done_ = 0;
  std::uint32_t longest_ = 0;
  std::vector<double> stimulus_;

  void stimulate(std::size_t node, const PulseTrain& train) {
    if (node >= nodes_) refuse("no such node");
    if (train.jumps) refuse("its pulses do not jump");
    if (!(train.start >= (static_cast<double>(done_) - 1e-6) * options_.step)) {
      refuse("a pulse train starts in the past");
    }
    pulses_.add(node, train, options_.step, groups_ / 2);
  }

 private:
  void lay_out_connections(const Connectome& c) {
    const auto all = all_of(c);
    auto next = all.begin();
    for (std::size_t node = 0; node < nodes_; ++node) {
      for (; next != all.end() && next->listener == node; ++next) {
        const std::uint64_t from =
            next->speaker * length_ + (longest_ - next->delay_steps);
        tables_[kind_of(next->delay_steps)].all.push_back({next->weight, from});
        if (options_.difference) row_sum_[node] += next->weight;
      }
      for (Table& table : tables_) table.close_row();
    }
  }

  void lay_out_nodes(const Connectome& c) {
    const std::size_t width = groups_ * kGroup;
    for (const SparseConnection& one : all_of(c)) {
      longest_ = std::max(longest_, one.delay_steps);
    }
    state_.resize(width * model_.states.size());
    parameters_.resize(width * model_.parameters.size());
    for (std::size_t i = 0; i < state_.size(); ++i) {
      state_[i] = model_.states[i / kGroup % model_.states.size()].initial;
    }
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      parameters_[i] = model_.parameters[i / kGroup % model_.parameters.size()].value;
    }
    length_ = longest_ + kRoom + 2 * kAhead;
    now_ = longest_;
    past_.resize(model_.coupled.size() * nodes_ * length_);
    coupling_.resize(model_.coupled.size() * kAhead * width);
    stimulus_.resize(width);
    row_sum_.resize(width);
    const Kernel& kernel = model_.kernel(options_.instruction_set);
    coefficients_.resize(groups_ * kernel.coefficients);
    if (options_.noise) forcing_.resize(groups_ * kernel.forcing);
    if (options_.noise) lay_out_noise();
  }

  void lay_out_noise() {
    noise_.resize(groups_);
    ou_.resize(groups_ * kGroup * model_.noise.size());
    const auto sources = static_cast<std::uint32_t>(model_.noise.size());
    const NoiseKey& key = *options_.noise;
    if (nodes_ * sources > 1U << 16) refuse("more sources of noise than streams");
    for (std::size_t g = 0; g < groups_; ++g) {
      GroupNoise& noise = noise_[g];
      noise.key[0] = static_cast<std::uint32_t>(key.seed);
      noise.key[1] = static_cast<std::uint32_t>(key.seed >> 32);
      for (std::size_t lane = 0; lane < kGroup; ++lane) {
        const auto node = static_cast<std::uint32_t>(g * kGroup + lane);
        noise.stream[lane] =
            std::uint32_t{key.replicate} << 16 | node * sources % (1U << 16);
        noise.patient[lane] = key.patient;
      }
      set_ou(noise, options_.ou_time, options_.step, ou_.data() + g * kGroup * sources);
    }
  }

  // Every node stood where it begins.
  void stand_still() {
    for (std::size_t c = 0; c < model_.coupled.size(); ++c) {
      for (std::size_t node = 0; node < nodes_; ++node) {
        std::fill_n(&past(c, node, 0), now_ + 1, state(node, model_.coupled[c]));
      }
    }
    past_is_set_ = true;
  }

  // What was set from outside since the last step is heard, too.
  void show_present() {
    for (std::size_t c = 0; c < model_.coupled.size(); ++c) {
      for (std::size_t node = 0; node < nodes_; ++node) {
        past(c, node, now_) = state(node, model_.coupled[c]);
      }
    }
  }

  void live(std::size_t steps, double* row, std::size_t every) {
    if (now_ + kAhead + 1 > length_) {
      for (std::size_t r = 0; r < model_.coupled.size() * nodes_; ++r) {
        double* const begin = past_.data() + r * length_;
        std::memmove(begin, begin + now_ - longest_, (longest_ + 1) * sizeof(double));
      }
      now_ = longest_;
    }
    NetworkJob job{.groups = groups_,
                   .state = state_.data(),
                   .parameters = parameters_.data(),
                   .step = options_.step,
                   .first_step = done_,
                   .steps = steps,
                   .scheme = options_.scheme,
                   .noise = options_.noise ? noise_.data() : nullptr,
                   .nodes = nodes_,
                   .row_sum = row_sum_.data(),
                   .gain = options_.gain,
                   .coupling = coupling_.data(),
                   .past = past_.data(),
                   .length = length_,
                   .now = now_,
                   .longest = longest_,
                   .stimulus = stimulus_.data(),
                   .cuts = pulses_.plan(done_, steps),
                   .coefficients = coefficients_.begin(),
                   .forcing = forcing_.begin(),
                   .observed = row,
                   .every = every};
    for (std::size_t k = 0; k < kBlockKinds; ++k) job.connections[k] = tables_[k].view();
    model_.kernel(options_.instruction_set).advance_network(job);
  }

  bool finite() const { return all_finite(state_); }

  // Lives the block again, step by step, to say when and where it went wrong.
  [[noreturn]] void report(std::size_t steps, const std::vector<double>& state,
                           const std::vector<double>& ou, const NetworkPulses& pulses) {
    pulses_ = pulses;
    std::copy(state.begin(), state.end(), state_.begin());
    std::copy(ou.begin(), ou.end(), ou_.begin());
    std::vector<double> before = state_;
    for (std::size_t s = 0; s < steps; ++s, ++done_, ++now_) {
      before = state_;
      live(1, nullptr, 1);
      if (!finite()) break;
    }
    for (std::size_t node = 0; node < nodes_; ++node) {
      bool good = true;
      std::string line;
      for (std::size_t i = 0; i < model_.states.size(); ++i) {
        const std::size_t at = index(node, i, model_.states.size());
        good = good && std::isfinite(state_[at]);
        line += " " + std::string(model_.states[i].name) + " " + text_of(before[at]);
      }
      if (good) continue;
      throw SolverError(
          std::string(model_.name) + ", node " + std::to_string(node) + ", at time " +
          text_of(static_cast<double>(done_) * options_.step) +
          ": the next step leads to a state that is not finite; state" + line);
    }
    throw SolverError(std::string(model_.name) + ": a state was not finite");
  }

  NetworkOptions options_;
  std::size_t groups_ = 0;
  Table tables_[kBlockKinds];
  std::vector<double> row_sum_;
  std::vector<double> state_;
  std::vector<double> parameters_;
  std::vector<double> past_;
  std::vector<double> coupling_;
  Scratch coefficients_;
  Scratch forcing_;
  std::vector<GroupNoise> noise_;
  std::vector<double> ou_;
  NetworkPulses pulses_;
  std::size_t length_ = 0;
  std::size_t now_ = 0;
  bool past_is_set_ = false;
};

Network::Network(const Model& model, const Connectome& connectome,
                 const NetworkOptions& options)
    : body_(std::make_unique<Body>(model, connectome, options)) {}
Network::~Network() = default;

std::size_t Network::nodes() const { return body_->nodes_; }
std::uint64_t Network::steps_done() const { return body_->done_; }
std::uint32_t Network::longest_delay() const { return body_->longest_; }
double& Network::parameter(std::size_t node, std::size_t i) {
  return body_->parameter(node, i);
}
double& Network::state(std::size_t node, std::size_t i) { return body_->state(node, i); }
void Network::set_past(std::size_t coupled, std::size_t node, std::uint32_t back,
                       double value) {
  body_->set_past(coupled, node, back, value);
}
void Network::set_stimulus(std::size_t node, double value) {
  if (node >= body_->nodes_) refuse("no such node");
  body_->stimulus_[node] = value;
}
void Network::stimulate(std::size_t node, const PulseTrain& train) {
  body_->stimulate(node, train);
}
void Network::advance(std::uint64_t steps, std::span<double> observed,
                      std::size_t every) {
  body_->advance(steps, observed, every);
}

}  // namespace homeostat::models
