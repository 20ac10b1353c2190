#include "hil/firmware/device.h"

#include <cstring>
#include <new>

#include "controller/abi_frame.h"
#include "controller/homeostat.h"
#include "controller/signature.h"
#include "hil/firmware/board.h"

namespace homeostat::firmware {
namespace {

constexpr std::size_t kLinkPortion = 64;

Instant now() noexcept { return Instant(board_now_us()); }

std::uint32_t low(std::uint64_t bits) noexcept {
  return static_cast<std::uint32_t>(bits & 0xFFFFFFFFU);
}

}  // namespace

Device::Device(std::span<const controller::PublicKey> keys, EventLog& log,
               bool takes_frames, wire::MoreChanges* more) noexcept
    : keys_(keys),
      log_(log),
      takes_frames_(takes_frames),
      more_(more),
      slots_(kStateVersion, {}),
      programs_(keys),
      session_(identity(), ports()) {
  idle_report_ = ::new (loop_memory_.data()) controller::LoopReport();
}

Device::~Device() { stop_program(); }

wire::DevicePorts Device::ports() noexcept {
  return {.out = uart_,
          .signatures = *this,
          .entropy = *this,
          .sessions = *this,
          .log = log_,
          .images = &programs_,
          .rig = takes_frames_ ? this : nullptr,
          .more = more_};
}

void Device::boot() noexcept {
  board_disable_outputs();
  log_.adopt();
  note(LogEvent::kBooted, board_reset_cause());
  const std::uint32_t fault = board_last_fault();
  if (fault != 0) note(LogEvent::kProcessorFault, 0, fault);
  load_state();
  const controller::ImageRefusal refusal = programs_.load();
  if (refusal == controller::ImageRefusal::kNone) {
    run_program(false);
  } else {
    note(LogEvent::kProgramRefused, static_cast<std::uint16_t>(refusal));
    session_.note_program(identity());
  }
  board_watchdog_start(kWatchdogUs);
}

// What is not there, or not understood, is no credit: the guard will not believe it.
Loaded Device::read(State& state) noexcept {
  const Loaded loaded =
      slots_.load({reinterpret_cast<std::uint8_t*>(&state), sizeof state});
  if (loaded == Loaded::kNothing || loaded == Loaded::kUnknown) state = {};
  return loaded;
}

bool Device::write(const safety::PersistedState& guard) noexcept {
  const auto* number = reinterpret_cast<const std::uint8_t*>(&session_number_);
  return slots_.store({reinterpret_cast<const std::uint8_t*>(guard.data()), guard.size()},
                      {number, sizeof session_number_});
}

void Device::load_state() noexcept {
  State state;
  const Loaded loaded = read(state);
  // Who only opened sessions has spent nothing yet.
  has_state_ = loaded != Loaded::kNothing && state.guard != safety::PersistedState{};
  session_number_ = state.session_number;
  note(LogEvent::kStateRestored, static_cast<std::uint16_t>(loaded));
}

void Device::work() noexcept {
  board_watchdog_feed();
  hear_link();
  hear_front_end();
  board_idle();
}

void Device::hear_link() noexcept {
  std::array<std::uint8_t, kLinkPortion> portion;
  const std::size_t count = board_link_read(portion.data(), portion.size());
  if (count == 0) return;
  programs_.allow_switch(loop_ == nullptr || mode_ == controller::Mode::kOff);
  const bool never_ran = programs_.counter() == 0 && !has_state_;
  session_.receive({portion.data(), count}, now());
  const bool switched = programs_.take_switched();
  if (!switched && !restart_due_) return;
  restart_due_ = false;
  stop_program();
  run_program(switched && never_ran);
}

wire::LoopStart Device::start() noexcept {
  if (!at_start_ || slots_.content().size() != sizeof(State)) return {};
  return {slots_.content().first(sizeof(safety::PersistedState)), restored_};
}

bool Device::restart() noexcept {
  restart_due_ = loop_ != nullptr;
  return restart_due_;
}

void Device::hear_front_end() noexcept {
  homeostat_frame sensed;
  if (loop_ == nullptr || board_frame(&sensed) == 0) return;
  sensed.clinician_events = 0;
  biomarkers::SampleFrame frame;
  if (!controller::read_frame(sensed, frame)) {
    if (!refuses_) note(LogEvent::kFrameRefused, HOMEOSTAT_OK - HOMEOSTAT_FRAME);
    refuses_ = true;
    return;
  }
  refuses_ = false;
  frame.clinician_events = session_.take_clinician_events();
  session_.note_step(step(frame), frame.sequence);
}

const controller::LoopReport& Device::step(
    const biomarkers::SampleFrame& frame) noexcept {
  if (loop_ == nullptr) return *idle_report_;
  at_start_ = false;
  const safety::StimCommand command = loop_->step(frame);
  if (loop_->lost()) give_up();
  if (loop_ == nullptr) return *idle_report_;
  const controller::LoopReport& report = loop_->report();
  const bool kept = !is_due(report) || keep();
  if (loop_ == nullptr) return *idle_report_;
  deliver(kept ? command : safety::StimCommand::off());
  note(report);
  return report;
}

// What is about to be delivered is debited first, in memory that outlives a reset.
bool Device::is_due(const controller::LoopReport& report) const noexcept {
  return silenced_ || report.granted.command.on() || report.mode != mode_ ||
         now() - stored_ >= kStorePeriod;
}

// What a reset finds is the state before, whose budgets were debited already.
void Device::give_up() noexcept {
  board_disable_outputs();
  drop_loop();
  note(LogEvent::kMemoryChanged, 0);
  board_reset();
}

bool Device::keep() noexcept {
  if (!loop_->intact()) {
    give_up();
    return false;
  }
  const bool stored = write(loop_->persist());
  if (!stored && !silenced_) note(LogEvent::kStoreFailed, 0);
  silenced_ = !stored;
  at_start_ = false;
  stored_ = now();
  return stored;
}

void Device::deliver(const safety::StimCommand& command) noexcept {
  homeostat_command sources{};
  for (int o = 0; o < safety::kOutputs; ++o)
    sources.outputs[o] = controller::train_of(command.output(o));
  if (!command.on()) {
    board_stimulate(&sources);
    return;
  }
  board_enable_outputs();
  board_stimulate(&sources);
}

void Device::note(LogEvent event, std::uint16_t argument, std::uint32_t value) noexcept {
  log_.add(event, board_now_us(), argument, value);
}

void Device::note(const controller::LoopReport& report) noexcept {
  if (report.mode != mode_)
    note(LogEvent::kModeChanged, static_cast<std::uint16_t>(report.mode));
  mode_ = report.mode;
  const safety::StimCommand& granted = report.granted.command;
  if (granted.on() && !on_) {
    note(LogEvent::kGranted,
         static_cast<std::uint16_t>(granted.output(1).amplitude.count()),
         static_cast<std::uint32_t>(granted.output(0).amplitude.count()));
  }
  on_ = granted.on();
  if (report.monitor.fresh)
    note(LogEvent::kMonitor, static_cast<std::uint16_t>(report.monitor.reason));
  if (report.granted.reasons.bits() != reasons_) {
    reasons_ = report.granted.reasons.bits();
    note(report.granted.latched ? LogEvent::kLatched : LogEvent::kReduced, 0,
         low(reasons_));
  }
  if (report.notices.bits() != notices_) {
    notices_ = report.notices.bits();
    note(LogEvent::kNotices, 0, notices_);
  }
}

// The first program that a programmer ever switched a device to begins with full budgets:
// there is nothing to go on from. Any later one goes on from what is stored, or latched.
void Device::run_program(bool first_ever) noexcept {
  make_loop();
  if (loop_ == nullptr) {
    note(LogEvent::kProgramRefused,
         static_cast<std::uint16_t>(controller::ImageRefusal::kUndecodable));
    session_.note_program(identity());
    return;
  }
  const bool believed = first_ever ? keep() : restore_loop();
  if (first_ever) at_start_ = believed;
  has_state_ = true;
  restored_ = !first_ever;
  mode_ = loop_->report().mode;
  note(LogEvent::kProgramLoaded, believed ? 1 : 0,
       controller::checksum(loop_->program()));
  session_.note_program(identity());
}

// Nowhere but in a loop is there room for a program that stays.
[[gnu::noinline]] void Device::make_loop() noexcept {
  controller::TherapyProgram program;
  if (!programs_.read(program)) return;
  // A rig's plant has a clock of its own, which starts at zero.
  const Instant start = takes_frames_ ? Instant{} : now();
  idle_report_ = nullptr;
  loop_ = ::new (loop_memory_.data()) controller::ClosedLoop(program, start);
}

// What could not be stored is in no slot: an older record would be a credit. What a loop
// begins from lies there as it is: a rig's host may read it.
[[gnu::noinline]] bool Device::restore_loop() noexcept {
  State state;
  const bool is_there = !silenced_ && read(state) == Loaded::kWell;
  at_start_ = is_there || write(state.guard);
  return loop_->restore(state.guard);
}

// What it had spent goes on being spent under the next one.
void Device::stop_program() noexcept {
  board_disable_outputs();
  if (loop_ == nullptr) return;
  if (!at_start_) keep();
  drop_loop();
}

// It holds nothing to be given back.
void Device::drop_loop() noexcept {
  loop_ = nullptr;
  idle_report_ = ::new (loop_memory_.data()) controller::LoopReport();
}

wire::Identity Device::identity() const noexcept {
  wire::Identity identity;
  static_assert(sizeof kFirmwareVersion <= sizeof identity.firmware_version);
  std::memcpy(identity.firmware_version.data(), kFirmwareVersion,
              sizeof kFirmwareVersion);
  static_assert(sizeof identity.device_id == BOARD_ID_BYTES);
  board_id(identity.device_id.data());
  identity.schema_version = controller::kSchemaVersion;
  identity.image_counter = programs_.counter();
  if (loop_ == nullptr) return identity;
  const controller::TherapyProgram& program = loop_->program();
  static_assert(sizeof identity.program_name == sizeof program.name);
  std::memcpy(identity.program_name.data(), program.name.data(), program.name.size());
  identity.program_crc32 = controller::checksum(program);
  identity.channels = program.biomarkers.channel_count;
  identity.samples = program.biomarkers.samples_per_frame;
  identity.sample_rate_mhz =
      static_cast<std::uint32_t>(program.biomarkers.sample_rate_hz * 1000.0F);
  return identity;
}

bool Device::verify(wire::Bytes text, const wire::Signature& signature) noexcept {
  for (const controller::PublicKey& key : keys_) {
    board_watchdog_feed();  // a signature takes half of what it allows
    if (controller::verifies(key, {text}, signature)) return true;
  }
  return false;
}

bool Device::fill(std::span<std::uint8_t> bytes) noexcept {
  return board_entropy(bytes.data(), bytes.size()) != 0;
}

bool Device::store(std::uint32_t number) noexcept {
  session_number_ = number;
  if (loop_ != nullptr && !at_start_) return keep();
  State state;
  read(state);
  return write(state.guard);
}

void Device::Uart::write(wire::Bytes bytes) noexcept {
  board_link_write(bytes.data(), bytes.size());
}

}  // namespace homeostat::firmware
