// The default way in of stimulation: electrode -> recruitment -> pulse density ->
// short-term plasticity of the synapse -> a population's input.
//
// A pulse recruits a fraction of the afferents (models/electrode.h). Each of those fires
// once: a volley. Their synapses pass on what they have left to release
// (models/tsodyks_markram.h, exact from pulse to pulse), and it arrives spread over the
// dispersion of the conduction times:
//   density(t) = drive * recruited * release   for `dispersion` after `latency`
// `drive` is in the unit of the model's stimulus. The polarity of the pulse and its
// second phase count where axons are recruited and nowhere else: unlike a current that is
// added to an equation, a charge-balanced pulse does not cancel.
// The volley's shape, a rectangle, is our simplification: its area is what matters to
// synapses slower than it.
//
// Light and focused ultrasound come in by the same door, as approximations: see
// `Modality`. Knows no model but by its unit of time.
#pragma once

#include <cstdint>

#include "models/electrode.h"
#include "models/pulse_schedule.h"
#include "models/tsodyks_markram.h"

namespace homeostat::models {

// What a pulse is made of. Light on opsins and ultrasound recruit by dose alone:
// fraction = dose^n / (half^n + dose^n), dose = intensity x width, our approximation of a
// saturating response (channelrhodopsin: Williams et al. 2013, PLoS Comput Biol
// 9:e1003220; ultrasound: Tyler et al. 2018, Curr Opin Neurobiol 50:222). They have no
// polarity. They exist in simulation only.
enum class Modality : std::uint8_t { kElectric, kOptical, kUltrasound };

struct DoseResponse {
  double half = 0.0;  // dose of half recruitment, mJ/cm2
  double steepness = 0.0;
};

// What passes a volley on. Times in ms.
struct VolleySettings {
  SynapseSettings synapse;
  FacilitationForm form = FacilitationForm::kDecaysToZero;
  double dispersion_ms = 0.0;
  double latency_ms = 0.0;
};

// Volleys of recruited afferents, from pulse to pulse.
class Volleys {
 public:
  // Throws std::invalid_argument, naming the setting, where they do not hold.
  Volleys(const VolleySettings& settings, double seconds_per_unit);

  // Of a pulse at `onset`, in the model's unit of time, that recruits this fraction: a
  // density of 1 were all recruited and all released. Its start is counted from the
  // onset. Onsets come in order.
  PulseTrain volley(double recruited, double onset);

 private:
  VolleySettings settings_;
  double units_per_ms_;
  TsodyksMarkram synapse_;
  double last_ = 0.0;
  bool first_ = true;
};

struct AfferentSettings {
  Modality modality = Modality::kElectric;
  TissueSettings tissue;     // read where electric
  double distance_mm = 0.0;  // from the contact to the centre of the focus; electric
  DoseResponse dose;         // read where not electric
  double drive = 0.0;        // the model's unit of stimulus
  VolleySettings path;
};

// Published middles: chronaxie 200 us (Ranck 1975), 1000 uA/mm2 (Stoney 1968, Tehovnik
// 2006), an anode needs five times the current (Ranck 1975); facilitating excitatory
// synapses (Farokhniaee, Lowery 2021). A contact 2 mm from the centre of a focus of 3 mm.
AfferentSettings published_afferent(double drive);

class Afferent {
 public:
  // Throws std::invalid_argument, naming the setting, where they do not hold.
  Afferent(const AfferentSettings& settings, double seconds_per_unit);

  // The fraction of afferents that a pulse recruits: 0 to 1. `amplitude_ua` of a pulse
  // that is not electric is its intensity in mW/cm2.
  double recruited(const ElectrodePulse& pulse) const;

  // What a pulse at `onset`, in the model's unit of time, adds to the model's stimulus.
  // Onsets come in order.
  PulseTrain volley(const ElectrodePulse& pulse, double onset);

 private:
  AfferentSettings settings_;
  Volleys volleys_;
};

}  // namespace homeostat::models
