#include "hil/wire/upload.h"

#include "safety/crc32.h"

namespace homeostat::wire {

Verdict Upload::begin(std::uint32_t bytes, std::uint32_t crc32) noexcept {
  if (store_ == nullptr) return {Refusal::kUnknown};
  if (bytes == 0) return {Refusal::kMalformed};
  if (bytes > store_->capacity()) return {Refusal::kTooLong, store_->capacity()};
  if (bytes == bytes_ && crc32 == crc32_) return {};
  bytes_ = bytes;
  crc32_ = crc32;
  received_ = 0;
  crc_received_ = 0;
  return {};
}

Verdict Upload::add(std::uint32_t offset, Bytes data) noexcept {
  if (bytes_ == 0) return {Refusal::kNoUpload};
  if (offset != received_) return {Refusal::kWrongOffset, received_};
  if (data.empty() || data.size() > bytes_ - received_) return {Refusal::kMalformed};
  if (!store_->write(offset, data)) return {Refusal::kNotStored};
  received_ += static_cast<std::uint32_t>(data.size());
  crc_received_ = safety::crc32(data.data(), data.size(), crc_received_);
  return {};
}

Verdict Upload::finish() noexcept {
  if (bytes_ == 0) return {Refusal::kNoUpload};
  if (received_ != bytes_) return {Refusal::kIncomplete, received_};
  const std::uint32_t bytes = bytes_;
  const bool sums_up = crc_received_ == crc32_;
  bytes_ = 0;
  crc32_ = 0;
  received_ = 0;
  crc_received_ = 0;
  if (!sums_up) return {Refusal::kWrongCrc};
  const std::uint32_t why = store_->switch_to(bytes);
  return why == 0 ? Verdict{} : Verdict{Refusal::kImageRefused, why};
}

}  // namespace homeostat::wire
