// A small language for device images: a good one of a key of the test's own, what was
// done to it, and what a device says.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include "clinical_configs/load.h"
#include "sim/image_file.h"
#include "sim/signing_key.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {

// Made once for all tests of this process, and gone with it.
class TestKey {
 public:
  explicit TestKey(const std::string& name)
      : file_(std::filesystem::path(::testing::TempDir()) /
              ("homeostat_" + name + '_' + std::to_string(getpid()) + ".pem")) {
    make_key(file_);
  }
  ~TestKey() { std::filesystem::remove(file_); }
  const std::filesystem::path& file() const { return file_; }
  controller::PublicKey open() const { return read_public_key(file_); }

 private:
  std::filesystem::path file_;
};

inline const TestKey& own_key() {
  static const TestKey key("own");
  return key;
}
inline const TestKey& other_key() {
  static const TestKey key("other");
  return key;
}

inline constexpr std::uint32_t kCounter = 7;

inline std::string program_bytes() {
  static const std::string bytes =
      clinical_configs::load_program_bytes("epilepsy/responsive");
  return bytes;
}

// Good, unless something is done to it.
class Made {
 public:
  explicit Made(const std::string& program = program_bytes(),
                std::uint32_t counter = kCounter, const TestKey& key = own_key())
      : bytes_(make_image(program, counter, key.file())) {}

  const ImageBytes& bytes() const { return bytes_; }
  std::size_t size() const { return bytes_.size(); }

  Made& flip(std::size_t bit) {
    bytes_[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    return *this;
  }
  Made& put(std::size_t at, std::span<const std::uint8_t> bytes) {
    for (const std::uint8_t byte : bytes) bytes_.at(at++) = byte;
    return *this;
  }
  Made& put_number(std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) {
      bytes_[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
    }
    return *this;
  }
  Made& cut_to(std::size_t size) {
    bytes_.resize(size);
    return *this;
  }
  // The CRC is right again; whoever altered it could do that.
  Made& with_crc() {
    return put_number(controller::kImageCrcAt, controller::image_crc(bytes_));
  }
  // Signed again as it is: only who has the key can do that.
  Made& signed_again(const TestKey& key = own_key()) {
    with_crc();
    const controller::SignedParts parts = controller::signed_parts(bytes_);
    const controller::Signature signature =
        sign(key.file(), {parts.header, parts.program});
    return put(controller::kImageSignatureAt, signature);
  }

 private:
  ImageBytes bytes_;
};

// A device that holds a program, and is given images.
class Device {
 public:
  explicit Device(std::vector<controller::PublicKey> keys = {own_key().open()},
                  std::uint64_t lowest_counter = 0)
      : keys_(std::move(keys)), lowest_counter_(lowest_counter) {
    held().name = {'o', 'l', 'd'};
  }

  controller::ImageVerdict verdict(const Made& image) {
    const std::uint32_t before = controller::checksum(held());
    const controller::ImageVerdict verdict = controller::load_image(
        image.bytes(), {keys_, lowest_counter_}, held(), programs_->back());
    if (!verdict.ok()) {
      EXPECT_EQ(controller::checksum(held()), before) << "refused, and loaded";
    }
    return verdict;
  }
  controller::ImageRefusal refusal(const Made& image) { return verdict(image).refusal; }
  controller::TherapyProgram& held() { return programs_->front(); }

 private:
  std::vector<controller::PublicKey> keys_;
  std::uint64_t lowest_counter_;
  std::unique_ptr<std::array<controller::TherapyProgram, 2>> programs_ =
      std::make_unique<std::array<controller::TherapyProgram, 2>>();
};

}  // namespace homeostat::sim

namespace homeostat::controller {

inline void PrintTo(ImageRefusal refusal, std::ostream* out) {
  *out << words_of(refusal);
}

}  // namespace homeostat::controller
