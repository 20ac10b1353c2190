// Fisher's linear discriminant, fitted over and over with other stretches left out.
//
// Sums over rows are kept up to each row, so that leaving out a stretch costs no pass
// over the rest. The pooled covariance is drawn a tenth of the way to its diagonal, which
// makes it regular where features move as one and leaves their scales alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace homeostat::sim {

inline constexpr double kDiscriminantShrinkage = 0.1;

struct Discriminant {
  std::vector<double> weights;  // positive: more in the positive class
  double bias = 0.0;            // score 0 lies midway between the classes' means

  double score(std::span<const double> row) const;
};

class DiscriminantSums {
 public:
  // `rows`: row after row, `width` values each; `positive`: 1 or 0, of each row.
  DiscriminantSums(std::span<const double> rows, std::size_t width,
                   std::span<const std::uint8_t> positive);

  // Of all rows but those from `from` to before `to`. No weights where either class has
  // fewer than three rows left.
  Discriminant fit_without(std::size_t from, std::size_t to) const;

 private:
  std::span<const double> up_to(std::size_t row, std::size_t of_class) const;

  std::size_t width_;
  std::size_t stride_;  // of one class: count, sums, products
  std::size_t rows_;
  std::vector<double> sums_;  // of the rows before each row, class by class
};

}  // namespace homeostat::sim
