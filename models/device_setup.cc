#include "models/device_setup.h"

#include <stdexcept>
#include <string>

#include "biomarkers/sample_frame.h"
#include "models/virtual_patient.h"
#include "safety/whole_number.h"

namespace homeostat::models {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("device setup: " + what);
}

void require_present(const ContactMap& contacts, int contact, const char* use) {
  if (contact >= 0 && contact < safety::kContacts &&
      contacts[static_cast<std::size_t>(contact)].present) {
    return;
  }
  refuse(std::string(use) + " contact " + std::to_string(contact) +
         ", which this patient does not have");
}

void require_contacts(const DeviceSetup& setup, const ContactMap& contacts) {
  for (const SensedPair& pair : setup.channels) {
    for (const int contact : {pair.plus_contact, pair.minus_contact}) {
      if (contact != -1) require_present(contacts, contact, "channel senses");
    }
  }
  for (const safety::ElectrodeConfiguration& configuration : setup.configurations) {
    for (int contact = 0; contact < safety::kContacts; ++contact) {
      if (configuration.contacts[static_cast<std::size_t>(contact)].polarity !=
          safety::Polarity::kUnused) {
        require_present(contacts, contact, "configuration drives");
      }
    }
  }
}

}  // namespace

const safety::ElectrodeConfiguration& DeviceSetup::configuration_of(
    const safety::PulseTrain& train) const {
  if (train.configuration >= configurations.size()) {
    refuse("command names electrode configuration " +
           std::to_string(train.configuration) + "; there are " +
           std::to_string(configurations.size()));
  }
  return configurations[train.configuration];
}

void require_valid(const DeviceSetup& setup, const ContactMap& contacts) {
  if (!(setup.rate_hz >= 1.0 && setup.rate_hz <= 1e5)) {
    refuse("rate_hz: allowed 1 to 100000");
  }
  if (setup.samples_per_frame < 1 || setup.samples_per_frame > biomarkers::kMaxSamples) {
    refuse("samples_per_frame: allowed 1 to " + std::to_string(biomarkers::kMaxSamples));
  }
  if (setup.channels.empty() || setup.channels.size() > biomarkers::kMaxChannels) {
    refuse("channels: allowed 1 to " + std::to_string(biomarkers::kMaxChannels));
  }
  require_contacts(setup, contacts);
}

void report_device(const VirtualPatientSettings& settings, std::uint64_t end_us,
                   biomarkers::SampleFrame& frame) {
  const auto period_us =
      static_cast<std::uint64_t>(settings.impedance_check_period_s * 1e6);
  for (std::size_t i = 0; i < frame.impedances.size(); ++i) {
    const ContactSettings& contact = settings.contacts[i];
    if (!contact.present) continue;
    frame.impedances[i].value =
        Ohms(safety::whole_number(static_cast<float>(contact.impedance_ohm)));
    frame.impedances[i].age = Microseconds(static_cast<std::int64_t>(end_us % period_us));
    frame.impedances[i].valid = true;
  }
  frame.battery = Millivolts(settings.battery_mv);
  frame.temperature = Millicelsius(settings.temperature_mc);
}

}  // namespace homeostat::models
