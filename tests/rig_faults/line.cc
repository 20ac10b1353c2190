// What a line does: whatever it is, the run goes on with equal reports, or ends in a
// line.
#include "controller/closed_loop.h"
#include "hil/link/link_error.h"
#include "hil/wire/signed_text.h"
#include "sim/known_keys.h"
#include "tests/rig_faults/bedside.h"
#include "tests/rig_faults/table.h"

namespace homeostat::hil::testing {
namespace {

constexpr std::int64_t kNoiseBytes = 20'000;
constexpr std::int64_t kLateUs = 400'000;  // the host has asked again by then

struct Case {
  RigFault fault;
  LineFault what;
  std::int64_t amount;
};

constexpr Microseconds kCommandLifetime{500'000};  // of the program, at most

constexpr char kEqual[] = "equal reports; referee silent";
constexpr char kWentOn[] = "went on with equal reports";

const Case kCases[] = {
    {{
         0,
         "packet lost",
         "two of each direction, in a burst",
         kEqual,
     },
     LineFault::kLose,
     1},
    {{0, "byte dropped", "of two packets of each direction, in a burst", kEqual},
     LineFault::kDrop,
     1},
    {{0, "bytes inserted", "three, likewise", kEqual}, LineFault::kInsert, 3},
    {{0, "bit turned", "likewise", kEqual}, LineFault::kFlip, 1},
    {{0, "packet cut", "its last 40 bytes, likewise", kEqual}, LineFault::kTruncate, 40},
    {{0, "noise", "20,000 bytes before a packet, likewise", kEqual},
     LineFault::kNoise,
     kNoiseBytes},
    {{0, "packet late", "by 0.4 s, likewise", kEqual}, LineFault::kDelay, kLateUs},
    {{0, "packet doubled", "two copies more, likewise", kEqual},
     LineFault::kDuplicate,
     2},
    {{0, "packets exchanged", "with the next one, likewise", kEqual},
     LineFault::kSwap,
     1},
};

std::string strike(Bedside& bedside, const Case& one) {
  const std::int64_t before = bedside.line().struck(one.what);
  for (const Direction direction : {Direction::kToDevice, Direction::kToHost}) {
    bedside.line().add({.fault = one.what,
                        .direction = direction,
                        .amount = one.amount,
                        .first = direction == Direction::kToDevice ? 1 : 7});
    bedside.line().add({.fault = one.what,
                        .direction = direction,
                        .amount = one.amount,
                        .first = direction == Direction::kToDevice ? 4 : 10});
  }
  bedside.live(12);
  bedside.line().clear();
  if (bedside.line().struck(one.what) - before < 4)
    throw LinkError("the line struck fewer than four packets");
  return kWentOn;
}

// Every command expires by itself: what the device was told last ends with it.
std::string fall_silent(Bedside& bedside) {
  for (const Direction direction : {Direction::kToDevice, Direction::kToHost}) {
    bedside.line().add(
        {.fault = LineFault::kLose, .direction = direction, .packets = kEveryPacket});
  }
  std::string said;
  try {
    bedside.live();
  } catch (const LinkError& error) {
    said = error.what();
  }
  if (said.substr(0, 23) != "link: frame: no answer ")
    throw LinkError("the run ended otherwise: " + said);
  bedside.line().clear();
  bedside.link().hello();
  const wire::Report& last =
      bedside.ask(wire::Ask::kReadReport, wire::Answer::kReport).report;
  for (const safety::PulseTrain& train : last.granted) {
    if (train.on() && train.valid_until > last.loop.seen.time + kCommandLifetime)
      throw LinkError("its last command outlives the program's bound");
  }
  return "run ended: link: frame: no answer; last command ends by itself within 0.5 s";
}

// Signed for another device: the same key, and no effect.
std::string sign_for_another(Bedside& bedside) {
  wire::DeviceId other = bedside.link().identity().device_id;
  other[0] ^= 1;
  KeySigner signer(sim::signing_key_or_development({}));
  const wire::Status status =
      bedside.ask(wire::Ask::kReadStatus, wire::Answer::kStatus).status;
  wire::Change stop{.kind = wire::ChangeKind::kClinician,
                    .clinician_events = biomarkers::kClinicianStop};
  std::array<std::uint8_t, wire::kChangeBytes> bytes;
  const std::size_t size = wire::encode(stop, bytes);
  wire::Request request{.ask = wire::Ask::kChange};
  request.change.assign({bytes.data(), size});
  request.number = status.next_change;
  const wire::Challenge session = bedside.programmer().session();
  request.signature = signer.sign(
      wire::change_text(other, session, request.number, request.change.view()).view());
  bedside.expect_refusal(wire::Refusal::kBadSignature,
                         [&] { bedside.link().ask(request, wire::Answer::kDone); });
  bedside.live(4);
  if (!bedside.is_on()) throw LinkError("therapy ended");
  return "refused: bad_signature; went on with equal reports";
}

// The bytes of a change that was done, in a new request.
std::string replay(Bedside& bedside) {
  bedside.order(biomarkers::kClinicianStop);
  bedside.live(2);
  const wire::Request done = bedside.programmer().last_request();
  bedside.start();
  bedside.live_until_stimulation();
  wire::Request again = done;
  bedside.expect_refusal(wire::Refusal::kWrongNumber,
                         [&] { bedside.link().ask(again, wire::Answer::kDone); });
  bedside.live(4);
  if (!bedside.is_on()) throw LinkError("therapy ended");
  return "refused: wrong_number; went on with equal reports";
}

std::string spoil_sums(Bedside& bedside) {
  const auto bad = [&] {
    return bedside.ask(wire::Ask::kReadStatus, wire::Answer::kStatus).status.link.bad_crc;
  };
  const std::uint32_t before = bad();
  for (int i = 0; i < 8; ++i) {
    bedside.line().add({.fault = LineFault::kFlip, .direction = Direction::kToDevice});
    bedside.live();
  }
  bedside.line().clear();
  if (bad() - before < 4) throw LinkError("fewer than four sums were found wrong");
  return "counted, asked again; went on with equal reports";
}

}  // namespace

void faults_of_the_line(Table& table, const std::string& rig) {
  std::unique_ptr<Bedside> bedside;
  const auto at_bedside = [&](const RigFault& fault, auto act) {
    table.row(fault, rig, [&] {
      if (bedside == nullptr) {
        bedside = std::make_unique<Bedside>(rig, kOpenLoop);
        bedside->start();
        bedside->live_until_stimulation();
      }
      return on(bedside, act);
    });
  };
  for (const Case& one : kCases)
    at_bedside(one.fault, [&](Bedside& b) { return strike(b, one); });
  at_bedside({24, "frame with a wrong CRC", "a bit turned in each of eight, in a burst",
              "not stepped; asked for again"},
             spoil_sums);
  at_bedside({31, "wrong device id", "an order signed for another device",
              "refused; therapy as before"},
             sign_for_another);
  at_bedside({95, "replayed authenticated command", "a clinician's stop, once more",
              "refused; therapy as before"},
             replay);
  at_bedside({0, "host lost", "the line carries nothing more, in a burst",
              "one line; silent within 0.5 s"},
             fall_silent);
}

}  // namespace homeostat::hil::testing
