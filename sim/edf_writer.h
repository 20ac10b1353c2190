// Writes a recording as EDF+ while a run is going on.
//
// It knows nothing of runs. Samples reach the disk one data record at a time; annotations
// wait for close(), which makes room for as many as there are: EDFlib drops without a
// word those for which there is none, so the file is read back and counted. Texts are
// short ASCII codes, because EDFlib cuts them at 40 bytes, in the middle of a character
// if need be; the full text belongs in events.tsv.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/edf_layout.h"
#include "sim/recording.h"

namespace homeostat::sim {

class EdfOutput;

// Not thread-safe. Every call may throw RecordingError.
class EdfWriter {
 public:
  // Replaces a file of that name. Which channels and rates can be written: plan_layout.
  // `start_date_time`: "2000-01-31 23:59:59" from 1985 to 2084; "" where there is none to
  // tell, which EDF+ writes as the first second of 1985.
  EdfWriter(std::filesystem::path path, std::vector<EdfChannel> channels,
            const std::string& start_date_time = "");
  EdfWriter(const EdfWriter&) = delete;
  EdfWriter& operator=(const EdfWriter&) = delete;

  // Closes the file if close() has not been called, so that an interrupted run leaves one
  // that can be read. A failure is then not heard of: call close().
  ~EdfWriter();

  // `block_uv`: the next samples of each channel, in the order of the channels; as many
  // of each as its rate gives for the time of the block. A sample outside the physical
  // range is clipped. A NaN (lost signal) is stored as the lower end of the range, which
  // no detector takes for brain signal, and should be annotated.
  void append(std::span<const std::span<const float>> block_uv);

  // `onset_s` from the start of the file, 0 to 1e9; resolution 0.1 ms. `duration_s` 0:
  // a moment. `text`: 1 to 40 printable ASCII characters.
  void annotate(double onset_s, double duration_s, std::string_view text);

  // Fills up the last data record with zeros, and then marks the true end with the EDF+
  // standard text "Recording ends"; writes the annotations in time order; reads the file
  // back and throws if one is missing. A second call does nothing.
  void close();

  // Samples so far that were clipped.
  std::int64_t clipped_samples() const { return clipped_samples_; }

 private:
  void write_whole_records();
  double fill_last_record();
  void make_room();
  void check_written() const;

  std::filesystem::path path_;
  EdfLayout layout_;
  std::unique_ptr<EdfOutput> file_;
  std::vector<std::vector<std::int16_t>> pending_;  // by channel, less than a record
  std::vector<std::int16_t> record_;
  std::vector<Annotation> annotations_;
  std::int64_t records_ = 0;
  std::int64_t clipped_samples_ = 0;
};

}  // namespace homeostat::sim
