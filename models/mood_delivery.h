// What stimulation a depressed patient got in a stretch of time, as mood can feel it.
//
// Made of the stimulator's echo, so that the plant of samples and the plant of bins count
// the same. Knows no model and no time of day.
#pragma once

#include <span>

#include "models/electrode.h"
#include "safety/limits.h"
#include "safety/stimulus.h"

namespace homeostat::models {

struct MoodDelivery {
  double on_s = 0.0;          // in which pulses followed each other
  double recruited_s = 0.0;   // the same, each second by the fraction recruited in it
  double charge_uc = 0.0;     // per phase, summed over pulses
  double recruited_uc = 0.0;  // the same, each pulse by the fraction that it recruited

  MoodDelivery& operator+=(const MoodDelivery& other) noexcept;
  // Mean fraction while it was on, 0 to 1.
  double recruited() const noexcept { return on_s > 0.0 ? recruited_s / on_s : 0.0; }
};

// `bursts` equal bursts, whose pulses each recruit `recruited`.
MoodDelivery bursts_of(int bursts, int pulses, double rate_hz, double charge_uc,
                       double recruited) noexcept;

// What an output said that it delivered. Each configuration that it names must be one of
// `configurations`.
MoodDelivery delivery_of(const safety::OutputEcho& echo,
                         std::span<const safety::ElectrodeConfiguration> configurations,
                         const ContactMap& contacts, const TissueSettings& tissue);

}  // namespace homeostat::models
