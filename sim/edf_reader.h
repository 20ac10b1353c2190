// Reads EDF, EDF+, BDF and BDF+ recordings, continuous and discontinuous.
//
// It knows no program: channels keep the rate of the recorder. Continuous files are read
// by EDFlib (sim/edf_file.h); discontinuous ones, and those whose header EDFlib does not
// accept although no sample depends on what it minds, by sim/edf_records.h. A file that
// cannot be trusted is refused: RecordingError, one line that says what is wrong.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "sim/recording.h"

namespace homeostat::sim {

// The labels of the signals, in the order of the file, without the annotation signals.
std::vector<std::string> edf_labels(const std::filesystem::path& path);

// Reads the channels with these labels, in this order; all signals where `labels` is
// empty. A label is matched as it stands; failing that without regard to case, to spaces
// around it and to an "EEG " in front, if exactly one signal then matches. Units: nV, uV,
// mV, V become microvolts, others are refused. A gap of a discontinuous file is listed
// and filled with NaN, so that sample k is always at k / rate_hz. "Recording ends" in the
// last data record ends the recording there (EDF+ standard text; what follows only fills
// the record up).
Recording read_edf(const std::filesystem::path& path,
                   std::span<const std::string> labels = {});

}  // namespace homeostat::sim
