// Eight lanes of one model, forward through macro steps: what every kernel consists of.
//
// Within a macro step the scheme restarts at each edge of a stimulus. Noise is a straight
// line on the macro step, whatever edges cut it: matched to the Wiener path's increment
// and integral for RK4 (models/white_noise.h), constant for Heun and Euler, between two
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
void white_line(const Normals<R>& xi, const R& intensity, double h, bool sloped, R& start,
                R& slope) {
  const double rate = 1.0 / h;
  const R increment = intensity * __builtin_sqrt(h) * xi.first;
  if (!sloped) {
    start = increment * rate;
    slope = 0.0;
    return;
  }
  // The integral over the step, less what the increment says of it, in units of h.
  const R rest = intensity * __builtin_sqrt(h) * (0.28867513459481287 * xi.second);
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

template <class Model, class R, bool kSloped>
[[gnu::noinline]] auto draw(const GroupNoise& noise, const double* parameters,
                            std::uint64_t step, double h, std::size_t lane) {
  constexpr std::size_t n = std::size(Model::kNoise);
  Forcing<R, n> f;
  for (std::size_t i = 0; i < n; ++i) {
    const R intensity = R::load(parameters + Model::kNoise[i].intensity * kGroup + lane);
    const auto source = static_cast<std::uint32_t>(i);
    if (noise.ou) {
      ou_line(noise, normals<R, false>(noise, source, step, lane).first, intensity, h,
              kSloped, noise.ou_state + i * kGroup + lane, f.start[i], f.slope[i]);
    } else {
      white_line(normals<R, kSloped>(noise, source, step, lane), intensity, h, kSloped,
                 f.start[i], f.slope[i]);
    }
  }
  return f;
}

template <class Model>
constexpr bool has_delays() {
  return requires { Model::kDelays; };
}

template <class Model, class R, bool kNoisy, Scheme kScheme>
class Lanes {
 public:
  static constexpr std::size_t kStates = kStatesOf<Model>;
  static constexpr std::size_t kParameters = std::size(Model::kParameters);
  static constexpr std::size_t kSources = std::size(Model::kNoise);
  static constexpr bool kSloped = kScheme == Scheme::kRk4;

  Lanes(const GroupJob& job, std::size_t lane) : job_(job), lane_(lane) {
    R p[kParameters];
    for (std::size_t i = 0; i < kParameters; ++i) {
      p[i] = R::load(job.parameters + i * kGroup + lane);
    }
    coefficients_ = Model::prepare(static_cast<const R*>(p));
  }

  void run() {
    R x[kStates];
    for (std::size_t i = 0; i < kStates; ++i) x[i] = R::load(place(i));
    const SubStep* cut = job_.cuts;
    double* row = job_.observed;
    for (std::size_t s = 0; s < job_.steps; ++s) {
      const std::uint64_t step = job_.first_step + s;
      if constexpr (has_delays<Model>()) {
        remember<Model>(job_.history, step, job_.step, static_cast<const R*>(x),
                        coefficients_, lane_);
      }
      if constexpr (kNoisy) {
        forcing_ =
            draw<Model, R, kSloped>(*job_.noise, job_.parameters, step, job_.step, lane_);
      }
      if (cut == nullptr) {
        stretch(x, step, R(0.0), R(job_.step), R(0.0));
      } else {
        R since = 0.0;
        for (std::uint16_t left = job_.cuts_of_step[s]; left != 0; --left, ++cut) {
          const R length = R::load(cut->length + lane_);
          stretch(x, step, since, length, R::load(cut->stimulus + lane_));
          since = since + length;
        }
      }
      if (row != nullptr && (step + 1) % job_.every == 0) {
        Model::observable(static_cast<const R*>(x), coefficients_).store(row + lane_);
        row += kGroup;
      }
    }
    for (std::size_t i = 0; i < kStates; ++i) x[i].store(place(i));
  }

 private:
  double* place(std::size_t state) const { return job_.state + state * kGroup + lane_; }

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

  const GroupJob& job_;
  std::size_t lane_;
  typename Model::template Coefficients<R> coefficients_;
  Forcing<R, kSources> forcing_;
};

template <class Model, class R, std::size_t kLanes>
void advance(const GroupJob& job) {
  const auto all = [&]<bool kNoisy, Scheme kScheme>() {
    for (std::size_t lane = 0; lane < kLanes; lane += R::kLanes) {
      Lanes<Model, R, kNoisy, kScheme>(job, lane).run();
    }
  };
  const auto by_scheme = [&]<bool kNoisy>() {
    switch (job.scheme) {
      case Scheme::kRk4:
        return all.template operator()<kNoisy, Scheme::kRk4>();
      case Scheme::kHeun:
        return all.template operator()<kNoisy, Scheme::kHeun>();
      case Scheme::kEuler:
        return all.template operator()<kNoisy, Scheme::kEuler>();
    }
  };
  if (job.noise == nullptr) {
    by_scheme.template operator()<false>();
  } else {
    by_scheme.template operator()<true>();
  }
}

}  // namespace homeostat::models::HOMEOSTAT_ISA
