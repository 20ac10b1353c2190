// What every harness of tests/fuzz speaks with: bytes taken one by one, a claim that
// stops the run, and a file in memory for readers that want a path.
//
// A harness is LLVMFuzzerTestOneInput(data, size). It returns 0, or -1 for input that is
// not worth keeping; what it claims it says with claim(). Knows no room of the project.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace homeostat::fuzz {

// Stops the run where `held` is false: libFuzzer keeps the input.
inline void claim(bool held, const char* what, const std::string& more = {}) {
  if (held) return;
  std::fprintf(stderr, "CLAIM BROKEN: %s %s\n", what, more.c_str());
  std::abort();
}

// The input, front to back; zero when it has ended.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : at_(data), end_(data + size) {}
  bool left() const { return at_ != end_; }
  int byte() { return left() ? *at_++ : 0; }
  int two() {
    const int low = byte();
    return low | byte() << 8;
  }
  // Between both, inclusive: spread over one byte, so that 0 and 255 are the ends.
  std::int64_t between(std::int64_t lo, std::int64_t hi) {
    return lo + (hi - lo) * byte() / 255;
  }
  bool once_in(int n) { return byte() % n == n - 1; }

 private:
  const std::uint8_t* at_;
  const std::uint8_t* end_;
};

// A plain file that never touches a disk.
class MemoryFile {
 public:
  MemoryFile() : handle_(memfd_create("fuzz", 0)) {
    if (handle_ < 0) std::abort();
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(handle_); }

  void write(std::string_view bytes) const {
    if (ftruncate(handle_, 0) != 0) std::abort();
    const ssize_t written = pwrite(handle_, bytes.data(), bytes.size(), 0);
    if (written != static_cast<ssize_t>(bytes.size())) std::abort();
  }
  std::string read() const {
    std::string bytes(static_cast<std::size_t>(lseek(handle_, 0, SEEK_END)), '\0');
    const ssize_t got = pread(handle_, bytes.data(), bytes.size(), 0);
    if (got != static_cast<ssize_t>(bytes.size())) std::abort();
    return bytes;
  }
  std::filesystem::path path() const {
    return "/proc/self/fd/" + std::to_string(handle_);
  }

 private:
  int handle_;
};

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace homeostat::fuzz
