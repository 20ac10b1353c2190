#include "biomarkers/mood_memory.h"

#include "safety/crc32.h"

namespace homeostat::biomarkers {
namespace {

constexpr std::size_t kSealed = kMoodMemoryBytes - sizeof(std::uint32_t);

std::uint32_t crc_of(const MoodMemory& memory) noexcept {
  return safety::crc32(memory.bytes.data(), kSealed);
}

}  // namespace

std::uint32_t sum_of(const MoodSettings& s, std::uint32_t before) noexcept {
  PlainSum sum(before);
  sum(kMoodVersion, s.feature_count);
  for (std::size_t i = 0; i < s.feature_count && i < kMaxMoodFeatures; ++i) {
    const MoodFeatureSettings& f = s.features[i];
    sum(f.name, f.measure, f.channel, f.other_channel, f.band_low_hz, f.band_high_hz,
        f.typical, f.deviation, f.weight);
  }
  sum(s.bias, s.smoothing.count(), s.on, s.off, s.on_bins, s.off_bins, s.sick_from,
      s.sensed_while, s.exclusion.count(), s.daily_memory.count(), s.scale_memory.count(),
      s.hold_off.count(), s.has_sleep, s.sleep.channel, s.sleep.ratio_log10,
      s.sleep.night_log10, s.sleep.night_from_minute, s.sleep.night_to_minute);
  sum(s.circumstances.lead, s.circumstances.gain, s.circumstances.medication);
  return sum.crc();
}

void PlainSum::add(std::uint64_t bits, std::size_t size) noexcept {
  for (; size > 0; --size, bits >>= 8) {
    const auto byte = static_cast<std::uint8_t>(bits);
    crc_ = safety::crc32(&byte, 1, crc_);
  }
}

void MoodWriter::write(std::uint64_t bits, std::size_t size) noexcept {
  for (; size > 0; --size, ++at_, bits >>= 8) {
    if (at_ < kSealed) memory_.bytes[at_] = static_cast<std::uint8_t>(bits);
  }
}

std::uint64_t MoodReader::read(std::size_t size) noexcept {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < size; ++i, ++at_) {
    const std::uint64_t byte = at_ < kSealed ? memory_.bytes[at_] : 0U;
    bits |= byte << (8 * i);
  }
  return bits;
}

void seal(MoodMemory& memory) noexcept {
  const std::uint32_t crc = crc_of(memory);
  for (std::size_t i = 0; i < sizeof crc; ++i) {
    memory.bytes[kSealed + i] = static_cast<std::uint8_t>(crc >> (8 * i));
  }
}

bool holds(const MoodMemory& memory) noexcept {
  std::uint32_t crc = 0;
  for (std::size_t i = 0; i < sizeof crc; ++i) {
    crc |= std::uint32_t{memory.bytes[kSealed + i]} << (8 * i);
  }
  return crc == crc_of(memory);
}

}  // namespace homeostat::biomarkers
