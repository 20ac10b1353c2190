// How bins hang together: days, stretches of one class, and how far one tells the next.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/labelled_bins.h"

namespace homeostat::sim {

std::size_t days_of(std::span<const double> day);

// Without a bin of the other class in between.
std::size_t stretches_of(std::span<const std::uint8_t> classes);

// A label is often carried from one visit to the next: how long, in days, by the median
// of times for which it stands. One that changes each day stands for no time.
double label_stands_days(const LabelledBins& bins);

// How many bins in a row tell the same: until classes so far apart correlate by less than
// a fifth, and no more than a quarter of all.
std::size_t dependent_bins(std::span<const std::uint8_t> classes);

}  // namespace homeostat::sim
