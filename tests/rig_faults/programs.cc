// Programs on their way into a device: spoilt, cut, or interrupted.
#include <cstddef>

#include "controller/homeostat.h"
#include "hil/firmware/board.h"
#include "hil/link/link_error.h"
#include "tests/rig_faults/bedside.h"
#include "tests/rig_faults/table.h"

namespace homeostat::hil::testing {
namespace {

using wire::FaultKind;

constexpr int kMarkBytes = 12;

// There a signature takes a tenth of a second, and much more on a busy machine.
bool is_emulated(const std::string& rig) { return rig.substr(0, 4) == "qemu"; }

std::string upload_spoilt(Bedside& bedside, std::size_t places) {
  const std::vector<std::uint8_t> good = bedside.image(kResponsive, 2);
  const std::uint32_t runs = bedside.link().identity().program_crc32;
  const std::size_t step = good.size() / places;
  for (std::size_t at = 0; at < good.size(); at += step) {
    std::vector<std::uint8_t> spoilt = good;
    spoilt[at] ^= 0x04;
    bedside.expect_refusal(wire::Refusal::kImageRefused,
                           [&] { bedside.programmer().upload(spoilt); });
  }
  bedside.link().hello();
  if (bedside.link().identity().program_crc32 != runs)
    throw LinkError("device: its program is another");
  bedside.live(4);
  return "each refused: image_refused; the program stays";
}

// Bytes of erasing, image and mark at which power fails.
std::vector<int> moments(int image, bool deep) {
  std::vector<int> bytes;
  for (int at = 0; at < BOARD_PROGRAM_BYTES; at += deep ? 512 : 6144) bytes.push_back(at);
  for (int at = 0; at < image; at += deep ? 16 : 512 / 2)
    bytes.push_back(BOARD_PROGRAM_BYTES + at);
  for (int at = 0; at < kMarkBytes; at += deep ? 1 : 11)
    bytes.push_back(BOARD_PROGRAM_BYTES + image + at);
  return bytes;
}

std::string interrupt(Bedside& bedside, bool deep) {
  const std::vector<std::uint8_t> next = bedside.image(kResponsive, 2);
  const std::uint32_t runs = bedside.link().identity().program_crc32;
  for (const int at : moments(static_cast<int>(next.size()), deep)) {
    bedside.inject({FaultKind::kBrownOut, 1, at});
    bool died = false;
    try {
      bedside.programmer().upload(next);
    } catch (const LinkError&) {
      died = true;
    }
    if (!died) throw LinkError("byte " + std::to_string(at) + ": power did not fail");
    bedside.come_back();
    if (bedside.link().identity().program_crc32 != runs)
      throw LinkError("byte " + std::to_string(at) + ": its program is another");
    bedside.start_again();
    bedside.live(2);
    bedside.order(biomarkers::kClinicianStop);
    bedside.live(2);
  }
  return "the old program, whole, each time";
}

// A program's region at rest: what does not check is not run.
std::string corrupt_at_rest(Bedside& bedside) {
  bedside.inject({FaultKind::kCorruptStore,
                  static_cast<std::uint32_t>(BOARD_PROGRAM_A) << 16 | 300U, 1});
  bedside.inject({FaultKind::kReset, 0, HOMEOSTAT_RESET_SOFTWARE});
  bedside.link().hello();
  if (bedside.link().identity().program_crc32 != 0)
    throw LinkError("device: runs a program that does not check");
  bedside.programmer().open();
  bedside.programmer().upload(bedside.image(kOpenLoop, 3));
  return "no program runs; the link stays; takes a whole one";
}

// An importer's header of another version: nothing is made.
std::string import_of_another_version() {
  std::vector<std::max_align_t> memory(1 << 14);
  const std::size_t bytes = memory.size() * sizeof memory[0];
  homeostat_program* program = nullptr;
  for (const std::uint32_t version : {0U, HOMEOSTAT_ABI_VERSION + 1, ~0U}) {
    const std::uint8_t none[1] = {};
    if (homeostat_program_decode(memory.data(), bytes, version, none, 1, &program,
                                 nullptr) != HOMEOSTAT_ABI ||
        program != nullptr)
      throw LinkError("a header of another version is taken");
  }
  return "refused: HOMEOSTAT_ABI; nothing is made";
}

}  // namespace

void faults_of_programs(Table& table, const std::string& rig, bool deep) {
  std::unique_ptr<Bedside> bedside;
  const auto at_bedside = [&](const RigFault& fault, auto act) {
    table.row(fault, rig, [&] {
      if (bedside == nullptr) bedside = std::make_unique<Bedside>(rig, kOpenLoop);
      return on(bedside, act);
    });
  };
  at_bedside({0, "corrupted image", "a bit turned at places of a signed image",
              "refused; the program stays"},
             [&](Bedside& b) { return upload_spoilt(b, is_emulated(rig) ? 3 : 12); });
  if (rig == "loopback") {
    table.row({53, "import symbol missing, ABI mismatch",
               "headers of three other versions; a symbol that is missing does not link",
               "refused before anything is made"},
              rig, import_of_another_version);
    return;
  }
  at_bedside({52, "update interrupted at every block",
              "power fails in erasing, each half block of the image, and its mark",
              "the old program, whole"},
             [&](Bedside& b) { return interrupt(b, deep); });
  at_bedside({0, "program corrupt at rest", "a bit of its region turned, then a reset",
              "not run; the link stays"},
             corrupt_at_rest);
}

}  // namespace homeostat::hil::testing
