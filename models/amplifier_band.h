// An amplifier's band: a one-pole high-pass, then a one-pole low-pass, solved exactly for
// inputs that are a level and a decaying swing.
//
// A pulse is a hundred times shorter than a sample. Seen at the samples alone it would
// mostly be missed, and what it leaves in the amplifier with it; solved exactly, the
// samples show what an analogue amplifier would have made of it. h' = w_h (u - h);
// l' = w_l (u - h - l). Knows no electrode.
#pragma once

#include "models/electrode_interface.h"

namespace homeostat::models {

class AmplifierBand {
 public:
  AmplifierBand() = default;
  AmplifierBand(double high_pass_hz, double low_pass_hz);

  // The input goes on for `span_us` as `course` says, decaying with `time_us`.
  void pass(const Course& course, double time_us, double span_us);

  double output() const { return low_; }

 private:
  double high_per_us_ = 0.0;
  double low_per_us_ = 0.0;
  double high_ = 0.0;  // what the high-pass takes away
  double low_ = 0.0;
};

}  // namespace homeostat::models
