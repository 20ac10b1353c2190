#include "sim/trend_log.h"

#include <algorithm>

#include "sim/output_file.h"

namespace homeostat::sim {
namespace {

// Products instead of ratios: thresholds may be zero while windows fill.
bool stronger(const biomarkers::DetectorReading& a, const biomarkers::DetectorReading& b,
              biomarkers::Fires fires) {
  if (!b.valid) return a.valid;
  const float rise = a.value * b.threshold - b.value * a.threshold;
  return a.valid && (fires == biomarkers::Fires::kBelow ? rise < 0.0F : rise > 0.0F);
}

std::int32_t highest_ua(const safety::PulseTrain& a, const safety::PulseTrain& b) {
  return std::max(a.amplitude, b.amplitude).count();
}

}  // namespace

TrendLog::TrendLog(const std::filesystem::path& path,
                   const controller::TherapyProgram& program)
    : path_(path),
      out_(open_output(path)),
      settings_(program.biomarkers),
      adaptive_(program.policy == controller::PolicyKind::kAdaptive) {
  out_ << "t_s\tmode\tsignal_valid\tseizure\tasked_ua\tgranted_ua";
  for (int i = 0; i < settings_.detector_count; ++i) {
    out_ << "\tdetector" << i << "_value\tdetector" << i << "_threshold";
  }
  if (adaptive_) out_ << "\tstate";
  out_ << '\n';
}

void TrendLog::see(const biomarkers::SampleFrame& frame,
                   const controller::LoopReport& report) {
  // A frame belongs to the second in which it ends; its end instant closes the second.
  const auto second = static_cast<std::int64_t>((frame.time.count() - 1) / 1'000'000);
  if (any_ && second != second_) write_row();
  second_ = second;
  any_ = true;
  for (std::size_t i = 0; i < strongest_.size(); ++i) {
    const biomarkers::DetectorReading& now = report.seen.detectors[i];
    if (stronger(now, strongest_[i], settings_.detectors[i].fires)) strongest_[i] = now;
  }
  const safety::StimCommand& granted = report.granted.command;
  asked_ua_ =
      std::max(asked_ua_, highest_ua(report.asked.outputs[0], report.asked.outputs[1]));
  granted_ua_ = std::max(granted_ua_, highest_ua(granted.output(0), granted.output(1)));
  signal_valid_ = signal_valid_ && report.seen.signal_valid;
  seizure_ = seizure_ || report.seen.seizure;
  mode_ = report.mode;
  state_ = report.seen.adaptive.state;
}

void TrendLog::write_row() {
  out_ << second_ << '\t' << controller::name_of(mode_) << '\t' << signal_valid_ << '\t'
       << seizure_ << '\t' << asked_ua_ << '\t' << granted_ua_;
  for (int i = 0; i < settings_.detector_count; ++i) {
    const biomarkers::DetectorReading& reading = strongest_[static_cast<std::size_t>(i)];
    if (reading.valid) {
      out_ << '\t' << reading.value << '\t' << reading.threshold;
    } else {
      out_ << "\tn/a\tn/a";
    }
  }
  if (adaptive_ && state_ == biomarkers::kRcsNoState) {
    out_ << "\tn/a";
  } else if (adaptive_) {
    out_ << '\t' << state_;
  }
  out_ << '\n';
  strongest_ = {};
  asked_ua_ = granted_ua_ = 0;
  signal_valid_ = true;
  seizure_ = any_ = false;
}

void TrendLog::close() {
  if (any_) write_row();
  close_output(out_, path_);
}

}  // namespace homeostat::sim
