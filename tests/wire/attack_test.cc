// Who may change therapy: replay, reordering, a stolen session, forgery. The attacker
// sits on the line, has heard everything, and has no key.
#include <gtest/gtest.h>

#include <cstring>

#include "tests/wire/device_bench.h"

namespace homeostat::wire {
namespace {

using biomarkers::kClinicianReset;
using biomarkers::kClinicianStart;
using biomarkers::kClinicianStop;

// What the attacker heard the host send.
class Attacked : public ::testing::Test {
 protected:
  Attacked() {
    bench.line.to_device_by([this](hil::Loopback::Portion sent) {
      heard.push_back(sent);
      return sent;
    });
  }

  // As the attacker would: straight into the device's receiver.
  Reply inject(Bytes packet) {
    answers.clear();
    bench.line.to_host_by([this](hil::Loopback::Portion back) {
      answers = back;
      return back;
    });
    bench.line.write(packet);
    Reply reply;
    const auto payloads = payloads_in(answers);
    EXPECT_EQ(1U, payloads.size());
    if (!payloads.empty()) {
      EXPECT_TRUE(decode(payloads[0], reply));
    }
    return reply;
  }
  // The same request under a sequence that the device has not answered yet.
  Reply inject_again(std::vector<std::uint8_t> packet, std::uint32_t ahead = 1000) {
    auto request = std::make_unique<Request>();
    EXPECT_TRUE(decode(payloads_in(packet).at(0), *request));
    request->sequence += ahead;
    return inject(packet_of(payload_of(*request)));
  }
  Reply inject_change(const Change& change, std::uint64_t number, hil::Signer& signer,
                      const Challenge& session) {
    auto request = std::make_unique<Request>();
    request->ask = Ask::kChange;
    request->sequence = ++ahead_;
    request->number = number;
    request->change.assign(payload_of(change));
    request->signature = signer.sign(change_text(bench.link.identity().device_id, session,
                                                 number, request->change.view())
                                         .view());
    return inject(packet_of(payload_of(*request)));
  }
  // Another connection begins its sequences anew: the host's are not old any more.
  void greet_again() {
    auto hello = std::make_unique<Request>();
    hello->ask = Ask::kHello;
    hello->protocol_version = kProtocolVersion;
    hello->connection = ++ahead_;
    inject(packet_of(payload_of(*hello)));
  }
  std::uint8_t ordered() { return bench.device->take_clinician_events(); }

  static constexpr Change kStart{.kind = ChangeKind::kClinician,
                                 .clinician_events = kClinicianStart};

  DeviceBench bench;
  std::vector<hil::Loopback::Portion> heard;
  hil::Loopback::Portion answers;
  std::uint32_t ahead_ = 1'000'000;
};

TEST_F(Attacked, Saf332_WithASessionAChangeIsDone) {
  bench.open();
  bench.programmer.order(kClinicianStart);
  EXPECT_EQ(kClinicianStart, ordered());
  bench.programmer.order(kClinicianStop);
  bench.programmer.order(kClinicianReset);
  EXPECT_EQ(kClinicianStop | kClinicianReset, ordered());
  EXPECT_EQ(0, ordered());
}

TEST_F(Attacked, Saf332_WithoutASessionNothingIsDone) {
  bench.link.hello();
  ToyKey& key = bench.key;
  const Reply reply = inject_change(kStart, 1, key, {});
  EXPECT_EQ(Refusal::kNoSession, reply.refusal);
  EXPECT_EQ(0, ordered());
}

TEST_F(Attacked, Saf333_AProofThatIsHeardOpensNothingASecondTime) {
  bench.open();
  const auto proof = heard.back();
  EXPECT_EQ(Refusal::kNoChallenge, inject_again(proof).refusal);
  // Nor does it answer another challenge.
  auto open = std::make_unique<Request>();
  open->ask = Ask::kOpenSession;
  open->sequence = 5000;
  EXPECT_EQ(Answer::kChallenge, inject(packet_of(payload_of(*open))).answer);
  EXPECT_EQ(Refusal::kBadSignature, inject_again(proof, 6000).refusal);
}

// A source of random bytes that has failed in the worst way: the same nonce each time.
TEST_F(Attacked, Saf333_AProofIsWorthNothingEvenWhereTheNonceComesAgain) {
  bench.entropy.stuck = true;
  bench.open();
  const auto proof = heard.back();
  auto open = std::make_unique<Request>();
  open->ask = Ask::kOpenSession;
  open->sequence = 5000;
  inject(packet_of(payload_of(*open)));
  EXPECT_EQ(Refusal::kBadSignature, inject_again(proof, 6000).refusal);
}

TEST_F(Attacked, Saf333_AProofIsWorthNothingAfterAReset) {
  bench.entropy.stuck = true;
  bench.open();
  const auto proof = heard.back();
  bench.boot();
  bench.link.hello();
  auto open = std::make_unique<Request>();
  open->ask = Ask::kOpenSession;
  open->sequence = 5000;
  inject(packet_of(payload_of(*open)));
  EXPECT_EQ(Refusal::kBadSignature, inject_again(proof, 6000).refusal);
}

TEST_F(Attacked, Saf334_AChangeThatIsHeardIsNotDoneASecondTime) {
  bench.open();
  bench.programmer.order(kClinicianStart);
  const auto start = heard.back();
  EXPECT_EQ(kClinicianStart, ordered());
  // The same bytes: answered as before, and not acted on.
  EXPECT_EQ(Answer::kDone, inject(start).answer);
  EXPECT_EQ(0, ordered());
  EXPECT_EQ(Refusal::kWrongNumber, inject_again(start).refusal);
  EXPECT_EQ(0, ordered());
  greet_again();
  bench.programmer.order(kClinicianStop);
  EXPECT_EQ(kClinicianStop, ordered());
}

TEST_F(Attacked, Saf334_AChangeOfAnotherSessionIsNotDone) {
  bench.open();
  bench.programmer.order(kClinicianStart);
  const auto start = heard.back();
  ordered();
  bench.programmer.close();
  bench.programmer.open();
  EXPECT_EQ(Refusal::kBadSignature, inject_again(start).refusal);
  EXPECT_EQ(0, ordered());
}

TEST_F(Attacked, Saf334_ChangesOutOfOrderAreNotDone) {
  bench.open();
  Challenge session;
  session.session = 1;
  // The true nonce, from the device's own challenge.
  auto request = std::make_unique<Request>();
  request->ask = Ask::kOpenSession;
  request->sequence = 500;
  session = inject(packet_of(payload_of(*request))).challenge;
  request->ask = Ask::kProve;
  request->sequence = 501;
  request->signature =
      bench.key.sign(opening_text(bench.link.identity().device_id, session).view());
  ASSERT_EQ(Answer::kDone, inject(packet_of(payload_of(*request))).answer);

  const Reply second = inject_change(kStart, 2, bench.key, session);
  EXPECT_EQ(Refusal::kWrongNumber, second.refusal);
  EXPECT_EQ(1U, second.detail);
  EXPECT_EQ(Refusal::kWrongNumber, inject_change(kStart, 0, bench.key, session).refusal);
  EXPECT_EQ(0, ordered());
  EXPECT_EQ(Answer::kDone, inject_change(kStart, 1, bench.key, session).answer);
  EXPECT_EQ(Answer::kDone, inject_change(kStart, 2, bench.key, session).answer);
  EXPECT_EQ(kClinicianStart, ordered());
}

TEST_F(Attacked, Saf335_AStolenSessionIsWorthNothingWithoutTheKey) {
  bench.open();
  Challenge session;  // heard on the line: it is no secret
  session.session = 1;
  ToyKey other(999);
  EXPECT_EQ(Refusal::kBadSignature, inject_change(kStart, 1, other, session).refusal);
  EXPECT_EQ(0, ordered());
  // And the session is still its owner's.
  greet_again();
  bench.programmer.order(kClinicianStop);
  EXPECT_EQ(kClinicianStop, ordered());
}

TEST_F(Attacked, Saf335_EveryBitOfASignedChangeThatIsTurnedIsRefused) {
  bench.open();
  bench.programmer.order(kClinicianStart);
  ordered();
  auto request = std::make_unique<Request>();
  // The next change, signed by its owner, but never sent by him.
  const auto payload = payloads_in(heard.back()).at(0);
  ASSERT_TRUE(decode(payload, *request));
  const Change stop{.kind = ChangeKind::kClinician, .clinician_events = kClinicianStop};
  int refused = 0;
  for (std::size_t bit = 0; bit < 8 * payload_of(stop).size(); ++bit) {
    bench.line.pass(std::chrono::seconds(11));  // wrong signatures lock for a while
    auto changed = std::make_unique<Request>(*request);
    changed->sequence = ++ahead_;
    changed->number = 2;
    changed->change.assign(payload_of(stop));
    changed->signature.fill(0x11);
    changed->change.bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    const Reply reply = inject(packet_of(payload_of(*changed)));
    refused += reply.refusal == Refusal::kBadSignature;
    EXPECT_EQ(0, ordered());
  }
  EXPECT_EQ(8 * static_cast<int>(payload_of(stop).size()), refused);
}

TEST_F(Attacked, Saf335_ASignatureOfTheOpeningIsNoneOfAChange) {
  Challenge challenge;
  challenge.nonce.fill(1);
  const DeviceId device{};
  EXPECT_NE(0, std::memcmp(opening_text(device, challenge).bytes.data(),
                           change_text(device, challenge, 0, {}).bytes.data(), 16));
  EXPECT_EQ(kOpeningBytes, opening_text(device, challenge).size);
  EXPECT_EQ(kOpeningBytes + 8, change_text(device, challenge, 0, {}).size);
}

TEST_F(Attacked, Saf335_ASignatureForAnotherDeviceIsWorthNothing) {
  bench.link.hello();
  auto request = std::make_unique<Request>();
  request->ask = Ask::kOpenSession;
  request->sequence = 500;
  const Challenge challenge = inject(packet_of(payload_of(*request))).challenge;
  DeviceId other = bench.link.identity().device_id;
  other[15] ^= 1;
  request->ask = Ask::kProve;
  request->sequence = 501;
  request->signature = bench.key.sign(opening_text(other, challenge).view());
  EXPECT_EQ(Refusal::kBadSignature, inject(packet_of(payload_of(*request))).refusal);
}

// ---- Time

TEST_F(Attacked, Saf336_AChallengeAndASessionExpire) {
  bench.link.hello();
  const auto prove_after = [&](std::chrono::microseconds wait) {
    auto request = std::make_unique<Request>();
    request->ask = Ask::kOpenSession;
    request->sequence = ++ahead_;
    const Challenge challenge = inject(packet_of(payload_of(*request))).challenge;
    bench.line.pass(wait);
    request->ask = Ask::kProve;
    request->sequence = ++ahead_;
    request->signature =
        bench.key.sign(opening_text(bench.link.identity().device_id, challenge).view());
    return std::pair(challenge, inject(packet_of(payload_of(*request))));
  };
  const std::chrono::microseconds challenge_life(kChallengeLife.count());
  EXPECT_EQ(Refusal::kNoChallenge,
            prove_after(challenge_life + std::chrono::microseconds(1)).second.refusal);
  const auto [session, opened] = prove_after(challenge_life);
  EXPECT_EQ(Answer::kDone, opened.answer);

  const std::chrono::microseconds life(kSessionLife.count());
  bench.line.pass(life);
  EXPECT_EQ(Answer::kDone, inject_change(kStart, 1, bench.key, session).answer);
  bench.line.pass(life + std::chrono::microseconds(1));
  EXPECT_EQ(Refusal::kNoSession, inject_change(kStart, 2, bench.key, session).refusal);
}

TEST_F(Attacked, Saf336_AfterFiveWrongSignaturesNoneIsLookedAtForTenSeconds) {
  bench.open();
  ToyKey other(999);
  for (int i = 0; i < kMostWrongSignatures; ++i) {
    EXPECT_EQ(Refusal::kBadSignature, inject_change(kStart, 1, other, {}).refusal) << i;
  }
  const int verified = bench.key.verified;
  const Reply locked = inject_change(kStart, 1, other, {});
  EXPECT_EQ(Refusal::kLocked, locked.refusal);
  EXPECT_EQ(kLockTime.count() / 1000, locked.detail);
  EXPECT_EQ(verified, bench.key.verified);
  bench.line.pass(std::chrono::microseconds(kLockTime.count() - 1));
  EXPECT_EQ(Refusal::kLocked, inject_change(kStart, 1, other, {}).refusal);
  bench.line.pass(std::chrono::microseconds(1));
  EXPECT_EQ(Refusal::kBadSignature, inject_change(kStart, 1, other, {}).refusal);
}

TEST_F(Attacked, Saf336_ARightSignatureForgivesTheWrongOnes) {
  bench.open();
  ToyKey other(999);
  for (int round = 0; round < 3; ++round) {
    for (int i = 1; i < kMostWrongSignatures; ++i) {
      inject_change(kStart, static_cast<std::uint64_t>(round) + 1, other, {});
    }
    greet_again();
    EXPECT_NO_THROW(bench.programmer.order(kClinicianStart));
  }
}

// ---- What the board cannot give

TEST_F(Attacked, Saf333_WithoutRandomBytesOrACountNoSessionOpens) {
  bench.entropy.empty = true;
  EXPECT_THROW(bench.open(), hil::RefusedError);
  bench.entropy.empty = false;
  bench.count.broken = true;
  EXPECT_THROW(bench.open(), hil::RefusedError);
  bench.count.broken = false;
  bench.count.stored = 0xFFFF'FFFF;  // there is no next
  EXPECT_THROW(bench.open(), hil::RefusedError);
  bench.count.stored = 0xFFFF'FFFE;
  EXPECT_NO_THROW(bench.open());
  EXPECT_EQ(0xFFFF'FFFF, bench.count.stored);
}

// Whoever has no key cannot wear out the memory of the count, nor end a session.
TEST_F(Attacked, Saf333_AskingForChallengesCostsTheDeviceNothing) {
  bench.open();
  for (std::uint32_t i = 0; i < 100; ++i) {
    auto open = std::make_unique<Request>();
    open->ask = Ask::kOpenSession;
    open->sequence = 500 + i;
    EXPECT_EQ(Answer::kChallenge, inject(packet_of(payload_of(*open))).answer);
  }
  EXPECT_EQ(1U, bench.count.stored);
  greet_again();
  EXPECT_NO_THROW(bench.programmer.order(kClinicianStop));
}

TEST_F(Attacked, Saf337_OrdersThatAreNoneAreRefused) {
  bench.open();
  EXPECT_THROW(bench.programmer.order(0), hil::RefusedError);
  EXPECT_THROW(bench.programmer.order(0x40), hil::RefusedError);
  EXPECT_EQ(0, ordered());
  EXPECT_NO_THROW(bench.programmer.order(biomarkers::kClinicianEnd));
  EXPECT_EQ(biomarkers::kClinicianEnd, ordered());
}

TEST_F(Attacked, Saf338_RefusalsAreLoggedAndCannotPushAllElseOut) {
  bench.open();
  ToyKey other(999);
  for (int i = 0; i < 500; ++i) inject_change(kStart, 1, other, {});
  std::array<firmware::LogRecord, 8> kept;
  ASSERT_EQ(2U, bench.log.read(0, kept));
  EXPECT_EQ(firmware::LogEvent::kSessionOpened, kept[0].event);
  EXPECT_EQ(1U, kept[0].value);
  EXPECT_EQ(firmware::LogEvent::kChangeRefused, kept[1].event);
  EXPECT_EQ(static_cast<std::uint16_t>(Refusal::kBadSignature), kept[1].argument);
}

}  // namespace
}  // namespace homeostat::wire
