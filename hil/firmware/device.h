// The device: a controller between its board and its link.
//
// Boots silent: outputs stay off until a program was verified, state was loaded and a
// clinician armed it. Each step stores what was debited before it delivers. Without a
// program it keeps its link, and does nothing else. Knows no register (hil/firmware/
// board.h) and no message (hil/wire).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "controller/closed_loop.h"
#include "controller/device_image.h"
#include "hil/firmware/event_log.h"
#include "hil/firmware/program_store.h"
#include "hil/firmware/state_slots.h"
#include "hil/wire/device_session.h"

namespace homeostat::firmware {

inline constexpr char kFirmwareVersion[] = "0.1.0";
inline constexpr std::uint32_t kWatchdogUs = 1'000'000;
inline constexpr Microseconds kStorePeriod{60'000'000};  // where nothing is delivered

// One for a processor. Allocates nothing, never throws.
class Device final : private wire::RigLoop,
                     private wire::SignatureCheck,
                     private wire::Entropy,
                     private wire::SessionCount {
 public:
  // Trusts programs and programmers of these keys; they and the log outlive it.
  // `takes_frames`: a rig's device, whose patient is at the other end of the link.
  // `more`: changes that only a rig's build knows, or null.
  Device(std::span<const controller::PublicKey> keys, EventLog& log, bool takes_frames,
         wire::MoreChanges* more = nullptr) noexcept;
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  // Once, after reset.
  void boot() noexcept;
  // Once round the main loop: the link, the front end, the watchdog.
  void work() noexcept;

  struct Layout;  // hil/firmware/device_layout.h

 private:
  // What outlives a loss of power: the guard's state, and the number of the last session.
  // It lies in the slots alone; here only while it is read.
  static constexpr std::uint16_t kStateVersion = 1;
  struct State {
    safety::PersistedState guard{};
    std::uint32_t session_number = 0;
  };
  static_assert(sizeof(State) == sizeof(safety::PersistedState) + 4);

  const controller::LoopReport& step(
      const biomarkers::SampleFrame& frame) noexcept override;
  wire::LoopStart start() noexcept override;
  bool restart() noexcept override;
  bool verify(wire::Bytes text, const wire::Signature& signature) noexcept override;
  bool fill(std::span<std::uint8_t> bytes) noexcept override;
  std::uint32_t last() noexcept override { return session_number_; }
  bool store(std::uint32_t number) noexcept override;

  void hear_link() noexcept;
  void hear_front_end() noexcept;
  Loaded read(State& state) noexcept;
  bool write(const safety::PersistedState& guard) noexcept;
  void load_state() noexcept;
  void run_program(bool first_ever) noexcept;
  void make_loop() noexcept;
  bool restore_loop() noexcept;
  void stop_program() noexcept;
  void drop_loop() noexcept;
  void give_up() noexcept;
  bool keep() noexcept;
  bool is_due(const controller::LoopReport& report) const noexcept;
  void deliver(const safety::StimCommand& command) noexcept;
  void note(const controller::LoopReport& report) noexcept;
  void note(LogEvent event, std::uint16_t argument, std::uint32_t value = 0) noexcept;
  wire::Identity identity() const noexcept;
  wire::DevicePorts ports() noexcept;

  class Uart final : public wire::ByteSink {
   public:
    void write(wire::Bytes bytes) noexcept override;
  };

  std::span<const controller::PublicKey> keys_;
  EventLog& log_;  // in memory that a reset leaves alone
  bool takes_frames_;
  wire::MoreChanges* more_;
  StateSlots slots_;
  ProgramStore programs_;
  Uart uart_;
  // The loop, or, of a device without a program, what it reports.
  static constexpr std::size_t kLoopBytes =
      std::max(sizeof(controller::ClosedLoop), sizeof(controller::LoopReport));
  alignas(controller::ClosedLoop) std::array<std::byte, kLoopBytes> loop_memory_{};
  controller::ClosedLoop* loop_ = nullptr;               // null: no program
  const controller::LoopReport* idle_report_ = nullptr;  // null: a loop
  std::uint32_t session_number_ = 0;
  Instant stored_;
  controller::Mode mode_ = controller::Mode::kOff;
  bool on_ = false;  // as granted last
  std::uint64_t reasons_ = 0;
  std::uint32_t notices_ = 0;
  bool has_state_ = false;
  bool at_start_ = false;  // what is stored is what the loop began from
  bool restored_ = false;  // and went on from
  bool restart_due_ = false;
  bool refuses_ = false;   // the frame before was refused, and noted
  bool silenced_ = false;  // a store failed: outputs off until it does not
  wire::DeviceSession session_;
};

}  // namespace homeostat::firmware
