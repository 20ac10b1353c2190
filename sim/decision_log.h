// decisions.jsonl: one line for each change of mode, request, grant or notice, and where
// a channel turns bad or is so no more, with its reasons.
//
// Renewals of a running train are not changes. Times are seconds since the run began, at
// the end of the frame that caused the decision. Each line lists every detector of the
// program; value and threshold are null where it could not judge. self_test_missing names
// what a self test under way, or one that failed, was missing; notices names what the
// patient is being told, the most urgent first; doubts lists the channels that are not
// good and which QualityFlags hold. Every line stands alone and is flushed with the
// stream, so that a stopped run leaves a valid file.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>

#include "sim/observer.h"

namespace homeostat::sim {

class DecisionLog final : public Observer {
 public:
  // Throws RecordingError if the file cannot be written.
  DecisionLog(const std::filesystem::path& path,
              const biomarkers::BiomarkerSettings& settings);

  void see(const biomarkers::SampleFrame& frame,
           const controller::LoopReport& report) override;
  // Throws RecordingError if anything written so far was lost (disk full).
  void close();

  std::int64_t lines() const { return lines_; }

 private:
  std::filesystem::path path_;
  biomarkers::BiomarkerSettings settings_;
  std::ofstream out_;
  std::int64_t lines_ = 0;
  bool testing_ = false;  // a self test is under way, or has failed
  controller::Mode mode_ = controller::Mode::kOff;
  std::array<safety::PulseTrain, safety::kOutputs> asked_{};
  std::array<safety::PulseTrain, safety::kOutputs> granted_{};
  safety::ReasonSet reasons_;
  safety::MonitorReason monitor_ = safety::MonitorReason::kNone;
  controller::NoticeSet notices_;
  std::uint8_t bad_channels_ = 0;
};

}  // namespace homeostat::sim
