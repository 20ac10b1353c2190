#include "sim/detection_tally.h"

#include "sim/reason_names.h"

namespace homeostat::sim {

void DetectionTally::see(const biomarkers::SampleFrame& frame,
                         const controller::LoopReport& report) {
  const double now_s = seconds(frame.time);
  const double span_s = now_s - last_s_;
  last_s_ = now_s;
  mode_seconds_[static_cast<std::size_t>(report.mode)] += span_s;
  if (!report.seen.signal_valid) signal_lost_s_ += span_s;
  note_fault(report);
  note_detection(report.seen.seizure, now_s);
  const bool asked_on = report.asked.outputs[0].on() || report.asked.outputs[1].on();
  note_guard(report.granted, asked_on);
  note_notices(report.notices);
}

void DetectionTally::note_fault(const controller::LoopReport& report) {
  if (report.events.has(controller::Event::kSelfTestPassed)) self_test_passed_ = true;
  if (!self_test_passed_) self_test_missing_ = report.episode.self_test_missing;
  if (report.granted.latched && !latched_) latch_reasons_ = report.granted.reasons;
  latched_ = report.granted.latched;
}

std::vector<std::string> DetectionTally::fault_reasons() const {
  std::vector<std::string> reasons = names_of(latch_reasons_);
  if (self_test_passed_) return reasons;
  for (std::string& check : names_of_checks(self_test_missing_)) {
    reasons.push_back(std::move(check));
  }
  return reasons;
}

void DetectionTally::note_detection(bool seizure, double now_s) {
  if (seizure && !in_seizure_) detections_.push_back({now_s, now_s});
  if (seizure || in_seizure_) detections_.back().offset_s = now_s;
  in_seizure_ = seizure;
}

// A guard that refuses silence has nothing to refuse: only wishes count.
void DetectionTally::note_guard(const safety::Admission& granted, bool asked_on) {
  const std::uint64_t reasons = asked_on ? granted.reasons.bits() : 0;
  const std::uint64_t begun = reasons & ~reasons_before_;
  for (std::size_t i = 0; i < interventions_.size(); ++i) {
    interventions_[i] += static_cast<std::int64_t>(begun >> i & 1U);
  }
  reasons_before_ = reasons;
}

void DetectionTally::note_notices(controller::NoticeSet notices) {
  for (int i = 0; i < controller::kNotices; ++i) {
    const auto notice = static_cast<controller::Notice>(i);
    if (notices.has(notice) && !notices_before_.has(notice)) {
      ++raised_[static_cast<std::size_t>(i)];
    }
  }
  notices_before_ = notices;
}

}  // namespace homeostat::sim
