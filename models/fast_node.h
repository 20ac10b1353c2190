// The mean activity of a fast node of a hypothetical depression as a function of mood and
// of stimulation: what is left of it at the time scale of mood.
//
// A node settles in less than a second, mood moves over days: between two macro steps the
// node's mean is all that mood feels (models/slow_mood.h). Two nodes, each a table that
// its own equations made once:
// - gamma of models/mood_gamma.h, whose input is e0 - k_I m - a_s s;
// - mean S_v of models/vacc_dlpfc.h at kappa = kappa0 - kappa_m m under the current u s,
//   with its noise.
// tests/models/fast_node_test.cc holds the tables to the equations. That mood acts on
// either is a hypothesis to test controllers with, not a finding.
#pragma once

#include <cstdint>

namespace homeostat::models {

struct GammaNode {
  double input = 0.0;               // e0
  double mood_weight = 0.0;         // k_I
  double stimulation_weight = 0.0;  // a_s
};

struct VaccNode {
  double dysfunction = 0.0;           // kappa at m = 0; 1 is health
  double dysfunction_per_mood = 0.0;  // by which kappa falls as m rises
  double current_na = 0.0;            // u where all is recruited; negative inhibits
};

// Mean gamma of the node under a constant input, 1.
double mean_gamma(double input) noexcept;

// Mean S_v, 0 to 1, under a constant dysfunction and current.
double mean_vacc(double dysfunction, double current_na) noexcept;

// One of the two. Beyond its table a node does what it does at the table's end.
class FastNode {
 public:
  explicit FastNode(const GammaNode& gamma) : is_gamma_(true), gamma_(gamma) {}
  explicit FastNode(const VaccNode& vacc) : is_gamma_(false), vacc_(vacc) {}

  // At mood m under stimulation that recruits a fraction of 0 to 1.
  double mean(double mood, double recruited) const noexcept;

 private:
  bool is_gamma_;
  GammaNode gamma_;
  VaccNode vacc_;
};

}  // namespace homeostat::models
