#include "models/network.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>

#include "models/ode_solver.h"
#include "models/ou_noise.h"

namespace homeostat::models {
namespace {

constexpr std::size_t kRoom = 2048;  // steps between two moves of the past
constexpr std::uint32_t kLongestDelay = 1U << 24;

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("network: " + what);
}

void check(const Model& model, const Connectome& c, const NetworkOptions& options) {
  const std::size_t squares = c.nodes * c.nodes;
  if (c.nodes == 0 || c.nodes > 1U << 15) refuse("nodes: allowed 1 to 32768");
  if (c.weights.size() != squares || c.delay_steps.size() != squares) {
    refuse("weights and delays must be nodes x nodes");
  }
  for (std::size_t i = 0; i < squares; ++i) {
    if (!std::isfinite(c.weights[i])) refuse("a weight is not finite");
    if (c.delay_steps[i] > kLongestDelay) refuse("a delay is longer than 2^24 steps");
  }
  if (!(options.step > 0.0 && std::isfinite(options.step)))
    refuse("step must be positive");
  if (!(options.ou_time >= 0.0)) refuse("ou_time must not be negative");
  if (!can_run(options.instruction_set))
    refuse("this processor lacks the instruction set");
  if (model.kernel().advance_network == nullptr) {
    refuse(std::string(model.name) + " has delays of its own");
  }
}

// Connections of one kind, by listener.
struct Connections {
  std::vector<std::uint32_t> first{0};
  std::vector<std::uint32_t> source;
  std::vector<std::uint32_t> delay;
  std::vector<double> weight;

  void add(std::size_t from, std::uint32_t steps, double w) {
    source.push_back(static_cast<std::uint32_t>(from));
    delay.push_back(steps);
    weight.push_back(w);
  }
  void close_row() { first.push_back(static_cast<std::uint32_t>(source.size())); }
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
    groups_ = (nodes_ + kGroup - 1) / kGroup;
    lay_out_connections(connectome);
    lay_out_nodes();
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
      live(now, observed.empty() ? nullptr : row.data(), every);
      if (!finite()) report(now, state, ou);
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

 private:
  void lay_out_connections(const Connectome& c) {
    row_sum_.resize(groups_ * kGroup);
    for (std::size_t i = 0; i < nodes_; ++i) {
      for (std::size_t j = 0; j < nodes_; ++j) {
        const double w = c.weights[i * nodes_ + j];
        if (w == 0.0) continue;
        const std::uint32_t d = c.delay_steps[i * nodes_ + j];
        longest_ = std::max(longest_, d);
        (d + 1 >= kAhead ? long_ : short_).add(j, d, w);
        if (options_.difference) row_sum_[i] += w;
      }
      long_.close_row();
      short_.close_row();
    }
  }

  void lay_out_nodes() {
    const std::size_t width = groups_ * kGroup;
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
    // Packs are moved as they stand in registers: on their own boundaries.
    coefficients_.resize(groups_ * model_.kernel(options_.instruction_set).coefficients +
                         kGroup);
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
                   .first_long = long_.first.data(),
                   .long_source = long_.source.data(),
                   .long_delay = long_.delay.data(),
                   .long_weight = long_.weight.data(),
                   .first_short = short_.first.data(),
                   .short_source = short_.source.data(),
                   .short_delay = short_.delay.data(),
                   .short_weight = short_.weight.data(),
                   .row_sum = row_sum_.data(),
                   .gain = options_.gain,
                   .coupling = coupling_.data(),
                   .past = past_.data(),
                   .length = length_,
                   .now = now_,
                   .stimulus = stimulus_.data(),
                   .coefficients = aligned(coefficients_.data()),
                   .observed = row,
                   .every = every};
    model_.kernel(options_.instruction_set).advance_network(job);
  }

  static double* aligned(double* from) {
    const auto at = reinterpret_cast<std::uintptr_t>(from);
    return from + (64 - at % 64) % 64 / sizeof(double);
  }

  bool finite() const {
    return std::all_of(state_.begin(), state_.end(),
                       [](double v) { return std::isfinite(v); });
  }

  // Lives the block again, step by step, to say when and where it went wrong.
  [[noreturn]] void report(std::size_t steps, const std::vector<double>& state,
                           const std::vector<double>& ou) {
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
  Connections long_;
  Connections short_;
  std::vector<double> row_sum_;
  std::vector<double> state_;
  std::vector<double> parameters_;
  std::vector<double> past_;
  std::vector<double> coupling_;
  std::vector<double> coefficients_;
  std::vector<GroupNoise> noise_;
  std::vector<double> ou_;
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
void Network::advance(std::uint64_t steps, std::span<double> observed,
                      std::size_t every) {
  body_->advance(steps, observed, every);
}

}  // namespace homeostat::models
