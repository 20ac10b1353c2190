// One linear discriminant of the `rcs` profile: band powers, averaged over blocks of FFT
// results, to an output; the output against one or two thresholds; and the level that is
// confirmed once onset or termination has lasted.
//
// Source: shared reference "devices" 2.1, points 6 to 10. What is not documented and is
// decided here: the output is the exact sum rounded down once, to 2^-fractional_bits; it
// is held, as it is for an input over range, also where a sample of the block never came;
// in holdoff nothing is compared. Knows the other detector only by blank_until(). 0.3 kB.
#pragma once

#include <array>
#include <cstdint>

#include "biomarkers/rcs_settings.h"
#include "biomarkers/rcs_spectrum.h"

namespace homeostat::biomarkers {

enum RcsStatus : std::uint8_t {
  kRcsLowImmediate = 1,   // above the low threshold now
  kRcsHighImmediate = 2,  // above the high threshold now
  kRcsLowDetect = 4,      // confirmed
  kRcsHighDetect = 8,
  kRcsOutputOverRange = 16,
  kRcsBlanked = 32,
  kRcsInputOverRange = 64,
  kRcsInHoldoff = 128,
};

class RcsDetector {
 public:
  RcsDetector() = default;  // never updates
  explicit RcsDetector(const RcsDetectorSettings& settings) noexcept;

  // The FFT result of that number. True where it completes a block: all below is new.
  bool update(const RcsPower& power, std::uint64_t fft) noexcept;

  // Frozen before the FFT result of that number, whatever was said before.
  void blank_until(std::uint64_t fft) noexcept { blanked_until_ = fft; }

  std::int32_t output() const noexcept { return output_; }  // in 2^-fractional_bits
  int immediate() const noexcept { return immediate_; }     // thresholds that it exceeds
  int confirmed() const noexcept { return confirmed_; }
  std::uint8_t status() const noexcept { return status_; }
  bool changed() const noexcept { return changed_; }  // confirmed(), in this update

 private:
  struct Input {
    std::size_t band = 0;
    std::int64_t factor = 0;  // weight * multiply, in 2^-(2 fractional_bits)
    std::int64_t subtract = 0;
    std::int64_t sum = 0;  // of this block
  };

  void add(const RcsPower& power) noexcept;
  void end_block(std::uint64_t fft) noexcept;
  void compute() noexcept;
  void compare() noexcept;
  void confirm(std::uint64_t fft) noexcept;
  std::uint8_t levels() const noexcept;

  std::array<Input, kRcsInputs> inputs_{};
  std::size_t input_count_ = 0;
  std::uint32_t divisor_ = 1;  // block length times 2^fractional_bits
  std::int64_t low_ = 0;       // thresholds in 2^-fractional_bits
  std::int64_t high_ = 0;
  bool dual_ = false;
  std::uint32_t block_ = 0;  // FFT results in one; 0: there is no detector
  std::uint32_t onset_ = 1;
  std::uint32_t termination_ = 1;
  std::uint32_t holdoff_ = 0;  // updates left
  std::uint64_t blanking_ = 0;

  std::uint32_t in_block_ = 0;
  bool spoiled_ = false;  // an input of this block was over range or never came
  std::uint64_t blanked_until_ = 0;
  // Updates in a row, this one included. Before the first, for ever below.
  std::uint32_t at_zero_ = ~std::uint32_t{0};
  std::uint32_t below_two_ = ~std::uint32_t{0};
  std::uint32_t above_zero_ = 0;
  std::uint32_t at_two_ = 0;

  std::int32_t output_ = 0;
  int immediate_ = 0;
  int confirmed_ = 0;
  std::uint8_t status_ = 0;
  bool changed_ = false;
};

}  // namespace homeostat::biomarkers
