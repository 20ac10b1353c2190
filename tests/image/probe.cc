// Judges device images as a device does, one line each: on a host, and on a Cortex-M4F.
//
// Standard input: a public key (65 bytes), the lowest counter (8 bytes), then each image
// with its length (4 bytes) before it; numbers little-endian. Output, a line an image:
// the refusal's number, the field where there is one, and the checksum of the program
// that is then in place. At last the stack that was needed, on a device. Exits with 2
// where the C header's call says anything else of an image, 3 where it needs more stack
// than the header names.
#include <algorithm>
#include <array>

#include "controller/abi_storage.h"
#include "controller/device_image.h"
#include "tests/golden/line.h"
#include "tests/golden/trace.h"
#include "tests/image/input.h"
#include "tests/image/stack.h"

namespace homeostat::image {
namespace {

using controller::ImageVerdict;
using controller::TherapyProgram;

std::array<std::uint8_t, controller::kMaxImageBytes + 1> received;
TherapyProgram program;
TherapyProgram room;

template <std::size_t kBytes>
bool read_number(std::uint64_t& value) noexcept {
  std::array<std::uint8_t, kBytes> bytes{};
  if (!read_in(bytes)) return false;
  value = 0;
  for (std::size_t i = kBytes; i > 0; --i) value = value << 8 | bytes[i - 1];
  return true;
}

struct Stack {
  std::size_t of_signature = 0;
  std::size_t of_all = 0;
  std::size_t of_c_load = 0;
  std::size_t of_c_decode = 0;
};

// By the numbers of ImageRefusal.
constexpr std::array<std::int32_t, controller::kImageRefusals> kStatus = {
    0, -10, -11, -12, -13, -14, -15, -16, -17, -5, -6};

// Whether the C header's call says the same of the same image, about the same program.
bool same_in_c(std::span<const std::uint8_t> bytes, const controller::ImageTrust& trust,
               const controller::ImageHeader& header, const ImageVerdict& verdict,
               Stack& most) noexcept {
  static homeostat_program_storage storage;
  static homeostat_trust in_c{.key_count = 1};
  std::copy(trust.keys[0].begin(), trust.keys[0].end(), in_c.keys[0]);
  in_c.lowest_counter = trust.lowest_counter;
  homeostat_program* loaded = nullptr;
  homeostat_fault fault;
  std::uint32_t counter = 0;
  std::int32_t said = 0;
  const std::size_t of_load = stack_of([&] {
    said = homeostat_program_load(&storage, sizeof storage, HOMEOSTAT_ABI_VERSION,
                                  bytes.data(), bytes.size(), &in_c, &loaded, &counter,
                                  &fault);
  });
  most.of_c_load = std::max(most.of_c_load, of_load);
  const bool same = said == kStatus[static_cast<std::size_t>(verdict.refusal)] &&
                    std::equal(std::begin(fault.field), std::end(fault.field),
                               verdict.fault.field.begin()) &&
                    (loaded != nullptr) == verdict.ok() &&
                    counter == (verdict.ok() ? header.counter : 0) &&
                    (loaded == nullptr || controller::checksum(loaded->program) ==
                                              controller::checksum(program));
  if (bytes.size() <= controller::kImageHeaderBytes) return same;
  const auto behind = bytes.subspan(controller::kImageHeaderBytes);
  const std::size_t of_decode = stack_of([&] {
    (void)homeostat_program_decode(&storage, sizeof storage, HOMEOSTAT_ABI_VERSION,
                                   behind.data(), behind.size(), &loaded, &fault);
  });
  most.of_c_decode = std::max(most.of_c_decode, of_decode);
  return same;
}

bool judge(std::span<const std::uint8_t> bytes, const controller::ImageTrust& trust,
           Stack& most) noexcept {
  golden::Line line;
  ImageVerdict verdict;
  controller::ImageHeader header;
  (void)controller::read_header(bytes, header);
  const std::size_t of_all =
      stack_of([&] { verdict = controller::load_image(bytes, trust, program, room); });
  const std::size_t of_signature = stack_of([&] {
    if (!verdict.ok()) return;
    (void)controller::check_origin(bytes, header, trust);
  });
  most.of_all = std::max(most.of_all, of_all);
  most.of_signature = std::max(most.of_signature, of_signature);
  line.text("refusal ").number(static_cast<int>(verdict.refusal));
  line.text(" field '").text(verdict.fault.field.data());
  line.text("' program ").hex(controller::checksum(program)).end();
  return same_in_c(bytes, trust, header, verdict, most);
}

int judge_all() noexcept {
  controller::PublicKey key;
  std::uint64_t lowest_counter = 0;
  if (!read_in(key) || !read_number<8>(lowest_counter)) return 1;
  Stack most;
  for (std::uint64_t size = 0; read_number<4>(size);) {
    if (size > received.size()) return 1;
    const std::span<std::uint8_t> bytes(received.data(), static_cast<std::size_t>(size));
    if (!read_in(bytes)) return 1;
    if (!judge(bytes, {{&key, 1}, lowest_counter}, most)) return 2;
  }
  golden::Line line;
  line.text("stack signature ").number(static_cast<std::int64_t>(most.of_signature));
  line.text(" load ").number(static_cast<std::int64_t>(most.of_all));
  line.text(" c_load ").number(static_cast<std::int64_t>(most.of_c_load));
  line.text(" c_decode ").number(static_cast<std::int64_t>(most.of_c_decode)).end();
  return most.of_c_load <= HOMEOSTAT_PROGRAM_LOAD_STACK_BYTES &&
                 most.of_c_decode <= HOMEOSTAT_PROGRAM_DECODE_STACK_BYTES
             ? 0
             : 3;
}

}  // namespace
}  // namespace homeostat::image

int homeostat::golden::print_trace() noexcept { return homeostat::image::judge_all(); }
