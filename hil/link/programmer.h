// A programmer: opens a session with its key, and signs each change of therapy.
//
// Knows no key itself: a Signer does. Protocol: hil/WIRE.md, "Session".
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "hil/link/host_link.h"

namespace homeostat::hil {

class Signer {
 public:
  virtual ~Signer() = default;
  // ECDSA P-256 over SHA-256 of the text.
  virtual wire::Signature sign(wire::Bytes text) = 0;
};

// Not thread-safe. Everything throws as HostLink::ask() does.
class Programmer {
 public:
  // Both must outlive the programmer; the link has said hello.
  Programmer(HostLink& link, Signer& signer);

  void open();
  // After an answer that never came: where the device stands in this session. Throws
  // LinkError where the session is not open any more.
  void resume();
  void close();
  // biomarkers::ClinicianEvent bits, for the device's next frame.
  void order(std::uint8_t clinician_events);
  // The device's loop begins anew, off, from what it has stored.
  void restart();
  // Sends the image, from where an upload of the same broke off, and switches to it.
  void upload(wire::Bytes image);
  // Any change, as bytes. `expected`: what answers it.
  const wire::Reply& change(wire::Bytes change, wire::Answer expected);
  // As it was sent: what somebody who listens could send again.
  const wire::Request& last_request() const { return *request_; }

  // For who tries what a device must refuse.
  const wire::Challenge& session() const { return session_; }

 private:
  const wire::Reply& change(const wire::Change& change, wire::Answer expected);

  HostLink& link_;
  Signer& signer_;
  wire::Challenge session_;
  std::uint64_t next_ = 0;
  std::unique_ptr<wire::Request> request_;
};

}  // namespace homeostat::hil
