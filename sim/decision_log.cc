#include "sim/decision_log.h"

#include <nlohmann/json.hpp>

#include "biomarkers/feature.h"
#include "controller/authority.h"
#include "sim/output_file.h"
#include "sim/reason_names.h"

namespace homeostat::sim {
namespace {

using Json = nlohmann::ordered_json;
using Trains = std::array<safety::PulseTrain, safety::kOutputs>;

// What makes two trains the same decision: all but how long the permission lasts, and
// nothing at all while both are silent.
safety::PulseTrain essence(safety::PulseTrain train) {
  if (!train.on()) return {};
  train.valid_until = {};
  return train;
}

Trains essence_of_request(const safety::StimRequest& request) {
  return {essence(request.outputs[0]), essence(request.outputs[1])};
}

Trains essence_of_command(const safety::StimCommand& command) {
  return {essence(command.output(0)), essence(command.output(1))};
}

Json train_json(int output, const safety::PulseTrain& train) {
  return {{"output", output},
          {"configuration", train.configuration},
          {"amplitude_ua", train.amplitude.count()},
          {"pulse_width_us", train.pulse_width.count()},
          {"period_us", train.period.count()},
          {"first_pulse_s", seconds(train.first_pulse)},
          {"valid_until_s", seconds(train.valid_until)}};
}

Json trains_json(const Trains& shown) {
  Json list = Json::array();
  for (int output = 0; output < safety::kOutputs; ++output) {
    const safety::PulseTrain& train = shown[static_cast<std::size_t>(output)];
    if (train.on()) list.push_back(train_json(output, train));
  }
  return list;
}

Json events_json(controller::EventSet events) {
  Json list = Json::array();
  for (int i = 0; i < controller::kEvents; ++i) {
    const auto event = static_cast<controller::Event>(i);
    if (events.has(event)) list.push_back(controller::name_of(event));
  }
  return list;
}

Json detector_json(std::size_t index, const biomarkers::BiomarkerSettings& settings,
                   const biomarkers::DetectorReading& reading) {
  const biomarkers::DetectorSettings& detector = settings.detectors[index];
  return {{"detector", index},
          {"feature", biomarkers::name_of(detector.feature)},
          {"channel", settings.channels[detector.channel].label.data()},
          {"value", reading.valid ? Json(reading.value) : Json(nullptr)},
          {"threshold", reading.valid ? Json(reading.threshold) : Json(nullptr)},
          {"fires", biomarkers::name_of(detector.fires)}};
}

Json detectors_json(const biomarkers::BiomarkerSettings& settings,
                    const biomarkers::Biomarkers& seen) {
  Json list = Json::array();
  for (std::size_t i = 0; i < settings.detector_count; ++i) {
    list.push_back(detector_json(i, settings, seen.detectors[i]));
  }
  return list;
}

// Where they are valid, they are what a seizure was decided by.
Json trees_json(const biomarkers::TreeReading& trees) {
  return {{"valid", trees.valid},
          {"alarms", trees.alarms},
          {"channels", trees.channels},
          {"log_odds", trees.valid ? Json(trees.log_odds) : Json()}};
}

const char* name_of(biomarkers::ChannelVerdict verdict) {
  switch (verdict) {
    case biomarkers::ChannelVerdict::kGood:
      return "good";
    case biomarkers::ChannelVerdict::kSuspect:
      return "suspect";
    case biomarkers::ChannelVerdict::kBad:
      return "bad";
  }
  return "?";
}

// Those that are not good, and why.
Json doubts_json(const biomarkers::BiomarkerSettings& settings,
                 const biomarkers::Biomarkers& seen) {
  Json list = Json::array();
  for (std::size_t i = 0; i < settings.channel_count; ++i) {
    const biomarkers::ChannelQuality& quality = seen.channels[i];
    if (quality.verdict == biomarkers::ChannelVerdict::kGood) continue;
    list.push_back({{"channel", settings.channels[i].label.data()},
                    {"verdict", name_of(quality.verdict)},
                    {"flags", names_of_quality(quality.flags)}});
  }
  return list;
}

// Bit i: channel i has no say.
std::uint8_t bad_channels(const biomarkers::BiomarkerSettings& settings,
                          const biomarkers::Biomarkers& seen) {
  std::uint8_t bad = 0;
  for (std::size_t i = 0; i < settings.channel_count; ++i) {
    const bool is_bad = seen.channels[i].verdict == biomarkers::ChannelVerdict::kBad;
    bad = static_cast<std::uint8_t>(bad | (is_bad ? 1 : 0) << i);
  }
  return bad;
}

}  // namespace

DecisionLog::DecisionLog(const std::filesystem::path& path,
                         const biomarkers::BiomarkerSettings& settings)
    : path_(path), settings_(settings), out_(open_output(path)) {}

void DecisionLog::see(const biomarkers::SampleFrame& frame,
                      const controller::LoopReport& report) {
  // A failed self test stays the reason of the fault that followed.
  testing_ = report.mode == controller::Mode::kSelfTest ||
             (testing_ && report.mode == controller::Mode::kFault);
  const std::uint8_t missing = testing_ ? report.episode.self_test_missing : 0;
  const Trains asked = essence_of_request(report.asked);
  const Trains granted = essence_of_command(report.granted.command);
  const bool same = report.mode == mode_ && asked == asked_ && granted == granted_ &&
                    report.granted.reasons == reasons_ &&
                    report.monitor.reason == monitor_ && report.notices == notices_ &&
                    bad_channels(settings_, report.seen) == bad_channels_;
  if (same && lines_ > 0) return;
  mode_ = report.mode;
  asked_ = asked;
  granted_ = granted;
  reasons_ = report.granted.reasons;
  monitor_ = report.monitor.reason;
  notices_ = report.notices;
  bad_channels_ = bad_channels(settings_, report.seen);

  Json line = {{"t_s", seconds(frame.time)},
               {"mode", controller::name_of(report.mode)},
               {"in_control", controller::name_of(controller::who_controls(report.mode))},
               {"events", events_json(report.events)},
               {"self_test_missing", names_of_checks(missing)},
               {"signal_valid", report.seen.signal_valid},
               {"doubts", doubts_json(settings_, report.seen)},
               {"seizure", report.seen.seizure},
               {"detectors", detectors_json(settings_, report.seen)},
               {"asked", trains_json(report.asked.outputs)},
               {"granted", trains_json({report.granted.command.output(0),
                                        report.granted.command.output(1)})},
               {"reasons", names_of(report.granted.reasons)},
               {"monitor", safety::name_of(report.monitor.reason)},
               {"severity", safety::name_of(report.granted.severity)},
               {"notices", names_of(report.notices)}};
  if (settings_.trees.channel_count > 0) line["trees"] = trees_json(report.seen.trees);
  if (report.seen.adaptive.state != biomarkers::kRcsNoState) {
    line["adaptive_state"] = report.seen.adaptive.state;
  }
  out_ << line.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  ++lines_;
}

void DecisionLog::close() { close_output(out_, path_); }

}  // namespace homeostat::sim
