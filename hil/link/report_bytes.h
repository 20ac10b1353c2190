// A report as it travels. Every value of it does: equal bytes are equal reports.
#pragma once

#include <cstdint>
#include <vector>

#include "hil/wire/codec.h"

namespace homeostat::hil {

inline std::vector<std::uint8_t> report_bytes(const wire::Report& report) {
  wire::Reply reply;
  reply.answer = wire::Answer::kReport;
  reply.report = report;
  std::vector<std::uint8_t> bytes(wire::kMaxReply);
  bytes.resize(wire::encode(reply, bytes));
  return bytes;
}

}  // namespace homeostat::hil
