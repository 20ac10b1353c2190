// What Ornstein-Uhlenbeck inputs do in one macro step, for the kernels.
#pragma once

#include "models/elementary.h"
#include "models/kernel.h"

namespace homeostat::models {

// dx = -x / time dt + intensity dW; a time of zero means white noise. `state` holds the
// processes, [sources][kGroup].
inline void set_ou(GroupNoise& noise, double time, double step, double* state) {
  noise.ou = time > 0.0;
  noise.ou_state = state;
  if (!noise.ou) return;
  noise.ou_decay = exp_of(-step / time);
  noise.ou_spread =
      __builtin_sqrt((1.0 - noise.ou_decay * noise.ou_decay) * (0.5 * time));
}

}  // namespace homeostat::models
