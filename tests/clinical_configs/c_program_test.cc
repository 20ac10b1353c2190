// A program behind the C header: decoded and judged as everywhere, the first fault told.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string>

#include "clinical_configs/load.h"
#include "clinical_configs/therapy_program.pb.h"
#include "controller/abi_storage.h"
#include "controller/homeostat.h"

namespace homeostat::clinical_configs {
namespace {

class CProgram : public ::testing::Test {
 protected:
  std::int32_t decode(const std::string& bytes, homeostat_fault* fault,
                      std::size_t storage_bytes = sizeof(homeostat_program_storage)) {
    return homeostat_program_decode(storage_->bytes, storage_bytes, HOMEOSTAT_ABI_VERSION,
                                    reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                    bytes.size(), &program_, fault);
  }
  bool is_open() const {
    return reinterpret_cast<const homeostat_program*>(storage_->bytes)->tag ==
           homeostat_program::kTag;
  }

  const std::string bytes_ = load_program_bytes("epilepsy/responsive");
  std::unique_ptr<homeostat_program_storage> storage_ =
      std::make_unique<homeostat_program_storage>();
  homeostat_program* program_ = nullptr;
  homeostat_fault fault_{};
};

TEST_F(CProgram, Saf351_IsTheOneThatTheHostLoads) {
  std::memset(&fault_, 0x55, sizeof fault_);
  ASSERT_EQ(HOMEOSTAT_OK, decode(bytes_, &fault_));
  ASSERT_NE(nullptr, program_);
  EXPECT_TRUE(is_open());
  EXPECT_EQ(controller::checksum(load_program("epilepsy/responsive")),
            controller::checksum(program_->program));
  EXPECT_STREQ("", fault_.field);
  EXPECT_STREQ("", fault_.why);
  EXPECT_EQ(HOMEOSTAT_OK, decode(bytes_, nullptr));
}

TEST_F(CProgram, Saf351_BytesThatAreNoneNameTheFirstField) {
  EXPECT_EQ(HOMEOSTAT_NOT_DECODED, decode("", &fault_));
  EXPECT_EQ(nullptr, program_);
  EXPECT_FALSE(is_open());
  EXPECT_STREQ("schema_version", fault_.field);
  EXPECT_STRNE("", fault_.why);
  EXPECT_EQ(HOMEOSTAT_NOT_DECODED, decode("", nullptr));
}

TEST_F(CProgram, Saf351_WhatIsOnlyAdvisedAgainstIsNoFault) {
  config::TherapyProgram message;
  ASSERT_TRUE(message.ParseFromString(bytes_));
  message.mutable_limits()->mutable_fast_budget()->set_capacity_nc(10);
  EXPECT_EQ(HOMEOSTAT_OK, decode(message.SerializeAsString(), &fault_));
  EXPECT_STREQ("", fault_.field);
}

TEST_F(CProgram, Saf351_AProgramThatBreaksRulesNamesTheFirstOfThem) {
  config::TherapyProgram message;
  ASSERT_TRUE(message.ParseFromString(bytes_));
  message.mutable_biomarkers()->mutable_persistence()->set_votes(200);
  message.mutable_limits()->mutable_fast_budget()->set_capacity_nc(10);
  message.mutable_responsive()->set_therapies_per_day(60'000);
  EXPECT_EQ(HOMEOSTAT_NOT_VALID, decode(message.SerializeAsString(), &fault_));
  EXPECT_EQ(nullptr, program_);
  EXPECT_FALSE(is_open());
  EXPECT_STREQ("biomarkers.persistence.votes", fault_.field);
  EXPECT_EQ(200.0, fault_.value);
  EXPECT_EQ(1.0, fault_.lowest);
  EXPECT_EQ(4.0, fault_.highest);
  EXPECT_STRNE("", fault_.why);
}

TEST_F(CProgram, Saf351_NothingIsWrittenWhereThereIsNoRoom) {
  program_ = reinterpret_cast<homeostat_program*>(storage_.get());
  EXPECT_EQ(HOMEOSTAT_STORAGE, decode(bytes_, &fault_, sizeof(homeostat_program) - 1));
  EXPECT_EQ(nullptr, program_);
  EXPECT_FALSE(is_open());
  EXPECT_EQ(HOMEOSTAT_OK, decode(bytes_, &fault_, sizeof(homeostat_program)));
}

TEST_F(CProgram, Saf351_NothingOfAnEarlierFaultIsLeft) {
  std::memset(&fault_, 0x55, sizeof fault_);
  EXPECT_EQ(HOMEOSTAT_NULL, homeostat_program_decode(storage_->bytes, sizeof *storage_,
                                                     HOMEOSTAT_ABI_VERSION, nullptr, 1,
                                                     &program_, &fault_));
  EXPECT_STREQ("", fault_.field);
  EXPECT_STREQ("", fault_.why);
}

TEST_F(CProgram, Saf351_ANullPointerIsSaid) {
  const std::uint8_t byte = 0;
  EXPECT_EQ(HOMEOSTAT_NULL,
            homeostat_program_decode(storage_->bytes, sizeof *storage_,
                                     HOMEOSTAT_ABI_VERSION, &byte, 1, nullptr, &fault_));
  EXPECT_EQ(HOMEOSTAT_NULL, homeostat_program_decode(storage_->bytes, sizeof *storage_,
                                                     HOMEOSTAT_ABI_VERSION, nullptr, 0,
                                                     &program_, &fault_));
  EXPECT_EQ(HOMEOSTAT_NULL,
            homeostat_program_decode(nullptr, sizeof *storage_, HOMEOSTAT_ABI_VERSION,
                                     &byte, 1, &program_, &fault_));
}

}  // namespace
}  // namespace homeostat::clinical_configs
