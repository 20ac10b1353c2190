#include "sim/edf_file.h"

#include <edflib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "sim/error.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

static_assert(
    std::endian::native == std::endian::little,
    "EDFlib writes samples in the order of the host; EDF wants the low byte first");

// EDFlib keeps its open files in tables without a lock.
std::mutex& tables() {
  static std::mutex mutex;
  return mutex;
}

// A file that EDFlib has open for reading, or has refused.
class Input {
 public:
  explicit Input(const std::filesystem::path& path)
      : header_(std::make_unique<edf_hdr_struct>()) {
    const std::lock_guard lock(tables());
    open_ = edfopen_file_readonly(path.c_str(), header_.get(),
                                  EDFLIB_READ_ALL_ANNOTATIONS) == 0;
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    if (!open_) return;
    const std::lock_guard lock(tables());
    edfclose_file(header_->handle);
  }

  bool is_open() const { return open_; }
  const edf_hdr_struct& header() const { return *header_; }

 private:
  std::unique_ptr<edf_hdr_struct> header_;
  bool open_ = false;
};

// EDFlib counts without the annotation signals.
std::vector<int> edflib_indices(const EdfHeader& header) {
  std::vector<int> indices;
  int next = 0;
  for (const EdfSignal& signal : header.signals)
    indices.push_back(signal.annotations ? -1 : next++);
  return indices;
}

// Both readings of one header have to agree, or EDFlib's samples would be taken for
// others.
bool agrees(const edf_hdr_struct& theirs, const EdfHeader& ours,
            const std::vector<int>& indices) {
  if (theirs.datarecords_in_file != ours.records) return false;
  if (theirs.edfsignals != 1 + *std::max_element(indices.begin(), indices.end()))
    return false;
  for (std::size_t i = 0; i < indices.size(); ++i)
    if (indices[i] >= 0 && theirs.signalparam[indices[i]].smp_in_datarecord !=
                               ours.signals[i].samples_per_record)
      return false;
  return true;
}

void read_samples(const std::filesystem::path& path, int handle, int index,
                  const EdfPick& pick, std::span<float> samples_uv) {
  std::vector<int> stored(std::min(samples_uv.size(), std::size_t{1} << 14));
  while (!samples_uv.empty()) {
    const std::size_t count = std::min(samples_uv.size(), stored.size());
    const int part = static_cast<int>(count);
    if (edfread_digital_samples(handle, index, part, stored.data()) != part)
      throw RecordingError(path.string() + ": the samples cannot be read");
    for (std::size_t i = 0; i < count; ++i) samples_uv[i] = pick.microvolts(stored[i]);
    samples_uv = samples_uv.subspan(count);
  }
}

void read_annotations(const edf_hdr_struct& header,
                      std::vector<Annotation>& annotations) {
  constexpr double kUnit_s = 1.0 / EDFLIB_TIME_DIMENSION;
  for (int i = 0; i < header.annotations_in_file; ++i) {
    edf_annotation_struct found;
    if (edf_get_annotation(header.handle, i, &found) != 0 || found.annotation[0] == 0)
      continue;
    annotations.push_back({static_cast<double>(found.onset) * kUnit_s,
                           static_cast<double>(std::max(found.duration_l, 0LL)) * kUnit_s,
                           printable_utf8(found.annotation)});
  }
}

// EDFlib prints a range through int(fraction * 1e9), which cuts 3276.7 to 3276.699. A
// field has at most seven decimals, so half of the ninth does no harm.
double nudged(double value) { return value + std::copysign(5e-10, value); }

std::array<int, 6> date_time_parts(const std::string& text) {
  std::array<int, 6> part{};
  const int found = std::sscanf(text.c_str(), "%4d-%2d-%2d %2d:%2d:%2d", &part[0],
                                &part[1], &part[2], &part[3], &part[4], &part[5]);
  if (found != 6) part = {};
  return part;
}

// EDFlib takes times in units of 100 us; -1 stands for no duration.
long long units_100us(double time_s) { return std::llround(time_s * 1e4); }

}  // namespace

bool read_by_edflib(const std::filesystem::path& path, const EdfHeader& header,
                    std::span<const EdfPick> picks, Recording& recording) {
  // EDFlib adds up the bytes of a data record in an int before it judges them.
  constexpr std::int64_t kMostRecordBytes = 10 << 20;
  if (header.record_bytes > kMostRecordBytes) return false;
  const Input input(path);
  const std::vector<int> indices = edflib_indices(header);
  if (!input.is_open() || !agrees(input.header(), header, indices)) return false;
  for (std::size_t i = 0; i < picks.size(); ++i) {
    const EdfSignal& signal = header.signals[picks[i].signal];
    std::vector<float>& samples_uv = recording.channels[i].samples_uv;
    samples_uv.resize(
        static_cast<std::size_t>(signal.samples_per_record * header.records));
    read_samples(path, input.header().handle, indices[picks[i].signal], picks[i],
                 samples_uv);
  }
  read_annotations(input.header(), recording.annotations);
  return true;
}

std::int64_t count_annotations(const std::filesystem::path& path) {
  const Input input(path);
  if (!input.is_open())
    throw RecordingError(path.string() + ": cannot be read back (EDFlib error " +
                         std::to_string(input.header().filetype) + ")");
  return input.header().annotations_in_file;
}

EdfOutput::EdfOutput(std::filesystem::path path, const EdfLayout& layout)
    : path_(std::move(path)) {
  const int channels = static_cast<int>(layout.channels.size());
  const std::lock_guard lock(tables());
  handle_ = edfopen_file_writeonly(path_.c_str(), EDFLIB_FILETYPE_EDFPLUS, channels);
  if (handle_ < 0) refuse("cannot be written");
  int bad = 0;
  for (int i = 0; i < channels; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const EdfChannel& channel = layout.channels[at];
    bad |= edf_set_label(handle_, i, channel.label.c_str());
    bad |= edf_set_samplefrequency(handle_, i, layout.samples_per_record[at]);
    bad |= edf_set_physical_dimension(handle_, i, "uV");
    bad |= edf_set_physical_minimum(handle_, i, nudged(channel.physical_min_uv));
    bad |= edf_set_physical_maximum(handle_, i, nudged(channel.physical_max_uv));
    bad |= edf_set_digital_minimum(handle_, i, -32768);
    bad |= edf_set_digital_maximum(handle_, i, 32767);
  }
  bad |= edf_set_datarecord_duration(handle_, layout.record_10us);
  bad |= edf_set_number_of_annotation_signals(handle_, layout.annotation_signals);
  bad |= edf_set_equipment(handle_, "homeostat");
  // Without a start EDFlib would write the clock's, and equal runs would differ.
  const auto start = date_time_parts(layout.start_date_time);
  bad |= edf_set_startdatetime(handle_, start[0], start[1], start[2], start[3], start[4],
                               start[5]);
  if (bad == 0) return;
  edfclose_file(handle_);
  refuse("a start like '2000-01-31 23:59:59' from 1985 to 2084 is expected");
}

EdfOutput::~EdfOutput() {
  if (handle_ < 0) return;
  const std::lock_guard lock(tables());
  edfclose_file(handle_);
}

void EdfOutput::write_record(std::span<const std::int16_t> samples) {
  // EDFlib asks for samples that it may change.
  record_.assign(samples.begin(), samples.end());
  if (edf_blockwrite_digital_short_samples(handle_, record_.data()) != 0)
    refuse("cannot be written; is the disk full?");
}

void EdfOutput::finish(std::span<const Annotation> annotations) {
  for (const Annotation& annotation : annotations) {
    const long long duration =
        annotation.duration_s > 0.0 ? units_100us(annotation.duration_s) : -1;
    if (edfwrite_annotation_utf8(handle_, units_100us(annotation.onset_s), duration,
                                 annotation.text.c_str()) != 0)
      refuse("an annotation cannot be written");
  }
  const std::lock_guard lock(tables());
  if (edfclose_file(std::exchange(handle_, -1)) != 0) refuse("cannot be closed");
}

void EdfOutput::refuse(const char* what) const {
  throw RecordingError(path_.string() + ": " + what);
}

}  // namespace homeostat::sim
