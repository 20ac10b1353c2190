// How a model's rates change with its state, from the model's own equations.
#pragma once

#include <cstddef>
#include <iterator>

#include "models/dual.h"
#include "models/population.h"

namespace homeostat::models {

// Writes d rate[i] / d state[j] to out[j * states + i], column by column.
using Jacobian = void (*)(const double* state, const double* parameters, double stimulus,
                          double* out);

template <class Model>
void jacobian_of_one(const double* state, const double* parameters, double stimulus,
                     double* out) {
  constexpr std::size_t n = std::size(Model::kStates);
  constexpr std::size_t m = std::size(Model::kParameters);
  using Real = Dual<int{n}>;
  Real x[n], p[m], rates[n];
  for (std::size_t i = 0; i < n; ++i) {
    x[i] = state[i];
    x[i].slope[static_cast<Eigen::Index>(i)] = 1.0;
  }
  for (std::size_t i = 0; i < m; ++i) p[i] = parameters[i];
  const Inputs<Real, Nothing, Nothing, Nothing> in{Real(stimulus), {}, {}, {}};
  Model::rates(static_cast<const Real*>(x), Model::prepare(static_cast<const Real*>(p)),
               in, rates);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      out[j * n + i] = rates[i].slope[static_cast<Eigen::Index>(j)];
    }
  }
}

// Null where a model has delays of its own: the engine that would ask knows none.
template <class Model>
constexpr Jacobian jacobian_of() {
  if constexpr (requires { Model::kDelays; }) {
    return nullptr;
  } else {
    return jacobian_of_one<Model>;
  }
}

}  // namespace homeostat::models
