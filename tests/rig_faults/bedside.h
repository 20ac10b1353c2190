// A shipped patient before a device on a rig, behind a line that may be bad; beside it
// the host's own loop, and a referee over both.
//
//   Bedside bedside("process:faults", "epilepsy/open_loop");
//   bedside.start();
//   bedside.live_until_stimulation();
//   bedside.line().add({.fault = LineFault::kFlip, .packets = 3});
//   bedside.live(20);
//
// Everything throws LinkError where the device is not what it must be, in one line.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hil/faults/fault.h"
#include "hil/link/faulty_channel.h"
#include "hil/link/loop_start.h"
#include "hil/link/programmer.h"
#include "hil/link/remote_loop.h"
#include "hil/rig/key_signer.h"
#include "hil/rig/referee.h"
#include "hil/rig/rig.h"
#include "models/virtual_patient.h"

namespace homeostat::hil::testing {

inline constexpr char kOpenLoop[] = "epilepsy/open_loop";
inline constexpr char kResponsive[] = "epilepsy/responsive";

// Tells what looks on that something is about to be sent.
class WatchedChannel final : public ByteChannel {
 public:
  WatchedChannel(ByteChannel& line, const std::function<void()>& on_send)
      : line_(line), on_send_(on_send) {}

  void write(wire::Bytes bytes) override {
    if (on_send_) on_send_();
    line_.write(bytes);
  }
  std::size_t read(std::span<std::uint8_t> room,
                   std::chrono::microseconds deadline) override {
    return line_.read(room, deadline);
  }
  std::chrono::microseconds now() override { return line_.now(); }

 private:
  ByteChannel& line_;
  const std::function<void()>& on_send_;
};

class Bedside {
 public:
  // A device that was never used, and has taken this program.
  Bedside(const std::string& rig, const std::string& program);

  // Between the patient and both loops.
  std::function<void(biomarkers::SampleFrame&)> on_frame;
  // Before the host sends a packet: a request, or the same once more.
  std::function<void()> on_send;

  // ---- Therapy
  void start() { order(biomarkers::kClinicianStart); }
  // After a reset, which a clinician has looked into: more than five are not borne.
  void start_again();
  void order(std::uint8_t clinician_events) { orders_ = clinician_events; }
  // Frames, in each of which every value of both reports must be equal.
  void live(int frames = 1);
  void live_until_stimulation();
  // After a request that was never answered: the device stepped the frame once and is
  // where the host's loop is then. Says hello.
  void catch_up();
  const controller::LoopReport& report() const { return twin_->report(); }
  bool is_on() const { return report().granted.command.on(); }
  std::int64_t frames() const { return frames_; }

  // ---- What is done to the device
  Rig& rig() { return *rig_; }
  FaultyChannel& line() { return line_; }
  // As a signed change. Throws RefusedError where this device does not know of faults.
  void inject(const wire::Fault& fault);

  // After a reset: the device has been silent since, runs the same program, and begins
  // from the very state that it stored before its last delivery. `or_before`: or from the
  // one before that. The clinician has not started it yet.
  void come_back(bool or_before = false);

  // ---- The link
  HostLink& link() { return *link_; }
  Programmer& programmer() { return *programmer_; }
  const wire::Reply& ask(wire::Ask what, wire::Answer expected);
  std::vector<firmware::LogRecord> log();
  // Of the request after whose answer nothing must have changed: throws unless refused
  // so.
  void expect_refusal(wire::Refusal why, const std::function<void()>& request);
  std::vector<std::uint8_t> image(const std::string& program,
                                  std::uint32_t counter) const;

 private:
  void connect();
  void wake_patient();
  void prepare();
  void exchange();
  void agree(const wire::Report& device);
  void begin(const LoopStart& start);
  void note_stored();

  std::filesystem::path key_;
  KeySigner signer_;
  LinkTiming timing_;
  controller::TherapyProgram program_;
  models::VirtualPatientSettings settings_;
  std::optional<models::VirtualPatient> patient_;  // anew with the device's clock
  Scales scales_{};
  std::unique_ptr<Rig> rig_;
  FaultyChannel line_;
  WatchedChannel watched_;
  std::optional<HostLink> link_;
  std::optional<Programmer> programmer_;
  std::uint32_t connection_ = 0;
  std::unique_ptr<controller::ClosedLoop> twin_;
  std::optional<Referee> referee_;
  safety::PersistedState stored_{};         // by the device, last
  safety::PersistedState stored_before_{};  // and before that
  controller::Mode mode_ = controller::Mode::kOff;
  std::unique_ptr<wire::Request> request_ = std::make_unique<wire::Request>();
  std::unique_ptr<wire::Request> heard_ = std::make_unique<wire::Request>();
  biomarkers::SampleFrame frame_;
  safety::StimCommand command_ = safety::StimCommand::off();
  std::uint8_t orders_ = 0;
  biomarkers::ResetCause reset_ = biomarkers::ResetCause::kNone;
  std::int64_t frames_ = 0;
};

// What fails leaves no bedside for the next one.
template <class Act>
auto on(std::unique_ptr<Bedside>& bedside, Act act) {
  std::unique_ptr<Bedside> taken = std::move(bedside);
  auto said = act(*taken);
  bedside = std::move(taken);
  return said;
}

}  // namespace homeostat::hil::testing
