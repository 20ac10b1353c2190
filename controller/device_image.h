// The device image: a program as bytes, behind a header that says for which reader it was
// written, that it is whole, which of two is newer, and who signed it.
//
// Byte by byte: controller/DEVICE_IMAGE.md. Host and device read it with this code; the
// host writes it (sim/image_file.h). Knows no file, no memory that survives a reset and
// no key but those it is given. A library of its own, homeostat::device_image, on nanopb
// and BearSSL, so that the core needs neither. Allocates nothing, throws nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "controller/program_image.h"
#include "controller/signature.h"
#include "controller/therapy_program.h"

namespace homeostat::controller {

inline constexpr std::array<std::uint8_t, 4> kImageMagic = {'H', 'S', 'P', 0x1A};
inline constexpr std::uint32_t kImageHeaderVersion = 1;
inline constexpr std::size_t kImageHeaderBytes = 96;
inline constexpr std::size_t kMaxImageBytes = kImageHeaderBytes + kMaxProgramImageBytes;

// Where each field begins. All numbers are unsigned, of 32 bits, little-endian.
inline constexpr std::size_t kImageMagicAt = 0;
inline constexpr std::size_t kImageHeaderVersionAt = 4;
inline constexpr std::size_t kImageSchemaVersionAt = 8;
inline constexpr std::size_t kImageLengthAt = 12;  // of the program, in bytes
inline constexpr std::size_t kImageCounterAt = 16;
inline constexpr std::size_t kImageKeyAt = 20;
inline constexpr std::size_t kImageCrcAt = 28;  // of all before it, and of the program
inline constexpr std::size_t kImageSignatureAt = 32;  // likewise

struct ImageHeader {
  std::uint32_t header_version = 0;
  std::uint32_t schema_version = 0;
  std::uint32_t program_bytes = 0;
  std::uint32_t counter = 0;
  KeyIdentity key{};
  std::uint32_t crc = 0;
  Signature signature{};
};

// The first check that failed, in the order in which they are made.
enum class ImageRefusal : std::uint8_t {
  kNone,
  kNotAnImage,
  kOtherHeader,
  kOtherSchema,
  kWrongLength,
  kWrongCrc,
  kUnknownKey,
  kWrongSignature,
  kRolledBack,
  kUndecodable,
  kInvalid
};
inline constexpr int kImageRefusals = 11;

// One line of plain words: what is wrong and, where it is not plain, what would be right.
const char* words_of(ImageRefusal refusal) noexcept;

struct ImageVerdict {
  ImageRefusal refusal = ImageRefusal::kNone;
  ProgramFault fault;  // of kUndecodable and kInvalid: the first
  constexpr bool ok() const { return refusal == ImageRefusal::kNone; }
};

struct ImageTrust {
  std::span<const PublicKey> keys;
  // Of a new program: one more than the counter of the last that was accepted. Of the
  // same again, after a reset: its own. Wider than a counter, so that none comes after
  // the last.
  std::uint64_t lowest_counter = 0;
};

// False, with `header` as far as it could be read, where there are fewer bytes than a
// header has.
bool read_header(std::span<const std::uint8_t> image, ImageHeader& header) noexcept;

// What needs no key: from the magic to the CRC. Fills `header` as read_header() does.
ImageRefusal check_form(std::span<const std::uint8_t> image,
                        ImageHeader& header) noexcept;

// Key, signature and counter, of an image whose form is good.
ImageRefusal check_origin(std::span<const std::uint8_t> image, const ImageHeader& header,
                          const ImageTrust& trust) noexcept;

// All checks, decode_program() and validate(), in that order. Fills `header` as
// read_header() does; `program` is where the image's is put together, and after a refusal
// holds nothing of use. The image must not change meanwhile: it belongs in memory that no
// link writes to.
ImageVerdict judge_image(std::span<const std::uint8_t> image, const ImageTrust& trust,
                         ImageHeader& header, TherapyProgram& program) noexcept;

// The same where one program may run on while another arrives: `program` changes only
// where the verdict is ok; `room` is where the new one is put together, and holds nothing
// of use afterwards. Neither may run meanwhile.
ImageVerdict load_image(std::span<const std::uint8_t> image, const ImageTrust& trust,
                        TherapyProgram& program, TherapyProgram& room) noexcept;

// CRC-32 as the header holds it, of an image that is at least a header long.
std::uint32_t image_crc(std::span<const std::uint8_t> image) noexcept;

// What is signed, of the same: the header before the signature, and the program.
struct SignedParts {
  std::span<const std::uint8_t> header;
  std::span<const std::uint8_t> program;
};
SignedParts signed_parts(std::span<const std::uint8_t> image) noexcept;

}  // namespace homeostat::controller
