// Half waves of one channel: the signal from one turn to the next, where a turn counts
// once the signal has come back from it by more than the hysteresis.
//
// Formula: generic literature, shared reference "devices" 2.2. Amplitude is the distance
// of the two turns, duration the samples between them. Knows no window. 28 bytes; two
// comparisons a sample.
#pragma once

#include <cstdint>

namespace homeostat::biomarkers {

struct RnsHalfWave {
  float amplitude_uv = 0.0F;
  std::int32_t samples = 0;
};

class RnsHalfWaves {
 public:
  explicit RnsHalfWaves(float hysteresis_uv) noexcept : hysteresis_uv_(hysteresis_uv) {}

  // True where this sample completes a half wave: then `done` is it. It ended at the
  // turn, a little earlier.
  bool update(float uv, RnsHalfWave& done) noexcept;

  // What came before is not known.
  void restart() noexcept { way_ = Way::kUnknown; }

 private:
  enum class Way : std::uint8_t { kUnknown, kSeeking, kUp, kDown };

  struct Turn {
    float uv = 0.0F;
    std::int32_t age = 0;  // samples ago
  };

  void begin(float uv) noexcept;
  void seek(float uv) noexcept;

  float hysteresis_uv_;
  Way way_ = Way::kUnknown;
  Turn last_;    // where this half wave began; while seeking, the lowest
  Turn latest_;  // the farthest of it so far; while seeking, the highest
};

}  // namespace homeostat::biomarkers
