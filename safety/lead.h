// The compiled lead catalogue: the only source of contact areas, and so of every
// charge limit. A program names a model; it can never state an area.
//
// Knows no program and no limit. Areas are geometric, computed from the makers'
// published dimensions: a cylinder is pi * diameter * length, a disc pi * d^2 / 4.
#pragma once

#include <cstdint>

namespace homeostat::safety {

// Contacts of the implant are one vector: lead 0 holds 0..7, lead 1 holds 8..15,
// the can is 16.
inline constexpr int kMaxLeads = 2;
inline constexpr int kContactsPerLead = 8;
inline constexpr int kCan = kMaxLeads * kContactsPerLead;
inline constexpr int kContacts = kCan + 1;

enum class LeadModel : std::uint8_t {
  kNone = 0,            // no lead in this port
  kDepthRing127x200,    // 4 rings, 1.27 mm x 2.0 mm: responsive depth lead, 0.0798 cm2
  kStripDisc318,        // 4 discs, 3.18 mm: responsive cortical strip, 0.0794 cm2
  kDbsRing127x150,      // 4 rings, 1.27 mm x 1.5 mm: deep brain lead, 0.0598 cm2
  kDbsOctal127x150,     // 8 rings, 1.27 mm x 1.5 mm, 0.0598 cm2
  kDirectional127x150,  // 2 rings and 6 segments of a third of a ring, less the gaps
  kSeeg080x200,         // 8 rings, 0.8 mm x 2.0 mm: stereo-EEG, 0.0503 cm2
};

struct LeadDescription {
  const char* name;       // as written in a program, for example "depth_ring_1.27x2.0"
  std::uint8_t contacts;  // how many of the port's eight exist
  std::uint32_t area_um2[kContactsPerLead];  // rounded down; 0 where there is no contact
};

inline constexpr int kLeadModels = 7;
inline constexpr std::uint32_t kCanArea_um2 = 1'000'000'000;  // 10 cm2, a lower bound

// Never null; an unknown model is described as kNone.
const LeadDescription& describe(LeadModel model) noexcept;

}  // namespace homeostat::safety
