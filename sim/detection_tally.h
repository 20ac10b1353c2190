// Detections as intervals, and what the guard and the modes did meanwhile.
//
// A detection begins at the end of the frame in which the seizure was confirmed, the
// first moment at which anything could be done about it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/interval.h"
#include "sim/observer.h"

namespace homeostat::sim {

class DetectionTally final : public Observer {
 public:
  void see(const biomarkers::SampleFrame& frame,
           const controller::LoopReport& report) override;

  // The last one may still be open: it then ends with the last frame seen.
  const std::vector<Interval>& detections() const { return detections_; }
  double mode_seconds(controller::Mode mode) const {
    return mode_seconds_[static_cast<std::size_t>(mode)];
  }
  // Times at which the guard began to alter a request for this reason.
  std::int64_t interventions(safety::Reason reason) const {
    return interventions_[static_cast<std::size_t>(reason)];
  }
  // Times at which this notice was raised.
  std::int64_t raised(controller::Notice notice) const {
    return raised_[static_cast<std::size_t>(notice)];
  }
  double signal_lost_s() const { return signal_lost_s_; }
  bool self_test_passed() const { return self_test_passed_; }
  // What a self test that did not pass was missing, and what latched the guard.
  std::vector<std::string> fault_reasons() const;

 private:
  void note_fault(const controller::LoopReport& report);
  void note_detection(bool seizure, double now_s);
  void note_notices(controller::NoticeSet notices);
  void note_guard(const safety::Admission& granted, bool asked_on);

  bool in_seizure_ = false;
  bool self_test_passed_ = false;
  std::uint8_t self_test_missing_ = 0;
  bool latched_ = false;
  safety::ReasonSet latch_reasons_;
  double last_s_ = 0.0;
  double signal_lost_s_ = 0.0;
  std::uint64_t reasons_before_ = 0;
  std::vector<Interval> detections_;
  std::array<double, controller::kModes> mode_seconds_{};
  std::array<std::int64_t, GUARD_REASON_COUNT> interventions_{};
  controller::NoticeSet notices_before_;
  std::array<std::int64_t, controller::kNotices> raised_{};
};

}  // namespace homeostat::sim
