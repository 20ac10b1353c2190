// The device that a scenario tries, and the two who watch it on the host: the same loop
// on the same frames, and the referee.
//
// Unlike a run on a rig it goes on when the device differs: what it does then is what a
// scenario is to judge. Pulses are therefore those that the device itself commands.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "controller/closed_loop.h"
#include "hil/conformance/bedside.h"
#include "hil/link/faulty_channel.h"
#include "hil/link/loop_start.h"
#include "hil/link/programmer.h"
#include "hil/rig/key_signer.h"
#include "hil/rig/referee.h"
#include "hil/rig/rig.h"
#include "sim/image_file.h"

namespace homeostat::hil {

// Where a device is, and who may program it.
struct DeviceAccess {
  std::string rig;            // hil/rig/rig.h
  std::filesystem::path key;  // private, of the programmer
};

// Not thread-safe. Everything throws LinkError where the link fails, RefusedError where
// the device refuses.
class DeviceUnderTest {
 public:
  // Says hello. `make`: open_rig, or a rig of a test. Throws UsageError for words that
  // are no rig's.
  using RigMaker = std::unique_ptr<Rig> (*)(const std::string&,
                                            const controller::PublicKey&);
  DeviceUnderTest(const DeviceAccess& access, RigMaker make);

  // It never took a program: its budgets are full.
  bool is_new() const { return link_->identity().image_counter == 0; }
  bool can_reset() const { return rig_->can(RigAct::kReset); }

  // Opens a session and uploads; host and referee begin from what the device begins from.
  // One that was used is reset by a clinician's order first, and waits until a latch has
  // cooled down, off: then it begins as a new one does, less what it has spent.
  void start(const std::filesystem::path& program_file);

  // One frame to the device, the host's loop and the referee. What the device told stays
  // until the next one.
  const wire::Report& step(const biomarkers::SampleFrame& frame, Observations& seen);

  // Power goes and is back, a session is opened anew. The host's loop goes on from what
  // the device tells; in a burst that must be what was stored before it was delivered.
  void reset(Observations& seen);

  const wire::Identity& hello() { return link_->hello(); }
  HostLink& link() { return *link_; }
  Programmer& programmer() { return *programmer_; }
  FaultyChannel& line() { return line_; }
  // The proof that opened the session, as a listener has it.
  const wire::Request& proof() const { return *proof_; }
  const controller::TherapyProgram& program() const { return *program_; }
  const std::string& program_bytes() const { return program_bytes_; }
  const std::filesystem::path& key() const { return access_.key; }

 private:
  void connect();
  void open_session();
  void settle();
  void begin(const LoopStart& start);
  void compare(const wire::Report& device, const biomarkers::SampleFrame& frame,
               Observations& seen);
  void ask_referee(const wire::Report& device, const biomarkers::SampleFrame& frame,
                   Observations& seen);

  DeviceAccess access_;
  std::unique_ptr<Rig> rig_;
  FaultyChannel line_;
  KeySigner signer_;
  std::unique_ptr<HostLink> link_;
  std::unique_ptr<Programmer> programmer_;
  std::string program_bytes_;
  std::unique_ptr<controller::TherapyProgram> program_;
  std::unique_ptr<controller::ClosedLoop> host_;
  std::optional<Referee> referee_;
  safety::PersistedState stored_{};  // what the device must have, before it delivers
  controller::Mode mode_ = controller::Mode::kOff;
  bool delivering_ = false;
  std::unique_ptr<wire::Request> request_;
  std::unique_ptr<wire::Request> heard_;
  std::unique_ptr<wire::Request> proof_;
  wire::Report report_;
};

}  // namespace homeostat::hil
