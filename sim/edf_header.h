// The header of an EDF or BDF file, checked against the size of the file, so that nothing
// is allocated or read on the word of a header alone.
//
// It knows no sample and no annotation. What a field means: edfplus.info/specs, and for
// 24-bit files www.biosemi.com/faq/file_format.htm.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace homeostat::sim {

// EDF+ standard text: what follows only fills the last data record up.
inline constexpr std::string_view kRecordingEnds = "Recording ends";

struct EdfSignal {
  std::string label;  // UTF-8, trimmed
  std::string unit;   // UTF-8, trimmed
  double physical_min =
      0.0;  // [unit]; this and the next three: NaN where the field holds
  double physical_max = 0.0;  // no number, which matters only if the signal is read
  double digital_min = 0.0;
  double digital_max = 0.0;
  std::int64_t samples_per_record = 0;
  std::int64_t offset_bytes = 0;  // of its first sample, from the start of a data record
  bool annotations = false;       // text instead of samples (EDF+, BDF+)
};

struct EdfHeader {
  std::int64_t sample_bytes = 2;  // 3 in BDF
  bool discontinuous = false;     // EDF+D, BDF+D: each record states its own time
  std::string
      start_date_time;  // "2000-01-31 23:59:59", or "" where the header has no date
  std::int64_t header_bytes = 0;
  std::int64_t records = 0;
  std::int64_t record_bytes = 0;
  double record_s = 0.0;
  std::vector<EdfSignal> signals;
};

// How the stored integers of one chosen signal become microvolts.
struct EdfPick {
  std::size_t signal = 0;  // index into EdfHeader::signals
  int digital_min = 0;     // what is stored outside these two counts as the nearer one
  int digital_max = 0;
  double gain_uv = 0.0;
  double offset_uv = 0.0;

  float microvolts(int stored) const {
    const int inside = stored < digital_min
                           ? digital_min
                           : (stored > digital_max ? digital_max : stored);
    return static_cast<float>(gain_uv * inside + offset_uv);
  }
};

// Throws RecordingError where the file cannot be opened, is empty, cut short or longer
// than its header says, or where a field that decides what is read is not what EDF
// allows.
EdfHeader read_edf_header(const std::filesystem::path& path);

}  // namespace homeostat::sim
