// What a model with delays of its own remembers: states and rates on the grid of macro
// steps, between which it recalls by cubic Hermite interpolation.
//
// Before the run the model stood where it began. Exact to the scheme's order where the
// inputs are smooth; the kink of a pulse's edge within a macro step is rounded off.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "models/kernel.h"
#include "models/pack_functions.h"

namespace homeostat::models::HOMEOSTAT_ISA {

template <class Model>
double* slot_of(const GroupHistory& history, std::int64_t step) {
  const auto slots = static_cast<std::int64_t>(history.slots);
  const auto slot = static_cast<std::size_t>((step % slots + slots) % slots);
  return history.values + slot * 2 * std::size(Model::kStates) * kGroup;
}

// One delayed value of one lane, `back` macro steps before `step`.
template <class Model>
double recalled(const GroupHistory& history, std::int64_t step, double back, double h,
                std::size_t state, std::size_t lane) {
  const double whole = __builtin_floor(-back);
  const double part = -back - whole;
  const auto at = step + static_cast<std::int64_t>(whole);
  const std::size_t place = state * kGroup + lane;
  const std::size_t rates = std::size(Model::kStates) * kGroup;
  const double* const a = slot_of<Model>(history, at);
  if (at < 0) return a[place];
  const double* const b = slot_of<Model>(history, at + 1);
  const double rest = 1.0 - part;
  return (1.0 + 2.0 * part) * rest * rest * a[place] +
         part * part * (3.0 - 2.0 * part) * b[place] +
         h * (part * rest * rest * a[place + rates] -
              part * part * rest * b[place + rates]);
}

template <class Model, class R>
void recall(const GroupHistory& history, std::uint64_t step, const R& time, double h,
            std::size_t lane, R* out) {
  double since[R::kLanes];
  time.store(since);
  for (std::size_t i = 0; i < std::size(Model::kDelays); ++i) {
    double late[R::kLanes];
    for (std::size_t k = 0; k < R::kLanes; ++k) {
      late[k] = recalled<Model>(history, static_cast<std::int64_t>(step),
                                (Model::kDelays[i].delay - since[k]) / h, h,
                                Model::kDelays[i].state, lane + k);
    }
    out[i] = R::load(late);
  }
}

// Puts the state and its rates at the start of macro step `step` into its slot.
template <class Model, class R, class Coefficients>
void remember(const GroupHistory& history, std::uint64_t step, double h, const R* x,
              const Coefficients& c, std::size_t lane) {
  constexpr std::size_t n = std::size(Model::kStates);
  struct {
    R values[std::size(Model::kDelays)];
    const R& operator[](std::size_t i) const { return values[i]; }
  } late;
  recall<Model>(history, step, R(0.0), h, lane, late.values);
  const Inputs<R, Nothing, Nothing, decltype(late)> in{R(0.0), {}, {}, late};
  R rates[n];
  Model::rates(x, c, in, rates);
  double* const slot = slot_of<Model>(history, static_cast<std::int64_t>(step));
  for (std::size_t i = 0; i < n; ++i) {
    x[i].store(slot + i * kGroup + lane);
    rates[i].store(slot + (n + i) * kGroup + lane);
  }
}

}  // namespace homeostat::models::HOMEOSTAT_ISA
