// A hash (FNV-1a) of everything that a step saw and commanded, field by field: padding
// and byte order never enter, so it is the same number on every machine.
#pragma once

#include <cstdint>
#include <cstring>

#include "controller/closed_loop.h"

namespace homeostat::golden {

class Fingerprint {
 public:
  std::uint64_t value() const noexcept { return hash_; }

  void add(const biomarkers::Biomarkers& seen) noexcept {
    word(seen.time.count());
    for (const biomarkers::DetectorReading& reading : seen.detectors) {
      bits(reading.value);
      bits(reading.threshold);
      word(reading.valid);
      word(reading.fires);
    }
    for (const biomarkers::ChannelQuality& channel : seen.channels) add(channel);
    // The same hash where a build has room for fewer channels.
    for (int c = biomarkers::kMaxChannels; c < biomarkers::kSchemaChannels; ++c) {
      add(biomarkers::ChannelQuality{});
    }
    word(seen.votes);
    word(seen.warmed_up);
    word(seen.signal_valid);
    word(seen.seizure);
  }

  void add(const biomarkers::ChannelQuality& channel) noexcept {
    word(static_cast<std::uint64_t>(channel.verdict));
    word(channel.flags);
  }

  void add(const safety::PulseTrain& train) noexcept {
    word(train.configuration);
    word(static_cast<std::uint64_t>(train.amplitude.count()));
    word(static_cast<std::uint64_t>(train.pulse_width.count()));
    word(static_cast<std::uint64_t>(train.period.count()));
    word(train.first_pulse.count());
    word(train.valid_until.count());
  }

  void add(const controller::LoopReport& report) noexcept {
    add(report.seen);
    word(report.events.bits());
    word(static_cast<std::uint64_t>(report.mode));
    word(report.granted.reasons.bits());
    word(report.granted.latched);
    word(report.notices.bits());
    for (int output = 0; output < safety::kOutputs; ++output) {
      add(report.asked.outputs[static_cast<std::size_t>(output)]);
      add(report.granted.command.output(output));
    }
  }

 private:
  void word(std::uint64_t value) noexcept {
    for (int shift = 0; shift < 64; shift += 8) {
      hash_ = (hash_ ^ (value >> shift & 0xFFU)) * 0x0000'0100'0000'01B3U;
    }
  }
  void bits(float value) noexcept {
    std::uint32_t pattern;
    std::memcpy(&pattern, &value, sizeof pattern);
    word(pattern);
  }

  std::uint64_t hash_ = 0xCBF2'9CE4'8422'2325U;
};

}  // namespace homeostat::golden
