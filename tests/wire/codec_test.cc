#include "hil/wire/codec.h"

#include <gtest/gtest.h>

#include <cstring>

#include "tests/golden/fingerprint.h"
#include "tests/wire/device_bench.h"
#include "tests/wire/random_messages.h"

namespace homeostat::wire {
namespace {

using biomarkers::SampleFrame;

// A frame is told, read and told again.
std::unique_ptr<Request> read_back(const Request& request) {
  auto heard = std::make_unique<Request>();
  EXPECT_TRUE(decode(payload_of(request), *heard));
  return heard;
}

void expect_same_echo(const safety::OutputEcho& a, const safety::OutputEcho& b) {
  ASSERT_EQ(a.count, b.count);
  for (std::size_t i = 0; i < a.count; ++i) {
    const auto& x = a.segments[i];
    const auto& y = b.segments[i];
    EXPECT_TRUE(x.first_pulse == y.first_pulse && x.period == y.period &&
                x.pulses == y.pulses && x.amplitude == y.amplitude &&
                x.pulse_width == y.pulse_width && x.charge1 == y.charge1 &&
                x.charge2 == y.charge2 && x.residual == y.residual &&
                x.configuration == y.configuration && x.flags == y.flags);
  }
}

void expect_same(const SampleFrame& a, const SampleFrame& b) {
  EXPECT_EQ(a.time, b.time);
  EXPECT_EQ(a.sequence, b.sequence);
  ASSERT_EQ(a.channel_count, b.channel_count);
  ASSERT_EQ(a.sample_count, b.sample_count);
  for (std::size_t c = 0; c < a.channel_count; ++c) {
    EXPECT_EQ(0, std::memcmp(a.samples_uv[c].data(), b.samples_uv[c].data(),
                             a.sample_count * sizeof(float)));
  }
  EXPECT_EQ(a.front_end, b.front_end);
  for (std::size_t i = 0; i < a.impedances.size(); ++i) {
    EXPECT_EQ(a.impedances[i].value, b.impedances[i].value);
    EXPECT_EQ(a.impedances[i].age, b.impedances[i].age);
    EXPECT_EQ(a.impedances[i].valid, b.impedances[i].valid);
  }
  EXPECT_EQ(a.magnet_present, b.magnet_present);
  EXPECT_EQ(a.mri_mode, b.mri_mode);
  EXPECT_EQ(a.midnight, b.midnight);
  EXPECT_EQ(a.patient_events, b.patient_events);
  EXPECT_EQ(a.battery, b.battery);
  EXPECT_EQ(a.temperature, b.temperature);
  EXPECT_EQ(a.reset_cause, b.reset_cause);
  for (std::size_t i = 0; i < a.echo.size(); ++i) expect_same_echo(a.echo[i], b.echo[i]);
}

TEST(Codec, EveryFieldOfAFrameArrives) {
  RandomMessages any(1);
  Request request;
  for (int i = 0; i < 3000; ++i) {
    any.fill_frame(request);
    const auto heard = read_back(request);
    ASSERT_EQ(Ask::kFrame, heard->ask);
    expect_same(request.frame, heard->frame);
    ASSERT_FALSE(HasFailure()) << i;
  }
}

// HAZ-011: who may order is decided by a session, and frames need none.
TEST(Codec, Saf331_AClinicianSEventsDoNotTravelWithAFrame) {
  RandomMessages any(2);
  Request request;
  any.fill_frame(request);
  request.frame.clinician_events = 0xFF;
  EXPECT_EQ(0, read_back(request)->frame.clinician_events);
}

// Whatever lies between two frames of one request object: nothing of the last stays.
TEST(Codec, AFrameLeavesNothingOfTheOneBefore) {
  RandomMessages any(3);
  Request full;
  any.fill_frame(full);
  Request heard;
  ASSERT_TRUE(decode(payload_of(full), heard));
  Request empty;
  empty.ask = Ask::kFrame;
  ASSERT_TRUE(decode(payload_of(empty), heard));
  expect_same(SampleFrame{}, heard.frame);
}

std::size_t length_with(Request request) { return payload_of(request).size(); }

Request small_frame() {
  Request request;
  request.ask = Ask::kFrame;
  request.frame.channel_count = 2;
  request.frame.sample_count = 3;
  request.uv_per_count = {0.25, 0.5};
  return request;
}

TEST(Codec, SamplesAreRoundedToCountsAndHeldToTheConvertersRange) {
  Request request = small_frame();
  request.frame.samples_uv[0] = {0.374F, 0.376F, -0.126F};
  request.frame.samples_uv[1] = {1e30F, -1e30F, std::numeric_limits<float>::quiet_NaN()};
  const SampleFrame heard = read_back(request)->frame;
  EXPECT_EQ(0.25F, heard.samples_uv[0][0]);
  EXPECT_EQ(0.5F, heard.samples_uv[0][1]);
  EXPECT_EQ(-0.25F, heard.samples_uv[0][2]);
  EXPECT_EQ(32767 * 0.5F, heard.samples_uv[1][0]);
  EXPECT_EQ(-32767 * 0.5F, heard.samples_uv[1][1]);
  EXPECT_NE(heard.samples_uv[1][2], heard.samples_uv[1][2]);
}

TEST(Codec, AFrameThatCannotBeToldIsNotSent) {
  EXPECT_NE(0U, length_with(small_frame()));
  Request request = small_frame();
  request.frame.channel_count = biomarkers::kMaxChannels + 1;
  EXPECT_EQ(0U, length_with(request));
  request = small_frame();
  request.frame.sample_count = biomarkers::kMaxSamples + 1;
  EXPECT_EQ(0U, length_with(request));
  for (const double scale : {0.0, -1.0, 1.1e6, std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity()}) {
    request = small_frame();
    request.uv_per_count[1] = scale;
    EXPECT_EQ(0U, length_with(request)) << scale;
  }
  request = small_frame();
  request.frame.echo[1].count = safety::kEchoSegments + 1;
  EXPECT_EQ(0U, length_with(request));
}

// Rigs wait for each byte.
TEST(Codec, WhatIsTheSameForAllIsToldOnce) {
  Request request = small_frame();
  const std::size_t apart = length_with(request);
  request.uv_per_count = {0.25, 0.25};
  EXPECT_EQ(apart - sizeof(double), length_with(request));
  for (std::size_t contact = 0; contact < 8; ++contact)
    request.frame.impedances[contact] = {Ohms(1200), Microseconds(30'000'000), true};
  const std::size_t together = length_with(request);
  EXPECT_LE(together - (apart - sizeof(double)), 36U);
  request.frame.impedances[7].age = Microseconds(30'000'001);
  EXPECT_EQ(together + 7 * 4, length_with(request));
  EXPECT_EQ(30'000'001, read_back(request)->frame.impedances[7].age.count());
}

TEST(Codec, WithoutRoomNothingIsWritten) {
  const std::size_t needed = length_with(small_frame());
  std::vector<std::uint8_t> room(needed);
  EXPECT_EQ(needed, encode(small_frame(), room));
  room.resize(needed - 1);
  EXPECT_EQ(0U, encode(small_frame(), room));
}

TEST(Codec, EveryFieldOfAReportArrives) {
  RandomMessages any(4);
  for (int i = 0; i < 3000; ++i) {
    Reply reply;
    reply.answer = Answer::kReport;
    reply.report = any.report();
    Reply heard;
    const auto bytes = payload_of(reply);
    ASSERT_TRUE(decode(bytes, heard));
    golden::Fingerprint told;
    golden::Fingerprint read;
    told.add(reply.report.loop);
    read.add(heard.report.loop);
    ASSERT_EQ(told.value(), read.value());
    ASSERT_EQ(reply.report.granted, heard.report.granted);
    ASSERT_EQ(reply.report.frame_sequence, heard.report.frame_sequence);
    // The rest by what it is told as: the codec reads what it writes.
    ASSERT_EQ(bytes, payload_of(heard));
  }
}

// A number that no version of ours knows is not taken for another.
TEST(Codec, EveryByteOfAReportThatIsChangedIsRefusedOrReadAsItIs) {
  RandomMessages any(5);
  Reply reply;
  reply.answer = Answer::kReport;
  reply.report = any.report();
  const auto bytes = payload_of(reply);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = bytes;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1U << bit));
      Reply heard;
      if (!decode(changed, heard) || heard.answer != Answer::kReport) continue;
      EXPECT_LT(static_cast<int>(heard.report.loop.mode), controller::kModes);
      EXPECT_LE(heard.report.loop.granted.severity, safety::Severity::kLatched);
    }
  }
}

TEST(Codec, EveryOtherRequestArrives) {
  for (const Ask ask : {Ask::kHello, Ask::kReadReport, Ask::kReadStatus, Ask::kReadLog,
                        Ask::kOpenSession, Ask::kProve, Ask::kChange}) {
    Request request;
    request.ask = ask;
    request.sequence = 0xFFFF'FFFF;
    request.protocol_version = 3;
    request.connection = 4;
    request.from = 0xFFFF'FFFF;
    request.number = 1ULL << 62;
    request.signature.fill(0x5A);
    request.change.assign(std::vector<std::uint8_t>(kChangeBytes, 0xC3));
    const auto heard = read_back(request);
    EXPECT_EQ(ask, heard->ask);
    EXPECT_EQ(request.sequence, heard->sequence);
    EXPECT_EQ(payload_of(request), payload_of(*heard));
  }
}

TEST(Codec, EveryChangeArrives) {
  for (const ChangeKind kind :
       {ChangeKind::kUploadBegin, ChangeKind::kUploadChunk, ChangeKind::kUploadSwitch,
        ChangeKind::kClinician, ChangeKind::kCloseSession, ChangeKind::kRestart}) {
    Change change{
        .kind = kind, .bytes = 7, .crc32 = 8, .offset = 9, .clinician_events = 15};
    change.data.assign(std::vector<std::uint8_t>(kChunkBytes, 1));
    Change heard;
    ASSERT_TRUE(decode(payload_of(change), heard));
    EXPECT_EQ(kind, heard.kind);
    EXPECT_EQ(payload_of(change), payload_of(heard));
  }
}

TEST(Codec, EveryOtherReplyArrives) {
  Reply reply;
  reply.sequence = 5;
  reply.request = 6;
  reply.identity = identity_of(golden::golden_program());
  reply.identity.image_sha256.assign(std::vector<std::uint8_t>(32, 9));
  reply.status = {Instant(1), 2, 3, 4, 5, 6, {7, 8, 9}, 10};
  reply.log.count = kPageEvents;
  reply.log.events.fill({.number = 11, .value = 12, .time_us = 13, .argument = 14});
  reply.challenge.session = 15;
  reply.challenge.nonce.fill(16);
  reply.state = {.restored = true, .bytes = 2048, .from = 1920};
  reply.state.data.assign(std::vector<std::uint8_t>(kStatePartBytes, 18));
  reply.refusal = Refusal::kLocked;
  reply.detail = 17;
  for (const Answer answer :
       {Answer::kIdentity, Answer::kStatus, Answer::kLogPage, Answer::kChallenge,
        Answer::kDone, Answer::kError, Answer::kState}) {
    reply.answer = answer;
    Reply heard;
    const auto bytes = payload_of(reply);
    ASSERT_TRUE(decode(bytes, heard));
    EXPECT_EQ(answer, heard.answer);
    EXPECT_EQ(bytes, payload_of(heard));
    EXPECT_LE(bytes.size(), kMaxReply);
  }
}

TEST(Codec, APartOfAStateLiesWithinIt) {
  Reply reply{.answer = Answer::kState};
  reply.state = {.bytes = 100, .from = 90};
  reply.state.data.assign(std::vector<std::uint8_t>(10, 1));
  Reply heard;
  EXPECT_TRUE(decode(payload_of(reply), heard));
  reply.state.from = 91;
  EXPECT_FALSE(decode(payload_of(reply), heard));
  reply.state.from = 0xFFFF'FFFF;
  EXPECT_FALSE(decode(payload_of(reply), heard));
}

TEST(Codec, EveryCutIsRefusedOrLacksOnlyItsEnd) {
  RandomMessages any(6);
  Request request;
  any.fill_frame(request);
  const auto bytes = payload_of(request);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Request heard;
    EXPECT_FALSE(decode({bytes.data(), size}, heard) && heard.ask == Ask::kFrame) << size;
  }
}

TEST(Refusals, HaveEachAWordAndALine) {
  for (int i = 0; i <= static_cast<int>(kLastRefusal); ++i) {
    EXPECT_GT(std::strlen(name_of(static_cast<Refusal>(i))), 3U);
    EXPECT_GT(std::strlen(words_for(static_cast<Refusal>(i))), 3U);
  }
}

}  // namespace
}  // namespace homeostat::wire
