// An image on its way into the device: chunk after chunk, gone on with where it broke
// off.
//
// Knows no signature and no program: the store judges what has arrived whole, and
// switches. Nothing here changes the program that runs.
#pragma once

#include "hil/wire/ports.h"

namespace homeostat::wire {

// Not thread-safe. Allocates nothing, never throws.
class Upload {
 public:
  // Null: none is taken.
  explicit Upload(ImageStore* store) noexcept : store_(store) {}

  // The image that is under way already goes on; any other begins anew.
  Verdict begin(std::uint32_t bytes, std::uint32_t crc32) noexcept;
  // The next bytes, exactly where the last ones ended.
  Verdict add(std::uint32_t offset, Bytes data) noexcept;
  // All of it is there and sums up: the store judges it. Refused or not, the upload is
  // over then.
  Verdict finish() noexcept;

  std::uint32_t bytes() const noexcept { return bytes_; }
  std::uint32_t crc32() const noexcept { return crc32_; }
  std::uint32_t received() const noexcept { return received_; }

 private:
  ImageStore* store_;
  std::uint32_t bytes_ = 0;  // 0: none under way
  std::uint32_t crc32_ = 0;
  std::uint32_t received_ = 0;
  std::uint32_t crc_received_ = 0;
};

}  // namespace homeostat::wire
