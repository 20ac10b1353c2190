// The model of models/ADDING_A_MODEL.md, as the page has it.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "fitz_hugh_nagumo.h"  // cut out of the page by tests/CMakeLists.txt
#include "models/network_lanes.h"

namespace homeostat::models {
namespace {

TEST(Tutorial, ModelSpikesUnderItsCurrentAndRestsWithoutIt) {
  const Kernel kernel = baseline::kernel_of<FitzHughNagumo>();
  std::vector<double> state(2 * kGroup), parameters(5 * kGroup);
  for (std::size_t i = 0; i < state.size(); ++i) {
    state[i] = FitzHughNagumo::kStates[i / kGroup].initial;
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    parameters[i] = FitzHughNagumo::kParameters[i / kGroup].value;
  }
  parameters[7] = 0.0;  // the last lane's current
  std::vector<double> v(4000 * kGroup);
  kernel.advance({.state = state.data(),
                  .parameters = parameters.data(),
                  .step = FitzHughNagumo::kFacts.step,
                  .steps = 4000,
                  .observed = v.data()});
  double spiking = -10.0, resting = -10.0;
  for (std::size_t row = 2000; row < 4000; ++row) {
    spiking = std::max(spiking, v[row * kGroup]);
    resting = std::max(resting, v[row * kGroup + 7]);
  }
  EXPECT_GT(spiking, 1.5);
  EXPECT_NEAR(resting, -1.1994, 1e-3);  // where V - V^3/3 = (V + 0.7) / 0.8
}

}  // namespace
}  // namespace homeostat::models
