// The part of controller/homeostat.h that needs the reader of device images.
#include <algorithm>
#include <array>

#include "controller/abi_program.h"
#include "controller/device_image.h"

namespace homeostat::controller {
namespace {

static_assert(sizeof(PublicKey) == HOMEOSTAT_KEY_BYTES);

using Keys = std::array<PublicKey, HOMEOSTAT_KEYS>;

// As the core has them; none of more than there can be.
std::span<const PublicKey> keys_of(const homeostat_trust& trust, Keys& room) noexcept {
  if (trust.key_count > room.size()) return {};
  for (std::size_t k = 0; k < trust.key_count; ++k) {
    std::copy_n(trust.keys[k], room[k].size(), room[k].begin());
  }
  return {room.data(), trust.key_count};
}

// By the numbers of ImageRefusal.
constexpr std::array<std::int32_t, kImageRefusals> kStatus = {
    HOMEOSTAT_OK,           HOMEOSTAT_NOT_AN_IMAGE,    HOMEOSTAT_OTHER_HEADER,
    HOMEOSTAT_OTHER_SCHEMA, HOMEOSTAT_WRONG_LENGTH,    HOMEOSTAT_WRONG_CRC,
    HOMEOSTAT_UNKNOWN_KEY,  HOMEOSTAT_WRONG_SIGNATURE, HOMEOSTAT_ROLLED_BACK,
    HOMEOSTAT_NOT_DECODED,  HOMEOSTAT_NOT_VALID};

}  // namespace
}  // namespace homeostat::controller

namespace hc = homeostat::controller;

std::int32_t homeostat_program_load(void* storage, std::size_t storage_bytes,
                                    std::uint32_t abi_version, const std::uint8_t* image,
                                    std::size_t image_bytes, const homeostat_trust* trust,
                                    homeostat_program** program, std::uint32_t* counter,
                                    homeostat_fault* fault) {
  hc::tell({}, fault);
  if (counter != nullptr) *counter = 0;
  if (program == nullptr || image == nullptr || trust == nullptr) return HOMEOSTAT_NULL;
  *program = nullptr;
  homeostat_program* kept = nullptr;
  const std::int32_t room = hc::make_program(storage, storage_bytes, abi_version, kept);
  if (room != HOMEOSTAT_OK) return room;
  hc::Keys keys;
  hc::ImageHeader header;
  const hc::ImageVerdict verdict = hc::judge_image(
      {image, image_bytes}, {hc::keys_of(*trust, keys), trust->lowest_counter}, header,
      kept->program);
  hc::tell(verdict.fault, fault);
  if (verdict.ok() && counter != nullptr) *counter = header.counter;
  return hc::hand_over(kept, hc::kStatus[static_cast<std::size_t>(verdict.refusal)],
                       program);
}
