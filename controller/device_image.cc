#include "controller/device_image.h"

#include <algorithm>

#include "controller/read_program.h"
#include "safety/crc32.h"

namespace homeostat::controller {
namespace {

using Bytes = std::span<const std::uint8_t>;

std::uint32_t number_at(Bytes image, std::size_t at) noexcept {
  const auto byte = [&](std::size_t i) { return std::uint32_t{image[at + i]}; };
  return byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
}

bool begins_with_magic(Bytes image) noexcept {
  return image.size() >= kImageMagic.size() &&
         std::equal(kImageMagic.begin(), kImageMagic.end(), image.begin());
}

bool has_its_length(Bytes image, const ImageHeader& header) noexcept {
  return header.program_bytes <= kMaxProgramImageBytes &&
         image.size() == kImageHeaderBytes + header.program_bytes;
}

const PublicKey* find_key(std::span<const PublicKey> keys,
                          const KeyIdentity& wanted) noexcept {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const PublicKey& key) {
    return identity_of(key) == wanted;
  });
  return found == keys.end() ? nullptr : &*found;
}

ImageRefusal refusal_of(ProgramRefusal refusal) noexcept {
  switch (refusal) {
    case ProgramRefusal::kNone:
      return ImageRefusal::kNone;
    case ProgramRefusal::kUndecodable:
      return ImageRefusal::kUndecodable;
    case ProgramRefusal::kInvalid:
      break;
  }
  return ImageRefusal::kInvalid;
}

}  // namespace

const char* words_of(ImageRefusal refusal) noexcept {
  constexpr std::array<const char*, kImageRefusals> kWords = {
      "accepted",
      "not a device image: its first bytes are another file's",
      "its header is of a version that is not read here",
      "its program is written for another version of the schema",
      "cut short, or not as long as its header says",
      "altered since it was written: its CRC-32 differs",
      "signed with a key that is not trusted here",
      "its signature does not hold for this header and program",
      "older than what was accepted before: its counter would roll back",
      "its program cannot be read",
      "its program breaks a rule"};
  return kWords[static_cast<std::size_t>(refusal)];
}

bool read_header(Bytes image, ImageHeader& header) noexcept {
  header = ImageHeader{};
  if (image.size() < kImageHeaderBytes) return false;
  header.header_version = number_at(image, kImageHeaderVersionAt);
  header.schema_version = number_at(image, kImageSchemaVersionAt);
  header.program_bytes = number_at(image, kImageLengthAt);
  header.counter = number_at(image, kImageCounterAt);
  header.crc = number_at(image, kImageCrcAt);
  const auto copy = [&](std::size_t at, auto& field) {
    const Bytes from = image.subspan(at, field.size());
    std::copy(from.begin(), from.end(), field.begin());
  };
  copy(kImageKeyAt, header.key);
  copy(kImageSignatureAt, header.signature);
  return true;
}

ImageRefusal check_form(Bytes image, ImageHeader& header) noexcept {
  const bool whole = read_header(image, header);
  if (!begins_with_magic(image)) return ImageRefusal::kNotAnImage;
  if (!whole) return ImageRefusal::kWrongLength;
  if (header.header_version != kImageHeaderVersion) return ImageRefusal::kOtherHeader;
  if (header.schema_version != kSchemaVersion) return ImageRefusal::kOtherSchema;
  if (!has_its_length(image, header)) return ImageRefusal::kWrongLength;
  if (header.crc != image_crc(image)) return ImageRefusal::kWrongCrc;
  return ImageRefusal::kNone;
}

ImageRefusal check_origin(Bytes image, const ImageHeader& header,
                          const ImageTrust& trust) noexcept {
  const PublicKey* key = find_key(trust.keys, header.key);
  if (key == nullptr) return ImageRefusal::kUnknownKey;
  const SignedParts parts = signed_parts(image);
  if (!has_low_s(header.signature) ||
      !verifies(*key, {parts.header, parts.program}, header.signature)) {
    return ImageRefusal::kWrongSignature;
  }
  if (header.counter < trust.lowest_counter) return ImageRefusal::kRolledBack;
  return ImageRefusal::kNone;
}

ImageVerdict judge_image(Bytes image, const ImageTrust& trust, ImageHeader& header,
                         TherapyProgram& program) noexcept {
  ImageVerdict verdict;
  verdict.refusal = check_form(image, header);
  if (verdict.ok()) verdict.refusal = check_origin(image, header, trust);
  if (!verdict.ok()) return verdict;
  const ProgramVerdict read = read_program(image.subspan(kImageHeaderBytes), program);
  return {refusal_of(read.refusal), read.fault};
}

ImageVerdict load_image(Bytes image, const ImageTrust& trust, TherapyProgram& program,
                        TherapyProgram& room) noexcept {
  ImageHeader header;
  const ImageVerdict verdict = judge_image(image, trust, header, room);
  if (verdict.ok()) program = room;
  return verdict;
}

std::uint32_t image_crc(Bytes image) noexcept {
  const auto* bytes = reinterpret_cast<const std::byte*>(image.data());
  const std::uint32_t header = safety::crc32(bytes, kImageCrcAt);
  return safety::crc32(bytes + kImageHeaderBytes, image.size() - kImageHeaderBytes,
                       header);
}

SignedParts signed_parts(Bytes image) noexcept {
  return {image.first(kImageSignatureAt), image.subspan(kImageHeaderBytes)};
}

}  // namespace homeostat::controller
