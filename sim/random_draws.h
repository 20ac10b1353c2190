// Random numbers that are the same on every host: the standard fixes the engine, and the
// maps from its bits are ours. Of what is drawn for statistics; a model's noise depends
// on what it is for (models/noise.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace homeostat::sim {

class RandomDraws {
 public:
  explicit RandomDraws(std::uint64_t seed) : engine_(seed) {}

  // 0 to n - 1, each as likely; n at least 1.
  std::size_t below(std::size_t n) {
    const std::uint64_t whole = std::mt19937_64::max() / n * n;  // of equal shares
    std::uint64_t bits = engine_();
    while (bits >= whole) bits = engine_();
    return static_cast<std::size_t>(bits % n);
  }
  // From 0 to less than 1, in steps of 2^-53.
  double unit() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace homeostat::sim
