#include "models/seizure_truth.h"

#include "models/elementary.h"

namespace homeostat::models {
namespace {

constexpr double kFaint = 0.2;
constexpr double kFull = 0.5;

}  // namespace

SeizureTruth::SeizureTruth(double update_s, double smoothing_s)
    : share_(1.0 - exp_of(-update_s / smoothing_s)) {}

void SeizureTruth::update(double now_s, double discharge) {
  const double before = level_;
  level_ += share_ * (discharge - level_);
  if (before < kFaint && level_ >= kFaint && !in_seizure_) rose_s_ = now_s;
  if (before >= kFull && level_ < kFull) fell_s_ = now_s;
  if (!in_seizure_ && level_ >= kFull) in_seizure_ = true;
  if (in_seizure_ && level_ < kFaint) {
    in_seizure_ = false;
    ended_.push_back({rose_s_, fell_s_});
  }
}

std::vector<SeizureInterval> SeizureTruth::seizures(double now_s) const {
  std::vector<SeizureInterval> all = ended_;
  if (in_seizure_) all.push_back({rose_s_, now_s});
  return all;
}

}  // namespace homeostat::models
