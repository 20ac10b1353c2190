// What a biomarker must show before therapy may rest on it, clause by clause.
#pragma once

#include <string>
#include <vector>

#include "sim/commissioning.h"

namespace homeostat::sim {

// Bounds of the clauses. Source: shared reference "detection" 4.1; stretches and
// independence are ours.
inline constexpr std::size_t kFewestBins = 30;
inline constexpr std::size_t kFewestOfAClass = 10;
inline constexpr std::size_t kFewestDays = 7;
inline constexpr std::size_t kFewestStretches = 4;  // into symptoms and out, twice
inline constexpr double kFewestIndependent = 8.0;
inline constexpr std::size_t kFewestBlocks = 3;
inline constexpr double kAgreeingShare = 0.8;
inline constexpr double kMostChance = 0.05;
inline constexpr double kTooGood = 0.98;  // a leak is likelier than such a biomarker

struct Clause {
  std::string name;    // short, for machines: "beats_time"
  std::string asks;    // what it asks, in words
  std::string needed;  // "lower end above 0"
  std::string found;   // "-0.03 (-0.21 to 0.02)"
  bool passed = false;
};

std::vector<Clause> clauses_of(const CommissioningEvidence& evidence);

bool all_passed(const std::vector<Clause>& clauses);

}  // namespace homeostat::sim
