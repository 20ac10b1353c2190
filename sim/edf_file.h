// EDFlib's reader and writer: the one door to that library, for sim/edf_reader.cc and
// sim/edf_writer.cc.
//
// EDFlib reads no discontinuous file, no header with a byte outside ASCII (the micro
// sign) and no EDF+ file whose patient or recording field is not in order; it says so
// before it has read a sample. Its writer keeps at most one annotation per data record
// and annotation signal and drops the rest without a word: sim/edf_layout.h makes the
// room.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "sim/edf_header.h"
#include "sim/edf_layout.h"
#include "sim/recording.h"

namespace homeostat::sim {

// Fills the samples of `recording.channels` (one for each pick) and its annotations.
// Returns false, and leaves `recording` as it was, where EDFlib does not open the file.
[[nodiscard]] bool read_by_edflib(const std::filesystem::path& path,
                                  const EdfHeader& header, std::span<const EdfPick> picks,
                                  Recording& recording);

// The annotations that EDFlib finds in a file. Throws RecordingError where it opens none.
std::int64_t count_annotations(const std::filesystem::path& path);

// An EDF+ file being written. Closes the file when it goes, finished or not.
class EdfOutput {
 public:
  // Throws RecordingError where `path` cannot be written.
  EdfOutput(std::filesystem::path path, const EdfLayout& layout);
  EdfOutput(const EdfOutput&) = delete;
  EdfOutput& operator=(const EdfOutput&) = delete;
  ~EdfOutput();

  // `samples`: one data record, all of the first channel, then all of the second, and so
  // on.
  void write_record(std::span<const std::int16_t> samples);

  // Writes the annotations and closes. As many as the layout has room for, in time order.
  void finish(std::span<const Annotation> annotations);

 private:
  [[noreturn]] void refuse(const char* what) const;

  std::filesystem::path path_;
  int handle_ = -1;
  std::vector<std::int16_t> record_;
};

}  // namespace homeostat::sim
