// Every model of the house by name: its facts, and its compiled equations for the
// processor at hand.
//
// Made from the list in models/CMakeLists.txt.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "models/jacobian.h"
#include "models/kernel.h"
#include "models/population.h"

namespace homeostat::models {

enum class InstructionSet : std::uint8_t { kBaseline, kAvx2, kAvx512 };

// The best that both the processor and this build have. Results do not depend on it.
InstructionSet best_instruction_set() noexcept;
bool can_run(InstructionSet set) noexcept;

struct Model {
  std::string_view name;
  ModelFacts facts;
  std::span<const StateFacts> states;
  std::span<const ParameterFacts> parameters;
  std::span<const NoiseFacts> noise;
  std::span<const std::size_t> coupled;
  std::span<const DelayFacts> delays;
  std::span<const std::size_t> jumped;
  Jacobian jacobian;         // null where the model has delays
  const Kernel* kernels[3];  // by instruction set; null where this build has none

  const Kernel& kernel(InstructionSet set = best_instruction_set()) const {
    return *kernels[static_cast<std::size_t>(set)];
  }
  // The same for one lane alone: what runs AVX-512 runs AVX2.
  const Kernel& kernel_of_one(InstructionSet set) const {
    return kernel(set).advance_one != nullptr ? kernel(set)
                                              : kernel(InstructionSet::kAvx2);
  }
  // Index of a parameter or state; its size where there is none of that name.
  std::size_t parameter(std::string_view of) const;
  std::size_t state(std::string_view of) const;
};

// In the order of their names.
std::span<const Model> all_models();

// Case and underscores do not matter: "JansenRit" is jansen_rit. Null where none is
// meant.
const Model* find_model(std::string_view name);

}  // namespace homeostat::models
