#include "tests/faults/images.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "sim/image_file.h"
#include "sim/signing_key.h"
#include "tests/faults/files.h"

namespace homeostat::faults {
namespace {

using controller::TherapyProgram;
using sim::ImageBytes;

const char* const kOld = "epilepsy/open_loop";

class Key {
 public:
  explicit Key(const char* name)
      : file_(std::filesystem::temp_directory_path() /
              ("homeostat_faults_" + std::to_string(getpid()) + name)) {
    sim::make_key(file_);
  }
  ~Key() { std::filesystem::remove(file_); }
  ImageBytes image(std::uint32_t counter, const char* program = kOld) const {
    return sim::make_image(image_of(program), counter, file_);
  }
  controller::PublicKey open() const { return sim::read_public_key(file_); }

 private:
  std::filesystem::path file_;
};

// Counts as refused what is not loaded: neither said so, nor done.
void try_load(const ImageBytes& image, const Key& trusted, std::uint64_t lowest,
              Outcome& outcome) {
  const auto programs = std::make_unique<std::array<TherapyProgram, 2>>();
  const std::uint32_t before = checksum(programs->front());
  const controller::PublicKey key = trusted.open();
  ++outcome.tries;
  const controller::ImageVerdict verdict = controller::load_image(
      image, {{&key, 1}, lowest}, programs->front(), programs->back());
  if (!verdict.ok() && checksum(programs->front()) == before) ++outcome.refused;
}

void expect_good(const ImageBytes& image, const Key& key, std::uint64_t lowest) {
  Outcome outcome;
  try_load(image, key, lowest, outcome);
  if (outcome.refused != 0) throw std::runtime_error("a good image is refused");
}

ImageBytes with_signature(ImageBytes image, std::span<const std::uint8_t> signature) {
  std::copy(signature.begin(), signature.end(),
            image.begin() + controller::kImageSignatureAt);
  return image;
}

}  // namespace

Outcome old_images() {
  constexpr std::uint32_t kLowest = 20;
  const Key key("old");
  expect_good(key.image(kLowest), key, kLowest);
  Outcome outcome;
  for (std::uint32_t counter = 0; counter < kLowest; ++counter) {
    try_load(key.image(counter), key, kLowest, outcome);
  }
  try_load(key.image(0xFFFFFFFF), key, std::uint64_t{0xFFFFFFFF} + 1, outcome);
  return outcome;
}

Outcome wrongly_signed_images() {
  const Key key("own"), other("other");
  const ImageBytes good = key.image(1);
  expect_good(good, key, 0);
  Outcome outcome;
  const auto attempt = [&](const ImageBytes& image) { try_load(image, key, 0, outcome); };
  const std::span<const std::uint8_t> own = std::span(good).subspan(
      controller::kImageSignatureAt, sizeof(controller::Signature));
  attempt(other.image(1));
  const ImageBytes foreign = other.image(1), newer = key.image(2),
                   different = key.image(1, "epilepsy/responsive");
  for (const ImageBytes& from : {foreign, newer, different}) {
    attempt(with_signature(
        good, std::span(from).subspan(controller::kImageSignatureAt, own.size())));
  }
  constexpr std::uint8_t kBytes[] = {0x00, 0x01, 0x7F, 0xFF};
  for (const std::uint8_t byte : kBytes) {
    std::vector<std::uint8_t> half(own.begin(), own.end());
    std::fill_n(half.begin(), 32, byte);  // r
    attempt(with_signature(good, half));
    std::fill(half.begin() + 32, half.end(), byte);  // and s
    attempt(with_signature(good, half));
  }
  for (std::size_t bit = 0; bit < 8 * own.size(); ++bit) {
    std::vector<std::uint8_t> flipped(own.begin(), own.end());
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    attempt(with_signature(good, flipped));
  }
  return outcome;
}

}  // namespace homeostat::faults
