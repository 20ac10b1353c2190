// Area under the receiver operating characteristic: how likely a bin of the one class
// scores higher than one of the other, ties counted half (Mann and Whitney's U).
#pragma once

#include <cstdint>
#include <span>

namespace homeostat::sim {

// 0 to 1; NaN where one of the classes is empty. `positive`: 1 or 0, of each score.
[[nodiscard]] double rank_auc(std::span<const double> scores,
                              std::span<const std::uint8_t> positive);

}  // namespace homeostat::sim
