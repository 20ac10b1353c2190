// What a detection costs that treats: charge, and energy from the battery.
//
// Of the program's first therapy, which each episode begins with; both phases of each
// pulse at the source's full compliance, which is what a linear current source takes
// whatever the impedance. What sensing takes is not known here.
#pragma once

#include "controller/therapy_program.h"

namespace homeostat::sim {

struct TherapyCost {
  double charge_uc = 0.0;  // of the first phases, all outputs
  double energy_mj = 0.0;

  TherapyCost& operator+=(const TherapyCost& other) {
    charge_uc += other.charge_uc;
    energy_mj += other.energy_mj;
    return *this;
  }
  friend TherapyCost operator*(double times, const TherapyCost& one) {
    return {times * one.charge_uc, times * one.energy_mj};
  }
};

// Zero where the policy never responds.
TherapyCost cost_of_a_detection(const controller::TherapyProgram& program);

}  // namespace homeostat::sim
