#include "biomarkers/rcs_detector.h"

#include "biomarkers/rcs_units.h"
#include "biomarkers/rcs_wide.h"

namespace homeostat::biomarkers {
namespace {

constexpr std::uint32_t one_at_least(int count) noexcept {
  return count > 0 ? static_cast<std::uint32_t>(count) : 1U;
}

// Counts on, and stays at the most that it can hold.
void count(std::uint32_t& run, bool goes_on) noexcept {
  if (!goes_on) {
    run = 0;
  } else if (run < ~std::uint32_t{0}) {
    ++run;
  }
}

// A whole number is above x exactly where it is above x rounded down.
std::int64_t rounded_down(double value) noexcept {
  const auto whole = static_cast<std::int64_t>(value);
  return static_cast<double>(whole) > value ? whole - 1 : whole;
}

}  // namespace

RcsDetector::RcsDetector(const RcsDetectorSettings& settings) noexcept
    : input_count_(settings.input_count),
      divisor_(one_at_least(settings.update_rate) << settings.fractional_bits),
      dual_(settings.dual_threshold),
      block_(one_at_least(settings.update_rate)),
      onset_(one_at_least(settings.onset_updates)),
      termination_(one_at_least(settings.termination_updates)),
      holdoff_(static_cast<std::uint32_t>(settings.holdoff_updates)),
      blanking_(static_cast<std::uint64_t>(settings.blanking_ffts)) {
  const double one = 1 << settings.fractional_bits;
  low_ = rounded_down(settings.low_threshold * one);
  high_ = rounded_down(settings.high_threshold * one);
  for (std::size_t i = 0; i < input_count_; ++i) {
    const RcsInputSettings& input = settings.inputs[i];
    inputs_[i].band = static_cast<std::size_t>(input.band);
    inputs_[i].factor =
        rcs_nearest(input.weight * one) * rcs_nearest(input.multiply * one);
    inputs_[i].subtract = input.subtract;
  }
}

bool RcsDetector::update(const RcsPower& power, std::uint64_t fft) noexcept {
  if (block_ == 0) return false;
  add(power);
  if (++in_block_ < block_) return false;
  end_block(fft);
  in_block_ = 0;
  spoiled_ = false;
  for (Input& input : inputs_) input.sum = 0;
  return true;
}

void RcsDetector::add(const RcsPower& power) noexcept {
  for (std::size_t i = 0; i < input_count_; ++i) {
    inputs_[i].sum += power.bands[inputs_[i].band];
    if (((power.over_range | power.missing) >> inputs_[i].band & 1U) != 0)
      spoiled_ = true;
  }
}

void RcsDetector::end_block(std::uint64_t fft) noexcept {
  changed_ = false;
  status_ = 0;
  if (spoiled_) status_ |= kRcsInputOverRange;
  // Frozen: neither output nor levels move, and the runs stand still.
  if (fft < blanked_until_) {
    status_ = static_cast<std::uint8_t>(status_ | kRcsBlanked | levels());
    return;
  }
  if (!spoiled_) compute();
  if (holdoff_ > 0) {
    --holdoff_;
    status_ |= kRcsInHoldoff;
    return;
  }
  compare();
  confirm(fft);
  status_ = static_cast<std::uint8_t>(status_ | levels());
}

void RcsDetector::compute() noexcept {
  Wide total;
  for (std::size_t i = 0; i < input_count_; ++i) {
    const std::int64_t above =
        inputs_[i].sum - inputs_[i].subtract * static_cast<std::int64_t>(block_);
    total = sum(total, signed_product(inputs_[i].factor, above));
  }
  const Wide output = signed_divided(total, divisor_);
  if (fits_32_bits(output)) {
    output_ = static_cast<std::int32_t>(static_cast<std::int64_t>(output.low));
  } else {
    status_ |= kRcsOutputOverRange;
  }
}

void RcsDetector::compare() noexcept {
  immediate_ = output_ > low_ ? 1 : 0;
  if (dual_ && output_ > high_) ++immediate_;
  count(at_zero_, immediate_ == 0);
  count(above_zero_, immediate_ > 0);
  count(below_two_, immediate_ < 2);
  count(at_two_, immediate_ == 2);
}

// The order is the device's: where two rules hold, the first wins.
void RcsDetector::confirm(std::uint64_t fft) noexcept {
  const int before = confirmed_;
  if (at_two_ >= onset_) {
    confirmed_ = 2;
  } else if (at_zero_ >= termination_) {
    confirmed_ = 0;
  } else if (before == 2 && below_two_ >= termination_) {
    confirmed_ = 1;
  } else if (before == 0 && above_zero_ >= onset_) {
    confirmed_ = 1;
  }
  changed_ = confirmed_ != before;
  if (changed_) blanked_until_ = fft + blanking_;
}

std::uint8_t RcsDetector::levels() const noexcept {
  unsigned bits = 0;
  if (immediate_ > 0) bits |= kRcsLowImmediate;
  if (immediate_ > 1) bits |= kRcsHighImmediate;
  if (confirmed_ > 0) bits |= kRcsLowDetect;
  if (confirmed_ > 1) bits |= kRcsHighDetect;
  return static_cast<std::uint8_t>(bits);
}

}  // namespace homeostat::biomarkers
