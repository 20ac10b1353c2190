// Memory that changes between two calls of a loop.
#include <gtest/gtest.h>

#include <algorithm>

#include "controller/loop_layout.h"
#include "tests/controller/scene.h"

namespace homeostat::controller::testing {
namespace {

using safety::Reason;

TherapyProgram& program_in_memory(const Scene& scene) {
  return const_cast<TherapyProgram&>(scene.loop().program());
}

// Turns the lowest bit of the first byte of a region.
void turn_bit_of(const Scene& scene, const std::string& region) {
  for (const MemoryRegion& known : ClosedLoop::Layout::kRegions) {
    if (region != known.name.data()) continue;
    auto* memory =
        reinterpret_cast<std::uint8_t*>(const_cast<ClosedLoop*>(&scene.loop()));
    memory[known.offset] = static_cast<std::uint8_t>(memory[known.offset] ^ 1);
    return;
  }
  FAIL() << region;
}

void reach_burst(Scene& scene) {
  scene.arm();
  scene.seizure = true;
  scene.run_until(Mode::kTreatingBurst);
  ASSERT_TRUE(scene.granted().on());
}

TEST(SealedMemory, Saf154_AProgramThatChangedSilencesInThatVeryStep) {
  for (int bit = 0; bit < 8; ++bit) {
    Scene scene(responsive_program());
    reach_burst(scene);
    TherapyProgram& program = program_in_memory(scene);
    program.ramp_off = Microseconds(program.ramp_off.count() ^ (1 << bit));
    const LoopReport& report = scene.step();
    EXPECT_FALSE(report.granted.command.on()) << bit;
    EXPECT_TRUE(report.granted.latched);
    EXPECT_EQ(safety::Severity::kLatched, report.granted.severity);
    EXPECT_EQ(safety::ReasonSet(1ULL << static_cast<int>(Reason::kCorrupt)),
              report.granted.reasons);
    EXPECT_EQ(Mode::kFault, report.mode);
    EXPECT_TRUE(report.events.has(Event::kFault));
    EXPECT_TRUE(report.notices.has(Notice::kCallClinician));
    EXPECT_EQ(scene.now(), report.seen.time);
    EXPECT_TRUE(scene.loop().lost());
  }
}

TEST(SealedMemory, Saf365_SoDoesAnythingElseThatACommandRestsOn) {
  for (const char* region :
       {"program", "model", "seal", "mode", "monitor", "notices", "report", "clock"}) {
    Scene scene(responsive_program());
    reach_burst(scene);
    EXPECT_TRUE(scene.loop().intact());
    EXPECT_FALSE(scene.loop().lost());
    turn_bit_of(scene, region);
    EXPECT_FALSE(scene.loop().intact()) << region;
    EXPECT_FALSE(scene.step().granted.command.on()) << region;
    EXPECT_TRUE(scene.loop().lost()) << region;
    EXPECT_TRUE(scene.report().granted.reasons.has(Reason::kCorrupt)) << region;
  }
}

// Frames with samples, too, and before any of them is looked at.
TEST(SealedMemory, Saf365_AStepThatSensesFindsItAsWell) {
  ClosedLoop loop(responsive_program(), Instant{});
  biomarkers::SampleFrame frame = quiet_inputs();
  frame.time = Instant{} + kFrame;
  (void)loop.step(frame);
  EXPECT_FALSE(loop.lost());
  const_cast<TherapyProgram&>(loop.program()).ramp_off = 1_us;
  frame.time = frame.time + kFrame;
  (void)loop.step(frame);
  EXPECT_TRUE(loop.lost());
  EXPECT_EQ(Mode::kFault, loop.report().mode);
}

// What was turned once may have been read: that it is turned back is no excuse.
TEST(SealedMemory, Saf365_LostIsLostForGood) {
  Scene scene(responsive_program());
  scene.arm();
  turn_bit_of(scene, "clock");
  scene.step();
  turn_bit_of(scene, "clock");
  scene.order(biomarkers::kClinicianReset);
  scene.order(biomarkers::kClinicianStart);
  scene.seizure = true;
  scene.run(20_s);
  EXPECT_TRUE(scene.loop().lost());
  EXPECT_EQ(Mode::kFault, scene.mode());
  EXPECT_FALSE(scene.skip_to(scene.now() + 60_s));
}

TEST(SealedMemory, Saf365_WhatASilenceOrARestoreWroteIsSealedAnew) {
  Scene scene(responsive_program());
  EXPECT_TRUE(scene.restore(scene.loop().persist()));
  EXPECT_TRUE(scene.loop().intact());
  scene.arm();
  ASSERT_TRUE(scene.skip_to(scene.now() + 60_s));
  EXPECT_TRUE(scene.loop().intact());
  scene.step();
  EXPECT_FALSE(scene.loop().lost());
}

TEST(SealedMemory, Saf366_NothingIsStoredThatWouldBeBelieved) {
  for (const char* region : {"program", "clock", "budgets", "guard"}) {
    Scene scene(responsive_program());
    reach_burst(scene);
    turn_bit_of(scene, region);
    EXPECT_FALSE(scene.loop().intact()) << region;
    const safety::PersistedState stored = scene.loop().persist();
    Scene after(responsive_program());
    EXPECT_FALSE(after.restore(stored)) << region;
    EXPECT_TRUE(after.step().granted.latched) << region;
  }
}

TEST(SealedMemory, Saf366_MemoryThatChangedIsNeitherRestoredNorLetIdle) {
  Scene idle(responsive_program());
  idle.arm();
  turn_bit_of(idle, "clock");
  EXPECT_FALSE(idle.skip_to(idle.now() + 60_s));
  Scene fresh(responsive_program());
  const safety::PersistedState stored = fresh.loop().persist();
  turn_bit_of(fresh, "clock");
  EXPECT_FALSE(fresh.restore(stored));
  fresh.step();
  EXPECT_TRUE(fresh.loop().lost());
}

// The guard says so itself, and stays latched.
TEST(SealedMemory, TheGuardsOwnMemoryIsTheGuards) {
  for (const char* region : {"budgets", "guard"}) {
    Scene scene(responsive_program());
    reach_burst(scene);
    turn_bit_of(scene, region);
    EXPECT_FALSE(scene.step().granted.command.on()) << region;
    EXPECT_TRUE(scene.report().granted.latched) << region;
    EXPECT_FALSE(scene.loop().lost()) << region;
    // Its state is written anew, as spent; its limits cannot be.
    EXPECT_EQ(region == std::string("budgets"), scene.loop().intact());
  }
}

// Each region lies within the loop, and the loop in the regions but for padding.
TEST(SealedMemory, TheLayoutNamesEveryPart) {
  std::vector<bool> named(sizeof(ClosedLoop));
  for (const MemoryRegion& region : ClosedLoop::Layout::kRegions) {
    ASSERT_LE(region.offset + region.bytes, sizeof(ClosedLoop));
    std::fill_n(named.begin() + region.offset, region.bytes, true);
  }
  const std::ptrdiff_t unnamed = std::count(named.begin(), named.end(), false);
  EXPECT_LT(unnamed, 1024) << "of which the guard's room takes the most";
}

}  // namespace
}  // namespace homeostat::controller::testing
