// A person whose biomarker is known, because it was made: for asking the commissioning
// test what it lets through.
#pragma once

#include <cstdint>

#include "sim/labelled_bins.h"

namespace homeostat::commissioning {

struct Person {
  int days = 120;
  double strength = 0.0;  // symptomatic days lie so many standard deviations higher
  double trend = 0.0;     // of all features over all days, in standard deviations
  bool recovers = false;  // ill stretches grow shorter and well ones longer
  bool leak = false;      // a feature is the label itself, but for a thousandth
};

// A bin a day with four features, each correlated from day to day by 0.7; the first is
// the biomarker. Stretches of illness and health, twelve days on average. Equal seeds
// make equal persons.
sim::LabelledBins bins_of(const Person& person, std::uint64_t seed);

}  // namespace homeostat::commissioning
