#include "clinical_configs/patient_rules.h"

#include <algorithm>
#include <string_view>

#include "clinical_configs/mood_patient_message.h"
#include "clinical_configs/schema_path.h"
#include "clinical_configs/virtual_patient.pb.h"

namespace homeostat::clinical_configs {
namespace {

using config::VirtualPatient;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool has_mood(const VirtualPatient& patient) {
  return patient.model() == VirtualPatient::MOOD_GAMMA ||
         patient.model() == VirtualPatient::VACC_DLPFC;
}

// For whom a field is: null where it is for this patient.
const char* wanted_by_another(const VirtualPatient& patient, std::string_view path) {
  const auto way_in = patient.response().way_in();
  const auto unless = [](bool own, const char* other) { return own ? nullptr : other; };
  constexpr const char* kModel = "given, but the model is another one";
  constexpr const char* kWayIn = "given, but the way in is another one";
  if (path == "spike_wave") {
    return unless(patient.model() == VirtualPatient::SPIKE_WAVE, kModel);
  }
  if (path == "epileptor") {
    return unless(patient.model() == VirtualPatient::EPILEPTOR, kModel);
  }
  if (path == "mood") return unless(has_mood(patient), kModel);
  if (path == "seconds_per_unit" || path == "response" || path == "slow") {
    return unless(!has_mood(patient), "given, but the model has a mood");
  }
  if (path == "mood.gamma") {
    return unless(patient.model() == VirtualPatient::MOOD_GAMMA, kModel);
  }
  if (path == "mood.vacc") {
    return unless(patient.model() == VirtualPatient::VACC_DLPFC, kModel);
  }
  if (path == "response.afferent") {
    return unless(way_in == config::Response::AFFERENT, kWayIn);
  }
  if (path == "response.parameter_time_s") {
    return unless(way_in == config::Response::PARAMETER, kWayIn);
  }
  return nullptr;
}

// Fields that the schema says may be left out.
bool may_be_absent(const FieldDescriptor& field) {
  const std::string_view name = field.name();
  const std::string_view of = field.containing_type()->name();
  return (of == "VirtualPatient" && name == "slow") || of == "SlowState" ||
         (of == "Response" && (name == "way_in" || name.starts_with("accommodation"))) ||
         (of == "Sensing" &&
          (name == "interface" || name == "gain_drift_per_day" || name == "packet_loss"));
}

void add_absent(const Message& message, const VirtualPatient& patient,
                const std::string& path, std::vector<Fault>& faults) {
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    const std::string place = path.empty() ? field.name() : path + '.' + field.name();
    if (field.is_repeated()) {
      const int size = reflection->FieldSize(message, &field);
      if (size == 0 && !may_be_absent(field))
        faults.push_back({.kind = Fault::Kind::kMissing, .path = place});
      for (int k = 0; k < size; ++k) {
        add_absent(reflection->GetRepeatedMessage(message, &field, k), patient,
                   place + '[' + std::to_string(k) + ']', faults);
      }
      continue;
    }
    const bool present = reflection->HasField(message, &field);
    const char* const other = wanted_by_another(patient, place);
    if (present && other != nullptr) {
      faults.push_back({.path = place, .why = other});
    } else if (!present && other == nullptr && !may_be_absent(field)) {
      faults.push_back({.kind = Fault::Kind::kMissing, .path = place});
    } else if (present && field.message_type() != nullptr) {
      add_absent(reflection->GetMessage(message, &field), patient, place, faults);
    }
  }
}

// Contacts are listed by number, each once.
void add_misnumbered(const VirtualPatient& patient, std::vector<Fault>& faults) {
  std::array<bool, safety::kContacts> seen{};
  for (int i = 0; i < patient.contacts_size(); ++i) {
    const int number = patient.contacts(i).contact();
    Fault fault{.path = "contacts[" + std::to_string(i) + "].contact",
                .value = static_cast<double>(number),
                .lowest = 0.0,
                .highest = safety::kContacts - 1,
                .nearest = std::clamp<double>(number, 0, safety::kContacts - 1)};
    if (number < 0 || number >= safety::kContacts) {
      fault.why = "no such contact";
      faults.push_back(fault);
    } else if (std::exchange(seen[static_cast<std::size_t>(number)], true)) {
      fault.why = "listed twice";
      faults.push_back(fault);
    }
  }
}

models::ContactMap to_contacts(const VirtualPatient& patient) {
  models::ContactMap contacts;
  for (const auto& contact : patient.contacts()) {
    if (contact.contact() < 0 || contact.contact() >= safety::kContacts) continue;
    contacts[static_cast<std::size_t>(contact.contact())] = {
        .present = true,
        .focus_distance_mm = contact.focus_distance_mm(),
        .focus_gain_uv = contact.focus_gain_uv(),
        .impedance_ohm = contact.impedance_ohm()};
  }
  return contacts;
}

models::TissueSettings to_tissue(const config::Tissue& tissue) {
  return {.focus_radius_mm = tissue.focus_radius_mm(),
          .chronaxie_us = tissue.chronaxie_us(),
          .rheobase_ua = tissue.rheobase_ua(),
          .current_distance_ua_per_mm2 = tissue.current_distance_ua_per_mm2(),
          .anode_to_cathode_threshold = tissue.anode_to_cathode_threshold()};
}

models::ResponseSettings to_response(const config::Response& response) {
  const config::Afferent& afferent = response.afferent();
  return {.way_in = static_cast<models::WayIn>(response.way_in()),
          .acute_effect = response.acute_effect(),
          .after_discharge_threshold_nc = response.after_discharge_threshold_nc(),
          .after_discharge_effect = response.after_discharge_effect(),
          .accommodation_share = response.accommodation_share(),
          .accommodation_time_s = response.accommodation_time_s(),
          .afferent = {.use = afferent.use(),
                       .facilitation_ms = afferent.facilitation_ms(),
                       .depression_ms = afferent.depression_ms(),
                       .dispersion_ms = afferent.dispersion_ms(),
                       .latency_ms = afferent.latency_ms()},
          .parameter_time_s = response.parameter_time_s()};
}

models::SlowSettings to_slow(const config::SlowState& slow) {
  models::SlowSettings settings{.baseline = slow.baseline()};
  for (const auto& cycle : slow.cycles()) {
    settings.cycles.push_back({cycle.period_s(), cycle.depth(), cycle.peak_s()});
  }
  for (const auto& change : slow.medication()) {
    settings.medication.push_back(
        {change.start_s(), change.effect(), change.wash_in_s()});
  }
  settings.plasticity = {slow.plasticity().depth(),
                         slow.plasticity().half_pulses_per_day(),
                         slow.plasticity().time_s()};
  return settings;
}

models::SensingSettings to_sensing(const config::Sensing& sensing) {
  return {
      .background_uv_rms = sensing.background_uv_rms(),
      .amplifier_noise_uv_rms = sensing.amplifier_noise_uv_rms(),
      .high_pass_hz = sensing.high_pass_hz(),
      .low_pass_hz = sensing.low_pass_hz(),
      .artefact_uv_per_ma = sensing.artefact_uv_per_ma(),
      .artefact_decay_us = sensing.artefact_decay_us(),
      .recovery_us = sensing.recovery_us(),
      .rail_uv = sensing.rail_uv(),
      .step_uv = sensing.step_uv(),
      .interface = {.given = sensing.has_interface(),
                    .charge_transfer_ohm = sensing.interface().charge_transfer_ohm(),
                    .double_layer_nf = sensing.interface().double_layer_nf(),
                    .recharge_ohm = sensing.interface().recharge_ohm(),
                    .imbalance_share = sensing.interface().imbalance_share(),
                    .spread_ohm = sensing.interface().spread_ohm()},
      .gain_drift_per_day = sensing.gain_drift_per_day(),
      .packet_loss = {.given = sensing.has_packet_loss(),
                      .samples_per_packet = sensing.packet_loss().samples_per_packet(),
                      .lost_share = sensing.packet_loss().lost_share(),
                      .mean_run_packets = sensing.packet_loss().mean_run_packets()}};
}

}  // namespace

models::VirtualPatientSettings to_patient(const Message& message) {
  const auto& patient = dynamic_cast<const VirtualPatient&>(message);
  models::VirtualPatientSettings settings;
  settings.name = patient.name();
  settings.model = static_cast<models::ModelKind>(patient.model());
  settings.seconds_per_unit = patient.seconds_per_unit();
  settings.spike_wave = {.thalamic_drive = patient.spike_wave().thalamic_drive(),
                         .noise_per_sqrt_s = patient.spike_wave().noise_per_sqrt_s(),
                         .fatigue_depth = patient.spike_wave().fatigue_depth(),
                         .fatigue_time_s = patient.spike_wave().fatigue_time_s()};
  settings.epileptor = {
      .excitability = patient.epileptor().excitability(),
      .slow_noise_per_sqrt_unit = patient.epileptor().slow_noise_per_sqrt_unit(),
      .fast_noise_per_sqrt_unit = patient.epileptor().fast_noise_per_sqrt_unit()};
  settings.contacts = to_contacts(patient);
  settings.tissue = to_tissue(patient.tissue());
  settings.response = to_response(patient.response());
  settings.slow = to_slow(patient.slow());
  settings.mood = to_mood(patient.mood());
  settings.sensing = to_sensing(patient.sensing());
  settings.impedance_check_period_s = patient.impedance_check_period_s();
  settings.battery_mv = patient.battery_mv();
  settings.temperature_mc = patient.temperature_millicelsius();
  return settings;
}

std::vector<Fault> faults_of_patient(const Message& message) {
  const auto& patient = dynamic_cast<const VirtualPatient&>(message);
  std::vector<Fault> faults;
  add_absent(patient, patient, "", faults);
  add_misnumbered(patient, faults);
  for (const models::SettingsFault& fault : models::validate(to_patient(patient))) {
    const SchemaPlace place = place_in_schema(patient, fault.field);
    faults.push_back(
        {.path = place.path,
         .value = fault.value * place.scale,
         .lowest = fault.lowest * place.scale,
         .highest = fault.highest * place.scale,
         .nearest = std::clamp(fault.value, fault.lowest, fault.highest) * place.scale,
         .why = fault.why});
  }
  return faults;
}

}  // namespace homeostat::clinical_configs
