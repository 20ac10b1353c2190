// Eight lanes of one model, forward through macro steps: what every kernel consists of.
//
// Within a macro step the scheme restarts at each edge of a stimulus. Noise is a straight
// line on the macro step, whatever edges cut it: matched to the Wiener path's increment
// and integral for RK4 (strong order 1.5 where noise is additive: Foster, Lyons,
// Oberhauser 2020, SIAM J Numer Anal 58:1393), constant for Heun and Euler, between two
// exact values for Ornstein-Uhlenbeck inputs.
#pragma once

#include <cstddef>
#include <iterator>
#include <type_traits>

#include "models/history.h"
#include "models/integrate.h"
#include "models/kernel.h"
#include "models/pack_noise.h"

namespace homeostat::models::HOMEOSTAT_ISA {

// The forcing of every source on one macro step, intensities included.
template <class R, std::size_t kSources>
struct Forcing {
  R start[kSources];
  R slope[kSources];

  void at(const R& time, R* out) const {
    for (std::size_t i = 0; i < kSources; ++i) out[i] = fused(slope[i], time, start[i]);
  }
};

// White: a line with the path's increment and integral, or its mean alone.
template <class R>
void white_line(const R& first, const R& second, const R& intensity, double h,
                bool sloped, R& start, R& slope) {
  const double rate = 1.0 / h;
  const R increment = intensity * __builtin_sqrt(h) * first;
  if (!sloped) {
    start = increment * rate;
    slope = 0.0;
    return;
  }
  // The integral over the step, less what the increment says of it, in units of h.
  const R rest = intensity * __builtin_sqrt(h) * (0.28867513459481287 * second);
  start = (increment + 6.0 * rest) * rate;
  slope = (-12.0 * rest) * rate * rate;
}

// Ornstein-Uhlenbeck, dx = -x / time dt + intensity dW, from one exact value to the next.
template <class R>
void ou_line(const GroupNoise& noise, const R& xi, const R& intensity, double h,
             bool sloped, double* place, R& start, R& slope) {
  start = R::load(place);
  const R next = fused(noise.ou_decay, start, intensity * noise.ou_spread * xi);
  slope = sloped ? (next - start) * (1.0 / h) : R(0.0);
  next.store(place);
}

// The forcing of the next steps, at most kNoiseAhead: `noise` and `parameters` of each
// group that R's lanes span, from `lane` of the first on.
template <class Model, class R, bool kSloped>
[[gnu::noinline]] void draw(const GroupNoise* const* noise,
                            const double* const* parameters, std::uint64_t first,
                            std::size_t steps, double h, std::size_t lane,
                            Forcing<R, std::size(Model::kNoise)>* out) {
  using V = typename R::Piece;
  using P = Pack<V, 1>;
  P xi[2 * kNoiseAhead];
  for (std::uint32_t i = 0; i < std::size(Model::kNoise); ++i) {
    for (std::size_t piece = 0; piece < R::kPieces; ++piece) {
      const std::size_t at = lane + piece * P::kLanes;
      const GroupNoise& group = *noise[at / kGroup];
      const bool both = kSloped && !group.ou;
      const auto counter = counter_of<V>(group, i, at % kGroup);
      std::size_t count = 0;
      Uniforms<V> u;
      for (std::size_t s = 0; s < steps; ++s) {
        const std::uint64_t step = first + s;
        if (!group.ou) {
          u = uniforms<V>(group, counter, step);
          xi[count++].part[0] = u.first;
          if (both) xi[count++].part[0] = u.second;
          continue;
        }
        // One deviate a step: a counter has those of two steps.
        if (s == 0 || step % 2 == 0) u = uniforms<V>(group, counter, step / 2);
        xi[count++].part[0] = step % 2 == 0 ? u.first : u.second;
      }
      quantiles(xi, count);
      const P intensity = P::load(parameters[at / kGroup] +
                                  Model::kNoise[i].intensity * kGroup + at % kGroup);
      for (std::size_t s = 0; s < steps; ++s) {
        P start, slope;
        if (group.ou) {
          ou_line(group, xi[s], intensity, h, kSloped,
                  group.ou_state + i * kGroup + at % kGroup, start, slope);
        } else {
          white_line(both ? xi[2 * s] : xi[s], both ? xi[2 * s + 1] : P(0.0), intensity,
                     h, kSloped, start, slope);
        }
        out[s].start[i].part[piece] = start.part[0];
        out[s].slope[i].part[piece] = slope.part[0];
      }
    }
  }
}

template <class Model>
constexpr bool has_delays() {
  return requires { Model::kDelays; };
}
template <class Model>
constexpr bool has_jumps() {
  return requires { Model::kJumped; };
}

// Counts down to the steps that are observed.
class Countdown {
 public:
  Countdown(std::uint64_t first_step, std::size_t every)
      : every_(every), left_(every - first_step % every) {}
  bool now() {
    if (--left_ != 0) return false;
    left_ = every_;
    return true;
  }

 private:
  std::size_t every_;
  std::size_t left_;
};

template <class Model, class R, bool kNoisy, Scheme kScheme>
class Lanes {
 public:
  static constexpr std::size_t kStates = kStatesOf<Model>;
  static constexpr std::size_t kParameters = std::size(Model::kParameters);
  static constexpr std::size_t kSources = std::size(Model::kNoise);
  static constexpr bool kSloped = kScheme == Scheme::kRk4;
  static constexpr std::size_t kJobs = R::kLanes > kGroup ? R::kLanes / kGroup : 1;

  // Several jobs differ in nothing but what they point to, and have no stimulus.
  Lanes(const GroupJob* const* jobs, std::size_t lane)
      : jobs_(jobs), job_(*jobs[0]), lane_(lane) {
    R p[kParameters];
    for (std::size_t i = 0; i < kParameters; ++i) {
      p[i] = gather([&](const GroupJob& j) { return j.parameters + i * kGroup; });
    }
    coefficients_ = Model::prepare(static_cast<const R*>(p));
    for (std::size_t j = 0; j < kJobs; ++j) {
      noise_[j] = jobs[j]->noise;
      parameters_[j] = jobs[j]->parameters;
    }
  }

  void run() {
    R x[kStates];
    for (std::size_t i = 0; i < kStates; ++i) {
      x[i] = gather([&](const GroupJob& j) { return j.state + i * kGroup; });
    }
    const SubStep* cut = job_.cuts;
    Countdown observed(job_.first_step, job_.every);
    std::size_t row = 0;
    for (std::size_t s = 0; s < job_.steps; ++s) {
      const std::uint64_t step = job_.first_step + s;
      if constexpr (has_delays<Model>()) {
        remember<Model>(job_.history, step, job_.step, static_cast<const R*>(x),
                        coefficients_, lane_);
      }
      if constexpr (kNoisy) forcing_ = forcing_of(s);
      if (kJobs > 1 || cut == nullptr) {
        stretch(x, step, R(0.0), R(job_.step), R(0.0));
      } else {
        R since = 0.0;
        for (std::uint16_t left = job_.cuts_of_step[s]; left != 0; --left, ++cut) {
          const R length = R::load(cut->length + lane_);
          jump(x, *cut);
          stretch(x, step, since, length, R::load(cut->stimulus + lane_));
          since = since + length;
        }
      }
      if (job_.observed != nullptr && observed.now()) {
        scatter(Model::observable(static_cast<const R*>(x), coefficients_),
                [&](const GroupJob& j) { return j.observed + row * kGroup; });
        ++row;
      }
    }
    for (std::size_t i = 0; i < kStates; ++i) {
      scatter(x[i], [&](const GroupJob& j) { return j.state + i * kGroup; });
    }
  }

 private:
  template <class Of>
  HOMEOSTAT_STRAIGHT R gather(const Of& of) const {
    constexpr std::size_t kEach = R::kPieces / kJobs;
    R r;
    for (std::size_t i = 0; i < R::kPieces; ++i) {
      r.part[i] = R::P::load(of(*jobs_[i / kEach]) + lane_ + i % kEach * R::P::kLanes);
    }
    return r;
  }
  template <class Of>
  HOMEOSTAT_STRAIGHT void scatter(const R& r, const Of& of) const {
    constexpr std::size_t kEach = R::kPieces / kJobs;
    for (std::size_t i = 0; i < R::kPieces; ++i) {
      __builtin_memcpy(of(*jobs_[i / kEach]) + lane_ + i % kEach * R::P::kLanes,
                       &r.part[i], sizeof r.part[i]);
    }
  }

  const Forcing<R, kSources>& forcing_of(std::size_t s) {
    const std::size_t at = s % kNoiseAhead;
    if (at == 0) {
      const std::size_t left = job_.steps - s;
      draw<Model, R, kSloped>(noise_, parameters_, job_.first_step + s,
                              left < kNoiseAhead ? left : kNoiseAhead, job_.step, lane_,
                              ahead_);
    }
    return ahead_[at];
  }

  void jump(R* x, const SubStep& cut) const {
    if constexpr (has_jumps<Model>()) {
      const R size = R::load(cut.jump + lane_);
      for (const std::size_t i : Model::kJumped) x[i] = x[i] + size;
    }
  }

  void stretch(R* x, std::uint64_t step, const R& since, const R& h, const R& stimulus) {
    one_step<kScheme, Model>(x, coefficients_, h, [&](Moment moment) {
      using Noise = std::conditional_t<kNoisy, Several<kSources>, Nothing>;
      using Late = std::conditional_t<has_delays<Model>(), Several<delays()>, Nothing>;
      Inputs<R, Nothing, Noise, Late> in{stimulus, {}, {}, {}};
      const R time = moment == Moment::kStart    ? since
                     : moment == Moment::kMiddle ? fused(0.5, h, since)
                                                 : since + h;
      if constexpr (kNoisy) forcing_.at(time, in.noise.values);
      if constexpr (has_delays<Model>()) {
        recall<Model>(job_.history, step, time, job_.step, lane_, in.delayed.values);
      }
      return in;
    });
  }

  template <std::size_t kCount>
  struct Several {
    R values[kCount];
    const R& operator[](std::size_t i) const { return values[i]; }
  };
  static constexpr std::size_t delays() {
    if constexpr (has_delays<Model>()) return std::size(Model::kDelays);
    return 1;
  }

  const GroupJob* const* jobs_;
  const GroupJob& job_;
  std::size_t lane_;
  typename Model::template Coefficients<R> coefficients_;
  const GroupNoise* noise_[kJobs];
  const double* parameters_[kJobs];
  Forcing<R, kSources> forcing_;
  Forcing<R, kSources> ahead_[kNoisy ? kNoiseAhead : 1];
};

template <class Model, class R, std::size_t kLanes>
void advance_jobs(const GroupJob* const* jobs) {
  const auto all = [&]<bool kNoisy, Scheme kScheme>() {
    for (std::size_t lane = 0; lane < kLanes; lane += R::kLanes) {
      Lanes<Model, R, kNoisy, kScheme>(jobs, lane).run();
    }
  };
  const auto by_scheme = [&]<bool kNoisy>() {
    switch (jobs[0]->scheme) {
      case Scheme::kRk4:
        return all.template operator()<kNoisy, Scheme::kRk4>();
      case Scheme::kHeun:
        return all.template operator()<kNoisy, Scheme::kHeun>();
      case Scheme::kEuler:
        return all.template operator()<kNoisy, Scheme::kEuler>();
    }
  };
  if (jobs[0]->noise == nullptr) {
    by_scheme.template operator()<false>();
  } else {
    by_scheme.template operator()<true>();
  }
}

template <class Model, class R, std::size_t kLanes>
void advance(const GroupJob& job) {
  const GroupJob* const jobs[] = {&job};
  advance_jobs<Model, R, kLanes>(jobs);
}

template <class Model, class R>
void advance_pair(const GroupJob& first, const GroupJob& second) {
  const GroupJob* const jobs[] = {&first, &second};
  advance_jobs<Model, R, R::kLanes>(jobs);
}

}  // namespace homeostat::models::HOMEOSTAT_ISA
