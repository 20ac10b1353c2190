// Judges device images as a device does, one line each: on a host, and on a Cortex-M4F.
//
// Standard input: a public key (65 bytes), the lowest counter (8 bytes), then each image
// with its length (4 bytes) before it; numbers little-endian. Output, a line an image:
// the refusal's number, the field where there is one, and the checksum of the program
// that is then in place. At last the stack that was needed, on a device.
#include <algorithm>
#include <array>

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
};

void judge(std::span<const std::uint8_t> bytes, const controller::ImageTrust& trust,
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
    judge(bytes, {{&key, 1}, lowest_counter}, most);
  }
  golden::Line line;
  line.text("stack signature ").number(static_cast<std::int64_t>(most.of_signature));
  line.text(" load ").number(static_cast<std::int64_t>(most.of_all)).end();
  return 0;
}

}  // namespace
}  // namespace homeostat::image

int homeostat::golden::print_trace() noexcept { return homeostat::image::judge_all(); }
