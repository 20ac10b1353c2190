// recording.edf: what the loop sensed, with detections, bursts and missing stretches as
// annotations.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "biomarkers/biomarker_settings.h"
#include "sim/edf_writer.h"
#include "sim/interval.h"
#include "sim/observer.h"
#include "sim/stimulation_tally.h"

namespace homeostat::sim {

class SignalRecorder final : public Observer {
 public:
  // Throws RecordingError if the file cannot be written.
  SignalRecorder(const std::filesystem::path& path,
                 const biomarkers::BiomarkerSettings& settings,
                 const std::string& start_date_time);

  void see(const biomarkers::SampleFrame& frame,
           const controller::LoopReport& report) override;

  // Adds the annotations and finishes the file. Throws RecordingError if anything was
  // lost.
  void close(const std::vector<Interval>& detections,
             const std::vector<DeliveredBurst>& bursts);

 private:
  void note_gap(const biomarkers::SampleFrame& frame);

  EdfWriter writer_;
  std::optional<double> gap_start_s_;
  double last_s_ = 0.0;
};

}  // namespace homeostat::sim
