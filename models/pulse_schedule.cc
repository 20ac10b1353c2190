#include "models/pulse_schedule.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace homeostat::models {

namespace {

// Of a macro step that an edge cuts. Behind an edge the rates change fastest, and what
// RK4 errs with there grows with the fifth power of the stretch: docs in
// models/ADDING_A_MODEL.md.
constexpr double kLongestStretch = 0.75;

}  // namespace

std::uint64_t pulses_until(double start, double period, double stop) {
  if (!(stop > start)) return 0;
  auto count = static_cast<std::uint64_t>(std::ceil((stop - start) / period));
  while (count > 0 && start + static_cast<double>(count - 1) * period >= stop) --count;
  return count;
}

double onset_of(const PulseTrain& train, std::uint64_t k) {
  const std::uint64_t burst = k / train.pulses;
  return train.start + static_cast<double>(burst) * train.burst_period +
         static_cast<double>(k - burst * train.pulses) * train.period;
}

std::uint64_t pulses_of(const PulseTrain& train) { return train.pulses * train.bursts; }

void PulseSchedule::add(const PulseTrain& train, std::uint64_t from) {
  const bool fair =
      std::isfinite(train.start) && std::isfinite(train.amplitude) &&
      train.start >= 0.0 && (train.jumps || train.width > 0.0) &&
      std::isfinite(train.width) &&
      (train.pulses <= 1 || (train.period > 0.0 && std::isfinite(train.period)));
  if (!fair) {
    throw std::invalid_argument(
        "pulse train: start must not be negative, width and period must be positive");
  }
  if (pulses_of(train) == 0) return;
  const double burst = static_cast<double>(train.pulses - 1) * train.period;
  if (train.bursts > 1 &&
      !(train.burst_period > burst && std::isfinite(train.burst_period))) {
    throw std::invalid_argument(
        "pulse train: a burst must end before the next one begins");
  }
  Waiting waiting{.train = train, .from = from};
  place(waiting);
  trains_.push_back(waiting);
  std::push_heap(trains_.begin(), trains_.end(), later);
}

void PulseSchedule::place(Waiting& waiting) const {
  const double onset = onset_of(waiting.train, waiting.next);
  double step = std::floor(onset / step_);
  double offset = std::fma(-step, step_, onset);
  if (offset < 0.0) offset = std::fma(-(--step), step_, onset);
  if (offset >= step_) offset = std::fma(-(++step), step_, onset);
  waiting.step = waiting.from + static_cast<std::uint64_t>(step);
  waiting.offset = std::max(0.0, offset);
}

void PulseSchedule::begin_pulse(const Waiting& w) {
  if (w.train.jumps) {
    kicks_.push_back({w.offset, w.train.amplitude});
    return;
  }
  const double middle = w.offset + w.train.width;
  acting_.push_back({w.offset, middle, w.train.amplitude});
  if (w.train.biphasic) {
    acting_.push_back({middle, middle + w.train.width, -w.train.amplitude});
  }
}

void PulseSchedule::begin_pulses(std::uint64_t step) {
  kicks_.clear();
  while (!trains_.empty() && trains_.front().step <= step) {
    std::pop_heap(trains_.begin(), trains_.end(), later);
    Waiting& w = trains_.back();
    // What rounding puts before the present begins with it.
    w.offset -= static_cast<double>(step - w.step) * step_;
    w.offset = std::max(0.0, w.offset);
    begin_pulse(w);
    if (++w.next < pulses_of(w.train)) {
      place(w);
      std::push_heap(trains_.begin(), trains_.end(), later);
    } else {
      trains_.pop_back();
    }
  }
}

std::span<const PulseSchedule::Stretch> PulseSchedule::stretches(std::uint64_t step) {
  begin_pulses(step);
  edges_.assign({0.0, step_});
  for (const Kick& kick : kicks_) edges_.push_back(kick.at);
  for (const Phase& phase : acting_) {
    for (const double edge : {phase.begin, phase.end}) {
      if (edge > 0.0 && edge < step_) edges_.push_back(edge);
    }
  }
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  for (std::size_t i = edges_.size() - 1; edges_.size() > 2 && i > 0; --i) {
    if (edges_[i] - edges_[i - 1] <= kLongestStretch * step_) continue;
    edges_.insert(edges_.begin() + static_cast<std::ptrdiff_t>(i),
                  0.5 * (edges_[i - 1] + edges_[i]));
  }
  stretches_.clear();
  for (std::size_t i = 0; i + 1 < edges_.size(); ++i) {
    double stimulus = 0.0;
    for (const Phase& phase : acting_) {
      if (phase.begin <= edges_[i] && phase.end >= edges_[i + 1])
        stimulus += phase.amplitude;
    }
    double jump = 0.0;
    for (const Kick& kick : kicks_) {
      if (kick.at == edges_[i]) jump += kick.size;
    }
    stretches_.push_back({edges_[i + 1] - edges_[i], stimulus, jump});
  }
  for (Phase& phase : acting_) {
    phase.begin -= step_;
    phase.end -= step_;
  }
  std::erase_if(acting_, [](const Phase& phase) { return phase.end <= 0.0; });
  return stretches_;
}

}  // namespace homeostat::models
