// Ratings out of BIDS phenotype files: tab separated, a row a participant and session.
//
// A scale is found by its columns: madrs_total, madrs_item10; hdrs17_total, hdrs17_item3;
// phq9_total, phq9_item9; cssrs_total; ymrs_total; vasd_total. When a row was taken says
// its column day, or acq_time; else session_id, whose acq_time stands in sessions.tsv
// beside the phenotype folder, or in the participant's own *_sessions.tsv. "n/a" is an
// absent value. A column rater may be there. Source: BIDS specification, "Phenotypic and
// assessment data", "Sessions file".
#pragma once

#include <vector>

#include "sim/scale_events.h"

namespace homeostat::sim {

// Of the file at the source's path, or of all .tsv of the folder there that hold a total
// of ours and the participant, as their rows stand. Throws as read_scale_events(), and
// UsageError where the files together hold several persons and none was asked for.
std::vector<ScaleEvent> read_phenotype(const ScaleSource& source);

}  // namespace homeostat::sim
