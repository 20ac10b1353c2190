#include "models/fast_node.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace homeostat::models {
namespace {

// Gamma of models/mood_gamma.h with mood held still, RK4 with a step of 0.25 ms, mean of
// a second after ten. At rest below the first.
constexpr double kLowestInput = 0.78;
constexpr double kInputStep = 0.02;
constexpr double kGamma[] = {
    0.0000, 0.0691, 0.1438, 0.2115, 0.2745, 0.3350, 0.3930, 0.4512, 0.5091, 0.5669,
    0.6251, 0.6833, 0.7413, 0.7994, 0.8570, 0.9141, 0.9704, 1.0259, 1.0802, 1.1334,
    1.1853, 1.2359, 1.2851, 1.3330, 1.3792, 1.4240, 1.4674, 1.5094, 1.5499, 1.5890,
    1.6265, 1.6628, 1.6978, 1.7313, 1.7635, 1.7943, 1.8239, 1.8522, 1.8792, 1.9050,
    1.9295, 1.9528, 1.9750, 1.9958, 2.0157, 2.0338, 2.0515, 2.0662, 2.0819, 2.0955,
    2.1080, 2.1192, 2.1292, 2.1378, 2.1452, 2.1516, 2.1564, 2.1599, 2.1622, 2.1631,
    2.1627, 2.1607, 2.1575, 2.1530, 2.1463, 2.1386, 2.1293, 2.1183, 2.1057, 2.0913,
    2.0753, 2.0574, 2.0376, 2.0158, 1.9920, 1.9661, 1.9380, 1.9076, 1.8749, 1.8396,
    1.8016, 1.7608};

// S_v of models/vacc_dlpfc.h, mean of 64 patients over 40 s after 20 s, noise of seed 7.
constexpr double kLowestDysfunction = 0.98;
constexpr double kDysfunctionStep = 0.005;
constexpr std::size_t kDysfunctions = 21;
constexpr double kCurrents_na[] = {0.0, -0.0025, -0.005, -0.01, -0.02};
constexpr double kSv[][kDysfunctions] = {
    {0.1108, 0.1125, 0.1143, 0.1163, 0.1185, 0.1209, 0.1236,
     0.1273, 0.1663, 0.2058, 0.3248, 0.4631, 0.5787, 0.6204,
     0.6270, 0.6342, 0.6387, 0.6431, 0.6473, 0.6513, 0.6552},
    {0.0883, 0.0891, 0.0900, 0.0908, 0.0918, 0.0928, 0.0947,
     0.0958, 0.0969, 0.0981, 0.0993, 0.1006, 0.1021, 0.1036,
     0.1052, 0.1070, 0.1089, 0.1111, 0.1142, 0.1493, 0.1749},
    {0.0689, 0.0694, 0.0705, 0.0711, 0.0716, 0.0721, 0.0727,
     0.0736, 0.0748, 0.0754, 0.0761, 0.0775, 0.0790, 0.0797,
     0.0805, 0.0817, 0.0829, 0.0839, 0.0847, 0.0856, 0.0866},
    {0.0271, 0.0272, 0.0274, 0.0275, 0.0276, 0.0279, 0.0280,
     0.0284, 0.0285, 0.0286, 0.0287, 0.0289, 0.0302, 0.0305,
     0.0306, 0.0312, 0.0318, 0.0323, 0.0325, 0.0326, 0.0333},
    {0.0161, 0.0162, 0.0162, 0.0162, 0.0162, 0.0162, 0.0162,
     0.0162, 0.0163, 0.0163, 0.0163, 0.0163, 0.0163, 0.0163,
     0.0163, 0.0163, 0.0164, 0.0164, 0.0164, 0.0164, 0.0164}};

// Where x lies in a table of `size`: between element and the next, by a share.
struct Place {
  std::size_t element;
  double share;
};

Place place_of(double x, std::size_t size) {
  const double last = static_cast<double>(size - 1);
  const double held = x > 0.0 ? std::min(x, last) : 0.0;
  const auto element = std::min(static_cast<std::size_t>(held), size - 2);
  return {element, held - static_cast<double>(element)};
}

double between(const double* table, const Place& place) {
  const double low = table[place.element];
  return low + place.share * (table[place.element + 1] - low);
}

}  // namespace

double mean_gamma(double input) noexcept {
  return between(kGamma,
                 place_of((input - kLowestInput) / kInputStep, std::size(kGamma)));
}

double mean_vacc(double dysfunction, double current_na) noexcept {
  const Place place =
      place_of((dysfunction - kLowestDysfunction) / kDysfunctionStep, kDysfunctions);
  const double current =
      std::clamp(current_na, kCurrents_na[std::size(kCurrents_na) - 1], kCurrents_na[0]);
  std::size_t row = 0;
  while (row + 2 < std::size(kCurrents_na) && current < kCurrents_na[row + 1]) ++row;
  const double upper = between(kSv[row], place);
  const double lower = between(kSv[row + 1], place);
  return upper + (lower - upper) * (kCurrents_na[row] - current) /
                     (kCurrents_na[row] - kCurrents_na[row + 1]);
}

double FastNode::mean(double mood, double recruited) const noexcept {
  if (is_gamma_) {
    return mean_gamma(gamma_.input - gamma_.mood_weight * mood -
                      gamma_.stimulation_weight * recruited);
  }
  return mean_vacc(vacc_.dysfunction - vacc_.dysfunction_per_mood * mood,
                   vacc_.current_na * recruited);
}

}  // namespace homeostat::models
