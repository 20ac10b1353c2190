// Messages in which everything is said, at random, and whether two are equal.
#pragma once

#include <bit>
#include <random>

#include "hil/wire/codec.h"

namespace homeostat::wire {

class RandomMessages {
 public:
  explicit RandomMessages(unsigned seed) : random_(seed) {}

  std::uint64_t word() { return random_() << 32 ^ random_(); }
  std::uint32_t below(std::uint32_t end) {
    return static_cast<std::uint32_t>(random_() % end);
  }
  bool coin() { return below(2) == 1; }

  // Samples are whole counts, some unknown.
  void fill_frame(Request& r) {
    r.ask = Ask::kFrame;
    biomarkers::SampleFrame& f = r.frame;
    f = {};
    f.time = Instant(word());
    f.sequence = below(0xFFFF'FFFF);
    f.channel_count = static_cast<std::uint8_t>(below(biomarkers::kMaxChannels + 1));
    f.sample_count = static_cast<std::uint8_t>(below(biomarkers::kMaxSamples + 1));
    const bool one_scale = coin();
    for (std::size_t c = 0; c < f.channel_count; ++c) {
      r.uv_per_count[c] =
          one_scale && c > 0 ? r.uv_per_count[0] : 0.001 * (1 + below(1000));
      f.front_end[c] = static_cast<std::uint8_t>(below(256));
      for (std::size_t i = 0; i < f.sample_count; ++i) {
        const int count = static_cast<int>(below(65535)) - 32767;
        f.samples_uv[c][i] = below(50) == 0
                                 ? std::numeric_limits<float>::quiet_NaN()
                                 : static_cast<float>(count * r.uv_per_count[c]);
      }
    }
    const bool one_age = coin();
    const std::int32_t age = integer();
    for (safety::ContactImpedance& z : f.impedances) {
      if (coin()) z = {Ohms(integer()), Microseconds(one_age ? age : integer()), coin()};
    }
    f.magnet_present = coin();
    f.mri_mode = coin();
    f.midnight = coin();
    f.patient_events = static_cast<std::uint8_t>(below(256));
    f.battery = Millivolts(integer());
    f.temperature = Millicelsius(integer());
    f.reset_cause = static_cast<biomarkers::ResetCause>(below(5));
    for (safety::OutputEcho& echo : f.echo) fill_echo(echo);
  }

  Report report() {
    Report r;
    r.frame_sequence = below(0xFFFF'FFFF);
    controller::LoopReport& l = r.loop;
    fill_seen(l.seen);
    for (int i = 0; i < controller::kEvents; ++i) {
      if (coin()) l.events.add(static_cast<controller::Event>(i));
    }
    l.mode = static_cast<controller::Mode>(below(controller::kModes));
    fill_episode(l.episode);
    for (auto& train : l.asked.outputs)
      train = coin() ? this->train() : safety::PulseTrain{};
    l.asked.needs_sensing = coin();
    for (auto& train : r.granted) train = coin() ? this->train() : safety::PulseTrain{};
    l.granted.reasons =
        safety::ReasonSet(word() & ((std::uint64_t{1} << GUARD_REASON_COUNT) - 1));
    l.granted.severity = static_cast<safety::Severity>(below(5));
    l.granted.latched = coin();
    l.monitor = {static_cast<safety::MonitorReason>(below(safety::kMonitorReasons)),
                 coin()};
    for (int i = 0; i < controller::kNotices; ++i) {
      l.notices.set(static_cast<controller::Notice>(i), coin());
    }
    return r;
  }

 private:
  std::int32_t integer() { return static_cast<std::int32_t>(below(0xFFFF'FFFF)); }
  float real() { return std::bit_cast<float>(below(0xFFFF'FFFF)); }

  void fill_echo(safety::OutputEcho& echo) {
    echo.count = static_cast<std::uint8_t>(below(safety::kEchoSegments + 1));
    for (std::size_t i = 0; i < echo.count; ++i) {
      echo.segments[i] = {Instant(word()),
                          Microseconds(integer()),
                          below(0xFFFF'FFFF),
                          Microamps(integer()),
                          Microseconds(integer()),
                          Picocoulombs(static_cast<std::int64_t>(word())),
                          Picocoulombs(static_cast<std::int64_t>(word())),
                          Microvolts(integer()),
                          static_cast<std::uint8_t>(below(256)),
                          static_cast<std::uint8_t>(below(256))};
    }
  }

  safety::PulseTrain train() {
    return {static_cast<std::uint8_t>(below(256)),
            Microamps(integer()),
            Microseconds(integer()),
            Microseconds(integer()),
            Instant(word()),
            Instant(word())};
  }

  void fill_seen(biomarkers::Biomarkers& seen) {
    seen.time = Instant(word());
    for (std::size_t i = below(biomarkers::kMaxDetectors + 1); i > 0; --i) {
      seen.detectors[i - 1] = {coin() ? real() : -0.0F, real(), coin(), coin()};
    }
    for (std::size_t i = below(biomarkers::kMaxChannels + 1); i > 0; --i) {
      seen.channels[i - 1] = {static_cast<biomarkers::ChannelVerdict>(below(3)),
                              static_cast<std::uint16_t>(below(65536))};
    }
    seen.votes = static_cast<std::uint8_t>(below(256));
    seen.trees = {coin(), static_cast<std::uint8_t>(below(256)),
                  static_cast<std::uint8_t>(below(256)), real()};
    seen.warmed_up = coin();
    seen.signal_valid = coin();
    seen.seizure = coin();
    seen.adaptive.state = integer();
    for (auto& current : seen.adaptive.currents_ua) current = integer();
  }

  void fill_episode(controller::EpisodeView& e) {
    e.mode_since = Instant(word());
    e.mode_until = Instant(word());
    e.episode_start = Instant(word());
    e.burst_start = Instant(word());
    e.burst_end = Instant(word());
    e.therapy = static_cast<std::uint8_t>(below(256));
    e.burst = static_cast<std::uint8_t>(below(256));
    e.therapies_today = static_cast<std::uint16_t>(below(65536));
    e.self_test_missing = static_cast<std::uint8_t>(below(256));
    e.adverse_open = coin();
    e.record = static_cast<controller::RecordVerdict>(below(6));
    e.dose_permille = static_cast<std::uint16_t>(below(65'536));
    e.bursts_left_hour = static_cast<std::uint16_t>(below(65'536));
    e.bursts_left_day = static_cast<std::uint16_t>(below(65'536));
    e.record_days_left = static_cast<std::uint16_t>(below(65'536));
    for (auto& train : e.interrupted) train = this->train();
    for (auto& current : e.adaptive) current = Microamps(integer());
    e.level = integer();
  }

  std::mt19937_64 random_;
};

}  // namespace homeostat::wire
