// One tool of the `rns` profile over a recording: float32 samples in, and of the end of
// each window the value, the threshold, whether it is valid and whether it is on, as
// float32 each. For rns_recordings_test.py, which says what they should be.
//
//   rns_stream kind=line_length short_window_ms=160 long_window_ms=9600 ... < samples
#include <cstdio>
#include <cstdlib>
#include <string>

#include "biomarkers/rns_chain.h"
#include "tests/biomarkers/rns_bench.h"

namespace homeostat::biomarkers {
namespace {

RnsToolKind kind_of(const std::string& name) {
  if (name == "line_length") return RnsToolKind::kLineLength;
  if (name == "area") return RnsToolKind::kArea;
  return name == "bandpass" ? RnsToolKind::kBandpass : RnsToolKind::kNotChosen;
}

bool set(const std::string& name, const std::string& text, RnsToolSettings& tool) {
  if (name == "kind") {
    tool.kind = kind_of(text);
    return tool.kind != RnsToolKind::kNotChosen;
  }
  RnsBandpassSettings& band = tool.bandpass;
  const struct {
    const char* name;
    int* whole;
    double* number;
  } fields[] = {
      {"short_window_ms", &tool.trend.short_window_ms, nullptr},
      {"long_window_ms", &tool.trend.long_window_ms, nullptr},
      {"threshold_percent", nullptr, &tool.trend.threshold_percent},
      {"threshold_uv", nullptr, &tool.trend.threshold_uv},
      {"low_hz", nullptr, &band.low_hz},
      {"high_hz", nullptr, &band.high_hz},
      {"min_amplitude_percent", nullptr, &band.min_amplitude_percent},
      {"max_amplitude_percent", nullptr, &band.max_amplitude_percent},
      {"hysteresis_percent", nullptr, &band.hysteresis_percent},
      {"half_waves", &band.half_waves, nullptr},
      {"windows_hit", &band.windows_hit, nullptr},
      {"windows_looked_at", &band.windows_looked_at, nullptr},
  };
  for (const auto& field : fields) {
    if (name != field.name) continue;
    const double value = std::strtod(text.c_str(), nullptr);
    if (field.whole != nullptr) *field.whole = static_cast<int>(value);
    if (field.number != nullptr) *field.number = value;
    return true;
  }
  return false;
}

int run(int count, char** words) {
  RnsToolSettings tool;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos ||
        !set(word.substr(0, equals), word.substr(equals + 1), tool)) {
      std::fprintf(stderr, "rns_stream: '%s' is no setting with a value\n", words[i]);
      return 2;
    }
  }
  const RnsSettings settings = with_tool(tool);
  if (!validate(settings)) {
    std::fputs("rns_stream: no such tool can be programmed\n", stderr);
    return 2;
  }
  RnsChain chain(settings);
  float uv = 0.0F;
  while (std::fread(&uv, sizeof uv, 1, stdin) == 1) {
    if (!chain.update({&uv, 1})) continue;
    const RnsReading& reading = chain.tool(0);
    const float told[] = {reading.value, reading.threshold, reading.valid ? 1.0F : 0.0F,
                          reading.on ? 1.0F : 0.0F};
    std::fwrite(told, sizeof told, 1, stdout);
  }
  return 0;
}

}  // namespace
}  // namespace homeostat::biomarkers

int main(int count, char** words) { return homeostat::biomarkers::run(count, words); }
