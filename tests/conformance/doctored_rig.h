// A device that does wrong: the loopback's own, with somebody between it and its line who
// changes what it hears and what it says.
//
//   Doctor doctor;
//   doctor.hears = [](wire::Request& request) { request.frame.magnet_present = false; };
//   run_kit(options, console, make_doctored_rig);   // a device that is deaf to magnets
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "hil/rig/rig.h"
#include "hil/wire/codec.h"

namespace homeostat::hil::testing {

// Each for every message; the one that was made last is in force, until it goes.
struct Doctor {
  Doctor();
  ~Doctor();
  Doctor(const Doctor&) = delete;
  Doctor& operator=(const Doctor&) = delete;

  std::function<void(wire::Request&)> hears = [](wire::Request&) {};
  std::function<void(wire::Reply&)> says = [](wire::Reply&) {};
  std::function<bool()> answers = [] { return true; };
  bool can_reset = true;
};

std::unique_ptr<Rig> make_doctored_rig(const std::string& words,
                                       const controller::PublicKey& trusted);

}  // namespace homeostat::hil::testing
