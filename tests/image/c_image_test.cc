// Device images behind the C header: what the C++ reader says, with a code for each.
#include <set>

#include "controller/abi_storage.h"
#include "tests/image/made.h"
#include "tests/support/heap_guard.h"

namespace homeostat::sim {
namespace {

homeostat_trust trust_in(const std::vector<controller::PublicKey>& keys,
                         std::uint64_t lowest_counter = kCounter) {
  homeostat_trust trust{};
  trust.key_count = static_cast<std::uint32_t>(keys.size());
  trust.lowest_counter = lowest_counter;
  for (std::size_t k = 0; k < keys.size() && k < HOMEOSTAT_KEYS; ++k)
    std::copy(keys[k].begin(), keys[k].end(), trust.keys[k]);
  return trust;
}

class CImage : public ::testing::Test {
 protected:
  std::int32_t load(const Made& image, const homeostat_trust& trust) {
    return homeostat_program_load(storage_.get(), sizeof *storage_, HOMEOSTAT_ABI_VERSION,
                                  image.bytes().data(), image.size(), &trust, &program_,
                                  &counter_, &fault_);
  }
  std::int32_t load(const Made& image) {
    return load(image, trust_in({own_key().open()}));
  }
  bool nothing_is_open() const {
    const auto* kept = reinterpret_cast<const homeostat_program*>(storage_->bytes);
    return program_ == nullptr && counter_ == 0 && kept->tag != homeostat_program::kTag;
  }

  std::unique_ptr<homeostat_program_storage> storage_ =
      std::make_unique<homeostat_program_storage>();
  homeostat_program* program_ = nullptr;
  std::uint32_t counter_ = 99;
  homeostat_fault fault_{};
};

TEST_F(CImage, Saf380_IsTheProgramThatTheImageHolds) {
  for (const char* name : {"epilepsy/responsive", "epilepsy/open_loop",
                           "epilepsy/adaptive", "replay/scalp"}) {
    ASSERT_EQ(HOMEOSTAT_OK, load(Made(clinical_configs::load_program_bytes(name))))
        << name;
    ASSERT_NE(nullptr, program_);
    EXPECT_EQ(controller::checksum(clinical_configs::load_program(name)),
              controller::checksum(program_->program));
    EXPECT_EQ(kCounter, counter_);
    EXPECT_STREQ("", fault_.field);
    EXPECT_STREQ("", fault_.why);
  }
}

TEST_F(CImage, Saf380_ALoopOpensFromIt) {
  ASSERT_EQ(HOMEOSTAT_OK, load(Made()));
  const auto memory = std::make_unique<homeostat_loop_storage>();
  homeostat_loop* loop = nullptr;
  EXPECT_EQ(HOMEOSTAT_OK, homeostat_loop_open(memory.get(), sizeof *memory,
                                              HOMEOSTAT_ABI_VERSION, program_, 0, &loop));
}

TEST_F(CImage, Saf380_EachRefusalHasItsOwnCode) {
  using controller::kImageHeaderVersionAt;
  using controller::kImageSchemaVersionAt;
  const std::vector<std::pair<std::int32_t, Made>> refused = {
      {HOMEOSTAT_NOT_AN_IMAGE, Made().flip(3)},
      {HOMEOSTAT_OTHER_HEADER, Made().put_number(kImageHeaderVersionAt, 2)},
      {HOMEOSTAT_OTHER_SCHEMA, Made().put_number(kImageSchemaVersionAt, 2)},
      {HOMEOSTAT_WRONG_LENGTH, Made().cut_to(Made().size() - 1)},
      {HOMEOSTAT_WRONG_CRC, Made().flip(8 * 200)},
      {HOMEOSTAT_UNKNOWN_KEY, Made(program_bytes(), kCounter, other_key())},
      {HOMEOSTAT_WRONG_SIGNATURE, Made().flip(8 * 200).with_crc()},
      {HOMEOSTAT_ROLLED_BACK, Made(program_bytes(), kCounter - 1)},
      {HOMEOSTAT_NOT_DECODED, Made("no program")},
  };
  std::set<std::int32_t> codes;
  for (const auto& [code, image] : refused) {
    EXPECT_EQ(code, load(image)) << homeostat_status_words(code);
    EXPECT_TRUE(nothing_is_open()) << homeostat_status_words(code);
    codes.insert(code);
  }
  EXPECT_EQ(refused.size(), codes.size());
}

TEST_F(CImage, Saf380_SaysOfEveryPrefixWhatTheReaderSays) {
  Device device({own_key().open()}, kCounter);
  const Made good;
  for (std::size_t size = 1; size < good.size(); ++size) {
    const Made cut = Made(good).cut_to(size);
    const bool is_image = device.refusal(cut) != controller::ImageRefusal::kNotAnImage;
    EXPECT_EQ(is_image ? HOMEOSTAT_WRONG_LENGTH : HOMEOSTAT_NOT_AN_IMAGE, load(cut))
        << size;
  }
}

TEST_F(CImage, Saf380_ARefusedProgramNamesItsField) {
  EXPECT_EQ(HOMEOSTAT_NOT_DECODED, load(Made("")));
  EXPECT_STREQ("schema_version", fault_.field);
  EXPECT_STRNE("", fault_.why);
  EXPECT_EQ(HOMEOSTAT_OK, load(Made()));
  EXPECT_STREQ("", fault_.field);
}

TEST_F(CImage, Saf380_ARuleThatIsBrokenHasAnotherCode) {
  // The first turned bit that leaves a program which breaks a rule.
  Device device({own_key().open()}, kCounter);
  const std::string good = program_bytes();
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ 0x40);
    const Made image(changed);
    const controller::ImageVerdict verdict = device.verdict(image);
    if (verdict.refusal != controller::ImageRefusal::kInvalid) continue;
    EXPECT_EQ(HOMEOSTAT_NOT_VALID, load(image));
    EXPECT_TRUE(nothing_is_open());
    EXPECT_STREQ(verdict.fault.field.data(), fault_.field);
    EXPECT_STREQ(verdict.fault.why, fault_.why);
    EXPECT_EQ(verdict.fault.highest, fault_.highest);
    return;
  }
  FAIL() << "no bit breaks a rule";
}

TEST_F(CImage, Saf380_AnyOfTheTrustedKeysMaySignAndOfTooManyNone) {
  const controller::PublicKey own = own_key().open();
  const controller::PublicKey other = other_key().open();
  EXPECT_EQ(HOMEOSTAT_OK, load(Made(), trust_in({other, other, other, own})));
  EXPECT_EQ(HOMEOSTAT_UNKNOWN_KEY, load(Made(), trust_in({other, other, other})));
  EXPECT_EQ(HOMEOSTAT_UNKNOWN_KEY, load(Made(), trust_in({})));
  EXPECT_EQ(HOMEOSTAT_UNKNOWN_KEY, load(Made(), trust_in({own, own, own, own, own})));
}

TEST_F(CImage, Saf380_CountersDoNotRollBackNorOver) {
  const std::vector<controller::PublicKey> keys = {own_key().open()};
  EXPECT_EQ(HOMEOSTAT_OK, load(Made(program_bytes(), 7), trust_in(keys, 7)));
  EXPECT_EQ(HOMEOSTAT_ROLLED_BACK, load(Made(program_bytes(), 7), trust_in(keys, 8)));
  EXPECT_EQ(HOMEOSTAT_ROLLED_BACK,
            load(Made(program_bytes(), 0), trust_in(keys, std::uint64_t{1} << 32)));
}

TEST_F(CImage, Saf380_WhatIsNotAskedForIsNotTold) {
  const Made image;
  const homeostat_trust trust = trust_in({own_key().open()});
  const auto into = [&](void* storage, std::size_t bytes, std::uint32_t version,
                        const std::uint8_t* from, const homeostat_trust* whom,
                        homeostat_program** program) {
    return homeostat_program_load(storage, bytes, version, from, image.size(), whom,
                                  program, nullptr, nullptr);
  };
  const std::uint8_t* bytes = image.bytes().data();
  void* room = storage_.get();
  constexpr std::size_t kRoom = sizeof(homeostat_program_storage);
  constexpr std::uint32_t kVersion = HOMEOSTAT_ABI_VERSION;
  EXPECT_EQ(HOMEOSTAT_OK, into(room, kRoom, kVersion, bytes, &trust, &program_));
  EXPECT_EQ(HOMEOSTAT_NULL, into(room, kRoom, kVersion, nullptr, &trust, &program_));
  EXPECT_EQ(HOMEOSTAT_NULL, into(room, kRoom, kVersion, bytes, nullptr, &program_));
  EXPECT_EQ(HOMEOSTAT_NULL, into(room, kRoom, kVersion, bytes, &trust, nullptr));
  EXPECT_EQ(HOMEOSTAT_NULL, into(nullptr, kRoom, kVersion, bytes, &trust, &program_));
  EXPECT_EQ(HOMEOSTAT_ABI, into(room, kRoom, kVersion + 1, bytes, &trust, &program_));
  EXPECT_EQ(HOMEOSTAT_STORAGE, into(room, sizeof(homeostat_program) - 1, kVersion, bytes,
                                    &trust, &program_));
  EXPECT_EQ(HOMEOSTAT_OK,
            into(room, sizeof(homeostat_program), kVersion, bytes, &trust, &program_));
}

TEST_F(CImage, Saf380_NothingOfAnEarlierCallIsLeft) {
  const Made image;
  const homeostat_trust trust = trust_in({own_key().open()});
  homeostat_fault fault;
  std::memset(&fault, 0x55, sizeof fault);
  program_ = reinterpret_cast<homeostat_program*>(storage_.get());
  EXPECT_EQ(HOMEOSTAT_STORAGE,
            homeostat_program_load(storage_.get(), 1, HOMEOSTAT_ABI_VERSION,
                                   image.bytes().data(), image.size(), &trust, &program_,
                                   nullptr, &fault));
  EXPECT_EQ(nullptr, program_);
  EXPECT_STREQ("", fault.field);
  EXPECT_STREQ("", fault.why);
}

TEST_F(CImage, Saf380_AllocatesNothing) {
  const Made image;
  const homeostat_trust trust = trust_in({own_key().open()});
  const testing::HeapGuard none;
  load(image, trust);
  EXPECT_EQ(0, none.allocations());
}

}  // namespace
}  // namespace homeostat::sim
