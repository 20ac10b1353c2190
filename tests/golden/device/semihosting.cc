#include "tests/golden/device/semihosting.h"

#include <cstdint>
#include <cstring>

#include "tests/golden/console.h"

namespace homeostat::golden {
namespace {

constexpr std::uint32_t kOpen = 0x01;
constexpr std::uint32_t kWrite = 0x05;
constexpr std::uint32_t kRead = 0x06;
constexpr std::uint32_t kExitExtended = 0x20;
constexpr std::uint32_t kApplicationExit = 0x20026;
constexpr std::uint32_t kModeRead = 1;
constexpr std::uint32_t kModeWrite = 4;

std::uint32_t call(std::uint32_t operation, const void* arguments) noexcept {
  register std::uint32_t r0 asm("r0") = operation;
  register const void* r1 asm("r1") = arguments;
  asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

// ":tt" is the host's standard output, or its input, by the mode in which it is opened.
std::uint32_t open_terminal(std::uint32_t mode) noexcept {
  struct {
    const char* name = ":tt";
    std::uint32_t mode;
    std::uint32_t length = 3;
  } const arguments{.mode = mode};
  return call(kOpen, &arguments);
}

}  // namespace

void write_out(const char* text, std::size_t size) noexcept {
  static const std::uint32_t output = open_terminal(kModeWrite);
  struct {
    std::uint32_t output;
    const char* text;
    std::uint32_t size;
  } const arguments{output, text, size};
  call(kWrite, &arguments);
}

bool read_standard_input(std::uint8_t* into, std::size_t size) noexcept {
  static const std::uint32_t input = open_terminal(kModeRead);
  while (size > 0) {
    struct {
      std::uint32_t input;
      std::uint8_t* into;
      std::uint32_t size;
    } const arguments{input, into, size};
    const std::uint32_t missing = call(kRead, &arguments);  // of what was asked for
    if (missing >= size) return false;
    into += size - missing;
    size = missing;
  }
  return true;
}

void leave(int status) noexcept {
  struct {
    std::uint32_t reason = kApplicationExit;
    std::uint32_t status;
  } const arguments{.status = static_cast<std::uint32_t>(status)};
  call(kExitExtended, &arguments);
  for (;;) {
  }
}

void die(const char* why) noexcept {
  write_out(why, std::strlen(why));
  write_out("\n", 1);
  leave(98);
}

}  // namespace homeostat::golden
