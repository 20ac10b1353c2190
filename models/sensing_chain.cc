#include "models/sensing_chain.h"

#include <algorithm>
#include <limits>

#include "biomarkers/sample_frame.h"
#include "models/elementary.h"

namespace homeostat::models {
namespace {

constexpr double kTwoPi = 6.283185307179586;
constexpr double kMicrosecondsPerDay = 86'400e6;
constexpr double kSqrtThird = 0.5773502691896258;

// Streams of random numbers; those below are the neural model's.
constexpr int kBackgroundStream = 0x100;  // two for each contact
constexpr int kAmplifierStream = 0x200;   // one for each channel

std::array<double, 4> four_normals(const NoiseKey& key, int stream, std::uint64_t step) {
  const auto a = random_normals(key, static_cast<std::uint16_t>(stream), step);
  const auto b = random_normals(key, static_cast<std::uint16_t>(stream + 1), step);
  return {a[0], a[1], b[0], b[1]};
}

// Share of the way to its input that a one-pole filter goes in one sample.
double share_per_sample(double corner_hz, double rate_hz) {
  return 1.0 - exp_of(-kTwoPi * corner_hz / rate_hz);
}

double gain_of(const ContactMap& contacts, int contact) {
  return contact < 0 ? 0.0 : contacts[static_cast<std::size_t>(contact)].focus_gain_uv;
}

}  // namespace

SensingChain::SensingChain(const SensingSettings& settings, const ContactMap& contacts,
                           std::span<const SensedPair> pairs, double rate_hz,
                           const NoiseKey& key)
    : settings_(settings),
      key_(key),
      high_pass_share_(share_per_sample(settings.high_pass_hz, rate_hz)),
      low_pass_share_(share_per_sample(settings.low_pass_hz, rate_hz)),
      packet_loss_(settings.packet_loss, key) {
  for (std::size_t i = 0; i < kBackgrounds; ++i) {
    keep_[i] = exp_of(-1.0 / (kBackgroundTimes_s[i] * rate_hz));
  }
  for (const SensedPair& pair : pairs) {
    channels_.push_back(
        {pair.plus_contact, pair.minus_contact,
         gain_of(contacts, pair.plus_contact) - gain_of(contacts, pair.minus_contact)});
    for (const int contact : {pair.plus_contact, pair.minus_contact}) {
      const bool known =
          std::any_of(backgrounds_.begin(), backgrounds_.end(),
                      [&](const Background& b) { return b.contact == contact; });
      if (contact >= 0 && !known) backgrounds_.push_back({contact});
    }
  }
  if (!settings.interface.given) return;
  const AmplifierBand band(settings.high_pass_hz, settings.low_pass_hz);
  for (int contact = 0; contact < safety::kCan; ++contact) {
    const ContactSettings& c = contacts[static_cast<std::size_t>(contact)];
    if (!c.present) continue;
    polarised_.push_back({contact, c.impedance_ohm,
                          ElectrodeInterface(settings.interface, c.impedance_ohm), band,
                          band});
  }
}

void SensingChain::stimulate(int output, double onset_us, double amplitude_ua,
                             double duration_us) {
  const double end_us = onset_us + duration_us;
  Artefact& artefact = artefacts_[static_cast<std::size_t>(output)];
  artefact.uv =
      left_of(artefact, end_us) + amplitude_ua * 1e-3 * settings_.artefact_uv_per_ma;
  artefact.from_us = end_us;
  recovering_until_us_ = std::max(recovering_until_us_, end_us + settings_.recovery_us);
}

void SensingChain::polarise(const safety::ElectrodeConfiguration& configuration,
                            double onset_us, double amplitude_ua, double width_us) {
  for (Polarised& p : polarised_) {
    const auto contact = static_cast<std::size_t>(p.contact);
    const auto polarity = configuration.contacts[contact].polarity;
    if (polarity == safety::Polarity::kUnused) continue;
    const double sign = polarity == safety::Polarity::kCathode ? -1.0 : 1.0;
    p.advance_to(onset_us);
    p.used = true;
    p.interface.begin(
        {.onset_us = onset_us,
         .current_ua = sign * amplitude_ua * share_of_polarity(configuration, contact),
         .width_us = width_us,
         .gap_us = static_cast<double>(configuration.interphase_gap.count()),
         .second_phase_ratio = std::max<double>(configuration.second_phase_ratio, 1.0),
         .recharge_us = static_cast<double>(configuration.recharge.count())});
  }
}

void SensingChain::Polarised::advance_to(double time_us) {
  while (used && now_us < time_us) {
    const double until_us = std::min(time_us, interface.holds_until_us());
    const double span_us = until_us - now_us;
    current_ua.pass(interface.current_ua(), interface.time_us(), span_us);
    layer_uv.pass(interface.layer_uv(), interface.time_us(), span_us);
    interface.advance_to(until_us);
    now_us = until_us;
  }
  now_us = time_us;
}

void SensingChain::sample(std::uint64_t index, double time_us, double observable,
                          std::span<SensedSample> out) {
  advance_background(index);
  const double artefact_uv = artefact_at(time_us);
  const double gain =
      exp_of(settings_.gain_drift_per_day * time_us / kMicrosecondsPerDay);
  const bool lost = packet_loss_.loses(index);
  for (Polarised& p : polarised_) p.advance_to(time_us);
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    Channel& c = channels_[i];
    const double input_uv = c.gain_uv * observable + background_of(c.plus_contact) -
                            background_of(c.minus_contact);
    if (index == 0) c.high_pass_uv = input_uv;  // switched on long ago
    c.high_pass_uv += high_pass_share_ * (input_uv + artefact_uv - c.high_pass_uv);
    const double passed_uv = input_uv + artefact_uv - c.high_pass_uv;
    c.low_pass_uv += low_pass_share_ * (passed_uv - c.low_pass_uv);
    const int stream = kAmplifierStream + static_cast<int>(i);
    const double noise_uv =
        settings_.amplifier_noise_uv_rms *
        random_normals(key_, static_cast<std::uint16_t>(stream), index)[0];
    out[i] = convert(gain * (c.low_pass_uv + polarisation_of(c)) + noise_uv);
    if (time_us < recovering_until_us_) out[i].front_end |= biomarkers::kRecovering;
    if (lost) {
      out[i] = {std::numeric_limits<float>::quiet_NaN(), biomarkers::kMissing};
    }
  }
}

double SensingChain::polarisation_of(const Channel& channel) const {
  double sum_uv = 0.0;
  for (const Polarised& p : polarised_) {
    if (p.contact == channel.plus_contact) {
      sum_uv += p.at_contact_uv();
    } else if (p.contact == channel.minus_contact) {
      sum_uv -= p.at_contact_uv();
    } else {
      sum_uv += settings_.interface.spread_ohm * p.current_ua.output();
    }
  }
  return sum_uv;
}

SensedSample SensingChain::convert(double input_uv) const {
  // Adding and taking away 1.5 * 2^52 rounds to the nearest whole step.
  constexpr double kRounder = 0x1.8p52;
  const double held_uv = std::clamp(input_uv, -settings_.rail_uv, settings_.rail_uv);
  const double steps = (held_uv / settings_.step_uv + kRounder) - kRounder;
  SensedSample sample{static_cast<float>(steps * settings_.step_uv), 0};
  if (input_uv >= settings_.rail_uv) sample.front_end |= biomarkers::kRailHigh;
  if (input_uv <= -settings_.rail_uv) sample.front_end |= biomarkers::kRailLow;
  return sample;
}

void SensingChain::advance_background(std::uint64_t index) {
  for (Background& b : backgrounds_) {
    const auto normals = four_normals(key_, kBackgroundStream + 2 * b.contact, index);
    for (std::size_t i = 0; i < kBackgrounds; ++i) {
      // Stationary from the first sample on.
      const double keep = index == 0 ? 0.0 : keep_[i];
      b.part_uv[i] = keep * b.part_uv[i] + __builtin_sqrt(1.0 - keep * keep) *
                                               kSqrtThird * settings_.background_uv_rms *
                                               normals[i];
    }
  }
}

double SensingChain::background_of(int contact) const {
  double sum_uv = 0.0;
  for (const Background& b : backgrounds_) {
    if (b.contact != contact) continue;
    for (const double part_uv : b.part_uv) sum_uv += part_uv;
  }
  return sum_uv;
}

double SensingChain::left_of(const Artefact& artefact, double time_us) const {
  const double since_us = time_us - artefact.from_us;
  if (since_us <= 0.0) return artefact.uv;  // the pulse still goes on
  return artefact.uv * exp_of(-since_us / settings_.artefact_decay_us);
}

double SensingChain::artefact_at(double time_us) const {
  double sum_uv = 0.0;
  for (const Artefact& artefact : artefacts_) sum_uv += left_of(artefact, time_us);
  return sum_uv;
}

}  // namespace homeostat::models
