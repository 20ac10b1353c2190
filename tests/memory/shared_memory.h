// The memory of an emulated board, shared with this process: what is written here is what
// its processor reads next.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace homeostat::memory {

class SharedMemory {
 public:
  static constexpr std::uint32_t kOrigin = 0x21000000;  // hil/firmware/CMakeLists.txt
  static constexpr std::size_t kBoardBytes = 16 << 20;  // as QEMU's board has it
  static constexpr std::size_t kBytes = 256 << 10;      // that the firmware is linked for

  explicit SharedMemory(const std::string& file) : file_(file) {
    const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (descriptor < 0 || ftruncate(descriptor, kBoardBytes) != 0)
      throw std::runtime_error(file + ": cannot be made");
    void* mapped =
        mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    close(descriptor);
    if (mapped == MAP_FAILED) throw std::runtime_error(file + ": cannot be mapped");
    bytes_ = static_cast<std::uint8_t*>(mapped);
  }
  ~SharedMemory() {
    munmap(bytes_, kBytes);
    unlink(file_.c_str());
  }
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  void flip(std::uint32_t address, int bit) {
    bytes_[address - kOrigin] ^= static_cast<std::uint8_t>(1 << bit);
  }
  std::vector<std::uint8_t> copy() const { return {bytes_, bytes_ + kBytes}; }
  void restore(const std::vector<std::uint8_t>& copy) {
    std::memcpy(bytes_, copy.data(), kBytes);
  }

 private:
  std::string file_;
  std::uint8_t* bytes_ = nullptr;
};

}  // namespace homeostat::memory
