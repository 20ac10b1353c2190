// The second implementation: what the codec writes, Protobuf's own library reads as it
// was meant, and the reverse. Requests, changes, reports and every other reply.
#include <gtest/gtest.h>

#include "hil/fault_injection.pb.h"
#include "hil/faults/fault.h"
#include "hil/wire.pb.h"
#include "tests/wire/device_bench.h"
#include "tests/wire/random_messages.h"

namespace homeostat::wire {
namespace {

std::string text_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

template <class Message>
Message parsed(const std::vector<std::uint8_t>& bytes) {
  Message message;
  EXPECT_TRUE(message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  EXPECT_TRUE(message.GetReflection()->GetUnknownFields(message).empty());
  return message;
}

std::vector<std::uint8_t> bytes_of(const google::protobuf::Message& message) {
  const std::string text = message.SerializeAsString();
  return {text.begin(), text.end()};
}

float sample_in(const v1::Frame& frame, std::size_t channel, std::size_t sample) {
  const std::size_t at = 2 * (channel * frame.samples() + sample);
  const auto low = static_cast<std::uint8_t>(frame.counts()[at]);
  const auto high = static_cast<std::uint8_t>(frame.counts()[at + 1]);
  const auto count = static_cast<std::int16_t>(low | high << 8);
  if (count == -32768) return std::numeric_limits<float>::quiet_NaN();
  const bool one_for_all = frame.uv_per_count_size() == 1;
  return static_cast<float>(
      count * frame.uv_per_count(one_for_all ? 0 : static_cast<int>(channel)));
}

void expect_told(const biomarkers::SampleFrame& frame, const v1::Frame& told) {
  EXPECT_EQ(frame.time.count(), told.time_us());
  EXPECT_EQ(frame.sequence, told.sequence());
  ASSERT_EQ(frame.channel_count, told.channels());
  ASSERT_EQ(frame.sample_count, told.samples());
  for (std::size_t c = 0; c < frame.channel_count; ++c) {
    EXPECT_EQ(frame.front_end[c], static_cast<std::uint8_t>(told.front_end()[c]));
    for (std::size_t i = 0; i < frame.sample_count; ++i) {
      EXPECT_EQ(std::bit_cast<std::uint32_t>(frame.samples_uv[c][i]),
                std::bit_cast<std::uint32_t>(sample_in(told, c, i)));
    }
  }
  EXPECT_EQ(frame.magnet_present, told.magnet_present());
  EXPECT_EQ(frame.mri_mode, told.mri_mode());
  EXPECT_EQ(frame.midnight, told.midnight());
  EXPECT_EQ(frame.patient_events, told.patient_events());
  EXPECT_EQ(frame.battery.count(), told.battery_mv());
  EXPECT_EQ(frame.temperature.count(), told.temperature_millicelsius());
  EXPECT_EQ(static_cast<std::uint32_t>(frame.reset_cause), told.reset_cause());
  const v1::Impedances& z = told.impedances();
  for (std::size_t contact = 0, i = 0; contact < frame.impedances.size(); ++contact) {
    const safety::ContactImpedance& measured = frame.impedances[contact];
    const bool is_told = (z.contacts() >> contact & 1U) != 0;
    EXPECT_EQ(measured.valid, (z.valid() >> contact & 1U) != 0);
    EXPECT_EQ(is_told ? z.value_ohm(static_cast<int>(i)) : 0, measured.value.count());
    const int age = z.age_us_size() == 1 ? 0 : static_cast<int>(i);
    EXPECT_EQ(is_told ? z.age_us(age) : 0, measured.age.count());
    i += is_told;
  }
  std::size_t seen[safety::kOutputs] = {};
  for (const auto& s : told.echo()) {
    const auto& segment = frame.echo[s.output()].segments[seen[s.output()]++];
    EXPECT_EQ(segment.first_pulse.count(), s.first_pulse_us());
    EXPECT_EQ(segment.period.count(), s.period_us());
    EXPECT_EQ(segment.pulses, s.pulses());
    EXPECT_EQ(segment.amplitude.count(), s.amplitude_ua());
    EXPECT_EQ(segment.pulse_width.count(), s.pulse_width_us());
    EXPECT_EQ(segment.charge1.count(), s.charge1_pc());
    EXPECT_EQ(segment.charge2.count(), s.charge2_pc());
    EXPECT_EQ(segment.residual.count(), s.residual_uv());
    EXPECT_EQ(segment.configuration, s.configuration());
    EXPECT_EQ(segment.flags, s.flags());
  }
  for (std::size_t i = 0; i < safety::kOutputs; ++i)
    EXPECT_EQ(frame.echo[i].count, seen[i]);
}

TEST(Protobuf, ReadsEveryFieldOfAFrameAndWritesTheSameBytes) {
  RandomMessages any(11);
  Request request;
  for (int i = 0; i < 1000; ++i) {
    any.fill_frame(request);
    request.sequence = any.below(0xFFFF'FFFF);
    const auto bytes = payload_of(request);
    const auto message = parsed<v1::ToDevice>(bytes);
    ASSERT_TRUE(message.has_frame());
    EXPECT_EQ(request.sequence, message.sequence());
    expect_told(request.frame, message.frame());
    ASSERT_EQ(bytes, bytes_of(message));
    ASSERT_FALSE(HasFailure()) << i;
  }
}

TEST(Protobuf, ImpedancesThatContradictThemselvesAreRefused) {
  const auto is_read = [](std::uint32_t contacts, int values, int ages,
                          std::uint32_t valid) {
    v1::ToDevice message;
    v1::Impedances& z = *message.mutable_frame()->mutable_impedances();
    z.set_contacts(contacts);
    for (int i = 0; i < values; ++i) z.add_value_ohm(1000 + i);
    for (int i = 0; i < ages; ++i) z.add_age_us(5 + i);
    z.set_valid(valid);
    Request heard;
    return decode(bytes_of(message), heard);
  };
  EXPECT_TRUE(is_read(0, 0, 0, 0));
  EXPECT_TRUE(is_read(0b1011, 3, 3, 0b1001));
  EXPECT_TRUE(is_read(0b1011, 3, 1, 0b1011));
  EXPECT_TRUE(is_read(0x1'FFFF, 17, 17, 0x1'FFFF));
  EXPECT_FALSE(is_read(0b1011, 2, 1, 0));  // a value is missing, or one too many
  EXPECT_FALSE(is_read(0b1011, 4, 1, 0));
  EXPECT_FALSE(is_read(0b1011, 3, 2, 0));  // some ages, and not all
  EXPECT_FALSE(is_read(0b1011, 3, 0, 0));
  EXPECT_FALSE(is_read(0, 0, 1, 0));
  EXPECT_FALSE(is_read(0b1011, 3, 1, 0b0100));  // believed, and never measured
  EXPECT_FALSE(is_read(0x2'0000, 1, 1, 0));     // no contact
}

void expect_told(const safety::PulseTrain& train, const v1::Train& told) {
  EXPECT_EQ(train.configuration, told.configuration());
  EXPECT_EQ(train.amplitude.count(), told.amplitude_ua());
  EXPECT_EQ(train.pulse_width.count(), told.pulse_width_us());
  EXPECT_EQ(train.period.count(), told.period_us());
  EXPECT_EQ(train.first_pulse.count(), told.first_pulse_us());
  EXPECT_EQ(train.valid_until.count(), told.valid_until_us());
}

void expect_told(const Report& report, const v1::Report& told) {
  const controller::LoopReport& loop = report.loop;
  EXPECT_EQ(report.frame_sequence, told.frame_sequence());
  EXPECT_EQ(loop.seen.time.count(), told.time_us());
  for (int i = 0; i < told.detector_values_size(); ++i) {
    const auto& detector = loop.seen.detectors[static_cast<std::size_t>(i)];
    EXPECT_EQ(std::bit_cast<std::uint32_t>(detector.value),
              std::bit_cast<std::uint32_t>(told.detector_values(i)));
    EXPECT_EQ(std::bit_cast<std::uint32_t>(detector.threshold),
              std::bit_cast<std::uint32_t>(told.detector_thresholds(i)));
    EXPECT_EQ(detector.valid, (told.detectors_valid() >> i & 1U) != 0);
    EXPECT_EQ(detector.fires, (told.detectors_fire() >> i & 1U) != 0);
  }
  for (int i = 0; i < told.channel_flags_size(); ++i) {
    const auto& channel = loop.seen.channels[static_cast<std::size_t>(i)];
    EXPECT_EQ(channel.flags, told.channel_flags(i));
    EXPECT_EQ(static_cast<int>(channel.verdict),
              told.channel_verdicts()[static_cast<std::size_t>(i)]);
  }
  EXPECT_EQ(loop.seen.votes, told.votes());
  EXPECT_EQ(loop.seen.trees.alarms, told.trees().alarms());
  EXPECT_EQ(loop.seen.trees.channels, told.trees().channels());
  EXPECT_EQ(loop.seen.trees.valid, told.trees().valid());
  EXPECT_EQ(std::bit_cast<std::uint32_t>(loop.seen.trees.log_odds),
            std::bit_cast<std::uint32_t>(told.trees().log_odds()));
  EXPECT_EQ(loop.seen.warmed_up, told.warmed_up());
  EXPECT_EQ(loop.seen.signal_valid, told.signal_valid());
  EXPECT_EQ(loop.seen.seizure, told.seizure());
  EXPECT_EQ(loop.seen.adaptive.state, told.adaptive().state());
  for (int i = 0; i < told.adaptive().currents_ua_size(); ++i) {
    EXPECT_EQ(loop.seen.adaptive.currents_ua[static_cast<std::size_t>(i)],
              told.adaptive().currents_ua(i));
  }
  EXPECT_EQ(loop.events.bits(), told.events());
  EXPECT_EQ(static_cast<std::uint32_t>(loop.mode), told.mode());
  const auto& episode = told.episode();
  EXPECT_EQ(loop.episode.mode_since.count(), episode.mode_since_us());
  EXPECT_EQ(loop.episode.mode_until.count(), episode.mode_until_us());
  EXPECT_EQ(loop.episode.episode_start.count(), episode.episode_start_us());
  EXPECT_EQ(loop.episode.burst_start.count(), episode.burst_start_us());
  EXPECT_EQ(loop.episode.burst_end.count(), episode.burst_end_us());
  EXPECT_EQ(loop.episode.therapy, episode.therapy());
  EXPECT_EQ(loop.episode.burst, episode.burst());
  EXPECT_EQ(loop.episode.therapies_today, episode.therapies_today());
  EXPECT_EQ(loop.episode.self_test_missing, episode.self_test_missing());
  EXPECT_EQ(loop.episode.level, episode.level());
  for (int i = 0; i < episode.interrupted_size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    expect_told(loop.episode.interrupted[at], episode.interrupted(i));
    EXPECT_EQ(loop.episode.adaptive[at].count(), episode.adaptive_ua(i));
  }
  for (int i = 0; i < told.asked_size(); ++i) {
    expect_told(loop.asked.outputs[static_cast<std::size_t>(i)], told.asked(i));
  }
  for (int i = 0; i < told.granted_size(); ++i) {
    expect_told(report.granted[static_cast<std::size_t>(i)], told.granted(i));
  }
  EXPECT_EQ(loop.asked.needs_sensing, told.asked_needs_sensing());
  EXPECT_EQ(loop.granted.reasons.bits(), told.reasons());
  EXPECT_EQ(static_cast<std::uint32_t>(loop.granted.severity), told.severity());
  EXPECT_EQ(loop.granted.latched, told.latched());
  EXPECT_EQ(static_cast<std::uint32_t>(loop.monitor.reason), told.monitor_reason());
  EXPECT_EQ(loop.monitor.fresh, told.monitor_fresh());
  EXPECT_EQ(loop.notices.bits(), told.notices());
}

TEST(Protobuf, ReadsEveryFieldOfAReportAndWritesTheSameBytes) {
  RandomMessages any(12);
  for (int i = 0; i < 1000; ++i) {
    Reply reply;
    reply.answer = Answer::kReport;
    reply.report = any.report();
    const auto bytes = payload_of(reply);
    const auto message = parsed<v1::FromDevice>(bytes);
    ASSERT_TRUE(message.has_report());
    expect_told(reply.report, message.report());
    ASSERT_EQ(bytes, bytes_of(message));
    ASSERT_FALSE(HasFailure()) << i;
  }
}

TEST(Protobuf, WritesWhatTheCodecReads) {
  v1::ToDevice message;
  message.set_sequence(9);
  auto& carried = *message.mutable_signed_change();
  carried.set_number(3);
  carried.set_signature(std::string(64, 's'));
  v1::Change change;
  change.mutable_clinician()->set_events(2);
  carried.set_change(change.SerializeAsString());
  Request request;
  ASSERT_TRUE(decode(bytes_of(message), request));
  EXPECT_EQ(Ask::kChange, request.ask);
  EXPECT_EQ(9U, request.sequence);
  EXPECT_EQ(3U, request.number);
}

TEST(Protobuf, ReadsIdentityStatusLogChallengeAndError) {
  Reply reply;
  reply.request = 4;
  reply.answer = Answer::kIdentity;
  reply.identity = identity_of(golden::golden_program());
  const auto identity = parsed<v1::FromDevice>(payload_of(reply)).identity();
  EXPECT_EQ("0.1.0-test", identity.firmware_version());
  EXPECT_EQ(text_of(reply.identity.device_id), identity.device_id());
  EXPECT_EQ(reply.identity.program_crc32, identity.program_crc32());
  EXPECT_EQ(250'000U, identity.sample_rate_mhz());

  reply.answer = Answer::kStatus;
  reply.status = {Instant(1), 2, 3, 4, 5, 6, {7, 8, 9}, 10};
  const auto status = parsed<v1::FromDevice>(payload_of(reply)).status();
  EXPECT_EQ(
      "1 2 3 4 5 6 7 8 9 10",
      std::to_string(status.time_us()) + ' ' + std::to_string(status.upload_bytes()) +
          ' ' + std::to_string(status.upload_crc32()) + ' ' +
          std::to_string(status.upload_received()) + ' ' +
          std::to_string(status.session()) + ' ' + std::to_string(status.next_change()) +
          ' ' + std::to_string(status.packets()) + ' ' +
          std::to_string(status.bad_crc()) + ' ' + std::to_string(status.malformed()) +
          ' ' + std::to_string(status.log_last()));

  reply.answer = Answer::kLogPage;
  reply.log.count = 2;
  reply.log.events[1] = {.number = 11,
                         .value = 12,
                         .time_us = 13,
                         .event = firmware::LogEvent::kModeChanged,
                         .argument = 14};
  const auto log = parsed<v1::FromDevice>(payload_of(reply)).log();
  ASSERT_EQ(2, log.events_size());
  EXPECT_EQ(11U, log.events(1).number());
  EXPECT_EQ(12U, log.events(1).value());
  EXPECT_EQ(13U, log.events(1).time_us());
  EXPECT_EQ(4U, log.events(1).kind());
  EXPECT_EQ(14U, log.events(1).argument());

  reply.answer = Answer::kChallenge;
  reply.challenge.nonce.fill(0xEE);
  EXPECT_EQ(std::string(32, '\xEE'),
            parsed<v1::FromDevice>(payload_of(reply)).challenge().nonce());

  reply.answer = Answer::kError;
  reply.refusal = Refusal::kImageRefused;
  reply.detail = 7;
  const auto message = parsed<v1::FromDevice>(payload_of(reply));
  EXPECT_EQ(18U, message.error().code());
  EXPECT_EQ(7U, message.error().detail());
  EXPECT_EQ(4U, message.request());
}

TEST(Protobuf, ReadsAFault) {
  const Fault fault{FaultKind::kFlipBit, 77, -5};
  std::vector<std::uint8_t> bytes(kChangeBytes);
  bytes.resize(encode(fault, bytes));
  const auto message = parsed<v1::FaultChange>(bytes);
  EXPECT_EQ(77U, message.fault().place());
  EXPECT_EQ(-5, message.fault().amount());
}

}  // namespace
}  // namespace homeostat::wire
