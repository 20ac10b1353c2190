#include "models/pulse_schedule.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace homeostat::models {

std::uint64_t pulses_until(double start, double period, double stop) {
  if (!(stop > start)) return 0;
  auto count = static_cast<std::uint64_t>(std::ceil((stop - start) / period));
  while (count > 0 && start + static_cast<double>(count - 1) * period >= stop) --count;
  return count;
}

void PulseSchedule::add(const PulseTrain& train) {
  const bool fair =
      std::isfinite(train.start) && std::isfinite(train.amplitude) &&
      train.start >= 0.0 && train.width > 0.0 && std::isfinite(train.width) &&
      (train.pulses <= 1 || (train.period > 0.0 && std::isfinite(train.period)));
  if (!fair) {
    throw std::invalid_argument(
        "pulse train: start must not be negative, width and period must be positive");
  }
  if (train.pulses == 0) return;
  Waiting waiting{.train = train};
  place(waiting);
  trains_.push_back(waiting);
}

void PulseSchedule::place(Waiting& waiting) const {
  const double onset =
      waiting.train.start + static_cast<double>(waiting.next) * waiting.train.period;
  double step = std::floor(onset / step_);
  double offset = std::fma(-step, step_, onset);
  if (offset < 0.0) offset = std::fma(-(--step), step_, onset);
  if (offset >= step_) offset = std::fma(-(++step), step_, onset);
  waiting.step = static_cast<std::uint64_t>(step);
  waiting.offset = std::max(0.0, offset);
}

void PulseSchedule::begin_pulses(std::uint64_t step) {
  for (Waiting& w : trains_) {
    while (w.next < w.train.pulses && w.step <= step) {
      const double middle = w.offset + w.train.width;
      acting_.push_back({w.offset, middle, w.train.amplitude});
      if (w.train.biphasic) {
        acting_.push_back({middle, middle + w.train.width, -w.train.amplitude});
      }
      if (++w.next < w.train.pulses) place(w);
    }
  }
  std::erase_if(trains_, [](const Waiting& w) { return w.next >= w.train.pulses; });
}

std::span<const PulseSchedule::Stretch> PulseSchedule::stretches(std::uint64_t step) {
  begin_pulses(step);
  edges_.assign({0.0, step_});
  for (const Phase& phase : acting_) {
    for (const double edge : {phase.begin, phase.end}) {
      if (edge > 0.0 && edge < step_) edges_.push_back(edge);
    }
  }
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  stretches_.clear();
  for (std::size_t i = 0; i + 1 < edges_.size(); ++i) {
    double stimulus = 0.0;
    for (const Phase& phase : acting_) {
      if (phase.begin <= edges_[i] && phase.end >= edges_[i + 1])
        stimulus += phase.amplitude;
    }
    stretches_.push_back({edges_[i + 1] - edges_[i], stimulus});
  }
  for (Phase& phase : acting_) {
    phase.begin -= step_;
    phase.end -= step_;
  }
  std::erase_if(acting_, [](const Phase& phase) { return phase.end <= 0.0; });
  return stretches_;
}

}  // namespace homeostat::models
