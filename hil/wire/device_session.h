// The device's half of the link: bytes in, bytes out.
//
// A state machine without a clock, a thread or a driver: time is passed in, bytes leave
// by a port, and whatever it acts on is a port too, so that the same object answers in a
// test, in the loopback rig and in firmware. Who only reads needs no session; whoever
// changes therapy needs one, and a signature on each change (hil/wire/session.h). Each
// request is acted on at most once: the same again is answered with the same bytes, an
// older one is refused. Conversation: hil/WIRE.md.
#pragma once

#include "hil/wire/codec.h"
#include "hil/wire/ports.h"
#include "hil/wire/session.h"
#include "hil/wire/upload.h"

namespace homeostat::wire {

// A refusal is written into the log at most so often.
inline constexpr Microseconds kRefusalQuiet{10'000'000};

// Not thread-safe. Allocates nothing, never throws. About 3 KiB of stack, and what its
// ports need.
class DeviceSession {
 public:
  // `identity`: without capabilities, log and largest image, which the ports decide.
  DeviceSession(const Identity& identity, const DevicePorts& ports) noexcept;

  // Whatever has arrived, in any portions. Replies leave by ports.out before it returns.
  void receive(Bytes bytes, Instant now) noexcept;

  // What clinicians ordered since it was last asked: biomarkers::ClinicianEvent bits for
  // the next frame. Where frames come by the link, it adds them itself. Orders that
  // changed in memory are a stop.
  std::uint8_t take_clinician_events() noexcept;

  // A step of a loop that is fed elsewhere: what readers of reports are told.
  // `report` must stay until the next one.
  void note_step(const controller::LoopReport& report,
                 std::uint32_t frame_sequence) noexcept;

  // Another program runs: what hello tells from now on. There is no report of it yet.
  void note_program(const Identity& identity) noexcept;

 private:
  void hear(Bytes payload, Instant now) noexcept;
  bool is_in_order(std::uint32_t crc) noexcept;
  Verdict act(Instant now) noexcept;
  void answer(Verdict verdict, Instant now) noexcept;
  Verdict tell(Reply& reply, Instant now) noexcept;
  void greet() noexcept;
  Verdict step() noexcept;
  Verdict tell_report(Reply& reply) const noexcept;
  Verdict prove(Instant now) noexcept;
  Verdict change(Instant now) noexcept;
  Verdict apply(const Change& change, Instant now) noexcept;
  void note_change(const Verdict& verdict, Instant now) noexcept;
  Verdict order(std::uint8_t events) noexcept;
  void tell_status(Reply& reply, Instant now) const noexcept;
  void tell_log(Reply& reply) const noexcept;
  Verdict tell_state(Reply& reply) const noexcept;
  Verdict switch_program() noexcept;
  Verdict restart() noexcept;
  void note(firmware::LogEvent event, Instant now, std::uint16_t argument,
            std::uint32_t value) noexcept;
  void note_refusal(firmware::LogEvent event, Instant now,
                    const Verdict& verdict) noexcept;
  void refuse_unheard(const Verdict& verdict) noexcept;

  Identity identity_;
  DevicePorts ports_;
  PacketReader reader_;
  Session session_;
  Upload upload_;
  Request request_;
  ChangeKind changed_ = ChangeKind::kNothing;   // by the request under way
  std::array<std::uint8_t, kMaxReply> sent_{};  // the last reply, to be sent again
  std::size_t sent_size_ = 0;
  bool greeted_ = false;
  std::uint32_t connection_ = 0;
  std::uint32_t last_sequence_ = 0;
  std::uint32_t last_crc_ = 0;  // of that request
  std::uint32_t replies_ = 0;
  std::uint8_t clinician_events_ = 0;
  std::uint8_t no_clinician_events_ = 0xFF;  // the same again, every bit turned
  const controller::LoopReport* report_ = nullptr;
  std::uint32_t frame_sequence_ = 0;
  Instant refusal_noted_;
  bool refused_ = false;  // once at least
};

static_assert(sizeof(DeviceSession) <= 7680);  // as WIRE.md says

}  // namespace homeostat::wire
