// For what a commissioning is made: the one place that asks the controller.
#pragma once

#include <cstdint>

#if __has_include("controller/commissioning.h")
#include "controller/commissioning.h"
#else
#include "controller/therapy_program.h"
#endif

namespace homeostat::sim {

inline std::uint32_t made_for(const controller::TherapyProgram& program) {
#if __has_include("controller/commissioning.h")
  return controller::commissioned_for(program);
#else
  controller::TherapyProgram bare = program;
  bare.biomarkers.mood.has_record = false;
  bare.biomarkers.mood.record = {};
  return controller::checksum(bare);
#endif
}

}  // namespace homeostat::sim
