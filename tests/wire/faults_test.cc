// Fault injection: a rig's build takes it from who may change therapy, a release build
// does not know what it is.
#include <gtest/gtest.h>

#include "hil/faults/fault.h"
#include "tests/wire/device_bench.h"

namespace homeostat::wire {
namespace {

class Rig final : public FaultPort {
 public:
  void inject(const Fault& fault) noexcept override { injected.push_back(fault); }
  std::vector<Fault> injected;
};

std::vector<std::uint8_t> bytes_of(const Fault& fault) {
  std::vector<std::uint8_t> bytes(kChangeBytes);
  bytes.resize(encode(fault, bytes));
  return bytes;
}

const Fault kFlip{FaultKind::kFlipBit, 1234, 7};

TEST(FaultInjection, Saf340_ARigDoesWhatIsSigned) {
  DeviceBench bench;
  Rig rig;
  bench.more = &rig;
  bench.boot();
  bench.open();
  EXPECT_NE(0U, bench.link.identity().capabilities & kInjectsFaults);
  bench.programmer.change(bytes_of(kFlip), Answer::kDone);
  ASSERT_EQ(1U, rig.injected.size());
  EXPECT_EQ(FaultKind::kFlipBit, rig.injected[0].kind);
  EXPECT_EQ(1234U, rig.injected[0].place);
  EXPECT_EQ(7, rig.injected[0].amount);
}

TEST(FaultInjection, Saf340_ARigDoesNothingWithoutASession) {
  DeviceBench bench;
  Rig rig;
  bench.more = &rig;
  bench.boot();
  bench.link.hello();
  EXPECT_THROW(bench.programmer.change(bytes_of(kFlip), Answer::kDone),
               hil::RefusedError);
  EXPECT_TRUE(rig.injected.empty());
}

TEST(FaultInjection, Saf340_AReleaseBuildDoesNotKnowTheMessage) {
  DeviceBench bench;
  bench.open();
  EXPECT_EQ(0U, bench.link.identity().capabilities & kInjectsFaults);
  for (int kind = 1; kind <= static_cast<int>(kLastFault); ++kind) {
    try {
      bench.programmer.change(bytes_of({static_cast<FaultKind>(kind), 1, 2}),
                              Answer::kDone);
      FAIL() << "was understood";
    } catch (const hil::RefusedError& error) {
      EXPECT_EQ(Refusal::kUnknown, error.verdict.refusal);
    }
  }
  // And in its own codec it is nothing.
  Change change;
  ASSERT_TRUE(decode(bytes_of(kFlip), change));
  EXPECT_EQ(ChangeKind::kNothing, change.kind);
}

TEST(FaultInjection, WhatIsNoFaultIsNotInjected) {
  Rig rig;
  EXPECT_EQ(Refusal::kUnknown, rig.apply({}));
  EXPECT_EQ(Refusal::kUnknown, rig.apply(std::vector<std::uint8_t>{0xFF, 0xFF}));
  EXPECT_EQ(Refusal::kUnknown, rig.apply(bytes_of({FaultKind::kNone, 1, 2})));
  auto unknown = bytes_of(kFlip);
  unknown[4] = static_cast<std::uint8_t>(kLastFault) + 1;  // its kind
  EXPECT_EQ(Refusal::kUnknown, rig.apply(unknown));
  EXPECT_TRUE(rig.injected.empty());
}

}  // namespace
}  // namespace homeostat::wire
