// The accepted range of every setting of a virtual patient, in one table.

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

#include "models/virtual_patient.h"

namespace homeostat::models {
namespace {

using Check = SettingsCheck;

void check_model(const VirtualPatientSettings& s, Check& check) {
  check.range("model", static_cast<double>(s.model), 1, 4, "no such neural model");
  if (s.model != ModelKind::kSpikeWave && !has_mood(s.model)) {
    check.range("seconds_per_unit", s.seconds_per_unit, 1e-4, 1e3,
                "a patient says how long the model's unit of time lasts");
  }
  if (s.model == ModelKind::kSpikeWave) {
    const auto& m = s.spike_wave;
    check.range("seconds_per_unit", s.seconds_per_unit, 1.0, 1.0,
                "the spike-wave model is written in seconds: give 1");
    check.range("spike_wave.thalamic_drive", m.thalamic_drive, -2.5, -1.5,
                "the model rests or discharges only near its published -2");
    check.range("spike_wave.noise_per_sqrt_s", m.noise_per_sqrt_s, 0.0, 0.2,
                "the published intensity is 0.022");
    check.range("spike_wave.fatigue_depth", m.fatigue_depth, 0.0, 1.0,
                "zero: no fatigue");
    check.range("spike_wave.fatigue_time_s", m.fatigue_time_s, 1.0, 36000.0,
                "fatigue is slow against a discharge");
  }
  if (s.model == ModelKind::kEpileptor) {
    const auto& m = s.epileptor;
    check.range("epileptor.excitability", m.excitability, -3.0, -1.0,
                "it seizes by itself above -2.06 and rests below -2.08");
    check.range("epileptor.slow_noise_per_sqrt_unit", m.slow_noise_per_sqrt_unit, 0.0,
                1.0, "stronger noise hides the model");
    check.range("epileptor.fast_noise_per_sqrt_unit", m.fast_noise_per_sqrt_unit, 0.0,
                1.0, "stronger noise hides the model");
  }
}

void check_contacts(const VirtualPatientSettings& s, Check& check) {
  int present = 0;
  for (std::size_t i = 0; i < s.contacts.size(); ++i) {
    const ContactSettings& c = s.contacts[i];
    if (!c.present) continue;
    ++present;
    const std::string field = "contacts[" + std::to_string(i) + "].";
    check.range(field + "focus_distance_mm", c.focus_distance_mm, 0.0, 500.0,
                "distance to the centre of the focus");
    check.range(field + "focus_gain_uv", c.focus_gain_uv, -1e5, 1e5,
                "potential per unit of the model's observable");
    check.range(field + "impedance_ohm", c.impedance_ohm, 1.0, 1e6,
                "a contact that is there has an impedance");
  }
  check.range("contacts", present, 1, safety::kContacts, "contacts that are present");
}

// A way's effects are in a unit of its own: models/way_in.h.
double largest_effect(WayIn way_in) {
  return way_in == WayIn::kJump || way_in == WayIn::kParameter ? 5.0 : 1e5;
}

void check_way_in(const VirtualPatientSettings& s, Check& check) {
  const auto& r = s.response;
  const double largest = largest_effect(r.way_in);
  if (s.model == ModelKind::kEpileptor) {
    check.range("response.way_in", static_cast<double>(r.way_in), 0, 3,
                "the Epileptor has no sigmoid that a field could polarise");
  }
  check.range("response.acute_effect", r.acute_effect, -largest, largest,
              "in the unit of the way in");
  check.range("response.after_discharge_threshold_nc", r.after_discharge_threshold_nc,
              1.0, 1e5, "charge per phase");
  check.range("response.after_discharge_effect", r.after_discharge_effect, -largest,
              largest, "in the unit of the way in");
  check.range("response.accommodation_share", r.accommodation_share, 0.0, 1.0,
              "0: a ramp provokes as a step does");
  if (r.accommodation_share > 0.0) {
    check.range("response.accommodation_time_s", r.accommodation_time_s, 0.01, 3600.0,
                "how fast tissue gets used to charge");
  }
  if (r.way_in == WayIn::kParameter) {
    check.range("response.parameter_time_s", r.parameter_time_s, 0.001, 3600.0,
                "for a shift to fade to 1/e");
  }
  if (r.way_in != WayIn::kAfferent) return;
  const AfferentPath& a = r.afferent;
  check.range("response.afferent.use", a.use, 0.001, 1.0,
              "what a rested synapse releases");
  check.range("response.afferent.facilitation_ms", a.facilitation_ms, 1.0, 1e4,
              "published 17 to 670");
  check.range("response.afferent.depression_ms", a.depression_ms, 1.0, 1e4,
              "published 45 to 706");
  check.range("response.afferent.dispersion_ms", a.dispersion_ms, 0.01, 100.0,
              "of the conduction times");
  check.range("response.afferent.latency_ms", a.latency_ms, 0.0, 1000.0,
              "of conduction and synapse");
}

void check_tissue(const VirtualPatientSettings& s, Check& check) {
  const auto& t = s.tissue;
  check.range("tissue.focus_radius_mm", t.focus_radius_mm, 0.1, 100.0,
              "size of the focus");
  check.range("tissue.chronaxie_us", t.chronaxie_us, 10.0, 2000.0,
              "axons 50 to 400, bodies more");
  check.range("tissue.rheobase_ua", t.rheobase_ua, 0.0, 1e5, "threshold at the contact");
  check.range("tissue.current_distance_ua_per_mm2", t.current_distance_ua_per_mm2, 1.0,
              1e5, "published 100 to 4000 at 200 us");
  check.range("tissue.anode_to_cathode_threshold", t.anode_to_cathode_threshold, 1.0,
              20.0, "an anode needs more current");
}

void check_sensing(const VirtualPatientSettings& s, Check& check) {
  const auto& c = s.sensing;
  check.range("sensing.background_uv_rms", c.background_uv_rms, 0.0, 1e3,
              "of one contact");
  check.range("sensing.amplifier_noise_uv_rms", c.amplifier_noise_uv_rms, 0.0, 1e3,
              "of one channel");
  check.range("sensing.high_pass_hz", c.high_pass_hz, 0.001, 100.0, "amplifier band");
  check.range("sensing.low_pass_hz", c.low_pass_hz, 1.0, 1e5, "amplifier band");
  check.range("sensing.artefact_uv_per_ma", c.artefact_uv_per_ma, 0.0, 1e7,
              "at the end of a pulse");
  check.range("sensing.artefact_decay_us", c.artefact_decay_us, 1.0, 1e7, "time to 1/e");
  check.range("sensing.recovery_us", c.recovery_us, 0.0, 1e7, "after a pulse");
  check.range("sensing.rail_uv", c.rail_uv, 1.0, 1e7, "the converter's range");
  check.range("sensing.step_uv", c.step_uv, 1e-6, 1e4, "of the converter");
  check.range("impedance_check_period_s", s.impedance_check_period_s, 1.0, 1e7,
              "between two measurements");
  check.range("battery_mv", s.battery_mv, 1, 10000, "of the device");
  check.range("temperature_mc", s.temperature_mc, 20000, 50000, "of the device");
}

// What a sensing chain may have or not.
void check_sensing_extras(const SensingSettings& c, Check& check) {
  check.range("sensing.gain_drift_per_day", c.gain_drift_per_day, -0.1, 0.1,
              "scar and wear change a gain by less than a tenth a day");
  if (c.interface.given) {
    const auto& i = c.interface;
    check.range("sensing.interface.charge_transfer_ohm", i.charge_transfer_ohm, 10.0, 1e9,
                "what leaks through the double layer");
    check.range("sensing.interface.double_layer_nf", i.double_layer_nf, 0.01, 1e6,
                "platinum: 10000 to 20000 for each cm2");
    check.range("sensing.interface.recharge_ohm", i.recharge_ohm, 0.0, 1e6,
                "of the recharge switch");
    check.range("sensing.interface.imbalance_share", i.imbalance_share, -0.1, 0.1,
                "stimulators match phases to a few percent or better");
    check.range("sensing.interface.spread_ohm", i.spread_ohm, -1e3, 1e3,
                "brain tissue: some tens of ohm at a centimetre");
  }
  if (c.packet_loss.given) {
    const auto& p = c.packet_loss;
    check.range("sensing.packet_loss.samples_per_packet", p.samples_per_packet, 1, 10000,
                "what travels together is lost together");
    check.range("sensing.packet_loss.mean_run_packets", p.mean_run_packets, 1.0, 1e6,
                "a run of losses is at least one packet");
    if (!(p.mean_run_packets >= 1.0)) return;
    check.range("sensing.packet_loss.lost_share", p.lost_share, 0.0,
                highest_lost_share(p.mean_run_packets),
                "a higher share comes in longer runs");
  }
}

void check_mood(const VirtualPatientSettings& s, Check& check) {
  const MoodNode node =
      s.model == ModelKind::kMoodGamma ? MoodNode::kGamma : MoodNode::kVacc;
  for (const SettingsFault& fault : validate(s.mood, node)) {
    check.range("mood." + fault.field, fault.value, fault.lowest, fault.highest,
                fault.why.c_str());
  }
}

}  // namespace

std::vector<SettingsFault> validate(const VirtualPatientSettings& settings) {
  Check check;
  if (settings.name.empty()) {
    check.faults.push_back({"name", 0.0, 0.0, 0.0, "a patient has a name"});
  }
  check_model(settings, check);
  check_contacts(settings, check);
  check_tissue(settings, check);
  if (!has_mood(settings.model)) check_way_in(settings, check);
  check_sensing(settings, check);
  check_sensing_extras(settings.sensing, check);
  if (has_mood(settings.model)) {
    check_mood(settings, check);
    return check.faults;
  }
  for (const SlowFault& fault : validate(settings.slow)) {
    check.faults.push_back(
        {"slow." + fault.field, fault.value, fault.lowest, fault.highest, fault.why});
  }
  return check.faults;
}

void require_valid(const VirtualPatientSettings& settings) {
  const auto faults = validate(settings);
  if (faults.empty()) return;
  const SettingsFault& f = faults.front();
  throw std::invalid_argument("virtual patient '" + settings.name + "': " + f.field +
                              " is " + std::to_string(f.value) + "; allowed " +
                              std::to_string(f.lowest) + " to " +
                              std::to_string(f.highest) + "; " + f.why);
}

}  // namespace homeostat::models
