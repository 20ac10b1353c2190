#include "sim/linear_discriminant.h"

#include <Eigen/Dense>

namespace homeostat::sim {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr double kFewestRows = 3.0;
constexpr double kRegular = 1e-9;  // of the largest variance: a feature that never moves

}  // namespace

double Discriminant::score(std::span<const double> row) const {
  double sum = bias;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * row[i];
  return sum;
}

DiscriminantSums::DiscriminantSums(std::span<const double> rows, std::size_t width,
                                   std::span<const std::uint8_t> positive)
    : width_(width),
      stride_(1 + width + width * width),
      rows_(positive.size()),
      sums_((positive.size() + 1) * 2 * stride_) {
  for (std::size_t r = 0; r < rows_; ++r) {
    const auto before = sums_.begin() + static_cast<std::ptrdiff_t>(r * 2 * stride_);
    std::copy(before, before + static_cast<std::ptrdiff_t>(2 * stride_),
              before + static_cast<std::ptrdiff_t>(2 * stride_));
    double* sums = &sums_[((r + 1) * 2 + positive[r]) * stride_];
    const double* row = &rows[r * width];
    sums[0] += 1.0;
    for (std::size_t i = 0; i < width; ++i) sums[1 + i] += row[i];
    for (std::size_t i = 0; i < width; ++i)
      for (std::size_t j = 0; j < width; ++j)
        sums[1 + width + i * width + j] += row[i] * row[j];
  }
}

std::span<const double> DiscriminantSums::up_to(std::size_t row,
                                                std::size_t of_class) const {
  return std::span(sums_).subspan((row * 2 + of_class) * stride_, stride_);
}

Discriminant DiscriminantSums::fit_without(std::size_t from, std::size_t to) const {
  const auto width = static_cast<Eigen::Index>(width_);
  const auto stride = static_cast<Eigen::Index>(stride_);
  Matrix scatter = Matrix::Zero(width, width);
  Vector means[2];
  double rows = 0.0;
  for (std::size_t c = 0; c < 2; ++c) {
    const auto sums_at = [&](std::size_t row) {
      return Eigen::Map<const Vector>(up_to(row, c).data(), stride);
    };
    const Vector kept = sums_at(rows_) - sums_at(to) + sums_at(from);
    if (kept[0] < kFewestRows) return {};
    means[c] = kept.segment(1, width) / kept[0];
    scatter += Eigen::Map<const Matrix>(kept.data() + 1 + width, width, width) -
               kept[0] * means[c] * means[c].transpose();
    rows += kept[0];
  }
  scatter /= rows - 2.0;
  const Vector variances = scatter.diagonal();
  scatter *= 1.0 - kDiscriminantShrinkage;
  scatter.diagonal() += kDiscriminantShrinkage * variances;
  scatter.diagonal().array() += kRegular * (variances.maxCoeff() + kRegular);
  const Vector weights = scatter.ldlt().solve(means[1] - means[0]);
  return {{weights.begin(), weights.end()}, -0.5 * weights.dot(means[0] + means[1])};
}

}  // namespace homeostat::sim
