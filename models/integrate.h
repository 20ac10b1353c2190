// One step of a fixed-step scheme, for a model's equations in any pack.
//
// Inputs are asked for at the start, the middle and the end of the step, which is all
// that these schemes see of them.
#pragma once

#include <cstddef>
#include <iterator>

#include "models/kernel.h"
#include "models/pack_functions.h"
#include "models/population.h"

namespace homeostat::models::HOMEOSTAT_ISA {

enum class Moment { kStart, kMiddle, kEnd };

template <class Model>
constexpr std::size_t kStatesOf = std::size(Model::kStates);

// The classical fourth-order Runge-Kutta scheme.
template <class Model, class R, class Coefficients, class InputsAt>
HOMEOSTAT_FLAT void rk4(R* x, const Coefficients& c, const R& h,
                        const InputsAt& inputs_at) {
  constexpr std::size_t n = kStatesOf<Model>;
  const R half = 0.5 * h;
  R k[n], sum[n], at[n];
  Model::rates(static_cast<const R*>(x), c, inputs_at(Moment::kStart), k);
  for (std::size_t i = 0; i < n; ++i) {
    sum[i] = k[i];
    at[i] = fused(half, k[i], x[i]);
  }
  const auto middle = inputs_at(Moment::kMiddle);
  Model::rates(static_cast<const R*>(at), c, middle, k);
  for (std::size_t i = 0; i < n; ++i) {
    sum[i] = fused(2.0, k[i], sum[i]);
    at[i] = fused(half, k[i], x[i]);
  }
  Model::rates(static_cast<const R*>(at), c, middle, k);
  for (std::size_t i = 0; i < n; ++i) {
    sum[i] = fused(2.0, k[i], sum[i]);
    at[i] = fused(h, k[i], x[i]);
  }
  Model::rates(static_cast<const R*>(at), c, inputs_at(Moment::kEnd), k);
  const R sixth = h * (1.0 / 6.0);
  for (std::size_t i = 0; i < n; ++i) x[i] = fused(sixth, sum[i] + k[i], x[i]);
}

// Heun as TVB has it: inputs held from the start of the step.
template <class Model, class R, class Coefficients, class InputsAt>
HOMEOSTAT_FLAT void heun(R* x, const Coefficients& c, const R& h,
                         const InputsAt& inputs_at) {
  constexpr std::size_t n = kStatesOf<Model>;
  const auto inputs = inputs_at(Moment::kStart);
  R first[n], second[n], at[n];
  Model::rates(static_cast<const R*>(x), c, inputs, first);
  for (std::size_t i = 0; i < n; ++i) at[i] = fused(h, first[i], x[i]);
  Model::rates(static_cast<const R*>(at), c, inputs, second);
  const R half = 0.5 * h;
  for (std::size_t i = 0; i < n; ++i) x[i] = fused(half, first[i] + second[i], x[i]);
}

template <class Model, class R, class Coefficients, class InputsAt>
HOMEOSTAT_FLAT void euler(R* x, const Coefficients& c, const R& h,
                          const InputsAt& inputs_at) {
  constexpr std::size_t n = kStatesOf<Model>;
  R k[n];
  Model::rates(static_cast<const R*>(x), c, inputs_at(Moment::kStart), k);
  for (std::size_t i = 0; i < n; ++i) x[i] = fused(h, k[i], x[i]);
}

template <Scheme kScheme, class Model, class R, class Coefficients, class InputsAt>
void one_step(R* x, const Coefficients& c, const R& h, const InputsAt& inputs_at) {
  if constexpr (kScheme == Scheme::kRk4) rk4<Model>(x, c, h, inputs_at);
  if constexpr (kScheme == Scheme::kHeun) heun<Model>(x, c, h, inputs_at);
  if constexpr (kScheme == Scheme::kEuler) euler<Model>(x, c, h, inputs_at);
  if constexpr (requires { Model::hold(x); }) Model::hold(x);
}

}  // namespace homeostat::models::HOMEOSTAT_ISA
