#include "sim/image_file.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>

#include "sim/error.h"
#include "sim/signing_key.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;
using controller::ImageHeader;
using controller::TherapyProgram;

void put(ImageBytes& image, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) {
    image[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
  }
}

template <std::size_t kSize>
void put(ImageBytes& image, std::size_t at,
         const std::array<std::uint8_t, kSize>& bytes) {
  std::copy(bytes.begin(), bytes.end(), image.begin() + static_cast<std::ptrdiff_t>(at));
}

std::ifstream opened(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) throw UsageError(file.string() + ": no such file");
  if (!fs::is_regular_file(file, error)) {
    throw UsageError(file.string() + ": not a plain file");
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) throw UsageError(file.string() + ": cannot be read");
  return in;
}

std::optional<std::string> name_in(const ImageBytes& image) {
  if (image.size() < controller::kImageHeaderBytes) return std::nullopt;
  const auto program = std::make_unique<TherapyProgram>();
  const std::span<const std::uint8_t> bytes = controller::signed_parts(image).program;
  if (!controller::decode_program(bytes, *program, nullptr, nullptr)) return std::nullopt;
  return program->name.data();
}

}  // namespace

ImageBytes make_image(const std::string& program, std::uint32_t counter,
                      const fs::path& key) {
  ImageBytes image(controller::kImageHeaderBytes + program.size());
  put(image, controller::kImageMagicAt, controller::kImageMagic);
  put(image, controller::kImageHeaderVersionAt, controller::kImageHeaderVersion);
  put(image, controller::kImageSchemaVersionAt, controller::kSchemaVersion);
  put(image, controller::kImageLengthAt, static_cast<std::uint32_t>(program.size()));
  put(image, controller::kImageCounterAt, counter);
  put(image, controller::kImageKeyAt, controller::identity_of(read_public_key(key)));
  std::copy(program.begin(), program.end(),
            image.begin() + controller::kImageHeaderBytes);
  put(image, controller::kImageCrcAt, controller::image_crc(image));
  const controller::SignedParts parts = controller::signed_parts(image);
  put(image, controller::kImageSignatureAt, sign(key, {parts.header, parts.program}));
  return image;
}

ImageBytes read_image(const fs::path& file) {
  std::ifstream in = opened(file);
  ImageBytes image(controller::kMaxImageBytes + 1);
  in.read(reinterpret_cast<char*>(image.data()),
          static_cast<std::streamsize>(image.size()));
  image.resize(static_cast<std::size_t>(in.gcount()));
  return image;
}

bool is_image_file(const fs::path& file) {
  if (file.extension() == ".hsp") return true;
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return false;  // a pipe would wait for ever
  std::array<char, controller::kImageMagic.size()> first{};
  std::ifstream(file, std::ios::binary).read(first.data(), first.size());
  return std::equal(
      first.begin(), first.end(), controller::kImageMagic.begin(),
      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

ImageReading judge_image(const ImageBytes& image, const std::vector<KnownKey>& keys,
                         std::uint64_t lowest_counter) {
  std::vector<controller::PublicKey> trusted;
  for (const KnownKey& known : keys) trusted.push_back(known.key);
  const auto program = std::make_unique<std::array<TherapyProgram, 2>>();
  ImageReading reading;
  (void)controller::read_header(image, reading.header);
  reading.verdict = controller::load_image(image, {trusted, lowest_counter},
                                           program->front(), program->back());
  reading.program = name_in(image);
  reading.key = name_of(reading.header.key, keys);
  return reading;
}

std::string words_of(const controller::ImageVerdict& verdict) {
  std::string line = controller::words_of(verdict.refusal);
  if (!verdict.fault.ok()) {
    line += std::string(": ") + verdict.fault.field.data() + ": " + verdict.fault.why;
  }
  return line;
}

}  // namespace homeostat::sim
