// What a device takes and what it refuses, check by check; the old program stays.
#include "controller/device_image.h"

#include <set>

#include "tests/clinical_configs/written.h"
#include "tests/image/made.h"
#include "tests/support/heap_guard.h"

namespace homeostat::sim {
namespace {

using controller::ImageRefusal;
using controller::ImageVerdict;

constexpr ImageRefusal kAccepted = ImageRefusal::kNone;

TEST(DeviceImage, Saf310_AnImageGivesTheProgramThatWasWritten) {
  for (const char* name : {"epilepsy/responsive", "epilepsy/open_loop",
                           "epilepsy/adaptive", "replay/scalp"}) {
    Device device;
    EXPECT_EQ(device.refusal(Made(clinical_configs::load_program_bytes(name))),
              kAccepted);
    EXPECT_EQ(controller::checksum(device.held()),
              controller::checksum(clinical_configs::load_program(name)))
        << name;
  }
}

TEST(DeviceImage, HeadersSayWhatWasWritten) {
  const Made image;
  controller::ImageHeader header;
  EXPECT_TRUE(controller::read_header(image.bytes(), header));
  EXPECT_EQ(header.header_version, 1U);
  EXPECT_EQ(header.schema_version, controller::kSchemaVersion);
  EXPECT_EQ(header.program_bytes, program_bytes().size());
  EXPECT_EQ(header.counter, kCounter);
  EXPECT_EQ(header.key, controller::identity_of(own_key().open()));
  EXPECT_EQ(header.crc, controller::image_crc(image.bytes()));
}

TEST(DeviceImage, NothingIsLeftInAHeaderOfWhatWasReadBefore) {
  controller::ImageHeader header;
  EXPECT_TRUE(controller::read_header(Made().bytes(), header));
  EXPECT_FALSE(controller::read_header(Made().cut_to(95).bytes(), header));
  EXPECT_EQ(header.header_version, 0U);
  EXPECT_EQ(header.counter, 0U);
  EXPECT_EQ(header.key, controller::KeyIdentity{});
}

// As controller/DEVICE_IMAGE.md has them, in plain numbers.
TEST(DeviceImage, FieldsLieWhereThePageSays) {
  const ImageBytes image = Made(program_bytes(), 0x04030201).bytes();
  const ImageBytes start(image.begin(), image.begin() + 12);
  EXPECT_EQ(start, (ImageBytes{0x48, 0x53, 0x50, 0x1A, 1, 0, 0, 0, 1, 0, 0, 0}));
  EXPECT_EQ(image[12] + 256U * image[13], image.size() - 96);
  EXPECT_EQ(ImageBytes(image.begin() + 16, image.begin() + 20), (ImageBytes{1, 2, 3, 4}));
}

TEST(DeviceImage, Saf311_AnotherFileIsNoImage) {
  Device device;
  for (std::size_t bit = 0; bit < 32; ++bit) {
    EXPECT_EQ(device.refusal(Made().flip(bit).signed_again()), ImageRefusal::kNotAnImage);
  }
  for (std::size_t size = 0; size < 4; ++size) {
    EXPECT_EQ(device.refusal(Made().cut_to(size)), ImageRefusal::kNotAnImage) << size;
  }
}

TEST(DeviceImage, Saf311_OtherVersionsAreRefusedWhoeverSignedThem) {
  Device device;
  for (const std::uint32_t version : {0U, 2U, 0x100U, 0xFFFFFFFFU}) {
    EXPECT_EQ(
        device.refusal(
            Made().put_number(controller::kImageHeaderVersionAt, version).signed_again()),
        ImageRefusal::kOtherHeader);
    EXPECT_EQ(
        device.refusal(
            Made().put_number(controller::kImageSchemaVersionAt, version).signed_again()),
        ImageRefusal::kOtherSchema);
  }
}

TEST(DeviceImage, Saf311_ALengthIsExact) {
  Device device;
  const std::size_t size = Made().size();
  for (std::size_t cut = 4; cut < size; ++cut) {
    EXPECT_EQ(device.refusal(Made().cut_to(cut)), ImageRefusal::kWrongLength) << cut;
  }
  EXPECT_EQ(device.refusal(Made().cut_to(size + 1)), ImageRefusal::kWrongLength);
  for (const std::uint32_t length :
       {static_cast<std::uint32_t>(size - 97), static_cast<std::uint32_t>(size - 95), 0U,
        0xFFFFFFFFU, 0xFFFFFFA0U}) {
    EXPECT_EQ(device.refusal(
                  Made().put_number(controller::kImageLengthAt, length).signed_again()),
              ImageRefusal::kWrongLength)
        << length;
  }
}

TEST(DeviceImage, Saf311_NoProgramIsLongerThanAProgramCanBe) {
  Device device;
  const std::string longest(controller::kMaxProgramImageBytes, '\0');
  EXPECT_EQ(device.refusal(Made(longest)), ImageRefusal::kUndecodable);
  EXPECT_EQ(device.refusal(Made(longest + '\0')), ImageRefusal::kWrongLength);
  EXPECT_EQ(Made(longest).size(), controller::kMaxImageBytes);
}

TEST(DeviceImage, Saf312_NoBitOfAnImageMayChange) {
  Device device;
  const Made good;
  for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
    EXPECT_NE(device.refusal(Made(good).flip(bit)), kAccepted) << bit;
  }
}

TEST(DeviceImage, Saf312_TheCrcTellsWhatWasAlteredBehindTheHeadersForm) {
  Device device;
  const Made good;
  for (std::size_t at = controller::kImageCounterAt; at < good.size(); ++at) {
    if (at >= controller::kImageSignatureAt && at < controller::kImageHeaderBytes)
      continue;
    EXPECT_EQ(device.refusal(Made(good).flip(8 * at + at % 8)), ImageRefusal::kWrongCrc);
  }
}

TEST(DeviceImage, Saf310_WhoRepairsTheCrcLacksTheSignature) {
  Device device;
  const Made good;
  for (std::size_t at = controller::kImageCounterAt; at < good.size(); ++at) {
    const bool of_key = at >= controller::kImageKeyAt && at < controller::kImageCrcAt;
    const bool of_crc =
        at >= controller::kImageCrcAt && at < controller::kImageSignatureAt;
    if (of_crc) continue;  // repaired, it is what it was
    EXPECT_EQ(device.refusal(Made(good).flip(8 * at + at % 8).with_crc()),
              of_key ? ImageRefusal::kUnknownKey : ImageRefusal::kWrongSignature)
        << at;
  }
}

TEST(DeviceImage, Saf310_AKeyThatIsNotTrustedSignsNothing) {
  const Made foreign(program_bytes(), kCounter, other_key());
  EXPECT_EQ(Device().refusal(foreign), ImageRefusal::kUnknownKey);
  EXPECT_EQ(Device(std::vector<controller::PublicKey>{}).refusal(Made()),
            ImageRefusal::kUnknownKey);
  // Under the trusted key's name, signed with the other.
  EXPECT_EQ(Device().refusal(Made().signed_again(other_key())),
            ImageRefusal::kWrongSignature);
}

TEST(DeviceImage, Saf310_EachOfSeveralTrustedKeysMaySign) {
  const std::vector<controller::PublicKey> both = {other_key().open(), own_key().open()};
  EXPECT_EQ(Device(both).refusal(Made()), kAccepted);
  EXPECT_EQ(Device(both).refusal(Made(program_bytes(), kCounter, other_key())),
            kAccepted);
}

TEST(DeviceImage, Saf313_NoCounterRollsBack) {
  constexpr std::uint32_t kLast = 0xFFFFFFFF;
  const auto refusal = [](std::uint32_t counter, std::uint64_t lowest) {
    return Device({own_key().open()}, lowest).refusal(Made(program_bytes(), counter));
  };
  EXPECT_EQ(refusal(7, 6), kAccepted);
  EXPECT_EQ(refusal(7, 7), kAccepted);
  EXPECT_EQ(refusal(7, 8), ImageRefusal::kRolledBack);
  EXPECT_EQ(refusal(0, 0), kAccepted);
  EXPECT_EQ(refusal(kLast, kLast), kAccepted);
  EXPECT_EQ(refusal(0, kLast), ImageRefusal::kRolledBack);
  // One more than the last that there is: not zero again.
  EXPECT_EQ(refusal(kLast, std::uint64_t{kLast} + 1), ImageRefusal::kRolledBack);
  EXPECT_EQ(refusal(0, std::uint64_t{kLast} + 1), ImageRefusal::kRolledBack);
}

TEST(DeviceImage, Saf314_ARefusedImageLeavesTheOldProgram) {
  Device device({own_key().open()}, kCounter);
  EXPECT_EQ(device.refusal(Made()), kAccepted);
  const std::uint32_t accepted = controller::checksum(device.held());
  const std::string other = clinical_configs::load_program_bytes("epilepsy/open_loop");
  EXPECT_FALSE(device.verdict(Made(other, kCounter - 1)).ok());
  EXPECT_FALSE(device.verdict(Made(other, kCounter, other_key())).ok());
  EXPECT_FALSE(device.verdict(Made(other + "\x08\x01")).ok());
  EXPECT_EQ(controller::checksum(device.held()), accepted);
  EXPECT_TRUE(device.verdict(Made(other)).ok());
  EXPECT_NE(controller::checksum(device.held()), accepted);
}

TEST(DeviceImage, Saf315_TheFirstCheckThatFailsIsTold) {
  const std::vector<ImageRefusal> order = {
      ImageRefusal::kNotAnImage,  ImageRefusal::kOtherHeader, ImageRefusal::kOtherSchema,
      ImageRefusal::kWrongLength, ImageRefusal::kWrongCrc,    ImageRefusal::kUnknownKey};
  // All wrong at once, then mended one by one.
  Made image(program_bytes(), kCounter, other_key());
  Device device({own_key().open()}, kCounter + 1);
  const ImageBytes good = image.bytes();
  image.put(0, std::array<std::uint8_t, 16>{}).flip(8 * 200);
  const std::size_t ends[] = {4, 8, 12, 16};
  std::vector<ImageRefusal> told = {device.refusal(image)};
  for (const std::size_t end : ends) {
    image.put(0, std::span(good).first(end));
    told.push_back(device.refusal(image));
  }
  told.push_back(device.refusal(image.with_crc()));
  EXPECT_EQ(told, order);
  Device trusting({other_key().open()}, kCounter + 1);
  EXPECT_EQ(trusting.refusal(image), ImageRefusal::kWrongSignature);
  EXPECT_EQ(trusting.refusal(image.flip(8 * 200).signed_again(other_key())),
            ImageRefusal::kRolledBack);
}

TEST(DeviceImage, Saf315_EachRefusalHasWordsOfItsOwn) {
  std::set<std::string> words;
  for (int i = 0; i < controller::kImageRefusals; ++i) {
    words.insert(controller::words_of(static_cast<ImageRefusal>(i)));
  }
  EXPECT_EQ(words.size(), std::size_t{controller::kImageRefusals});
}

TEST(DeviceImage, Saf316_WhatIsSignedMustAlsoDecodeAndHold) {
  Device device;
  const ImageVerdict undecodable = device.verdict(Made("no program"));
  EXPECT_EQ(undecodable.refusal, ImageRefusal::kUndecodable);
  EXPECT_STREQ(undecodable.fault.field.data(), "image");
  const ImageVerdict empty = device.verdict(Made(std::string()));
  EXPECT_EQ(empty.refusal, ImageRefusal::kUndecodable);
  EXPECT_STREQ(empty.fault.field.data(), "schema_version");
  EXPECT_EQ(device.refusal(Made(program_bytes() + program_bytes())),
            ImageRefusal::kUndecodable);
}

TEST(DeviceImage, Saf316_ARuleThatIsBrokenIsToldWithItsField) {
  // Whatever a turned bit makes of it: the first that still decodes and breaks a rule.
  Device device;
  std::string bytes = program_bytes();
  bool found = false;
  for (std::size_t at = 0; at < bytes.size() && !found; ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x40);
    const ImageVerdict verdict = device.verdict(Made(changed));
    if (verdict.refusal != ImageRefusal::kInvalid) continue;
    found = true;
    EXPECT_FALSE(verdict.fault.ok());
    EXPECT_FALSE(verdict.fault.warning);
    EXPECT_STRNE(verdict.fault.why, "");
  }
  EXPECT_TRUE(found);
}

TEST(DeviceImage, Saf316_AdviceRefusesNothingAndIsNoFault) {
  clinical_configs::Written program("epilepsy/open_loop");
  const auto file = program.with("minus_contact: 2", "minus_contact: 3").save();
  EXPECT_EQ(clinical_configs::check_file(file).size(), 1U);
  const ImageVerdict verdict =
      Device().verdict(Made(clinical_configs::load_program_bytes(file)));
  std::filesystem::remove(file);
  EXPECT_TRUE(verdict.ok());
  EXPECT_TRUE(verdict.fault.ok());
}

TEST(DeviceImage, Saf317_ASignatureThatAnyoneCanMakeOfAnotherIsRefused) {
  // n - s, which verifies as well (signature_test.cc).
  const std::vector<std::uint8_t> order = {
      0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF,
      0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17,
      0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51};
  const Made good;
  ImageBytes high(32);
  int borrow = 0;
  for (std::size_t i = 32; i-- > 0;) {
    int digit = order[i] - good.bytes()[controller::kImageSignatureAt + 32 + i] - borrow;
    borrow = digit < 0 ? 1 : 0;
    high[i] = static_cast<std::uint8_t>(digit + 256 * borrow);
  }
  const Made other = Made(good).put(controller::kImageSignatureAt + 32, high);
  controller::ImageHeader header;
  EXPECT_TRUE(controller::read_header(other.bytes(), header));
  const controller::SignedParts parts = controller::signed_parts(other.bytes());
  EXPECT_TRUE(controller::verifies(own_key().open(), {parts.header, parts.program},
                                   header.signature));
  EXPECT_EQ(Device().refusal(other), ImageRefusal::kWrongSignature);
}

TEST(DeviceImage, Saf322_ReadingTakesNoHeap) {
  const Made image;
  const std::vector<controller::PublicKey> keys = {own_key().open()};
  const auto programs = std::make_unique<std::array<controller::TherapyProgram, 2>>();
  const testing::HeapGuard heap;
  const ImageVerdict verdict = controller::load_image(
      image.bytes(), {keys, kCounter}, programs->front(), programs->back());
  EXPECT_EQ(heap.allocations(), 0);
  EXPECT_TRUE(verdict.ok());
}

}  // namespace
}  // namespace homeostat::sim
