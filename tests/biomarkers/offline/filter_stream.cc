// Streams a signal through a channel's filters and writes what comes out.
//
//   filter_stream SAMPLE_RATE_HZ HIGH_PASS_HZ LOW_PASS_HZ NOTCH_HZ HARMONICS < in > out
//
// Both are raw float32, uV. As on the device: frames of eight samples, settled on the
// first one; samples beyond the last whole frame are left out.
#include <cstdio>
#include <cstdlib>

#include "biomarkers/channel.h"

namespace homeostat::biomarkers {
namespace {

constexpr int kPerFrame = 8;

int run(char** words) {
  ChannelSettings settings;
  const auto number = [&](int i) { return std::strtof(words[i], nullptr); };
  settings.high_pass_hz = number(2);
  settings.low_pass_hz = number(3);
  settings.notch_hz = number(4);
  settings.notch_harmonics = static_cast<std::uint8_t>(number(5));
  ChannelFilters filters(settings, number(1));
  std::array<float, kMaxSamples> uv{};
  bool settled = false;
  while (std::fread(uv.data(), sizeof(float), kPerFrame, stdin) == kPerFrame) {
    if (!settled) filters.settle(uv[0]);
    settled = true;
    filters.filter(uv, kPerFrame);
    std::fwrite(uv.data(), sizeof(float), kPerFrame, stdout);
  }
  return 0;
}

}  // namespace
}  // namespace homeostat::biomarkers

int main(int count, char** words) {
  if (count == 6) return homeostat::biomarkers::run(words);
  std::fprintf(stderr, "filter_stream: wants five numbers, see its source\n");
  return 2;
}
