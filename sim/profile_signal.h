// The signal that a device profile is shown, out of an EDF or a CSV: channels in the
// profile's order, at its rate, of one length.
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace homeostat::sim {

struct ProfileSignal {
  double start_s = 0.0;
  double rate_hz = 0.0;
  std::vector<std::vector<float>> channels_uv;  // NaN where there is no sample

  std::size_t samples() const {
    return channels_uv.empty() ? 0 : channels_uv.front().size();
  }
};

// A .csv by its name, else EDF, EDF+ or BDF. What has another rate is resampled, and said
// so on `err`: a device would have sensed more, or less, than was recorded. Throws
// RecordingError.
ProfileSignal read_profile_signal(const std::filesystem::path& path,
                                  const std::vector<std::string>& labels, double rate_hz,
                                  std::ostream& err);

}  // namespace homeostat::sim
