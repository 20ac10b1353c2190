// The device's half of the conversation: order, at most once, what needs no session, and
// that it survives anything.
#include "hil/wire/device_session.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "tests/support/heap_guard.h"
#include "tests/wire/device_bench.h"
#include "tests/wire/random_messages.h"

namespace homeostat::wire {
namespace {

class Device : public ::testing::Test {
 protected:
  Reply say(Request& request) { return say_bytes(packet_of(payload_of(request))); }
  Reply say_bytes(const std::vector<std::uint8_t>& packet) {
    hil::Loopback::Portion back;
    bench.line.to_host_by([&back](hil::Loopback::Portion sent) {
      back = sent;
      return sent;
    });
    bench.line.write(packet);
    bench.line.to_host_by({});
    Reply reply;
    const auto payloads = payloads_in(back);
    EXPECT_EQ(1U, payloads.size());
    if (!payloads.empty()) {
      EXPECT_TRUE(decode(payloads[0], reply));
    }
    return reply;
  }
  Request request(Ask ask, std::uint32_t sequence) {
    Request r;
    r.ask = ask;
    r.sequence = sequence;
    r.protocol_version = kProtocolVersion;
    r.connection = 5;
    return r;
  }
  Reply hello(std::uint32_t sequence = 1, std::uint32_t connection = 5) {
    Request r = request(Ask::kHello, sequence);
    r.connection = connection;
    return say(r);
  }
  Request frame(std::uint32_t sequence) {
    Request r = request(Ask::kFrame, sequence);
    r.frame = patient.live_through(safety::StimCommand::off());
    r.uv_per_count.fill(0.25);
    return r;
  }

  DeviceBench bench;
  golden::ScriptedPatient patient;
};

TEST_F(Device, SaysWhoItIs) {
  const Reply reply = hello();
  ASSERT_EQ(Answer::kIdentity, reply.answer);
  EXPECT_EQ(1U, reply.request);
  EXPECT_EQ(kProtocolVersion, reply.identity.protocol_version);
  EXPECT_EQ(controller::checksum(bench.program), reply.identity.program_crc32);
  EXPECT_EQ(kTakesFrames | kTakesUploads | kKeepsLog, reply.identity.capabilities);
  EXPECT_EQ(4096U, reply.identity.largest_image);
  EXPECT_EQ(firmware::EventLog::kRecords, reply.identity.log_capacity);
  EXPECT_EQ(kTakenPayload, reply.identity.largest_payload);
  EXPECT_EQ(kMaxPayload, reply.identity.largest_payload);
}

TEST_F(Device, AnswersNothingBeforeHelloAndNoOtherVersion) {
  Request status = request(Ask::kReadStatus, 1);
  EXPECT_EQ(Refusal::kNoHello, say(status).refusal);
  Request other = request(Ask::kHello, 2);
  other.protocol_version = kProtocolVersion + 1;
  const Reply refused = say(other);
  EXPECT_EQ(Refusal::kVersion, refused.refusal);
  EXPECT_EQ(kProtocolVersion, refused.detail);
  status.sequence = 3;
  EXPECT_EQ(Refusal::kNoHello, say(status).refusal);
  hello(4);
  status.sequence = 5;
  EXPECT_EQ(Answer::kStatus, say(status).answer);
}

TEST_F(Device, NeedsNoSessionToBeRead) {
  hello();
  Request r = frame(2);
  EXPECT_EQ(Answer::kReport, say(r).answer);
  r = request(Ask::kReadReport, 3);
  EXPECT_EQ(Answer::kReport, say(r).answer);
  r = request(Ask::kReadStatus, 4);
  EXPECT_EQ(Answer::kStatus, say(r).answer);
  r = request(Ask::kReadLog, 5);
  EXPECT_EQ(Answer::kLogPage, say(r).answer);
}

TEST_F(Device, HasNoReportBeforeTheFirstFrame) {
  hello();
  Request r = request(Ask::kReadReport, 2);
  EXPECT_EQ(Refusal::kNoReport, say(r).refusal);
}

// What the device steps is what a loop in this process would.
TEST_F(Device, ReportsWhatItsLoopSawAndGranted) {
  hello();
  Request r = frame(2);
  const Reply reply = say(r);
  EXPECT_EQ(1, bench.loop->steps);
  EXPECT_EQ(r.frame.sequence, reply.report.frame_sequence);
  EXPECT_EQ(r.frame.time, reply.report.loop.seen.time);
  EXPECT_EQ(bench.loop->loop.report().mode, reply.report.loop.mode);
}

TEST_F(Device, Saf337_ActsOnceOnAFrameThatComesTwiceAndAnswersTheSame) {
  hello();
  Request r = frame(2);
  const Reply first = say(r);
  const Reply second = say(r);
  EXPECT_EQ(1, bench.loop->steps);
  EXPECT_EQ(first.sequence, second.sequence);
  EXPECT_EQ(payload_of(first), payload_of(second));
}

TEST_F(Device, Saf337_RefusesWhatIsOlderThanWhatItAnswered) {
  hello();
  Request early = frame(2);
  Request late = frame(3);
  say(early);
  say(late);
  const Reply reply = say(early);
  EXPECT_EQ(Refusal::kStale, reply.refusal);
  EXPECT_EQ(3U, reply.detail);
  EXPECT_EQ(2, bench.loop->steps);
  // And the last answer is still there to be asked for again.
  EXPECT_EQ(Answer::kReport, say(late).answer);
  EXPECT_EQ(2, bench.loop->steps);
}

TEST_F(Device, Saf337_TakesAnotherRequestOfTheSameSequenceForOld) {
  hello();
  Request r = frame(2);
  say(r);
  r.frame.sequence += 1;
  EXPECT_EQ(Refusal::kStale, say(r).refusal);
  EXPECT_EQ(1, bench.loop->steps);
}

TEST_F(Device, SequencesMayWrap) {
  hello(0xFFFF'FFFE);
  Request r = request(Ask::kReadStatus, 0xFFFF'FFFF);
  EXPECT_EQ(Answer::kStatus, say(r).answer);
  r.sequence = 0;
  EXPECT_EQ(Answer::kStatus, say(r).answer);
  r.sequence = 0xFFFF'FFFF;
  EXPECT_EQ(Refusal::kStale, say(r).refusal);
}

TEST_F(Device, ANewConnectionBeginsItsSequencesAnewAndADelayedHelloDoesNot) {
  hello(100);
  Request r = request(Ask::kReadStatus, 101);
  EXPECT_EQ(Answer::kStatus, say(r).answer);
  EXPECT_EQ(Refusal::kStale, hello(99).refusal);
  EXPECT_EQ(Answer::kIdentity, hello(1, 6).answer);
  r = request(Ask::kReadStatus, 2);
  EXPECT_EQ(Answer::kStatus, say(r).answer);
}

TEST_F(Device, SaysOfAWholePacketThatItIsNoMessage) {
  hello();
  EXPECT_EQ(Refusal::kMalformed,
            say_bytes(packet_of(std::vector<std::uint8_t>{0xFF})).refusal);
  Request nothing = request(Ask::kReadStatus, 2);
  auto payload = payload_of(nothing);
  payload[2] = 0x7A;  // field 15 of the same kind
  EXPECT_EQ(Refusal::kUnknown, say_bytes(packet_of(payload)).refusal);
}

// An implant's release build: frames do not exist there.
TEST_F(Device, Saf331_WithoutARigTakesNoFrame) {
  bench.takes_frames = false;
  bench.boot();
  EXPECT_EQ(0U, hello().identity.capabilities & kTakesFrames);
  Request r = frame(2);
  EXPECT_EQ(Refusal::kUnknown, say(r).refusal);
  EXPECT_EQ(0, bench.loop->steps);
  r = request(Ask::kReadReport, 3);
  EXPECT_EQ(Refusal::kNoReport, say(r).refusal);
  bench.device->note_step(bench.loop->loop.report(), 41);
  r.sequence = 4;
  EXPECT_EQ(41U, say(r).report.frame_sequence);
}

TEST_F(Device, TellsWhatItsLoopBeganFromInPartsUntilItSteps) {
  for (std::size_t i = 0; i < bench.loop->stored.size(); ++i)
    bench.loop->stored[i] = static_cast<std::byte>(i % 251);
  bench.loop->restored = true;
  hello();
  std::uint32_t sequence = 1;
  Request r = request(Ask::kReadState, 0);
  const auto all = static_cast<std::uint32_t>(bench.loop->stored.size());
  for (const std::uint32_t from : {0U, 100U, all - 128U, all - 1U}) {
    r.sequence = ++sequence;
    r.from = from;
    const StatePart part = say(r).state;
    EXPECT_TRUE(part.restored);
    EXPECT_EQ(all, part.bytes);
    EXPECT_EQ(from, part.from);
    EXPECT_EQ(std::min<std::size_t>(kStatePartBytes, all - from), part.data.size);
    EXPECT_EQ(from % 251, part.data.bytes[0]);
  }
  r.sequence = ++sequence;
  r.from = all;
  EXPECT_EQ(Refusal::kMalformed, say(r).refusal);
  Request stepped = frame(++sequence);
  say(stepped);
  r.sequence = ++sequence;
  r.from = 0;
  EXPECT_EQ(Refusal::kNotAtStart, say(r).refusal);
}

TEST_F(Device, Saf382_ARestartNeedsASessionAndForgetsOrders) {
  bench.link.hello();
  auto r = std::make_unique<Request>(frame(0));
  bench.link.ask(*r, Answer::kReport);
  *r = request(Ask::kChange, 0);
  r->change.assign(payload_of(Change{.kind = ChangeKind::kRestart}));
  r->number = 1;
  EXPECT_THROW(bench.link.ask(*r, Answer::kDone), hil::RefusedError);
  EXPECT_EQ(1, bench.loop->steps);
  bench.open();
  bench.programmer.order(biomarkers::kClinicianStart);
  bench.programmer.restart();
  EXPECT_EQ(0, bench.loop->steps);
  EXPECT_EQ(0, bench.device->take_clinician_events());
  auto report = std::make_unique<Request>(request(Ask::kReadReport, 0));
  EXPECT_THROW(bench.link.ask(*report, Answer::kReport), hil::RefusedError);
}

TEST_F(Device, Saf332_AnOrderDoesNotReachAnotherProgram) {
  bench.open();
  bench.programmer.order(biomarkers::kClinicianStart);
  bench.programmer.upload(std::vector<std::uint8_t>(64, 0));
  EXPECT_EQ(0, bench.device->take_clinician_events());
}

TEST_F(Device, Saf382_WithoutARigThereIsNoRestartAndNoStart) {
  bench.takes_frames = false;
  bench.boot();
  bench.open();
  EXPECT_THROW(bench.programmer.restart(), hil::RefusedError);
  auto r = std::make_unique<Request>(request(Ask::kReadState, 0));
  try {
    bench.link.ask(*r, Answer::kState);
    FAIL() << "was told";
  } catch (const hil::RefusedError& refused) {
    EXPECT_EQ(Refusal::kUnknown, refused.verdict.refusal);
  }
}

TEST_F(Device, Saf332_OrdersReachTheLoopInTheNextFrameAndInThatAlone) {
  bench.open();
  bench.programmer.order(biomarkers::kClinicianStart);
  for (const std::uint8_t expected :
       {std::uint8_t{biomarkers::kClinicianStart}, std::uint8_t{0}}) {
    auto r = std::make_unique<Request>(frame(0));
    bench.link.ask(*r, Answer::kReport);
    EXPECT_EQ(expected, bench.loop->last.clinician_events);
  }
}

// Whichever bit of all its memory is turned, an order is heard as it was or as a stop.
TEST_F(Device, Saf368_AnOrderThatChangedInMemoryIsAStop) {
  bench.open();
  bench.programmer.order(biomarkers::kClinicianStart);
  auto* memory = reinterpret_cast<std::uint8_t*>(&*bench.device);
  const std::vector<std::uint8_t> ordered(memory, memory + sizeof(DeviceSession));
  int stops = 0;
  for (std::size_t bit = 0; bit < 8 * ordered.size(); ++bit) {
    std::memcpy(memory, ordered.data(), ordered.size());
    memory[bit / 8] = static_cast<std::uint8_t>(memory[bit / 8] ^ 1 << bit % 8);
    const std::uint8_t heard = bench.device->take_clinician_events();
    if (heard == biomarkers::kClinicianStop) {
      ++stops;
    } else {
      ASSERT_EQ(biomarkers::kClinicianStart, heard) << bit;
    }
  }
  EXPECT_EQ(2 * 8, stops);
  std::memcpy(memory, ordered.data(), ordered.size());
}

TEST_F(Device, Saf338_LogsSessionsAndChangesAndTellsThemToWhoeverReads) {
  using firmware::LogEvent;
  bench.open();
  bench.programmer.order(biomarkers::kClinicianStart);
  EXPECT_THROW(bench.programmer.order(0), hil::RefusedError);
  bench.programmer.close();
  auto r = std::make_unique<Request>(request(Ask::kReadLog, 0));
  const LogPage page = bench.link.ask(*r, Answer::kLogPage).log;
  const LogEvent expected[] = {LogEvent::kSessionOpened, LogEvent::kChangeDone,
                               LogEvent::kChangeRefused, LogEvent::kSessionClosed,
                               LogEvent::kChangeDone};
  ASSERT_EQ(std::size(expected), page.count);
  EXPECT_EQ(page.count, page.last);
  for (std::size_t i = 0; i < page.count; ++i) {
    EXPECT_EQ(expected[i], page.events[i].event);
    EXPECT_EQ(i + 1, page.events[i].number);
  }
  EXPECT_EQ(static_cast<std::uint16_t>(ChangeKind::kClinician), page.events[1].argument);
  EXPECT_EQ(static_cast<std::uint16_t>(Refusal::kMalformed), page.events[2].argument);
  r->from = 4;
  EXPECT_EQ(2U, bench.link.ask(*r, Answer::kLogPage).log.count);
}

// More than a page holds: page after page, to the last.
TEST_F(Device, Saf338_TellsALongLogInPages) {
  for (std::uint32_t i = 0; i < 40; ++i) {
    bench.log.add(firmware::LogEvent::kBooted, i, 0, i);
  }
  bench.link.hello();
  auto r = std::make_unique<Request>(request(Ask::kReadLog, 0));
  std::uint32_t heard = 0;
  while (heard < 40) {
    r->from = heard + 1;
    const LogPage page = bench.link.ask(*r, Answer::kLogPage).log;
    ASSERT_GT(page.count, 0U);
    for (std::size_t i = 0; i < page.count; ++i)
      EXPECT_EQ(++heard, page.events[i].number);
    EXPECT_EQ(40U, page.last);
  }
}

// ---- Hostile lines

// Everything that may change, in one line.
std::string state_of(DeviceBench& bench) {
  const std::uint8_t ordered = bench.device->take_clinician_events();
  std::string state = std::to_string(ordered) + ' ' + std::to_string(bench.store.writes) +
                      ' ' + std::to_string(bench.store.program.size()) + ' ' +
                      std::to_string(bench.count.stored);
  return state;
}

// SAF-332: whatever comes without a signature, therapy stays as it is. Recorded traffic
// of a true session is cut, turned, repeated and mixed with messages of the attacker's
// own.
TEST_F(Device, Saf332_NothingThatIsNotSignedChangesTherapy) {
  std::vector<hil::Loopback::Portion> heard;
  bench.line.to_device_by([&heard](hil::Loopback::Portion sent) {
    heard.push_back(sent);
    return sent;
  });
  bench.open();
  bench.programmer.order(biomarkers::kClinicianStart);
  std::vector<std::uint8_t> image(2000, 7);
  image[0] = 0;
  bench.programmer.upload(image);
  bench.line.to_device_by({});
  state_of(bench);
  const std::string before = state_of(bench);

  std::mt19937 random(3);
  const ToyKey others(42);
  RandomMessages any(8);
  for (int i = 0; i < 20'000; ++i) {
    auto packet = heard[random() % heard.size()];
    auto r = std::make_unique<Request>();
    switch (random() % 3) {
      case 0:  // as it was heard, with a byte turned
        packet[random() % packet.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);
        break;
      case 1:  // its message under another number, and a sum that is right
        if (decode(payloads_in(packet).at(0), *r)) {
          r->sequence = static_cast<std::uint32_t>(random());
          r->number += random() % 4;
          if (random() % 2 == 0) r->change.bytes[random() % kChangeBytes] ^= 1;
          packet = packet_of(payload_of(*r));
        }
        break;
      default:  // the attacker's own
        r->sequence = static_cast<std::uint32_t>(random());
        r->ask = static_cast<Ask>(1 + random() % 8);
        r->protocol_version = kProtocolVersion;
        r->connection = static_cast<std::uint32_t>(random() % 3);
        r->number = random() % 12;
        r->change.assign(
            payload_of(Change{.kind = ChangeKind::kClinician, .clinician_events = 1}));
        packet = packet_of(payload_of(*r));
    }
    bench.line.write(packet);
    bench.line.pass(std::chrono::milliseconds(random() % 20));
    ASSERT_EQ(before, state_of(bench)) << i;
  }
  // Whether the device still does what it is told by who may tell it.
  hil::HostLink link(bench.line, 1234);
  hil::Programmer programmer(link, bench.key);
  bench.line.pass(std::chrono::seconds(60));
  link.hello();
  programmer.open();
  programmer.order(biomarkers::kClinicianStop);
  EXPECT_EQ(biomarkers::kClinicianStop, bench.device->take_clinician_events());
}

TEST_F(Device, AllocatesNothing) {
  bench.open();
  bench.line.attach(nullptr);
  class Nowhere final : public ByteSink {
   public:
    void write(Bytes) noexcept override {}
  } nowhere;
  DeviceSession device(identity_of(bench.program), {.out = nowhere,
                                                    .signatures = bench.key,
                                                    .entropy = bench.entropy,
                                                    .sessions = bench.count,
                                                    .log = bench.log,
                                                    .images = &bench.store,
                                                    .rig = bench.loop.get()});
  Request h = request(Ask::kHello, 1);
  Request f = frame(2);
  Request o = request(Ask::kOpenSession, 3);
  const auto packets = {packet_of(payload_of(h)), packet_of(payload_of(f)),
                        packet_of(payload_of(o))};
  testing::HeapGuard guard;
  for (const auto& packet : packets) device.receive(packet, Instant{});
  EXPECT_EQ(0, guard.allocations());
  EXPECT_EQ(1, bench.loop->steps);
}

}  // namespace
}  // namespace homeostat::wire
