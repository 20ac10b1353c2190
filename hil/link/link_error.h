// What went wrong with a device, in one line.
#pragma once

#include <stdexcept>
#include <string>

#include "hil/wire/message.h"

namespace homeostat::hil {

// It does not answer, or answers nonsense.
struct LinkError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// There is none where one was said to be: whoever said it can mend it.
struct UnreachableError : LinkError {
  using LinkError::LinkError;
};

// It refuses.
struct RefusedError : LinkError {
  RefusedError(const std::string& what, wire::Verdict why)
      : LinkError("device: " + what + ": " + wire::words_for(why.refusal) + " (" +
                  wire::name_of(why.refusal) + ' ' + std::to_string(why.detail) + ')'),
        verdict(why) {}
  wire::Verdict verdict;
};

}  // namespace homeostat::hil
