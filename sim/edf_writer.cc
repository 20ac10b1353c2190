#include "sim/edf_writer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <utility>

#include "sim/edf_file.h"
#include "sim/edf_header.h"
#include "sim/error.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

constexpr std::size_t kLongestText = 40;
constexpr double kLongest_s = 1e9;  // what fits beside 40 bytes of text
constexpr const char* kNoStart = "1985-01-01 00:00:00";
constexpr int kLowest = -32768;
constexpr double kMostSteps = 65535.0;

// Copies the samples of a file into another whose data records are equal parts of its
// own.
void copy_samples(const std::filesystem::path& from, const EdfLayout& from_layout,
                  const EdfLayout& to_layout, EdfOutput& to) {
  const EdfHeader header = read_edf_header(from);
  std::ifstream file(from, std::ios::binary);
  file.seekg(header.header_bytes);
  std::string bytes(static_cast<std::size_t>(header.record_bytes), '\0');
  std::vector<std::int16_t> part;
  for (std::int64_t record = 0; record < header.records; ++record) {
    if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
      throw RecordingError(from.string() + ": cannot be read back");
    const int parts = from_layout.record_10us / to_layout.record_10us;
    for (int i = 0; i < parts; ++i) {
      part.clear();
      for (std::size_t c = 0; c < to_layout.channels.size(); ++c) {
        const auto samples = static_cast<std::size_t>(to_layout.samples_per_record[c]);
        const auto first = static_cast<std::size_t>(header.signals[c].offset_bytes) +
                           static_cast<std::size_t>(i) * samples * sizeof(std::int16_t);
        part.resize(part.size() + samples);
        std::memcpy(part.data() + part.size() - samples, &bytes[first],
                    samples * sizeof(std::int16_t));
      }
      to.write_record(part);
    }
  }
}

}  // namespace

EdfWriter::EdfWriter(std::filesystem::path path, std::vector<EdfChannel> channels,
                     const std::string& start_date_time)
    : path_(std::move(path)),
      layout_(plan_layout(std::move(channels),
                          start_date_time.empty() ? kNoStart : start_date_time)),
      file_(std::make_unique<EdfOutput>(path_, layout_)),
      pending_(layout_.channels.size()) {}

EdfWriter::~EdfWriter() {
  try {
    close();
  } catch (const std::exception&) {  // nobody is left to hear of it
  }
}

void EdfWriter::append(std::span<const std::span<const float>> block_uv) {
  if (!file_) throw RecordingError(path_.string() + ": the recording is closed");
  if (block_uv.size() != pending_.size())
    throw RecordingError(path_.string() + ": a block of " +
                         std::to_string(block_uv.size()) + " channels; " +
                         std::to_string(pending_.size()) + " are expected");
  for (std::size_t c = 0; c < block_uv.size(); ++c) {
    const double step_uv = layout_.step_uv(c);
    for (const float sample_uv : block_uv[c]) {
      const double above_uv =
          static_cast<double>(sample_uv) - layout_.channels[c].physical_min_uv;
      const double steps = above_uv / step_uv + 0.5;  // cut to whole ones, that rounds
      if (steps < 0.0 || steps >= kMostSteps + 1.0) ++clipped_samples_;
      const int kept = steps >= 0.0 ? static_cast<int>(std::min(steps, kMostSteps)) : 0;
      pending_[c].push_back(static_cast<std::int16_t>(kLowest + kept));
    }
  }
  write_whole_records();
}

void EdfWriter::write_whole_records() {
  std::size_t whole = std::numeric_limits<std::size_t>::max();
  for (std::size_t c = 0; c < pending_.size(); ++c)
    whole = std::min(whole, pending_[c].size() /
                                static_cast<std::size_t>(layout_.samples_per_record[c]));
  for (std::size_t i = 0; i < whole; ++i) {
    record_.clear();
    for (std::size_t c = 0; c < pending_.size(); ++c) {
      const std::ptrdiff_t samples = layout_.samples_per_record[c];
      const auto first = pending_[c].begin() + static_cast<std::ptrdiff_t>(i) * samples;
      record_.insert(record_.end(), first, first + samples);
    }
    file_->write_record(record_);
    ++records_;
  }
  if (whole == 0) return;
  for (std::size_t c = 0; c < pending_.size(); ++c) {
    const std::ptrdiff_t samples = layout_.samples_per_record[c];
    pending_[c].erase(pending_[c].begin(),
                      pending_[c].begin() + static_cast<std::ptrdiff_t>(whole) * samples);
  }
}

void EdfWriter::annotate(double onset_s, double duration_s, std::string_view text) {
  const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
  if (text.empty() || text.size() > kLongestText || text == kRecordingEnds ||
      !std::all_of(text.begin(), text.end(), printable))
    throw RecordingError(path_.string() + ": annotation '" + printable_utf8(text) +
                         "': 1 to 40 printable ASCII characters are expected, and not '" +
                         std::string(kRecordingEnds) + "'");
  if (!(onset_s >= 0.0 && onset_s <= kLongest_s && duration_s >= 0.0 &&
        duration_s <= kLongest_s))
    throw RecordingError(path_.string() + ": annotation '" + std::string(text) + "' at " +
                         std::to_string(onset_s) + " s for " +
                         std::to_string(duration_s) + " s: 0 to 1e9 s are accepted");
  annotations_.push_back({onset_s, duration_s, std::string(text)});
}

// Returns when the samples end, before they are filled up.
double EdfWriter::fill_last_record() {
  const double begin_s = static_cast<double>(records_) * layout_.record_s();
  double parts = 0.0;  // of a record that the fullest channel has pending
  for (std::size_t c = 0; c < pending_.size(); ++c)
    parts = std::max(
        parts, static_cast<double>(pending_[c].size()) / layout_.samples_per_record[c]);
  auto records = static_cast<std::size_t>(std::ceil(parts));
  if (records_ == 0) records = std::max<std::size_t>(records, 1);
  for (std::size_t c = 0; c < pending_.size(); ++c) {
    const double steps = -layout_.channels[c].physical_min_uv / layout_.step_uv(c);
    const auto zero = static_cast<std::int16_t>(
        kLowest + static_cast<int>(std::clamp(std::round(steps), 0.0, kMostSteps)));
    pending_[c].resize(records * static_cast<std::size_t>(layout_.samples_per_record[c]),
                       zero);
  }
  write_whole_records();
  return begin_s + parts * layout_.record_s();
}

void EdfWriter::close() {
  if (!file_) return;
  const double end_s = fill_last_record();
  if (end_s < static_cast<double>(records_) * layout_.record_s() - 1e-9)
    annotations_.push_back({end_s, 0.0, std::string(kRecordingEnds)});
  std::stable_sort(
      annotations_.begin(), annotations_.end(),
      [](const Annotation& a, const Annotation& b) { return a.onset_s < b.onset_s; });
  const auto file = std::exchange(file_, nullptr);
  if (annotations_.size() <= static_cast<std::size_t>(records_)) {
    file->finish(annotations_);
  } else {
    file->finish({});
    make_room();
  }
  check_written();
}

// Writes the file again beside itself, with more room, and puts it in its own place.
void EdfWriter::make_room() {
  const EdfLayout roomier = with_room_for(annotations_.size(), records_, layout_);
  std::filesystem::path part = path_;
  part += ".part";
  std::error_code error;
  try {
    EdfOutput file(part, roomier);
    copy_samples(path_, layout_, roomier, file);
    file.finish(annotations_);
    std::filesystem::rename(part, path_, error);
    if (error) throw RecordingError(path_.string() + ": " + error.message());
  } catch (const RecordingError&) {
    std::filesystem::remove(part, error);
    throw;
  }
}

void EdfWriter::check_written() const {
  read_edf_header(path_);  // of the right length: EDFlib does not hear of a full disk
  const std::int64_t found = count_annotations(path_);
  if (found != static_cast<std::int64_t>(annotations_.size()))
    throw RecordingError(path_.string() + ": " + std::to_string(annotations_.size()) +
                         " annotations were written, " + std::to_string(found) +
                         " are read back");
}

}  // namespace homeostat::sim
