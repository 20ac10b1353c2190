// Device images, whatever bytes they are: a refusal that is told, nothing loaded, and a
// header that says what its bytes say.
//
// No fuzzer finds a signature. So each input is judged twice: as it is, by load_image(),
// which must refuse it; and unsigned, its CRC put right, by the same parts without
// check_origin(). That mode is put together here: no function of the project reads a
// program from an image whose signature it has not verified. Of one input in 64 the key's
// identity is put right as well, so that BearSSL sees what it is given.
#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "controller/device_image.h"
#include "tests/fuzz/harness.h"

namespace {

using namespace homeostat::controller;
using homeostat::fuzz::claim;
using Image = std::vector<std::uint8_t>;

// RFC 6979 A.2.5: a point of the curve, for which no input holds a signature.
constexpr PublicKey kKey = {
    0x04, 0x60, 0xFE, 0xD4, 0xBA, 0x25, 0x5A, 0x9D, 0x31, 0xC9, 0x61, 0xEB, 0x74,
    0xC6, 0x35, 0x6D, 0x68, 0xC0, 0x49, 0xB8, 0x92, 0x3B, 0x61, 0xFA, 0x6C, 0xE6,
    0x69, 0x62, 0x2E, 0x60, 0xF2, 0x9F, 0xB6, 0x79, 0x03, 0xFE, 0x10, 0x08, 0xB8,
    0xBC, 0x99, 0xA4, 0x1A, 0xE9, 0xE9, 0x56, 0x28, 0xBC, 0x64, 0xF2, 0xF1, 0xB2,
    0x0C, 0x2D, 0x7E, 0x9F, 0x51, 0x77, 0xA3, 0xC2, 0x94, 0xD4, 0x46, 0x22, 0x99};

struct Programs {
  TherapyProgram held, room, before;
};

ImageRefusal load(const Image& image, std::span<const PublicKey> keys) {
  static const auto programs = std::make_unique<Programs>();
  const ImageVerdict verdict =
      load_image(image, {keys, 0}, programs->held, programs->room);
  claim(!verdict.ok(), "an image that nobody signed is accepted");
  claim(verdict.refusal <= ImageRefusal::kWrongSignature, "read without a signature");
  claim(std::memcmp(&programs->held, &programs->before, sizeof programs->held) == 0,
        "refused, and loaded");
  claim(words_of(verdict.refusal)[0] != '\0', "a refusal without words");
  return verdict.refusal;
}

std::uint32_t number_at(const Image& image, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value * 256 + image[at + i];
  return value;
}

void put_crc(Image& image) {
  const std::uint32_t crc = image_crc(image);
  for (std::size_t i = 0; i < 4; ++i) {
    image[kImageCrcAt + i] = static_cast<std::uint8_t>(crc >> (8 * i));
  }
}

void claim_header_is_what_is_there(const Image& image, const ImageHeader& header) {
  claim(header.header_version == number_at(image, 4), "header version");
  claim(header.schema_version == number_at(image, 8), "schema version");
  claim(header.program_bytes == number_at(image, 12), "length");
  claim(header.counter == number_at(image, 16), "counter");
  claim(header.crc == number_at(image, 28), "CRC");
  claim(std::equal(header.signature.begin(), header.signature.end(), image.begin() + 32),
        "signature");
}

void judge_unsigned(Image image) {
  put_crc(image);
  ImageHeader header;
  const ImageRefusal form = check_form(image, header);
  claim_header_is_what_is_there(image, header);
  claim(form <= ImageRefusal::kWrongLength, "refused by a CRC that is right");
  claim(
      load(image, {}) == (form == ImageRefusal::kNone ? ImageRefusal::kUnknownKey : form),
      "another verdict on the same form");
  if (form != ImageRefusal::kNone) return;
  claim(image.size() == kImageHeaderBytes + header.program_bytes &&
            image.size() <= kMaxImageBytes,
        "a length that is not the image's");
  static const auto program = std::make_unique<TherapyProgram>();
  if (decode_program(signed_parts(image).program, *program, nullptr, nullptr)) {
    (void)validate(*program, nullptr, nullptr);
  }
  if (header.crc % 64 != 0) return;
  const KeyIdentity identity = identity_of(kKey);
  std::copy(identity.begin(), identity.end(), image.begin() + kImageKeyAt);
  put_crc(image);
  claim(load(image, {&kKey, 1}) == ImageRefusal::kWrongSignature, "another refusal");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Image image(data, data + size);
  (void)load(image, {&kKey, 1});
  if (size >= kImageHeaderBytes) judge_unsigned(image);
  return 0;
}
