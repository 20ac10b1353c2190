// What a current does to the boundary of metal and tissue, and what is left of it: the
// Randles circuit of one contact.
//
//   contact --- series resistance ---+--- double layer (capacitance) ---+--- tissue
//                                    +--- charge transfer (resistance) -+
//
// With current i through it the layer's voltage v obeys C v' = i - v / R_ct; the contact
// stands at R_s i + v against the tissue. Each phase of a pulse, the gap, the passive
// recharge (the contact is joined to the return through R_s and the recharge switch) and
// the rest are stretches with a constant drive, so every course is solved exactly: a
// level, and a swing that decays from it.
//
// Sources: Randles 1947 (Discuss Faraday Soc 1:11); charge injection and passive
// recharge, Merrill, Bickson, Jefferys 2005 (J Neurosci Methods 141:171): platinum 10 to
// 20 uF for each cm2 of real area; 3.3 uF for a DBS contact, Butson and McIntyre 2005
// (Clin Neurophysiol 116:2490). Real contacts are neither linear nor of one time constant
// (Wei and Grill 2009, J Neural Eng 6:046008): the circuit gives the artefact's size and
// order, not its shape to the last part. The return contact is taken not to polarise.
// Knows no amplifier and no frame.
#pragma once

#include <array>
#include <cstddef>

namespace homeostat::models {

struct InterfaceSettings {
  bool given = false;  // none of it where not
  double charge_transfer_ohm = 0.0;
  double double_layer_nf = 0.0;
  double recharge_ohm = 0.0;     // of the switch that joins contact and return
  double imbalance_share = 0.0;  // of charge, by which the second phase falls short
  // Potential between a channel's contacts for each ampere into the tissue at a contact
  // that is neither of them, V.
  double spread_ohm = 0.0;
};

struct Impedance {
  double resistance_ohm = 0.0;
  double reactance_ohm = 0.0;  // negative: the voltage follows the current
};

// R_s + R_ct / (1 + j w R_ct C).
Impedance impedance_of(const InterfaceSettings& settings, double series_ohm,
                       double frequency_hz);

// How a quantity goes on from now: level + swing * e^(-t / time).
struct Course {
  double level = 0.0;
  double swing = 0.0;
};

// One pulse at one contact, from its first phase to the end of its recharge.
struct ContactPulse {
  double onset_us = 0.0;
  double current_ua = 0.0;  // of the first phase; a cathode's is negative
  double width_us = 0.0;
  double gap_us = 0.0;
  double second_phase_ratio = 1.0;  // so much longer, and so much weaker
  double recharge_us = 0.0;
};

// Not thread-safe. Allocates nothing.
class ElectrodeInterface {
 public:
  ElectrodeInterface() = default;
  ElectrodeInterface(const InterfaceSettings& settings, double series_ohm);

  // Starts at the present time, which is the pulse's onset: what was left of an earlier
  // pulse's recharge is cut short.
  void begin(const ContactPulse& pulse);

  // Until when the present courses hold, us; infinity where nothing follows.
  double holds_until_us() const;
  Course current_ua() const;
  Course layer_uv() const;
  double time_us() const;  // of both courses' decay

  // Goes on to `time_us`, no later than holds_until_us().
  void advance_to(double time_us);

  double layer_now_uv() const { return layer_uv_; }

 private:
  struct Stretch {
    double end_us = 0.0;
    double drive_ua = 0.0;
    bool joined = false;  // to the return, through the recharge switch
  };

  bool joined() const { return next_ < count_ && stretches_[next_].joined; }
  double drive_ua() const { return next_ < count_ ? stretches_[next_].drive_ua : 0.0; }

  InterfaceSettings settings_;
  double series_ohm_ = 1.0;
  std::array<Stretch, 4> stretches_{};
  std::size_t next_ = 0;
  std::size_t count_ = 0;
  double now_us_ = 0.0;
  double layer_uv_ = 0.0;
};

}  // namespace homeostat::models
