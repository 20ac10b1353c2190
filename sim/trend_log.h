// trend.tsv: one row a second, what a report draws besides the signal.
//
// For each detector the reading that came nearest to (or went furthest beyond) its
// threshold within the second, and that threshold; the highest amplitude asked and
// granted; the last mode. An invalid reading is n/a. Of an adaptive program also the
// chain's last state; n/a before the first.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>

#include "sim/observer.h"

namespace homeostat::sim {

class TrendLog final : public Observer {
 public:
  // Throws RecordingError if the file cannot be written.
  TrendLog(const std::filesystem::path& path, const controller::TherapyProgram& program);

  void see(const biomarkers::SampleFrame& frame,
           const controller::LoopReport& report) override;
  // Writes the second under way; throws RecordingError if anything was lost.
  void close();

 private:
  void write_row();

  std::filesystem::path path_;
  std::ofstream out_;
  biomarkers::BiomarkerSettings settings_;
  bool adaptive_;
  int state_ = biomarkers::kRcsNoState;
  std::int64_t second_ = 0;
  bool any_ = false;
  std::array<biomarkers::DetectorReading, biomarkers::kMaxDetectors> strongest_{};
  std::int32_t asked_ua_ = 0;
  std::int32_t granted_ua_ = 0;
  bool signal_valid_ = true;
  bool seizure_ = false;
  controller::Mode mode_ = controller::Mode::kOff;
};

}  // namespace homeostat::sim
