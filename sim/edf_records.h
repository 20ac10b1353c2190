// Our own thin reader of data records: for the discontinuous files (EDF+D, BDF+D) and the
// others that EDFlib does not open. It reads what EDFlib reads and gives the same numbers
// (tests/sim/edf_reader_test.cc holds them to each other).
//
// It knows no unit and no label; sim/edf_reader.cc has chosen the signals. Time-stamped
// annotation lists: edfplus.info/specs/edfplus.html section 2.2.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "sim/edf_header.h"
#include "sim/recording.h"

namespace homeostat::sim {

// The most samples that are read into memory, over all channels: 2 GiB.
inline constexpr std::int64_t kMostSamples = std::int64_t{1} << 29;

// Fills the samples of `recording.channels` (one for each pick), its gaps, annotations
// and duration. A data record that its time stamp puts more than half a sample (of the
// fastest channel) after the end of the one before is behind a gap; the gap is filled
// with NaN. Throws RecordingError where a record has no readable time stamp, lies before
// the end of its predecessor, or the gaps would fill more than kMostSamples.
void read_edf_records(const std::filesystem::path& path, const EdfHeader& header,
                      std::span<const EdfPick> picks, Recording& recording);

}  // namespace homeostat::sim
