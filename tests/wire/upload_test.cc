#include "hil/wire/upload.h"

#include <gtest/gtest.h>

#include "safety/crc32.h"
#include "tests/wire/device_bench.h"

namespace homeostat::wire {
namespace {

std::vector<std::uint8_t> image_of(std::size_t size, std::uint8_t verdict = 0) {
  std::vector<std::uint8_t> image(size);
  for (std::size_t i = 0; i < size; ++i) image[i] = static_cast<std::uint8_t>(i * 7);
  image[0] = verdict;
  return image;
}

Refusal refusal_of(const auto& deed) {
  try {
    deed();
  } catch (const hil::RefusedError& error) {
    return error.verdict.refusal;
  }
  return Refusal::kNone;
}

TEST(Upload, Saf339_AnImageArrivesInChunksAndIsSwitchedToWhole) {
  DeviceBench bench;
  bench.open();
  for (const std::size_t size :
       {std::size_t{1}, kChunkBytes, kChunkBytes + 1, std::size_t{4096}}) {
    bench.programmer.upload(image_of(size));
    EXPECT_EQ(image_of(size), bench.store.program);
  }
}

TEST(Upload, Saf339_ARefusedImageLeavesTheProgramAsItWas) {
  DeviceBench bench;
  bench.open();
  bench.programmer.upload(image_of(1000));
  try {
    bench.programmer.upload(image_of(1200, 6));
    FAIL() << "was taken";
  } catch (const hil::RefusedError& error) {
    EXPECT_EQ(Refusal::kImageRefused, error.verdict.refusal);
    EXPECT_EQ(6U, error.verdict.detail);
  }
  EXPECT_EQ(image_of(1000), bench.store.program);
  // It is over: a good one begins anew.
  bench.programmer.upload(image_of(1200));
  EXPECT_EQ(image_of(1200), bench.store.program);
}

// The line goes dead after each number of packets; then another connection and session.
TEST(Upload, Saf339_GoesOnWhereItBrokeOff) {
  const auto image = image_of(3000);
  for (int alive = 1; alive < 9; ++alive) {
    DeviceBench bench;
    bench.open();
    int left = alive;
    bench.line.to_device_by([&left](hil::Loopback::Portion sent) {
      return --left >= 0 ? sent : hil::Loopback::Portion{};
    });
    if (alive < 8) {
      EXPECT_THROW(bench.programmer.upload(image), hil::LinkError);
      EXPECT_TRUE(bench.store.program.empty());
    }
    bench.line.to_device_by({});
    hil::HostLink link(bench.line, 4711);
    hil::Programmer programmer(link, bench.key);
    link.hello();
    programmer.open();
    programmer.upload(image);
    EXPECT_EQ(image, bench.store.program) << alive;
    // Six chunks in all: none came twice.
    EXPECT_EQ(6, bench.store.writes) << alive;
  }
}

TEST(Upload, Saf339_AfterALostAnswerTheSameSessionResumes) {
  DeviceBench bench;
  bench.open();
  bool deaf = true;
  bench.line.to_host_by([&deaf](hil::Loopback::Portion sent) {
    return deaf ? hil::Loopback::Portion{} : sent;
  });
  EXPECT_THROW(bench.programmer.order(biomarkers::kClinicianStart), hil::LinkError);
  deaf = false;
  bench.programmer.resume();
  bench.programmer.order(biomarkers::kClinicianStop);
  EXPECT_EQ(biomarkers::kClinicianStart | biomarkers::kClinicianStop,
            bench.device->take_clinician_events());
  bench.programmer.close();
  EXPECT_THROW(bench.programmer.resume(), hil::LinkError);
}

struct Store {
  ToyStore store;
  Upload upload{&store};
};

TEST(Upload, Saf339_RefusesWhatDoesNotFitTogether) {
  Store s;
  const auto image = image_of(10);
  const std::uint32_t crc = safety::crc32(image.data(), image.size());
  EXPECT_EQ(Refusal::kNoUpload, s.upload.add(0, image).refusal);
  EXPECT_EQ(Refusal::kNoUpload, s.upload.finish().refusal);
  EXPECT_EQ(Refusal::kMalformed, s.upload.begin(0, crc).refusal);
  EXPECT_EQ(Refusal::kTooLong, s.upload.begin(4097, crc).refusal);
  EXPECT_TRUE(s.upload.begin(4096, crc).good());
  EXPECT_TRUE(s.upload.begin(10, crc).good());
  EXPECT_EQ(Refusal::kMalformed, s.upload.add(0, {}).refusal);
  EXPECT_EQ(Refusal::kMalformed, s.upload.add(0, image_of(11)).refusal);
  EXPECT_EQ(Refusal::kWrongOffset, s.upload.add(1, image).refusal);
  EXPECT_TRUE(s.upload.add(0, {image.data(), 4}).good());
  EXPECT_EQ(Refusal::kWrongOffset, s.upload.add(0, {image.data(), 4}).refusal);
  EXPECT_EQ(4U, s.upload.finish().detail);
  EXPECT_EQ(Refusal::kIncomplete, s.upload.finish().refusal);
  EXPECT_TRUE(s.upload.begin(10, crc).good());  // the same: goes on
  EXPECT_EQ(4U, s.upload.received());
  s.store.broken = true;
  EXPECT_EQ(Refusal::kNotStored, s.upload.add(4, {image.data() + 4, 6}).refusal);
  EXPECT_EQ(4U, s.upload.received());
  s.store.broken = false;
  EXPECT_TRUE(s.upload.add(4, {image.data() + 4, 6}).good());
  EXPECT_TRUE(s.upload.finish().good());
}

TEST(Upload, Saf339_AWrongSumIsRefusedAndForgotten) {
  Store s;
  const auto image = image_of(10);
  ASSERT_TRUE(s.upload.begin(10, 1).good());
  ASSERT_TRUE(s.upload.add(0, image).good());
  EXPECT_EQ(Refusal::kWrongCrc, s.upload.finish().refusal);
  EXPECT_TRUE(s.store.program.empty());
  EXPECT_EQ(0U, s.upload.bytes());
}

TEST(Upload, WithoutAStoreNoneIsTaken) {
  Upload upload(nullptr);
  EXPECT_EQ(Refusal::kUnknown, upload.begin(10, 1).refusal);
  EXPECT_EQ(Refusal::kNoUpload, upload.add(0, image_of(10)).refusal);
}

TEST(Upload, Saf332_NeedsASession) {
  DeviceBench bench;
  bench.link.hello();
  EXPECT_EQ(Refusal::kNoSession,
            refusal_of([&] { bench.programmer.upload(image_of(10)); }));
  EXPECT_EQ(0, bench.store.writes);
}

}  // namespace
}  // namespace homeostat::wire
