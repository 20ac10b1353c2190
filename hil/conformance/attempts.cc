#include "hil/conformance/attempts.h"

#include <array>
#include <cstdlib>
#include <filesystem>

#include "biomarkers/sample_frame.h"
#include "hil/firmware/program_store.h"
#include "hil/link/link_error.h"
#include "hil/wire/signed_text.h"
#include "sim/signing_key.h"

namespace homeostat::hil {
namespace {

namespace fs = std::filesystem;
using clinical_configs::Act;

constexpr std::array kImageRefusals = {
    "none",         "not_an_image",    "other_header", "other_schema",
    "wrong_length", "wrong_image_crc", "unknown_key",  "wrong_image_signature",
    "rolled_back",  "undecodable",     "invalid"};
static_assert(kImageRefusals.size() == controller::kImageRefusals);
constexpr const char* kTherapyIsOn = "therapy_is_on";

// A key that no device trusts, for as long as it is needed.
class StrangersKey {
 public:
  StrangersKey() : folder_(fs::temp_directory_path() / "homeostat-XXXXXX") {
    std::string name = folder_.string();
    if (mkdtemp(name.data()) == nullptr)
      throw LinkError(name + ": cannot make a folder for a key");
    folder_ = name;
    sim::make_key(file());
  }
  ~StrangersKey() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  StrangersKey(const StrangersKey&) = delete;
  StrangersKey& operator=(const StrangersKey&) = delete;
  fs::path file() const { return folder_ / "key.pem"; }

 private:
  fs::path folder_;
};

sim::ImageBytes image_of(DeviceUnderTest& device, std::int64_t counter_ahead,
                         const fs::path& key) {
  const std::int64_t runs =
      static_cast<std::int64_t>(device.link().identity().image_counter);
  return sim::make_image(device.program_bytes(),
                         static_cast<std::uint32_t>(runs + counter_ahead), key);
}

void upload(DeviceUnderTest& device, const sim::ImageBytes& image) {
  device.programmer().upload(image);
}

// Asks as somebody who does not hold the session.
void ask(DeviceUnderTest& device, wire::Request& request, wire::Answer expected) {
  device.link().ask(request, expected);
}

wire::Request order(std::uint64_t number) {
  wire::Request request{.ask = wire::Ask::kChange, .number = number};
  std::array<std::uint8_t, wire::kChangeBytes> bytes;
  const wire::Change start{.kind = wire::ChangeKind::kClinician,
                           .clinician_events = biomarkers::kClinicianStart};
  request.change.assign({bytes.data(), wire::encode(start, bytes)});
  return request;
}

void order_of_another_key(DeviceUnderTest& device) {
  const StrangersKey key;
  wire::Request status{.ask = wire::Ask::kReadStatus};
  const wire::Status now = device.link().ask(status, wire::Answer::kStatus).status;
  wire::Request request = order(now.next_change);
  const wire::Challenge session{.session = now.session};
  request.signature = sim::sign(
      key.file(), {wire::change_text(device.link().identity().device_id, session,
                                     request.number, request.change.view())
                       .view()});
  ask(device, request, wire::Answer::kDone);
}

void order_outside_session(DeviceUnderTest& device) {
  device.programmer().close();
  try {
    wire::Request request = order(1);
    ask(device, request, wire::Answer::kDone);
  } catch (const RefusedError&) {
    device.programmer().open();
    throw;
  }
  device.programmer().open();
}

// The last change that was done, under a new sequence.
void replay_order(DeviceUnderTest& device) {
  wire::Request again = device.programmer().last_request();
  if (again.ask != wire::Ask::kChange)
    throw LinkError("conformance: no order was sent yet that could be replayed");
  ask(device, again, wire::Answer::kDone);
}

// The proof of the session that is open, to a new challenge.
void replay_proof(DeviceUnderTest& device) {
  wire::Request challenge{.ask = wire::Ask::kOpenSession};
  ask(device, challenge, wire::Answer::kChallenge);
  wire::Request again = device.proof();
  ask(device, again, wire::Answer::kDone);
}

void attack(Act act, DeviceUnderTest& device) {
  switch (act) {
    case Act::kUploadOlder:
      return upload(device, image_of(device, 0, device.key()));
    case Act::kUploadOfAnotherKey: {
      const StrangersKey stranger;
      return upload(device, image_of(device, 1, stranger.file()));
    }
    case Act::kUploadSpoilt: {
      sim::ImageBytes image = image_of(device, 1, device.key());
      image.back() ^= 1;
      return upload(device, image);
    }
    case Act::kUploadCut: {
      sim::ImageBytes image = image_of(device, 1, device.key());
      image.resize(image.size() - 16);
      return upload(device, image);
    }
    case Act::kUploadGood:
      return upload(device, image_of(device, 1, device.key()));
    case Act::kOrderOutsideSession:
      return order_outside_session(device);
    case Act::kOrderOfAnotherKey:
      return order_of_another_key(device);
    case Act::kOrderReplayed:
      return replay_order(device);
    case Act::kSessionReplayed:
      return replay_proof(device);
    default:
      break;
  }
}

}  // namespace

std::string name_of_refusal(const wire::Verdict& verdict) {
  if (verdict.refusal != wire::Refusal::kImageRefused)
    return wire::name_of(verdict.refusal);
  if (verdict.detail == firmware::kTherapyIsOn) return kTherapyIsOn;
  if (verdict.detail < kImageRefusals.size()) return kImageRefusals[verdict.detail];
  return wire::name_of(verdict.refusal);
}

bool is_refusal(const std::string& name) {
  if (name == kTherapyIsOn) return true;
  for (const char* image : kImageRefusals)
    if (name == image) return true;
  for (int r = 1; r <= static_cast<int>(wire::kLastRefusal); ++r)
    if (name == wire::name_of(static_cast<wire::Refusal>(r))) return true;
  return false;
}

std::string attempt(Act act, DeviceUnderTest& device) {
  try {
    attack(act, device);
  } catch (const RefusedError& refused) {
    device.hello();
    return name_of_refusal(refused.verdict);
  }
  device.hello();
  return "";
}

}  // namespace homeostat::hil
