// From what the tissue does to what the front end delivers: potential differences,
// background activity, stimulation artefact, amplifier band, noise, converter, link.
//
// Signal path of a channel, once per sample: gain * observable, plus the background of
// both contacts, plus the artefact -> one-pole high-pass and low-pass -> drifting gain ->
// white noise -> rails -> quantisation -> packets, some of which are lost. Background: a
// sum of three Ornstein-Uhlenbeck processes of equal power with times of 640, 80 and
// 10 ms, whose spectrum falls about like 1/f between 0.25 and 16 Hz (our composition); it
// belongs to a contact, so channels that share a contact share it.
//
// The artefact is one lumped decay (artefact_uv_per_ma), or what the contacts' interfaces
// make of the pulse, its recharge and the amplifier (models/electrode_interface.h,
// models/amplifier_band.h), or both. Between contacts: a channel sees all of what its own
// contacts do, and of each other contact's current its spread; the can is far away and
// large, and does neither. Knows no model, no detector and no frame layout but its own
// samples.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/amplifier_band.h"
#include "models/electrode.h"
#include "models/electrode_interface.h"
#include "models/noise.h"
#include "models/packet_loss.h"
#include "safety/stimulus.h"

namespace homeostat::models {

struct SensingSettings {
  double background_uv_rms = 0.0;  // of one contact
  double amplifier_noise_uv_rms = 0.0;
  double high_pass_hz = 0.0;
  double low_pass_hz = 0.0;
  double artefact_uv_per_ma = 0.0;  // at the input, at the end of a pulse
  double artefact_decay_us = 0.0;
  double recovery_us = 0.0;  // after a pulse, the front end says that it is recovering
  double rail_uv = 0.0;      // the converter's range is -rail to +rail
  double step_uv = 0.0;      // of the converter
  // From here on nothing need be given.
  InterfaceSettings interface;
  double gain_drift_per_day = 0.0;  // gain goes as e^(drift * days)
  PacketLossSettings packet_loss;
};

// Of the background's three processes.
inline constexpr std::array kBackgroundTimes_s = {0.64, 0.08, 0.01};

// A channel compares two contacts; kExternalContact (-1) is a silent reference.
struct SensedPair {
  int plus_contact = -1;
  int minus_contact = -1;
};

struct SensedSample {
  float microvolts = 0.0F;     // NaN where its packet was lost
  std::uint8_t front_end = 0;  // biomarkers::FrontEndFlag bits
};

// Not thread-safe. Allocates in its constructor only.
class SensingChain {
 public:
  SensingChain(const SensingSettings& settings, const ContactMap& contacts,
               std::span<const SensedPair> pairs, double rate_hz, const NoiseKey& key);

  // A pulse of `amplitude_ua` starts on `output` at `onset_us`, no earlier than the last
  // sample or the end of that output's last pulse. Pulses of two outputs may overlap.
  void stimulate(int output, double onset_us, double amplitude_ua, double duration_us);

  // The same pulse as its contacts' interfaces feel it; nothing where there are none. A
  // contact carries one pulse at a time: the next ends the one before.
  void polarise(const safety::ElectrodeConfiguration& configuration, double onset_us,
                double amplitude_ua, double width_us);

  // Takes sample number `index` of every channel at `time_us`, in order and leaving none
  // out; `out` holds one element for each pair.
  void sample(std::uint64_t index, double time_us, double observable,
              std::span<SensedSample> out);

 private:
  struct Channel {
    int plus_contact;
    int minus_contact;
    double gain_uv;
    double high_pass_uv = 0.0;  // state: what the high-pass takes away
    double low_pass_uv = 0.0;
  };
  static constexpr std::size_t kBackgrounds = kBackgroundTimes_s.size();
  struct Background {
    int contact;
    std::array<double, kBackgrounds> part_uv{};
  };

  struct Artefact {
    double uv = 0.0;  // as of from_us, the end of the output's last pulse
    double from_us = 0.0;
  };
  struct Polarised {
    int contact;
    double series_ohm;
    ElectrodeInterface interface;
    AmplifierBand current_ua;  // both as the amplifier passes them
    AmplifierBand layer_uv;
    double now_us = 0.0;
    bool used = false;

    void advance_to(double time_us);
    double at_contact_uv() const {
      return series_ohm * current_ua.output() + layer_uv.output();
    }
  };

  SensedSample convert(double input_uv) const;
  double polarisation_of(const Channel& channel) const;
  void advance_background(std::uint64_t index);
  double background_of(int contact) const;
  double left_of(const Artefact& artefact, double time_us) const;
  double artefact_at(double time_us) const;

  SensingSettings settings_;
  NoiseKey key_;
  std::array<double, kBackgrounds> keep_{};  // decay of each part over one sample
  std::vector<Background> backgrounds_;
  std::vector<Channel> channels_;
  double high_pass_share_ = 0.0;
  double low_pass_share_ = 0.0;
  std::array<Artefact, safety::kOutputs> artefacts_{};  // they add up at the input
  std::vector<Polarised> polarised_;                    // empty without interfaces
  PacketLoss packet_loss_;
  double recovering_until_us_ = 0.0;
};

}  // namespace homeostat::models
