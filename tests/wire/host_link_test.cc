#include "hil/link/host_link.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/wire/device_bench.h"

namespace homeostat::hil {
namespace {

using wire::Answer;
using wire::Ask;
using wire::DeviceBench;

std::unique_ptr<wire::Request> status() {
  auto request = std::make_unique<wire::Request>();
  request->ask = Ask::kReadStatus;
  return request;
}

TEST(HostLink, SaysHelloUntilADeviceIsThere) {
  DeviceBench bench;
  bench.line.attach(nullptr);
  int calls = 0;
  bench.line.to_device_by([&](Loopback::Portion sent) {
    if (++calls == 20) bench.line.attach(bench.device.get());
    return sent;
  });
  EXPECT_EQ(wire::kProtocolVersion, bench.link.hello().protocol_version);
  EXPECT_EQ(19, bench.link.statistics().retries);
  EXPECT_EQ(0, bench.link.statistics().lost);
}

TEST(HostLink, GivesUpInWordsAfterItsTries) {
  DeviceBench bench;
  bench.link.hello();
  bench.line.attach(nullptr);
  const auto begun = bench.line.now();
  try {
    bench.link.ask(*status(), Answer::kStatus);
    FAIL() << "was answered";
  } catch (const LinkError& error) {
    EXPECT_STREQ(
        "link: read status: no answer in 5 tries of 200 ms; is the device on, its line "
        "right, the machine idle?",
        error.what());
  }
  EXPECT_EQ(std::chrono::seconds(1), bench.line.now() - begun);
  EXPECT_EQ(1, bench.link.statistics().lost);
  EXPECT_EQ(4, bench.link.statistics().retries);
}

TEST(HostLink, ThrowsWhatTheDeviceRefuses) {
  DeviceBench bench;
  bench.link.hello();
  auto report = status();
  report->ask = Ask::kReadReport;
  try {
    bench.link.ask(*report, Answer::kReport);
    FAIL() << "was answered";
  } catch (const RefusedError& error) {
    EXPECT_EQ(wire::Refusal::kNoReport, error.verdict.refusal);
    EXPECT_STREQ("device: read report: no frame has been stepped yet (no_report 0)",
                 error.what());
  }
}

TEST(HostLink, AReplyThatComesLateIsDropped) {
  DeviceBench bench;
  bench.link.hello();
  Loopback::Portion held;
  bool hold = true;
  bench.line.to_host_by([&](Loopback::Portion back) {
    if (hold) {
      hold = false;
      held = back;
      return Loopback::Portion{};
    }
    held.insert(held.end(), back.begin(), back.end());
    return held;
  });
  // Both come at the second try: the first is the one that is waited for.
  EXPECT_NO_THROW(bench.link.ask(*status(), Answer::kStatus));
  bench.line.to_host_by({});
  EXPECT_NO_THROW(bench.link.ask(*status(), Answer::kStatus));
  EXPECT_EQ(1, bench.link.statistics().stray);
  EXPECT_EQ(1, bench.link.statistics().retries);
}

TEST(HostLink, MeasuresRoundTripsAndBytes) {
  DeviceBench bench;
  bench.line.to_host_by([&](Loopback::Portion back) {
    bench.line.pass(std::chrono::microseconds(1500));
    return back;
  });
  bench.link.hello();
  bench.link.ask(*status(), Answer::kStatus);
  EXPECT_EQ((std::vector<std::int64_t>{1500, 1500}),
            bench.link.statistics().round_trips_us);
  EXPECT_EQ(2, bench.link.statistics().requests);
  EXPECT_GT(bench.link.statistics().bytes_in, 40);
  EXPECT_GT(bench.link.statistics().bytes_out, 20);
}

// A line that drops, turns, inserts and doubles: every order is heard once.
TEST(HostLink, Saf337_OverABadLineEachChangeIsDoneOnce) {
  DeviceBench bench;
  std::mt19937 random(5);
  const Loopback::Line bad = [&random](Loopback::Portion bytes) {
    if (bytes.empty()) return bytes;
    const auto at = static_cast<std::ptrdiff_t>(random() % bytes.size());
    switch (random() % 6) {
      case 0:
        return Loopback::Portion{};
      case 1:
        bytes[static_cast<std::size_t>(at)] ^= 0x20;
        break;
      case 2:
        bytes.insert(bytes.begin() + at, static_cast<std::uint8_t>(random()));
        break;
      case 3: {
        const Loopback::Portion once = bytes;
        bytes.insert(bytes.end(), once.begin(), once.end());
        break;
      }
      default:
        break;
    }
    return bytes;
  };
  HostLink link(bench.line, 9, {.tries = 40});
  Programmer programmer(link, bench.key);
  bench.line.to_device_by(bad);
  bench.line.to_host_by(bad);
  link.hello();
  programmer.open();
  for (int i = 0; i < 300; ++i) {
    programmer.order(biomarkers::kClinicianStart);
    EXPECT_EQ(biomarkers::kClinicianStart, bench.device->take_clinician_events()) << i;
  }
  EXPECT_GT(link.statistics().retries, 100);
  EXPECT_GT(link.statistics().stray, 20);
  EXPECT_GT(link.statistics().corrupt, 20);
  EXPECT_EQ(0, link.statistics().lost);
}

TEST(HostLink, SendsNothingLongerThanTheDeviceTakes) {
  DeviceBench bench;
  wire::Identity small = wire::identity_of(bench.program);
  for (const std::uint32_t most : {3U, 4U}) {
    small.largest_payload = most;
    bench.device->note_program(small);
    HostLink link(bench.line, most);
    link.hello();
    if (most == 3) {  // a status request takes four bytes
      EXPECT_THROW(link.ask(*status(), Answer::kStatus), LinkError);
    } else {
      EXPECT_NO_THROW(link.ask(*status(), Answer::kStatus));
    }
  }
}

TEST(HostLink, RefusesARequestThatCannotBeTold) {
  DeviceBench bench;
  bench.link.hello();
  auto frame = status();
  frame->ask = Ask::kFrame;
  frame->frame.channel_count = 9;
  EXPECT_THROW(bench.link.ask(*frame, Answer::kReport), LinkError);
}

}  // namespace
}  // namespace homeostat::hil
