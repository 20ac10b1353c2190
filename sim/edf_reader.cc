#include "sim/edf_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>
#include <string_view>
#include <utility>

#include "clinical_configs/field_name.h"
#include "sim/edf_file.h"
#include "sim/edf_header.h"
#include "sim/edf_records.h"
#include "sim/error.h"

namespace homeostat::sim {
namespace {

using Path = std::filesystem::path;

// Slower than the slowest trend, faster than any amplifier: the header is not to be
// trusted.
constexpr double kLowestRate_hz = 1e-3;
constexpr double kHighestRate_hz = 1e6;

std::string labels_of(const EdfHeader& header) {
  std::string list;
  for (const EdfSignal& signal : header.signals)
    if (!signal.annotations) list += (list.empty() ? "" : ", ") + signal.label;
  return list;
}

std::string lower(std::string text) {
  const auto small = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  std::transform(text.begin(), text.end(), text.begin(), small);
  return text;
}

// "EEG Fp1", " Fp1" and "FP1" to "fp1".
std::string loosely(const std::string& label) {
  const std::size_t first = std::min(label.find_first_not_of(' '), label.size());
  const std::string bare =
      lower(label.substr(first, label.find_last_not_of(' ') - first + 1));
  return bare.starts_with("eeg ") ? bare.substr(4) : bare;
}

template <typename Matches>
std::vector<std::size_t> matching(const EdfHeader& header, Matches matches) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < header.signals.size(); ++i)
    if (!header.signals[i].annotations && matches(header.signals[i].label))
      found.push_back(i);
  return found;
}

std::string suggestion(const EdfHeader& header, const std::string& label) {
  if (loosely(label).empty()) return "a label is expected; ";
  std::vector<std::string_view> labels;
  for (const EdfSignal& signal : header.signals)
    if (!signal.annotations) labels.push_back(signal.label);
  const std::string nearest(clinical_configs::nearest_name(label, labels));
  return nearest.empty() ? "" : "did you mean " + nearest + "? ";
}

// Of several channels that answer to one label.
std::string way_out(const EdfHeader& header, const std::vector<std::size_t>& found) {
  const std::string& first = header.signals[found.front()].label;
  const bool alike = std::all_of(found.begin(), found.end(), [&](std::size_t i) {
    return header.signals[i].label == first;
  });
  return alike ? "rename all but one in the file's header: "
               : "give one label exactly as it stands: ";
}

std::size_t find_signal(const Path& path, const EdfHeader& header,
                        const std::string& label) {
  auto found = matching(header, [&](const std::string& other) { return other == label; });
  if (found.empty())
    found = matching(header, [&](const std::string& other) {
      return loosely(other) == loosely(label);
    });
  if (found.size() == 1) return found.front();
  const std::string problem =
      found.empty() ? "no channel '" + label + "'; " + suggestion(header, label)
                    : "more than one channel '" + label + "'; " + way_out(header, found);
  throw RecordingError(path.string() + ": " + problem + "it has " + labels_of(header));
}

std::vector<std::size_t> choose(const Path& path, const EdfHeader& header,
                                std::span<const std::string> labels) {
  if (labels.empty()) return matching(header, [](const std::string&) { return true; });
  std::vector<std::size_t> chosen;
  for (const std::string& label : labels) {
    const std::size_t signal = find_signal(path, header, label);
    if (std::find(chosen.begin(), chosen.end(), signal) != chosen.end())
      throw RecordingError(path.string() + ": channel '" + header.signals[signal].label +
                           "' is asked for twice; name each channel once");
    chosen.push_back(signal);
  }
  return chosen;
}

double microvolts_per(const Path& path, const EdfSignal& signal) {
  // The micro sign, and the Greek letter that some take for it.
  constexpr std::array<std::pair<std::string_view, double>, 6> kUnits{{{"uV", 1.0},
                                                                       {"\u00B5V", 1.0},
                                                                       {"\u03BCV", 1.0},
                                                                       {"mV", 1e3},
                                                                       {"V", 1e6},
                                                                       {"nV", 1e-3}}};
  std::string meant;
  for (const auto& [unit, microvolts] : kUnits) {
    if (signal.unit == unit) return microvolts;
    if (lower(signal.unit) == lower(std::string(unit)))
      meant = "did you mean " + std::string(unit) + "? ";
  }
  throw RecordingError(path.string() + ": channel '" + signal.label + "' is in '" +
                       signal.unit + "'; " + meant + "uV, mV, V and nV are accepted");
}

// Written as proofs of good: a field that held no number is NaN and fails.
EdfPick calibrated(const Path& path, const EdfHeader& header, std::size_t index) {
  const EdfSignal& signal = header.signals[index];
  const double unit_uv = microvolts_per(path, signal);
  const double most = header.sample_bytes == 2 ? 32767.0 : 8388607.0;
  const bool digital = signal.digital_min >= -most - 1.0 && signal.digital_max <= most &&
                       signal.digital_max > signal.digital_min &&
                       signal.digital_min == std::round(signal.digital_min) &&
                       signal.digital_max == std::round(signal.digital_max);
  if (!digital)
    throw RecordingError(
        path.string() + ": channel '" + signal.label +
        "': its digital range is not two rising integers that fit into " +
        std::to_string(header.sample_bytes) + " bytes");
  EdfPick pick;
  pick.signal = index;
  pick.digital_min = static_cast<int>(signal.digital_min);
  pick.digital_max = static_cast<int>(signal.digital_max);
  pick.gain_uv = unit_uv * (signal.physical_max - signal.physical_min) /
                 (signal.digital_max - signal.digital_min);
  pick.offset_uv = unit_uv * signal.physical_min - pick.gain_uv * signal.digital_min;
  const bool physical = std::isfinite(pick.microvolts(pick.digital_min)) &&
                        std::isfinite(pick.microvolts(pick.digital_max)) &&
                        std::abs(pick.gain_uv) > 0.0;
  if (!physical)
    throw RecordingError(path.string() + ": channel '" + signal.label +
                         "': its physical range is not two different numbers");
  return pick;
}

double checked_rate_hz(const Path& path, const EdfHeader& header,
                       const EdfSignal& signal) {
  const double rate_hz = static_cast<double>(signal.samples_per_record) / header.record_s;
  if (rate_hz >= kLowestRate_hz && rate_hz <= kHighestRate_hz) return rate_hz;
  using clinical_configs::number_text;
  throw RecordingError(path.string() + ": header: channel '" + signal.label + "' has " +
                       std::to_string(signal.samples_per_record) +
                       " samples in a data record of " + number_text(header.record_s) +
                       " s, " + number_text(rate_hz) + " Hz; " +
                       number_text(kLowestRate_hz) + " to " +
                       number_text(kHighestRate_hz) + " Hz are accepted");
}

Recording without_samples(const Path& path, const EdfHeader& header,
                          std::span<const EdfPick> picks) {
  Recording recording;
  recording.start_date_time = header.start_date_time;
  recording.duration_s = static_cast<double>(header.records) * header.record_s;
  std::int64_t samples = 0;
  for (const EdfPick& pick : picks) {
    const EdfSignal& signal = header.signals[pick.signal];
    samples += signal.samples_per_record * header.records;
    recording.channels.push_back(
        {signal.label, checked_rate_hz(path, header, signal), {}});
  }
  if (samples > kMostSamples)
    throw RecordingError(path.string() + ": the chosen channels have " +
                         std::to_string(samples) + " samples; at most " +
                         std::to_string(kMostSamples) +
                         " are read at once, choose fewer");
  return recording;
}

void end_where_marked(const EdfHeader& header, Recording& recording) {
  const double last_record_s = recording.duration_s - header.record_s;
  const auto marks_end = [&](const Annotation& annotation) {
    return annotation.text == kRecordingEnds &&
           annotation.onset_s >= last_record_s - 1e-4 &&
           annotation.onset_s < recording.duration_s;
  };
  const auto mark =
      std::find_if(recording.annotations.begin(), recording.annotations.end(), marks_end);
  if (mark == recording.annotations.end()) return;
  recording.duration_s = std::max(mark->onset_s, 0.0);
  recording.annotations.erase(mark);
  for (Channel& channel : recording.channels) {
    const double samples = std::round(recording.duration_s * channel.rate_hz);
    channel.samples_uv.resize(
        std::min(channel.samples_uv.size(), static_cast<std::size_t>(samples)));
  }
}

}  // namespace

std::vector<std::string> edf_labels(const Path& path) {
  const EdfHeader header = read_edf_header(path);
  std::vector<std::string> labels;
  for (const EdfSignal& signal : header.signals)
    if (!signal.annotations) labels.push_back(signal.label);
  return labels;
}

Recording read_edf(const Path& path, std::span<const std::string> labels) {
  const EdfHeader header = read_edf_header(path);
  std::vector<EdfPick> picks;
  for (const std::size_t signal : choose(path, header, labels))
    picks.push_back(calibrated(path, header, signal));
  Recording recording = without_samples(path, header, picks);
  try {
    if (header.discontinuous || !read_by_edflib(path, header, picks, recording))
      read_edf_records(path, header, picks, recording);
  } catch (const std::bad_alloc&) {
    throw RecordingError(path.string() +
                         ": the chosen channels do not fit into memory; choose fewer");
  }
  end_where_marked(header, recording);
  if (!(recording.duration_s > 0.0))
    throw RecordingError(path.string() +
                         ": holds no samples; the recording ended at once");
  return recording;
}

}  // namespace homeostat::sim
