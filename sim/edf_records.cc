#include "sim/edf_records.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/error.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

constexpr char kEndOfText = 0x14;
constexpr char kDurationFollows = 0x15;
constexpr float kLost = std::numeric_limits<float>::quiet_NaN();

// One time-stamped annotation list: +onset [0x15 duration] 0x14 text 0x14 text 0x14.
struct StampedTexts {
  double onset_s = 0.0;
  double duration_s = 0.0;
  std::vector<std::string_view> texts;
};

// Takes from `rest` up to the next `mark`, and the mark with it.
std::string_view take_until(std::string_view& rest, char mark) {
  const std::size_t end = std::min(rest.find(mark), rest.size());
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

// A number without a sign.
std::optional<double> seconds(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value,
                                            std::chars_format::fixed);
  const bool all = error == std::errc{} && end == text.data() + text.size();
  if (!all || text.starts_with('-') || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<StampedTexts> parse_list(std::string_view list) {
  std::string_view stamp = take_until(list, kEndOfText);
  const std::string_view onset = take_until(stamp, kDurationFollows);
  const bool early = onset.starts_with('-');
  if (!early && !onset.starts_with('+')) return std::nullopt;
  const auto onset_s = seconds(onset.substr(1));
  const auto duration_s = stamp.empty() ? std::optional(0.0) : seconds(stamp);
  if (!onset_s || !duration_s) return std::nullopt;
  StampedTexts found{early ? -*onset_s : *onset_s, *duration_s, {}};
  while (!list.empty()) found.texts.push_back(take_until(list, kEndOfText));
  return found;
}

class RecordReader {
 public:
  RecordReader(const std::filesystem::path& path, const EdfHeader& header,
               std::span<const EdfPick> picks, Recording& recording)
      : path_(path),
        header_(header),
        picks_(picks),
        recording_(recording),
        file_(path, std::ios::binary),
        bytes_(static_cast<std::size_t>(header.record_bytes), '\0') {
    double fastest_hz = 0.0;
    for (const Channel& channel : recording.channels)
      fastest_hz = std::max(fastest_hz, channel.rate_hz);
    tolerance_s_ = 0.5 / fastest_hz;
    file_.seekg(header.header_bytes);
  }

  void read_all() {
    for (record_ = 0; record_ < header_.records; ++record_) {
      if (!file_.read(bytes_.data(), static_cast<std::streamsize>(bytes_.size())))
        refuse("cannot be read");
      place(read_texts().value_or(end_s_));
      for (std::size_t i = 0; i < picks_.size(); ++i) append_samples(i);
      end_s_ += header_.record_s;
    }
    recording_.duration_s = end_s_;
  }

 private:
  // Keeps the annotations of the record and returns when it begins, where that is stated.
  std::optional<double> read_texts() {
    std::optional<double> begin_s;
    for (const EdfSignal& signal : header_.signals) {
      if (!signal.annotations) continue;
      std::string_view rest(bytes_);
      rest = rest.substr(
          static_cast<std::size_t>(signal.offset_bytes),
          static_cast<std::size_t>(signal.samples_per_record * header_.sample_bytes));
      while (!rest.empty()) {
        const std::string_view list = take_until(rest, '\0');
        if (list.empty()) continue;
        const auto found = parse_list(list);
        if (!found) refuse("has an unreadable time stamp; '+seconds' is expected");
        if (!begin_s) begin_s = begin(found->onset_s);
        keep(*found);
      }
      if (!begin_s) refuse("has no time stamp; EDF+ begins each record with one");
    }
    if (!begin_s && header_.discontinuous)
      refuse("has no time stamp: the file is discontinuous and has no annotation signal");
    return begin_s;
  }

  // A first record within the first second tells the fraction of the second at which the
  // recording started; a later one is behind a gap.
  double begin(double onset_s) {
    if (record_ == 0) origin_s_ = onset_s < 1.0 ? onset_s : 0.0;
    return onset_s - origin_s_;
  }

  void keep(const StampedTexts& found) {
    for (const std::string_view text : found.texts)
      if (!text.empty())
        recording_.annotations.push_back(
            {found.onset_s - origin_s_, found.duration_s, printable_utf8(text)});
  }

  void place(double begin_s) {
    if (begin_s < end_s_ - tolerance_s_)
      refuse("begins at " + std::to_string(begin_s) +
             " s, before the one ahead of it ends");
    if (begin_s > end_s_ + tolerance_s_) fill_gap(begin_s);
    end_s_ = begin_s;  // the recorder's clock counts: its creep must not add up to a gap
  }

  void fill_gap(double begin_s) {
    recording_.gaps.push_back({end_s_, begin_s - end_s_});
    double samples = 0.0;
    for (const Channel& channel : recording_.channels)
      samples += begin_s * channel.rate_hz;
    if (!(samples <= static_cast<double>(kMostSamples)))
      refuse("begins at " + std::to_string(begin_s) +
             " s; the gap before it is too long: with it the chosen channels have more "
             "than " +
             std::to_string(kMostSamples) + " samples; choose fewer, or cut the file");
    for (Channel& channel : recording_.channels) {
      const auto size = static_cast<std::size_t>(std::llround(begin_s * channel.rate_hz));
      channel.samples_uv.resize(std::max(channel.samples_uv.size(), size), kLost);
    }
  }

  void append_samples(std::size_t i) {
    const EdfSignal& signal = header_.signals[picks_[i].signal];
    std::vector<float>& samples_uv = recording_.channels[i].samples_uv;
    const std::size_t before = samples_uv.size();
    samples_uv.resize(before + static_cast<std::size_t>(signal.samples_per_record));
    const char* at = bytes_.data() + signal.offset_bytes;
    for (std::size_t k = before; k < samples_uv.size(); ++k, at += header_.sample_bytes)
      samples_uv[k] = picks_[i].microvolts(stored(at));
  }

  // A two's complement integer of 2 or 3 bytes, low byte first.
  int stored(const char* at) const {
    const auto byte = [at](int i) { return static_cast<unsigned char>(at[i]); };
    if (header_.sample_bytes == 2)
      return static_cast<std::int16_t>(byte(0) | byte(1) << 8);
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(byte(0)) << 8 |
                                     static_cast<std::uint32_t>(byte(1)) << 16 |
                                     static_cast<std::uint32_t>(byte(2)) << 24) >>
           8;
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw RecordingError(path_.string() + ": data record " + std::to_string(record_ + 1) +
                         " " + what);
  }

  const std::filesystem::path& path_;
  const EdfHeader& header_;
  std::span<const EdfPick> picks_;
  Recording& recording_;
  std::ifstream file_;
  std::string bytes_;  // the record at hand
  std::int64_t record_ = 0;
  double tolerance_s_ = 0.0;
  double origin_s_ = 0.0;  // what the file calls the start of the recording
  double end_s_ = 0.0;     // of the records so far
};

}  // namespace

void read_edf_records(const std::filesystem::path& path, const EdfHeader& header,
                      std::span<const EdfPick> picks, Recording& recording) {
  RecordReader(path, header, picks, recording).read_all();
}

}  // namespace homeostat::sim
