#include "safety/lead.h"

namespace homeostat::safety {
namespace {

// pi * diameter * length, and pi * diameter^2 / 4, in um2, rounded down.
constexpr std::uint32_t kRing127x200 = 7'979'645;  // pi * 1270 * 2000
constexpr std::uint32_t kDisc318 = 7'942'260;      // pi * 3180^2 / 4
constexpr std::uint32_t kRing127x150 = 5'984'734;  // pi * 1270 * 1500
constexpr std::uint32_t kRing080x200 = 5'026'548;  // pi * 800 * 2000
// Three segments and three gaps of 24 degrees share a ring, so each spans 96 degrees
// (1.06 mm of arc): pi * 1270 * 1500 * 96 / 360. Makers do not publish the gap; a wider
// one than the 0.25 mm that photographs suggest keeps the area a lower bound.
constexpr std::uint32_t kSegment127x150 = 1'595'929;

constexpr LeadDescription kCatalogue[kLeadModels] = {
    {"none", 0, {}},
    {"depth_ring_1.27x2.0", 4, {kRing127x200, kRing127x200, kRing127x200, kRing127x200}},
    {"strip_disc_3.18", 4, {kDisc318, kDisc318, kDisc318, kDisc318}},
    {"dbs_ring_1.27x1.5", 4, {kRing127x150, kRing127x150, kRing127x150, kRing127x150}},
    {"dbs_octal_1.27x1.5",
     8,
     {kRing127x150, kRing127x150, kRing127x150, kRing127x150, kRing127x150, kRing127x150,
      kRing127x150, kRing127x150}},
    // From the tip: ring, three segments, three segments, ring.
    {"directional_1.27x1.5",
     8,
     {kRing127x150, kSegment127x150, kSegment127x150, kSegment127x150, kSegment127x150,
      kSegment127x150, kSegment127x150, kRing127x150}},
    {"seeg_0.8x2.0",
     8,
     {kRing080x200, kRing080x200, kRing080x200, kRing080x200, kRing080x200, kRing080x200,
      kRing080x200, kRing080x200}},
};

}  // namespace

const LeadDescription& describe(LeadModel model) noexcept {
  const auto index = static_cast<unsigned>(model);
  return kCatalogue[index < kLeadModels ? index : 0];
}

}  // namespace homeostat::safety
