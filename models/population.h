// A model of neural populations: what it is, in words and numbers, and how its equations
// are written down.
//
// A model is one header with one struct that holds no data (models/taylor_wang.h is a
// short one) and one line in models/CMakeLists.txt. The struct has
//   kFacts, kStates, kParameters       as below; indices of both are plain enumerators
//   kNoise                             which parameter is the intensity of each source
//   kCoupled                           which states other nodes of a network see
//   kDelays (where it has delays)      which state comes back how much later
//   kJumped (where pulses may jump)    which states a jump adds to
//   Coefficients<Real>, prepare()      what parameters come to, once for many steps
//   rates(), observable()              the equations, in any number type
// and everything else (both engines, networks, noise, command line) is made from these.
// Everything is in the model's own units, time included: `time_unit` names it and a
// patient says how many seconds it lasts.
#pragma once

#include <cstddef>

namespace homeostat::models {

struct ModelFacts {
  const char* title;
  const char* time_unit;
  double seconds_per_unit;  // 0: dimensionless, or not what its peers call it
  const char* stimulus;     // where and in which unit a stimulus enters
  const char* observable;
  const char* source;
  double step;  // macro step that the fixed-step engines take unless told
};

struct StateFacts {
  const char* name;
  double initial;
  const char* unit;
};

struct ParameterFacts {
  const char* name;
  double value;
  const char* unit;
  const char* meaning;
};

// One source of white noise. Its forcing enters rates() as inputs.noise[i], already
// multiplied with the intensity, whose unit is that of the equation times the square root
// of the unit of time.
struct NoiseFacts {
  std::size_t intensity;  // a parameter's index
};

// inputs.delayed[i] is this state of the model so long ago.
struct DelayFacts {
  std::size_t state;
  double delay;
};

// What is not there costs no arithmetic: x + nothing is x.
struct Nothing {
  constexpr Nothing operator[](std::size_t) const { return {}; }
};
template <class Real>
Real operator+(const Real& x, Nothing) {
  return x;
}
template <class Real>
Real operator-(const Real& x, Nothing) {
  return x;
}
template <class Real>
Nothing operator*(const Real&, Nothing) {
  return {};
}
template <class Real>
Real fused(const Real&, Nothing, const Real& c) {
  return c;
}

// What acts on a model at one moment.
template <class Stimulus, class Coupling, class Noise, class Delayed>
struct Inputs {
  Stimulus stimulus{};
  Coupling coupling{};
  Noise noise{};
  Delayed delayed{};
};

}  // namespace homeostat::models
