#include "sim/edf_layout.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/error.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

constexpr int kOneSecond = 100'000;  // [10 us], as all record durations here
constexpr int kShortest = 100;
constexpr int kLongest = 60 * kOneSecond;
constexpr int kMostAnnotationSignals = 64;
constexpr std::size_t kMostChannels = 512;  // EDFlib's 640 signals, less the annotations
constexpr int kMostSamplesPerRecord = 1'000'000;
constexpr double kRateTolerance = 1e-7;

// The nearest number that the eight characters of a header field can hold.
double as_stated(double value) {
  for (int decimals = 7; decimals >= 0; --decimals) {
    char text[8];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value,
                                            std::chars_format::fixed, decimals);
    if (error != std::errc{}) continue;  // does not fit
    double stated = 0.0;
    std::from_chars(text, end, stated);
    return stated;
  }
  throw RecordingError("recording: the physical range ends at " + std::to_string(value) +
                       " uV; at most 8 characters fit into an EDF header");
}

bool is_label(const std::string& text) {
  const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
  return !text.empty() && text.size() <= 16 && text.front() != ' ' &&
         text.back() != ' ' && std::all_of(text.begin(), text.end(), printable) &&
         text != "EDF Annotations";
}

void check(const std::vector<EdfChannel>& channels) {
  if (channels.empty() || channels.size() > kMostChannels)
    throw RecordingError("recording: " + std::to_string(channels.size()) +
                         " channels to write; 1 to 512 are accepted");
  for (auto channel = channels.begin(); channel != channels.end(); ++channel) {
    const std::string name =
        "recording: channel '" + printable_utf8(channel->label) + "': ";
    if (!is_label(channel->label))
      throw RecordingError(name +
                           "an EDF label is 1 to 16 printable ASCII characters, no "
                           "space at either end, and not 'EDF Annotations'");
    if (std::any_of(channels.begin(), channel, [&](const EdfChannel& other) {
          return other.label == channel->label;
        }))
      throw RecordingError(name + "the label is used twice; each must be unique");
    if (!(channel->rate_hz > 0.0 && std::isfinite(channel->rate_hz)))
      throw RecordingError(name + "the rate is " + std::to_string(channel->rate_hz) +
                           " Hz; more than 0 is expected");
    if (!(channel->physical_max_uv > channel->physical_min_uv) ||
        !std::isfinite(channel->physical_max_uv - channel->physical_min_uv))
      throw RecordingError(name +
                           "the physical range is empty; min below max is expected");
  }
}

// EDFlib prints a duration through int(fraction * 1e9), which cuts 0.00007 to
// 0.000069999: the file would then contradict the times of its own data records.
bool survives_edflib(int record_10us) {
  const double duration_s = record_10us * 100 / 1e7;
  const double fraction = duration_s - std::floor(duration_s);
  return static_cast<int>(fraction * 1e9) == record_10us % kOneSecond * 10'000;
}

// Samples in a record of that duration, or 0 where that is no whole number of them.
int whole_samples(double rate_hz, int record_10us) {
  const double samples = rate_hz * record_10us / kOneSecond;
  const double whole = std::round(samples);
  const bool keeps_rate = std::abs(samples - whole) <= kRateTolerance * samples;
  return keeps_rate && whole <= kMostSamplesPerRecord ? static_cast<int>(whole) : 0;
}

bool try_record(int record_10us, EdfLayout& layout) {
  if (!survives_edflib(record_10us)) return false;
  layout.record_10us = record_10us;
  layout.samples_per_record.clear();
  for (const EdfChannel& channel : layout.channels) {
    const int samples = whole_samples(channel.rate_hz, record_10us);
    if (samples == 0) return false;
    layout.samples_per_record.push_back(samples);
  }
  return true;
}

bool divides(int parts, const EdfLayout& layout) {
  return layout.record_10us % parts == 0 && layout.record_10us / parts >= kShortest &&
         survives_edflib(layout.record_10us / parts) &&
         std::all_of(layout.samples_per_record.begin(), layout.samples_per_record.end(),
                     [=](int samples) { return samples % parts == 0; });
}

}  // namespace

EdfLayout plan_layout(std::vector<EdfChannel> channels, std::string start_date_time) {
  check(channels);
  EdfLayout layout;
  layout.start_date_time = std::move(start_date_time);
  layout.channels = std::move(channels);
  for (EdfChannel& channel : layout.channels) {
    channel.physical_min_uv = as_stated(channel.physical_min_uv);
    channel.physical_max_uv = as_stated(channel.physical_max_uv);
  }
  check(layout.channels);  // a range may be empty once it is rounded
  if (try_record(kOneSecond, layout)) return layout;
  for (int record_10us = kOneSecond / 10; record_10us <= kLongest; ++record_10us)
    if (try_record(record_10us, layout)) return layout;
  throw RecordingError(
      "recording: no EDF data record of at most 60 s holds whole samples of every "
      "channel; "
      "resample to rates with a common period");
}

EdfLayout with_room_for(std::size_t annotations, std::int64_t records, EdfLayout layout) {
  const auto wanted = static_cast<std::int64_t>(annotations);
  const int fewest_samples = *std::min_element(layout.samples_per_record.begin(),
                                               layout.samples_per_record.end());
  for (int parts = 1; parts <= fewest_samples; ++parts) {
    const std::int64_t room = records * parts;  // in one annotation signal
    const std::int64_t signals = std::max<std::int64_t>(1, (wanted + room - 1) / room);
    if (signals > kMostAnnotationSignals || !divides(parts, layout)) continue;
    layout.annotation_signals = static_cast<int>(signals);
    layout.record_10us /= parts;
    for (int& samples : layout.samples_per_record) samples /= parts;
    return layout;
  }
  throw RecordingError(
      "recording: " + std::to_string(annotations) + " annotations in " +
      std::to_string(static_cast<double>(records) * layout.record_s()) +
      " s are more than EDF+ has room for; 64 in each data record is the most");
}

}  // namespace homeostat::sim
