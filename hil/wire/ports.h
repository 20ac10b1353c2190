// What a device's half of the link asks of its surroundings: signatures, random bytes,
// the count of sessions, staging memory for programs, and on a rig a loop to step.
//
// Interfaces alone; the log is the firmware's own (hil/firmware/event_log.h). A port is
// called from within DeviceSession::receive() and never after it. None may throw.
#pragma once

#include "hil/wire/message.h"

namespace homeostat::wire {

// Who holds the programmer's public key: ECDSA P-256 over SHA-256 of `text`.
class SignatureCheck {
 public:
  virtual bool verify(Bytes text, const Signature& signature) noexcept = 0;

 protected:
  ~SignatureCheck() = default;
};

// The board's source of random bytes.
class Entropy {
 public:
  // False where it has none: `bytes` are then not to be used.
  virtual bool fill(std::span<std::uint8_t> bytes) noexcept = 0;

 protected:
  ~Entropy() = default;
};

// The number of the last session, in memory that outlives a reset.
class SessionCount {
 public:
  virtual std::uint32_t last() noexcept = 0;
  // Written when it returns true.
  virtual bool store(std::uint32_t number) noexcept = 0;

 protected:
  ~SessionCount() = default;
};

// Staging memory for one image, and the switch to it.
class ImageStore {
 public:
  virtual std::uint32_t capacity() noexcept = 0;
  virtual bool write(std::uint32_t offset, Bytes bytes) noexcept = 0;
  // Judges the first `bytes` of the staging memory: signature, counter, decoder,
  // validate(). Where all hold it becomes the program, whole and at once, and 0 is
  // returned; else the program stays as it was, and the number says why.
  virtual std::uint32_t switch_to(std::uint32_t bytes) noexcept = 0;

 protected:
  ~ImageStore() = default;
};

// What a loop began from, until it steps: a safety::PersistedState. Empty: not to be
// told.
struct LoopStart {
  Bytes state;
  bool restored = false;  // it went on from there; else it had full budgets
};

// A closed loop whose patient is simulated. Only rigs have one.
class RigLoop {
 public:
  virtual const controller::LoopReport& step(
      const biomarkers::SampleFrame& frame) noexcept = 0;
  virtual LoopStart start() noexcept = 0;
  // Off, and a loop anew from what is stored, before the next message is heard. False:
  // there is no loop.
  virtual bool restart() noexcept = 0;

 protected:
  ~RigLoop() = default;
};

// Changes that this library does not know: a rig's faults. No release build has one.
class MoreChanges {
 public:
  // kNone: done. kUnknown: it does not know it either.
  virtual Refusal apply(Bytes change) noexcept = 0;

 protected:
  ~MoreChanges() = default;
};

struct DevicePorts {
  ByteSink& out;
  SignatureCheck& signatures;
  Entropy& entropy;
  SessionCount& sessions;
  firmware::EventLog& log;
  ImageStore* images = nullptr;  // null: takes no programs
  RigLoop* rig = nullptr;        // null: takes no frames, as an implant's release build
  MoreChanges* more = nullptr;
};

}  // namespace homeostat::wire
