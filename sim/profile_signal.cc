#include "sim/profile_signal.h"

#include <algorithm>
#include <cmath>
#include <ostream>
#include <utility>

#include "clinical_configs/field_name.h"
#include "sim/csv_signal.h"
#include "sim/edf_reader.h"
#include "sim/resample.h"

namespace homeostat::sim {
namespace {

using clinical_configs::number_text;

bool is_csv(const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return ending == ".csv";
}

void tell_rates(const std::filesystem::path& path, const Recording& recording,
                double rate_hz, std::ostream& err) {
  for (const Channel& channel : recording.channels) {
    if (std::abs(channel.rate_hz - rate_hz) <= 1e-6 * rate_hz) continue;
    err << "warning: " << path.string() << ": channel '" << channel.label << "' has "
        << number_text(channel.rate_hz) << " Hz, resampled to the device's "
        << number_text(rate_hz) << " Hz; above "
        << number_text(std::min(channel.rate_hz, rate_hz) / 2)
        << " Hz there is nothing to see\n";
  }
}

}  // namespace

ProfileSignal read_profile_signal(const std::filesystem::path& path,
                                  const std::vector<std::string>& labels, double rate_hz,
                                  std::ostream& err) {
  CsvSignal read;
  if (is_csv(path)) {
    read = read_csv_signal(path, labels, rate_hz);
  } else {
    read.recording = read_edf(path, labels);
    tell_rates(path, read.recording, rate_hz, err);
    resample(read.recording.channels, rate_hz);
  }
  ProfileSignal signal{.start_s = read.start_s, .rate_hz = rate_hz, .channels_uv = {}};
  std::size_t longest = 0;
  for (Channel& channel : read.recording.channels) {
    longest = std::max(longest, channel.samples_uv.size());
    signal.channels_uv.push_back(std::move(channel.samples_uv));
  }
  for (auto& channel : signal.channels_uv) channel.resize(longest, std::nanf(""));
  return signal;
}

}  // namespace homeostat::sim
