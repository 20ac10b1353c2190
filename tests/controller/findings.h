// What validate() says of a program, as tests ask for it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "controller/therapy_program.h"

namespace homeostat::controller::testing {

struct Findings {
  bool accepted = false;
  std::vector<ProgramFault> all;

  explicit Findings(const TherapyProgram& program) {
    accepted = validate(
        program,
        [](void* context, const ProgramFault& fault) {
          static_cast<std::vector<ProgramFault>*>(context)->push_back(fault);
        },
        &all);
  }

  // The first finding of this field; its `field` is empty where there is none.
  ProgramFault of(const std::string& field) const {
    for (const ProgramFault& fault : all) {
      if (fault.field.data() == field) return fault;
    }
    return {};
  }
  bool refuse(const std::string& field) const {
    for (const ProgramFault& fault : all) {
      if (fault.field.data() == field && !fault.warning) return true;
    }
    return false;
  }
  bool advise(const std::string& field) const {
    for (const ProgramFault& fault : all) {
      if (fault.field.data() == field && fault.warning) return true;
    }
    return false;
  }
  std::string text() const {
    std::string lines;
    for (const ProgramFault& fault : all) {
      lines += std::string(fault.warning ? "warning " : "") + fault.field.data() + ": " +
               fault.why + "\n";
    }
    return lines;
  }
};

}  // namespace homeostat::controller::testing
