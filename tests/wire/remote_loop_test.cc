// A loop behind a link is the loop: ten scripted minutes, frame by frame.
#include "hil/link/remote_loop.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "tests/golden/fingerprint.h"
#include "tests/wire/device_bench.h"

namespace homeostat::hil {
namespace {

using wire::DeviceBench;

// What the script's samples are multiples of.
constexpr Scales quarters() {
  Scales scales{};
  scales.fill(0.25);
  return scales;
}

std::uint64_t fingerprint_of(const controller::LoopReport& report) {
  golden::Fingerprint fingerprint;
  fingerprint.add(report);
  return fingerprint.value();
}

TEST(RemoteLoop, Saf341_EqualsALoopInThisProcessInEveryFrame) {
  DeviceBench bench;
  bench.open();
  RemoteLoop remote(bench.link, bench.programmer, bench.program, quarters(), Instant{});
  sim::LocalLoop local(bench.program, Instant{});
  golden::ScriptedPatient patient;
  safety::StimCommand command = safety::StimCommand::off();
  int stimulated = 0;
  for (int i = 0; i < golden::kFrames; ++i) {
    const biomarkers::SampleFrame frame = patient.live_through(command);
    command = local.step(frame);
    ASSERT_EQ(command, remote.step(frame)) << i;
    ASSERT_EQ(fingerprint_of(local.report()), fingerprint_of(remote.report())) << i;
    ASSERT_EQ(fingerprint_of(local.report()), fingerprint_of(bench.loop->loop.report()))
        << i;
    stimulated += command.on();
    bench.line.pass(std::chrono::milliseconds(32));
  }
  EXPECT_GT(stimulated, 100);
  EXPECT_EQ(0, bench.link.statistics().retries);
}

TEST(RemoteLoop, Saf341_OverALineThatLosesATenthItIsStillTheSame) {
  DeviceBench bench;
  bench.open();
  std::mt19937 random(6);
  const Loopback::Line bad = [&random](Loopback::Portion bytes) {
    return random() % 10 == 0 ? Loopback::Portion{} : bytes;
  };
  bench.line.to_device_by(bad);
  bench.line.to_host_by(bad);
  HostLink link(bench.line, 3, {.tries = 40});
  link.hello();
  Programmer programmer(link, bench.key);
  programmer.open();
  RemoteLoop remote(link, programmer, bench.program, quarters(), Instant{});
  sim::LocalLoop local(bench.program, Instant{});
  golden::ScriptedPatient patient;
  safety::StimCommand command = safety::StimCommand::off();
  for (int i = 0; i < 3000; ++i) {
    const biomarkers::SampleFrame frame = patient.live_through(command);
    command = local.step(frame);
    ASSERT_EQ(command, remote.step(frame)) << i;
  }
  EXPECT_EQ(3000, bench.loop->steps);
  EXPECT_GT(link.statistics().retries, 300);
}

// What is stored holds nearly no budget, so that a loop with full ones differs.
TEST(RemoteLoop, Saf381_OnAUsedDeviceBothBeginFromWhatItStored) {
  DeviceBench bench;
  bench.open();
  safety::PersistedState spent{};  // not believed: latched, budgets empty
  bench.loop->go_on_from(spent);
  for (int run = 0; run < 2; ++run) {
    RemoteLoop remote(bench.link, bench.programmer, bench.program, quarters(), Instant{});
    EXPECT_TRUE(remote.start().restored);
    sim::LocalLoop fresh(bench.program, Instant{});
    golden::ScriptedPatient patient;
    bool differed = false;
    for (int i = 0; i < 3000; ++i) {
      const biomarkers::SampleFrame frame =
          patient.live_through(safety::StimCommand::off());
      ASSERT_FALSE(remote.step(frame).on()) << i;
      (void)fresh.step(frame);
      differed |= fingerprint_of(fresh.report()) != fingerprint_of(remote.report());
    }
    EXPECT_TRUE(differed);
    EXPECT_EQ(3000, bench.loop->steps);
  }
}

// The same message in other bytes is the same report.
TEST(RemoteLoop, Saf341_HoldsADeviceToWhatItSaysAndNotToHowItIsWritten) {
  DeviceBench bench;
  bench.open();
  RemoteLoop remote(bench.link, bench.programmer, bench.program, quarters(), Instant{});
  bench.line.to_host_by([](Loopback::Portion bytes) {
    Loopback::Portion changed;
    for (auto payload : wire::payloads_in(bytes)) {
      payload.insert(payload.end(), {0xB8, 0x3E, 0x01});  // field 999, which nobody knows
      const auto packet = wire::packet_of(payload);
      changed.insert(changed.end(), packet.begin(), packet.end());
    }
    return changed;
  });
  golden::ScriptedPatient patient;
  for (int i = 0; i < 100; ++i)
    EXPECT_NO_THROW((void)remote.step(patient.live_through(safety::StimCommand::off())));
}

TEST(RemoteLoop, Saf341_AnotherProgramIsRefused) {
  DeviceBench bench;
  bench.open();
  controller::TherapyProgram other = bench.program;
  other.ramp_off = Microseconds(1);
  EXPECT_THROW(RemoteLoop(bench.link, bench.programmer, other, quarters(), Instant{}),
               LinkError);
}

TEST(RemoteLoop, Saf341_TheFirstFrameThatDiffersEndsTheRun) {
  DeviceBench bench;
  bench.open();
  RemoteLoop remote(bench.link, bench.programmer, bench.program, quarters(), Instant{});
  golden::ScriptedPatient patient;
  for (int i = 0; i < 10; ++i) {
    (void)remote.step(patient.live_through(safety::StimCommand::off()));
  }
  // A frame that the device alone has seen.
  (void)bench.loop->loop.step(patient.live_through(safety::StimCommand::off()));
  const biomarkers::SampleFrame next = patient.live_through(safety::StimCommand::off());
  try {
    for (int i = 0; i < 50; ++i) {
      (void)remote.step(i == 0 ? next : patient.live_through(safety::StimCommand::off()));
    }
    FAIL() << "was not seen";
  } catch (const LinkError& error) {
    EXPECT_NE(nullptr,
              std::strstr(error.what(), "device: differs from the host in frame"));
  }
}

}  // namespace
}  // namespace homeostat::hil
