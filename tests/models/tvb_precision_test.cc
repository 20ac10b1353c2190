// Why our network and TVB's part by some 1e-8: TVB's buffer of the past, its weights and
// hence all sums over neighbours are of single precision. Written out so, with numpy's
// order of addition, every state is TVB's to 1e-10 (1.2e-11 was seen).
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <vector>

#include "models/epileptor.h"
#include "models/integrate.h"
#include "tests/models/peer_networks.h"

namespace homeostat::models {
namespace {

using baseline::One;

constexpr std::size_t kNodes = 76;
constexpr std::size_t kSlots = 768;

// numpy's sum of at most 128 numbers: eight partial sums, then the rest.
float pairwise(std::span<const float> a) {
  std::size_t i = 0;
  float sum = -0.0f;
  if (a.size() >= 8) {
    std::array<float, 8> part;
    for (; i < 8; ++i) part[i] = a[i];
    for (; i + 8 <= a.size(); i += 8) {
      for (std::size_t k = 0; k < 8; ++k) part[k] += a[i + k];
    }
    sum = ((part[0] + part[1]) + (part[2] + part[3])) +
          ((part[4] + part[5]) + (part[6] + part[7]));
  }
  for (; i < a.size(); ++i) sum += a[i];
  return sum;
}

// numpy.add.reduceat begins with the first and adds the sum of the others.
float reduced(std::span<const float> a) {
  if (a.empty()) return 0.0f;
  return a.size() == 1 ? a[0] : a[0] + pairwise(a.subspan(1));
}

struct Coupling {
  std::array<One, 2> values;
  const One& operator[](std::size_t i) const { return values[i]; }
};

class SinglePrecisionNetwork {
 public:
  explicit SinglePrecisionNetwork(const TvbNetwork& peer)
      : peer_(peer),
        ring_(peer.ring.begin(), peer.ring.end()),
        now_(static_cast<std::size_t>(peer.step0)) {
    for (std::size_t node = 0; node < kNodes; ++node) {
      std::array<One, std::size(Epileptor::kParameters)> p;
      for (std::size_t i = 0; i < p.size(); ++i) {
        const std::string_view name = Epileptor::kParameters[i].name;
        p[i] = name == "x0"    ? peer.x0[node]
               : name == "Kvf" ? 0.05
               : name == "Kf"  ? 0.1
               : name == "Ks"  ? -0.2
                               : Epileptor::kParameters[i].value;
      }
      equations_.push_back(Epileptor::prepare(static_cast<const One*>(p.data())));
      for (std::size_t i = 0; i < 6; ++i) x_[node][i] = peer.start[i * kNodes + node];
    }
  }

  void step() {
    for (std::size_t node = 0; node < kNodes; ++node) {
      for (std::size_t c = 0; c < 2; ++c) {
        past(now_, c, node) =
            static_cast<float>(x_[node][Epileptor::kCoupled[c]].part[0]);
      }
    }
    std::array<Coupling, kNodes> heard;
    for (std::size_t node = 0; node < kNodes; ++node) {
      heard[node] = {{hear(node, 0), hear(node, 1)}};
    }
    for (std::size_t node = 0; node < kNodes; ++node) {
      baseline::heun<Epileptor>(
          x_[node].data(), equations_[node], One(0.05), [&](baseline::Moment) {
            return Inputs<One, Coupling, Nothing, Nothing>{0.0, heard[node], {}, {}};
          });
    }
    ++now_;
  }

  double state(std::size_t node, std::size_t i) const { return x_[node][i].part[0]; }

 private:
  float& past(std::size_t step, std::size_t c, std::size_t node) {
    return ring_[(step % kSlots * 2 + c) * kNodes + node];
  }

  double hear(std::size_t node, std::size_t c) {
    std::vector<float> terms;
    for (std::size_t j = 0; j < kNodes; ++j) {
      const auto w = static_cast<float>(peer_.connectome.weights[node * kNodes + j]);
      if (w == 0.0f) continue;
      const std::size_t delay = peer_.connectome.delay_steps[node * kNodes + j];
      terms.push_back(w * (past(now_ + kSlots - delay, c, j) - past(now_, c, node)));
    }
    return 0.1 * static_cast<double>(reduced(terms));
  }

  const TvbNetwork& peer_;
  std::vector<float> ring_;
  std::size_t now_;
  std::vector<Epileptor::Coefficients<One>> equations_;
  std::array<std::array<One, 6>, kNodes> x_;
};

TEST(TvbsPrecision, IsSingleInTheCouplingAndExplainsWhatIsLeft) {
  HOMEOSTAT_NEEDS("models/tvb_epileptor76_net.bin");
  const TvbNetwork peer;
  SinglePrecisionNetwork network(peer);
  double worst = 0.0;
  for (std::size_t step = 0; step < 499 * 20 + 1; ++step) {
    network.step();
    if (step % 20 != 0) continue;
    for (std::size_t i = 0; i < 6; ++i) {
      for (std::size_t node = 0; node < kNodes; ++node) {
        const double theirs = peer.y[(step / 20 * 6 + i) * kNodes + node];
        worst = std::max(worst, std::abs(network.state(node, i) - theirs));
      }
    }
  }
  EXPECT_LE(worst, 1e-10) << worst;
}

}  // namespace
}  // namespace homeostat::models
