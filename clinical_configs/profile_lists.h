// What files of device profiles have in common: lists and labels into the core's rooms,
// and the core's faults in the schema's words.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "biomarkers/profile_fault.h"

namespace homeostat::clinical_configs {

template <std::size_t kRoom>
std::array<char, kRoom> to_label(const std::string& text) {
  std::array<char, kRoom> label{};
  std::copy_n(text.begin(), std::min(text.size(), kRoom - 1), label.begin());
  return label;
}

// Copies what there is room for and returns the count, which tells the rules of the rest.
template <class List, class Array, class Copy>
std::size_t copy_list(const List& from, Array& to, Copy copy) {
  for (int i = 0; i < from.size() && static_cast<std::size_t>(i) < to.size(); ++i) {
    to[static_cast<std::size_t>(i)] = copy(from.Get(i));
  }
  return static_cast<std::size_t>(from.size());
}

// A sink for the core's rules; `faults` is a std::vector<Fault>.
void note_profile_fault(void* faults, const biomarkers::ProfileFault& fault);

}  // namespace homeostat::clinical_configs
