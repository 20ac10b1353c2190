#include "models/afferent.h"

#include <cmath>
#include <stdexcept>
#include <string>

#include "models/elementary.h"

namespace homeostat::models {
namespace {

void need(bool good, const char* what) {
  if (!good) throw std::invalid_argument(std::string("afferent: ") + what);
}

void check(const VolleySettings& s, double seconds_per_unit) {
  need(seconds_per_unit > 0.0 && std::isfinite(seconds_per_unit),
       "say how many seconds a unit of the model's time lasts");
  need(s.dispersion_ms > 0.0 && s.dispersion_ms <= 100.0,
       "dispersion_ms: allowed above 0 to 100");
  need(s.latency_ms >= 0.0 && s.latency_ms <= 1000.0, "latency_ms: allowed 0 to 1000");
  need(s.synapse.use > 0.0 && s.synapse.use <= 1.0, "use: allowed above 0 to 1");
  need(s.synapse.facilitation > 0.0 && s.synapse.depression > 0.0 &&
           s.synapse.current > 0.0,
       "the synapse's times must be positive");
}

void check(const AfferentSettings& s) {
  need(std::isfinite(s.drive), "drive must be a number");
  if (s.modality != Modality::kElectric) {
    need(s.dose.half > 0.0 && s.dose.steepness >= 1.0,
         "dose: half must be positive, steepness at least 1");
    return;
  }
  need(s.tissue.focus_radius_mm > 0.0, "focus_radius_mm must be positive");
  need(s.tissue.chronaxie_us >= 0.0 && s.tissue.rheobase_ua >= 0.0,
       "chronaxie_us and rheobase_ua must not be negative");
  need(s.tissue.current_distance_ua_per_mm2 > 0.0,
       "current_distance_ua_per_mm2 must be positive");
  need(s.tissue.anode_to_cathode_threshold >= 1.0,
       "anode_to_cathode_threshold must be at least 1");
  need(s.distance_mm >= 0.0, "distance_mm must not be negative");
}

}  // namespace

AfferentSettings published_afferent(double drive) {
  AfferentSettings s;
  s.tissue = {.focus_radius_mm = 3.0,
              .chronaxie_us = 200.0,
              .rheobase_ua = 50.0,
              .current_distance_ua_per_mm2 = 1000.0,
              .anode_to_cathode_threshold = 5.0};
  s.distance_mm = 2.0;
  s.drive = drive;
  s.path = {.synapse = kExcitatoryFacilitating, .dispersion_ms = 1.0, .latency_ms = 1.0};
  return s;
}

Volleys::Volleys(const VolleySettings& settings, double seconds_per_unit)
    : settings_(settings),
      units_per_ms_(1e-3 / seconds_per_unit),
      synapse_(settings.synapse, settings.form) {
  check(settings, seconds_per_unit);
}

PulseTrain Volleys::volley(double recruited, double onset) {
  if (!(onset >= last_)) {
    throw std::invalid_argument("afferent: pulses come in the order of their onsets");
  }
  if (!first_) synapse_.rest((onset - last_) / units_per_ms_);
  first_ = false;
  last_ = onset;
  // Axons that are not recruited do not release: their synapses rest.
  const double released = recruited > 0.0 ? synapse_.pulse(recruited) : 0.0;
  return {.start = settings_.latency_ms * units_per_ms_,
          .width = settings_.dispersion_ms * units_per_ms_,
          .amplitude = released};
}

Afferent::Afferent(const AfferentSettings& settings, double seconds_per_unit)
    : settings_(settings), volleys_(settings.path, seconds_per_unit) {
  check(settings);
}

double Afferent::recruited(const ElectrodePulse& pulse) const {
  if (settings_.modality == Modality::kElectric) {
    return overlap_fraction(recruitment_radius_mm(pulse, settings_.tissue),
                            settings_.tissue.focus_radius_mm, settings_.distance_mm);
  }
  const double dose = pulse.amplitude_ua * pulse.width_us * 1e-6;  // mW s / cm2
  if (!(dose > 0.0)) return 0.0;
  const double ratio =
      exp_of(settings_.dose.steepness * log_of(dose / settings_.dose.half));
  return ratio / (1.0 + ratio);
}

PulseTrain Afferent::volley(const ElectrodePulse& pulse, double onset) {
  PulseTrain volley = volleys_.volley(recruited(pulse), onset);
  volley.start += onset;
  volley.amplitude *= settings_.drive;
  return volley;
}

}  // namespace homeostat::models
