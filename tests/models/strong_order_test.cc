// How fast the path of one Wiener process is approached as the macro step shrinks: RK4
// under a line matched to the increment and the integral gains a strong order of one and
// a half, Heun under the increment alone an order of one.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "models/integrate.h"
#include "models/noise.h"
#include "models/wendling.h"

namespace homeostat::models {
namespace {

using baseline::One;

// Increment and integral of a Wiener path over one step.
struct Piece {
  double increment;
  double area;
};

// 2^k neighbours become one: the path stays the same.
std::vector<Piece> coarser(const std::vector<Piece>& fine, double h) {
  std::vector<Piece> pairs;
  for (std::size_t i = 0; i + 1 < fine.size(); i += 2) {
    pairs.push_back({fine[i].increment + fine[i + 1].increment,
                     fine[i].area + fine[i + 1].area + h * fine[i].increment});
  }
  return pairs;
}

struct Forced {
  One values[1];
  const One& operator[](std::size_t i) const { return values[i]; }
};

// The LFP every 8 ms.
std::vector<double> life(const std::vector<Piece>& path, double h, bool linear) {
  One p[std::size(Wendling::kParameters)], x[std::size(Wendling::kStates)];
  for (std::size_t i = 0; i < std::size(p); ++i) p[i] = Wendling::kParameters[i].value;
  p[Wendling::kB] = 50.0;  // background activity
  for (auto& value : x) value = 0.0;
  const double sigma = p[Wendling::kSigma].part[0];
  const auto c = Wendling::prepare(static_cast<const One*>(p));
  std::vector<double> lfp;
  for (std::size_t s = 0; s < path.size(); ++s) {
    const auto [w, area] = path[s];
    const double start = linear ? (6.0 * area / h - 2.0 * w) / h : w / h;
    const double slope = linear ? (6.0 * w - 12.0 * area / h) / (h * h) : 0.0;
    const auto inputs = [&](baseline::Moment moment) {
      const double t = moment == baseline::Moment::kStart ? 0.0
                       : moment == baseline::Moment::kEnd ? h
                                                          : 0.5 * h;
      return Inputs<One, Nothing, Forced, Nothing>{
          0.0, {}, {{sigma * (start + slope * t)}}, {}};
    };
    if (linear) {
      baseline::rk4<Wendling>(x, c, One(h), inputs);
    } else {
      baseline::heun<Wendling>(x, c, One(h), inputs);
    }
    const double time = static_cast<double>(s + 1) * h;
    if (std::abs(time / 8e-3 - std::round(time / 8e-3)) < 1e-6) {
      lfp.push_back(Wendling::observable(static_cast<const One*>(x), c).part[0]);
    }
  }
  return lfp;
}

double rms(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum / static_cast<double>(a.size()));
}

// RMS errors at 1, 2 and 4 ms over forty paths of half a second.
std::vector<double> errors(bool linear) {
  constexpr double kFinest = 1e-3 / 16;
  std::vector<double> mean(3);
  for (std::uint32_t patient = 0; patient < 40; ++patient) {
    std::vector<Piece> path;
    for (std::uint64_t step = 0; step < 8000; ++step) {
      const auto xi = random_normals({11, patient, 0}, 0, step);
      const double root = std::sqrt(kFinest);
      path.push_back(
          {root * xi[0], 0.5 * kFinest * root * (xi[0] + xi[1] / std::sqrt(3.0))});
    }
    const auto exact = life(path, kFinest, true);
    double h = kFinest;
    for (; h < 0.9e-3; h *= 2.0) path = coarser(path, h);
    for (double& sum : mean) {
      const double e = rms(life(path, h, linear), exact);
      sum += e * e / 40.0;
      path = coarser(path, h);
      h *= 2.0;
    }
  }
  for (double& e : mean) e = std::sqrt(e);
  return mean;
}

TEST(StrongOrder, OfRk4UnderAMatchedLineIsOneAndAHalfAtLeast) {
  const auto e = errors(true);
  EXPECT_GT(std::log2(e[1] / e[0]), 1.4);
  EXPECT_LT(e[0], 1e-3);  // mV, of a signal of 0.35
}

TEST(StrongOrder, OfHeunUnderTheIncrementIsOne) {
  const auto e = errors(false);
  EXPECT_NEAR(std::log2(e[1] / e[0]), 1.0, 0.3);
  EXPECT_GT(e[0], 10 * errors(true)[0]);
}

}  // namespace
}  // namespace homeostat::models
