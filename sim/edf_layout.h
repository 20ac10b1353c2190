// How an EDF+ file is divided: the data record that holds a whole number of samples of
// every channel, and the room for annotations.
//
// It opens no file. EDF+ keeps a fixed room for annotations in every data record; one
// annotation signal is room for one annotation per record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace homeostat::sim {

// One channel to write. The range is chosen, never fitted to the signal: the default
// gives steps of 0.1 uV, and what lies outside is clipped.
struct EdfChannel {
  std::string label;  // 1 to 16 printable ASCII characters, no space at either end
  double rate_hz = 0.0;
  double physical_min_uv = -3276.8;
  double physical_max_uv = 3276.7;
};

struct EdfLayout {
  std::vector<EdfChannel> channels;     // ranges as the header can state them
  std::vector<int> samples_per_record;  // one for each channel
  int record_10us = 0;                  // duration of a data record [10 us]
  int annotation_signals = 1;
  std::string start_date_time;

  double record_s() const { return record_10us / 1e5; }
  double step_uv(std::size_t channel) const {
    return (channels[channel].physical_max_uv - channels[channel].physical_min_uv) /
           65535.0;
  }
};

// Data records of 1 s where every rate is a whole number; else the shortest record of at
// least 0.1 s that keeps every rate to 1e-7. Throws RecordingError for channels that
// cannot be written so: a label that is empty, too long, not ASCII or used twice, a range
// that is empty, a rate that no record of at most 60 s holds.
EdfLayout plan_layout(std::vector<EdfChannel> channels, std::string start_date_time);

// The same file with room for `annotations` in `records` (1 or more) data records of
// `layout`: more annotation signals, and where EDFlib's 64 do not suffice, each record
// cut into equal parts. Throws RecordingError where even records of one sample, or of 1
// ms, leave too little room.
EdfLayout with_room_for(std::size_t annotations, std::int64_t records, EdfLayout layout);

}  // namespace homeostat::sim
