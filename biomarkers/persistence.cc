#include "biomarkers/persistence.h"

namespace homeostat::biomarkers {

bool Persistence::update(Evidence evidence, Microseconds elapsed) noexcept {
  if (evidence != Evidence::kUnknown) {
    doubt_ = {};
  } else if (doubt_ < kLongestDoubt) {
    doubt_ = doubt_ + elapsed;
    return seizure_;
  }
  if (evidence == Evidence::kAbove) {
    above_ = above_ + elapsed;
    below_ = {};
    if (above_ >= onset_) seizure_ = true;
  } else {
    below_ = below_ + elapsed;
    above_ = {};
    if (below_ >= termination_) seizure_ = false;
  }
  return seizure_;
}

void Persistence::reset() noexcept {
  above_ = {};
  seizure_ = false;
}

}  // namespace homeostat::biomarkers
