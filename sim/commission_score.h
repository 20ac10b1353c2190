// The score of a commissioning as a device is to have it: weights, and from where to
// where it means symptomatic or well. Knows no clause and no file.
#pragma once

#include "clinical_configs/commissioned_program.h"
#include "sim/commissioning.h"
#include "sim/labelled_bins.h"

namespace homeostat::sim {

// The same score, told from where a device looks: it follows where features lie while
// mood is well (biomarkers/mood_chain.h), so `typical` and `deviation` are the median and
// the robust standard deviation of well bins.
//
// Midway between the means of both classes lies `sick_from`; `on` half a width above, and
// `off` half a width below. The width is the standard deviation of the score within its
// classes, or the robust one (1.4826 times the median of what it strays from its class's
// median), whichever is wider: a state that turns on noise treats noise. The rule is
// ours. Throws RecordingError where a feature never moves, or the score tells nothing
// apart.
clinical_configs::CommissionedScore score_for_device(
    const LabelledBins& bins, const CommissioningEvidence& evidence);

}  // namespace homeostat::sim
