// Linear discriminants for an adaptive program's chain: which bands tell an event from
// background, with which weights, in the device's fixed point.
//
// Knows no threshold and no detection. Bands are ranked by how far the logarithm of power
// in events lies from that in background, in pooled standard deviations; two are weighed
// by Fisher's discriminant, pooled covariance inverse times difference of means. Powers
// are judged as they are; artefacts and stimulated stretches are background. Source:
// shared reference "devices" 2.1, points 5 and 6.
#pragma once

#include <string>
#include <vector>

#include "biomarkers/rcs_settings.h"
#include "sim/rcs_powers.h"
#include "sim/tune_choice.h"

namespace homeostat::sim {

struct RcsDiscriminant {
  std::vector<std::size_t> bands;   // of the table; one or two
  std::vector<double> weights;      // the largest 1 in size, or less where 32 bits ask it
  std::vector<std::int64_t> usual;  // median power of background: what is subtracted
  double unit = 0.0;  // of the output: what the usual powers would add up to
};

// From the rows within `span`. With two events and more: the three best bands alone, the
// best pair on one channel, and the best across two. Without: the chain's own bands
// alone, for background does not tell which is best.
std::vector<RcsDiscriminant> rcs_discriminants(const RcsPowerTable& table,
                                               const Timeline& line,
                                               const biomarkers::RcsSettings& chain,
                                               const TuneSpan& span);

// The chain with this discriminant in its detector, and nothing else changed: as many
// fractional bits as there are, multipliers so small that no power fills 32 bits.
biomarkers::RcsSettings with_discriminant(const controller::TherapyProgram& program,
                                          const RcsPowerTable& table,
                                          const RcsDiscriminant& discriminant);

// "4 to 8 Hz of LH1-LH4 and 13 to 30 Hz of RH1-RH2, weighed 1 to -0.2".
std::string words_of(const controller::TherapyProgram& program,
                     const RcsPowerTable& table, const RcsDiscriminant& discriminant);

// Of the powers of a row, in the chain's units and before any rounding.
double output_of(const RcsPowerTable& table, const RcsDiscriminant& discriminant,
                 std::size_t row);

}  // namespace homeostat::sim
