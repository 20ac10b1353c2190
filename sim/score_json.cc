#include "sim/score_json.h"

#include <cmath>

namespace homeostat::sim {
namespace {

using Json = nlohmann::ordered_json;

Json number_json(double value) { return std::isnan(value) ? Json() : Json(value); }

}  // namespace

Json score_json(const Score& score) {
  return {{"reference", score.n_ref},
          {"true_positives", score.tp},
          {"false_positives", score.fp},
          {"sensitivity", number_json(score.sensitivity)},
          {"precision", number_json(score.precision)},
          {"f1", number_json(score.f1)},
          {"false_positives_per_day", number_json(score.fp_per_day)}};
}

}  // namespace homeostat::sim
