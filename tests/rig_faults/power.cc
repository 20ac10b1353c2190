// Loss of power in a burst: at once, and at bytes of what is being stored.
//
// What is held to is not a bound but the state itself: the device begins from every byte
// of what the host's loop had debited before the last delivery.
#include "hil/firmware/board.h"
#include "hil/firmware/state_slots.h"
#include "hil/link/link_error.h"
#include "tests/rig_faults/bedside.h"
#include "tests/rig_faults/table.h"

namespace homeostat::hil::testing {
namespace {

using wire::FaultKind;

constexpr int kEraseBytes = BOARD_STATE_BYTES;
constexpr int kRecordBytes = static_cast<int>(firmware::kRecordHeadBytes) +
                             static_cast<int>(safety::kPersistedBytes) + 4;

void back_into_a_burst(Bedside& bedside) {
  bedside.start_again();
  bedside.live_until_stimulation();
  bedside.live(3);
}

void lose_power(Bedside& bedside, const wire::Fault& fault, bool or_before = false) {
  bedside.inject(fault);
  bool died = false;
  try {
    bedside.live(3);
  } catch (const LinkError&) {
    died = true;
  }
  if (!died) throw LinkError("the run went on as if nothing had been");
  bedside.come_back(or_before);
  back_into_a_burst(bedside);
}

// Bytes at which power fails, of the erasing and of the record: every one, or some.
std::vector<int> bytes_of(const std::string& rig, bool deep) {
  const bool emulated = rig.substr(0, 4) == "qemu";  // a second each
  const int stride = deep ? (emulated ? 16 : 1) : (emulated ? 600 : 40);
  std::vector<int> bytes = {0, kEraseBytes / 2};
  for (int at = 0; at < kRecordBytes; at += stride) bytes.push_back(kEraseBytes + at);
  bytes.push_back(kEraseBytes + kRecordBytes - 1);
  return bytes;
}

std::string newest_store_is_corrupt(Bedside& bedside) {
  for (const board_region region : {BOARD_STATE_A, BOARD_STATE_B}) {
    bedside.inject(
        {FaultKind::kCorruptStore, static_cast<std::uint32_t>(region) << 16 | 40U, 0x10});
    lose_power(bedside, {FaultKind::kBrownOut, 0, -1}, true);
  }
  return "boots from the other slot; goes on from what was debited there";
}

}  // namespace

void faults_of_power(Table& table, const std::string& rig, bool deep) {
  std::unique_ptr<Bedside> bedside;
  const auto at_bedside = [&](const RigFault& fault, auto act) {
    table.row(fault, rig, [&] {
      if (bedside == nullptr) {
        bedside = std::make_unique<Bedside>(rig, kOpenLoop);
        back_into_a_burst(*bedside);
      }
      return on(bedside, act);
    });
  };
  static constexpr char kExpected[] =
      "silent until a clinician's start; budgets as debited before the last delivery; "
      "program whole";
  static constexpr char kHeld[] = "so it was";
  at_bedside(
      {76, "brown-out in mid-burst", "memory that a reset leaves alone stays", kExpected},
      [&](Bedside& b) {
        lose_power(b, {FaultKind::kBrownOut, 0, -1});
        return kHeld;
      });
  at_bedside({76, "power off in mid-burst", "all memory but the non-volatile is lost",
              kExpected},
             [&](Bedside& b) {
               lose_power(b, {FaultKind::kBrownOut, 1, -1});
               return kHeld;
             });
  at_bedside(
      {85, "power off within a persisted write",
       "at some bytes of the write that precedes a delivery; `--deep`: at every one",
       kExpected},
      [&](Bedside& b) {
        for (const int at : bytes_of(rig, deep)) {
          try {
            lose_power(b, {FaultKind::kBrownOut, 1, at});
          } catch (const LinkError& error) {
            throw LinkError("byte " + std::to_string(at) + ": " + error.what());
          }
        }
        return kHeld;
      });
  at_bedside({83, "flash slot A corrupt", "a bit of its record turned, then of B's",
              "the other slot's record is taken: at most one command's debit older"},
             newest_store_is_corrupt);
}

}  // namespace homeostat::hil::testing
