// Sensing beside stimulation. A pair of contacts that lies symmetrically about the
// stimulating ones sees most of the artefact on both sides, where the difference takes it
// away; a contact that also stimulates sees all of it. Both are choices a clinician may
// make, so both are advice.
#include "controller/program_findings.h"
#include "controller/program_use.h"

namespace homeostat::controller {
namespace {

using biomarkers::ChannelSettings;
using biomarkers::kExternalContact;
using safety::ElectrodeConfiguration;
using safety::LeadModel;

// Where along its lead a contact lies, in contacts from the tip. Segments of a
// directional lead share a row: ring, three segments, three segments, ring.
int row_of(LeadModel lead, int contact) {
  constexpr int kDirectional[safety::kContactsPerLead] = {0, 1, 1, 1, 2, 2, 2, 3};
  const int place = contact % safety::kContactsPerLead;
  return lead == LeadModel::kDirectional127x150 ? kDirectional[place] : place;
}

int port_of(int contact) { return contact / safety::kContactsPerLead; }

bool is_on_a_lead(int contact) {
  return contact > kExternalContact && contact < safety::kCan;
}

// Where no lead is named at all, safety says so once.
bool exists(const safety::Limits& limits, int contact) {
  if (!is_on_a_lead(contact)) return true;  // the can, the scalp, or told elsewhere
  if (limits.leads == safety::Limits{}.leads) return true;
  const LeadModel lead = limits.leads[static_cast<std::size_t>(port_of(contact))];
  return contact % safety::kContactsPerLead < safety::describe(lead).contacts;
}

bool drives(const ElectrodeConfiguration& configuration, int contact) {
  return contact >= 0 && contact < safety::kContacts &&
         configuration.contacts[static_cast<std::size_t>(contact)].polarity !=
             safety::Polarity::kUnused;
}

// The pair's middle is that of the contacts driven on the same lead; without any, too.
bool is_symmetric(const ChannelSettings& channel,
                  const ElectrodeConfiguration& configuration, LeadModel lead) {
  int driven = 0;
  int rows = 0;
  const int tip = port_of(channel.plus_contact) * safety::kContactsPerLead;
  for (int place = 0; place < safety::kContactsPerLead; ++place) {
    if (!drives(configuration, tip + place)) continue;
    ++driven;
    rows += row_of(lead, place);
  }
  const int pair =
      row_of(lead, channel.plus_contact) + row_of(lead, channel.minus_contact);
  return pair * driven == 2 * rows;
}

bool is_pair_on_one_lead(const ChannelSettings& channel) {
  return is_on_a_lead(channel.plus_contact) && is_on_a_lead(channel.minus_contact) &&
         port_of(channel.plus_contact) == port_of(channel.minus_contact);
}

void check_side(const TherapyProgram& program, int contact, const FieldPath& at,
                ProgramFindings& findings) {
  const safety::Limits& limits = program.limits;
  findings.require(exists(limits, contact), at,
                   "the lead in this port has no such contact");
  for (std::size_t k = 0; k < limits.configurations.size(); ++k) {
    if (!uses(program, k) || !drives(limits.configurations[k], contact)) continue;
    findings.require(false, at, "senses on a contact that also stimulates",
                     Weight::kAdvice);
    return;
  }
}

void check_symmetry(const TherapyProgram& program, const ChannelSettings& channel,
                    const FieldPath& at, ProgramFindings& findings) {
  const safety::Limits& limits = program.limits;
  for (std::size_t k = 0; k < limits.configurations.size(); ++k) {
    const ElectrodeConfiguration& configuration = limits.configurations[k];
    if (!uses(program, k) || drives(configuration, channel.plus_contact) ||
        drives(configuration, channel.minus_contact)) {
      continue;
    }
    const auto port = static_cast<std::size_t>(port_of(channel.plus_contact));
    if (is_symmetric(channel, configuration, limits.leads[port])) continue;
    findings.require(false, at,
                     "the pair is not symmetric about the stimulating contacts",
                     Weight::kAdvice);
    return;
  }
}

}  // namespace

void check_contacts(const TherapyProgram& program, ProgramFindings& findings) noexcept {
  const biomarkers::BiomarkerSettings& sensing = program.biomarkers;
  for (std::size_t i = 0; i < sensing.channel_count && i < sensing.channels.size(); ++i) {
    const ChannelSettings& channel = sensing.channels[i];
    const FieldPath at = (FieldPath("biomarkers") / "channels")[i];
    check_side(program, channel.plus_contact, at / "plus_contact", findings);
    check_side(program, channel.minus_contact, at / "minus_contact", findings);
    if (is_pair_on_one_lead(channel)) {
      check_symmetry(program, channel, at / "minus_contact", findings);
    }
  }
}

}  // namespace homeostat::controller
