#include "models/mood_delivery.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace homeostat::models {
namespace {

// A pulse acts no longer than this, however long the next one takes.
constexpr double kLongestPeriod_s = 0.1;
constexpr double kMicro = 1e-6;

MoodDelivery train_of(double pulses, double period_s, double charge_uc,
                      double recruited) {
  const double on_s = pulses * std::min(period_s, kLongestPeriod_s);
  return {.on_s = on_s,
          .recruited_s = on_s * recruited,
          .charge_uc = pulses * charge_uc,
          .recruited_uc = pulses * charge_uc * recruited};
}

}  // namespace

MoodDelivery& MoodDelivery::operator+=(const MoodDelivery& other) noexcept {
  on_s += other.on_s;
  recruited_s += other.recruited_s;
  charge_uc += other.charge_uc;
  recruited_uc += other.recruited_uc;
  return *this;
}

MoodDelivery bursts_of(int bursts, int pulses, double rate_hz, double charge_uc,
                       double recruited) noexcept {
  return train_of(static_cast<double>(bursts) * pulses, 1.0 / rate_hz, charge_uc,
                  recruited);
}

MoodDelivery delivery_of(const safety::OutputEcho& echo,
                         std::span<const safety::ElectrodeConfiguration> configurations,
                         const ContactMap& contacts, const TissueSettings& tissue) {
  MoodDelivery sum;
  for (std::size_t i = 0; i < echo.count; ++i) {
    const safety::PulseSegment& segment = echo.segments[i];
    if (segment.configuration >= configurations.size()) {
      throw std::invalid_argument("device setup: echo names electrode configuration " +
                                  std::to_string(segment.configuration) + "; there are " +
                                  std::to_string(configurations.size()));
    }
    const double recruited =
        recruited_fraction(configurations[segment.configuration], segment.amplitude,
                           segment.pulse_width, contacts, tissue);
    sum += train_of(segment.pulses, static_cast<double>(segment.period.count()) * kMicro,
                    static_cast<double>(segment.charge1.count()) * kMicro, recruited);
  }
  return sum;
}

}  // namespace homeostat::models
