#include "models/model_list.h"

#include <algorithm>
#include <string>

namespace homeostat::models {
namespace {

std::string plain(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c == '_' || c == '-') continue;
    letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return letters;
}

template <class Facts>
std::size_t index_of(std::span<const Facts> all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Facts& f) { return name == f.name; });
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace

std::size_t Model::parameter(std::string_view of) const {
  return index_of(parameters, of);
}
std::size_t Model::state(std::string_view of) const { return index_of(states, of); }

const Model* find_model(std::string_view name) {
  const std::string wanted = plain(name);
  for (const Model& model : all_models()) {
    if (plain(model.name) == wanted) return &model;
  }
  return nullptr;
}

bool can_run(InstructionSet set) noexcept {
  if (all_models()[0].kernels[static_cast<std::size_t>(set)] == nullptr) return false;
  switch (set) {
    case InstructionSet::kBaseline:
      return true;
    case InstructionSet::kAvx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case InstructionSet::kAvx512:
      return can_run(InstructionSet::kAvx2) && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512dq");
  }
  return false;
}

InstructionSet best_instruction_set() noexcept {
  static const InstructionSet best =
      can_run(InstructionSet::kAvx512) ? InstructionSet::kAvx512
      : can_run(InstructionSet::kAvx2) ? InstructionSet::kAvx2
                                       : InstructionSet::kBaseline;
  return best;
}

}  // namespace homeostat::models
