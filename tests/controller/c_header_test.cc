// The C header is the same loop: what it says of any frame is what the C++ loop says.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include "controller/abi_storage.h"
#include "controller/homeostat.h"
#include "tests/golden/scripted_patient.h"
#include "tests/support/c_frame.h"
#include "tests/support/heap_guard.h"

namespace homeostat::golden {
namespace {

using homeostat::testing::CFrame;

// A loop behind the header, with the golden program.
class CLoop {
 public:
  CLoop() {
    auto* program = ::new (program_.bytes) homeostat_program();
    program->program = golden_program();
    const std::int32_t said = homeostat_loop_open(
        &loop_, sizeof loop_, HOMEOSTAT_ABI_VERSION, program, 0, &handle_);
    EXPECT_EQ(HOMEOSTAT_OK, said);
  }
  homeostat_loop* handle() { return handle_; }

 private:
  homeostat_program_storage program_;
  homeostat_loop_storage loop_;
  homeostat_loop* handle_ = nullptr;
};

bool equal(const homeostat_train& c, const safety::PulseTrain& cpp) {
  return c.first_pulse_us == cpp.first_pulse.count() &&
         c.valid_until_us == cpp.valid_until.count() &&
         c.period_us == cpp.period.count() &&
         c.pulse_width_us == cpp.pulse_width.count() &&
         c.amplitude_ua == cpp.amplitude.count() && c.configuration == cpp.configuration;
}

void expect_same(const homeostat_report& c, const controller::LoopReport& cpp) {
  EXPECT_EQ(cpp.seen.time.count(), c.time_us);
  EXPECT_EQ(static_cast<int>(cpp.mode), c.mode);
  EXPECT_EQ(cpp.events.bits(), c.events);
  EXPECT_EQ(cpp.granted.reasons.bits(), c.reasons);
  EXPECT_EQ(cpp.granted.latched, c.latched != 0);
  EXPECT_EQ(cpp.notices.bits(), c.notices);
  EXPECT_EQ(static_cast<int>(cpp.monitor.reason), c.monitor);
  EXPECT_EQ(cpp.seen.seizure, c.seizure != 0);
  EXPECT_EQ(cpp.seen.signal_valid, c.signal_valid != 0);
  EXPECT_EQ(cpp.seen.warmed_up, c.warmed_up != 0);
  EXPECT_EQ(cpp.seen.votes, c.votes);
  EXPECT_EQ(cpp.episode.therapy, c.therapy);
  EXPECT_EQ(cpp.episode.burst, c.burst);
  EXPECT_EQ(cpp.episode.therapies_today, c.therapies_today);
  for (std::size_t d = 0; d < HOMEOSTAT_DETECTORS; ++d) {
    EXPECT_EQ(0, std::memcmp(&cpp.seen.detectors[d].value, &c.detectors[d].value, 4));
    EXPECT_EQ(
        0, std::memcmp(&cpp.seen.detectors[d].threshold, &c.detectors[d].threshold, 4));
    EXPECT_EQ(cpp.seen.detectors[d].fires, c.detectors[d].fires != 0);
    EXPECT_EQ(cpp.seen.detectors[d].valid, c.detectors[d].valid != 0);
  }
  for (std::size_t i = 0; i < HOMEOSTAT_CHANNELS; ++i) {
    EXPECT_EQ(static_cast<int>(cpp.seen.channels[i].verdict), c.channel_verdicts[i]);
    EXPECT_EQ(cpp.seen.channels[i].flags, c.channel_flags[i]);
  }
  for (std::size_t o = 0; o < HOMEOSTAT_OUTPUTS; ++o) {
    EXPECT_TRUE(equal(c.asked[o], cpp.asked.outputs[o]));
    EXPECT_TRUE(equal(c.granted[o], cpp.granted.command.output(static_cast<int>(o))));
  }
}

TEST(CHeaderLoop, Saf350_IsTheSameLoopFrameByFrame) {
  const auto c = std::make_unique<CLoop>();
  controller::ClosedLoop cpp(golden_program(), Instant{});
  ScriptedPatient patient;
  CFrame frame;
  homeostat_report report;
  safety::StimCommand command = safety::StimCommand::off();
  int granted = 0;
  for (int i = 0; i < kFrames && !HasFailure(); ++i) {
    const biomarkers::SampleFrame& lived = patient.live_through(command);
    homeostat_command said;
    ASSERT_EQ(HOMEOSTAT_OK, homeostat_loop_step(c->handle(), frame.of(lived), &said));
    command = cpp.step(lived);
    EXPECT_TRUE(equal(said.outputs[0], command.output(0)));
    EXPECT_TRUE(equal(said.outputs[1], command.output(1)));
    std::memset(&report, 0xFF, sizeof report);
    ASSERT_EQ(HOMEOSTAT_OK, homeostat_loop_report(c->handle(), &report));
    expect_same(report, cpp.report());
    granted += command.on() ? 1 : 0;
  }
  EXPECT_GT(granted, 100);
}

TEST(CHeaderLoop, Saf350_WhatItStoresIsWhatTheLoopStores) {
  const auto c = std::make_unique<CLoop>();
  controller::ClosedLoop cpp(golden_program(), Instant{});
  ScriptedPatient patient;
  CFrame frame;
  safety::StimCommand command = safety::StimCommand::off();
  homeostat_command said;
  for (int i = 0; i < 2000; ++i) {
    const biomarkers::SampleFrame& lived = patient.live_through(command);
    ASSERT_EQ(HOMEOSTAT_OK, homeostat_loop_step(c->handle(), frame.of(lived), &said));
    command = cpp.step(lived);
  }
  std::uint8_t stored[HOMEOSTAT_PERSISTED_BYTES];
  ASSERT_EQ(HOMEOSTAT_OK, homeostat_loop_persist(c->handle(), stored, sizeof stored));
  const safety::PersistedState state = cpp.persist();
  EXPECT_EQ(0, std::memcmp(state.data(), stored, sizeof stored));
  const auto again = std::make_unique<CLoop>();
  EXPECT_EQ(HOMEOSTAT_OK, homeostat_loop_restore(again->handle(), stored, sizeof stored));
  stored[100] ^= 1;
  const auto broken = std::make_unique<CLoop>();
  EXPECT_EQ(HOMEOSTAT_NOT_BELIEVED,
            homeostat_loop_restore(broken->handle(), stored, sizeof stored));
  EXPECT_EQ(HOMEOSTAT_NOT_BELIEVED, homeostat_loop_restore(broken->handle(), stored, 7));
}

TEST(CHeaderLoop, Saf350_AFrameThatCannotBeIsRefusedAndCommandsNothing) {
  const auto c = std::make_unique<CLoop>();
  ScriptedPatient patient;
  CFrame writer;
  const homeostat_frame good =
      *writer.of(patient.live_through(safety::StimCommand::off()));
  const auto refused = [&](auto spoil) {
    homeostat_frame frame = good;
    spoil(frame);
    homeostat_command said;
    std::memset(&said, 0xFF, sizeof said);
    const std::int32_t status = homeostat_loop_step(c->handle(), &frame, &said);
    return status == HOMEOSTAT_FRAME && said.outputs[0].amplitude_ua == 0 &&
           said.outputs[1].amplitude_ua == 0;
  };
  EXPECT_TRUE(refused([](homeostat_frame& f) { f.channel_count = 9; }));
  EXPECT_TRUE(refused([](homeostat_frame& f) { f.sample_count = 65; }));
  EXPECT_TRUE(refused([](homeostat_frame& f) { f.samples_uv = nullptr; }));
  EXPECT_TRUE(refused([](homeostat_frame& f) { f.front_end = nullptr; }));
  EXPECT_TRUE(refused([](homeostat_frame& f) { f.clinician_events = 64; }));
  EXPECT_TRUE(refused([](homeostat_frame& f) { f.patient_events = 2; }));
  EXPECT_TRUE(refused([](homeostat_frame& f) { f.reset_cause = 5; }));
  EXPECT_TRUE(refused([](homeostat_frame& f) { f.echo[1].count = 5; }));
  EXPECT_TRUE(refused([](homeostat_frame& f) {
    f.echo[0].count = 1;
    f.echo[0].segments[0].flags = 16;
  }));
  homeostat_report report;
  ASSERT_EQ(HOMEOSTAT_OK, homeostat_loop_report(c->handle(), &report));
  EXPECT_EQ(0U, report.time_us);  // none of them was stepped
  homeostat_command said;
  EXPECT_EQ(HOMEOSTAT_OK, homeostat_loop_step(c->handle(), &good, &said));
}

TEST(CHeaderLoop, Saf350_AllocatesNothing) {
  const auto c = std::make_unique<CLoop>();
  ScriptedPatient patient;
  CFrame writer;
  const homeostat_frame* frame =
      writer.of(patient.live_through(safety::StimCommand::off()));
  const testing::HeapGuard none;
  homeostat_command said;
  homeostat_report report;
  homeostat_loop_step(c->handle(), frame, &said);
  homeostat_loop_report(c->handle(), &report);
  EXPECT_EQ(0, none.allocations());
}

}  // namespace
}  // namespace homeostat::golden
