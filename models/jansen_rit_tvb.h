// Jansen-Rit in TVB's units and numbers: time in ms, v0 = 5.52 mV, mu = 0.22 /ms.
//
// The equations of models/jansen_rit.h; with these numbers the column spikes at 6.75 Hz
// instead of the paper's alpha (mu = 0.08 rests, 0.12 spikes at 2.75 Hz, 0.32 makes
// 10.75 Hz).
#pragma once

#include "models/jansen_rit.h"

namespace homeostat::models {

struct JansenRitTvb : JansenRit {
  static constexpr ModelFacts kFacts{
      .title = "Jansen-Rit, units and numbers of TVB",
      .time_unit = "ms",
      .seconds_per_unit = 1e-3,
      .stimulus = "pulse density added to p, 1/ms",
      .observable = "y1 - y2 (EEG, mV)",
      .source = "Jansen, Rit 1995, Biol Cybern 73:357; TVB jansen_rit.py",
      .step = 0.1};

  static constexpr StateFacts kStates[] = {{"y0", 0.0, "mV"},    {"y1", 0.0, "mV"},
                                           {"y2", 0.0, "mV"},    {"y3", 0.0, "mV/ms"},
                                           {"y4", 0.0, "mV/ms"}, {"y5", 0.0, "mV/ms"}};
  static constexpr ParameterFacts kParameters[] = {
      {"p", 0.22, "1/ms", "pulse density from elsewhere (TVB: mu)"},
      {"A", 3.25, "mV", "excitatory gain"},
      {"B", 22.0, "mV", "inhibitory gain"},
      {"a", 0.1, "1/ms", "excitatory rate"},
      {"b", 0.05, "1/ms", "inhibitory rate"},
      {"e0", 0.0025, "1/ms", "half of the largest firing rate (TVB: nu_max)"},
      {"v0", 5.52, "mV", "potential of half firing"},
      {"r", 0.56, "1/mV", "slope of the sigmoid"},
      {"C", 135.0, "1", "connectivity (TVB: J)"},
      {"field", 0.0, "mV", "polarisation by a field"},
      {"sigma", 0.0, "1/ms*sqrt(ms)", "white noise on p"},
      {"direct", 1.0, "1", "of the stimulus, added to p"},
      {"lambda", 0.0, "mV", "of the stimulus, polarises every population"}};
};

}  // namespace homeostat::models
