#include "clinical_configs/profile_lists.h"

#include <vector>

#include "clinical_configs/rules.h"

namespace homeostat::clinical_configs {
namespace {

void add_part(std::string& path, const char* name, std::size_t index) {
  if (name == nullptr) return;
  path += (path.empty() ? "" : ".") + std::string(name);
  if (index != biomarkers::kNoIndex) path += '[' + std::to_string(index) + ']';
}

}  // namespace

void note_profile_fault(void* faults, const biomarkers::ProfileFault& fault) {
  std::string path;
  add_part(path, fault.list, fault.index);
  add_part(path, fault.inner, fault.inner_index);
  add_part(path, fault.name, biomarkers::kNoIndex);
  // A range that nothing fits has no nearest value.
  const bool fits = fault.lowest <= fault.highest;
  static_cast<std::vector<Fault>*>(faults)->push_back(
      {.path = path,
       .value = fault.value,
       .lowest = fault.lowest,
       .highest = fault.highest,
       .nearest =
           fits ? std::clamp(fault.value, fault.lowest, fault.highest) : fault.value,
       .why = fault.why});
}

}  // namespace homeostat::clinical_configs
