#include "hil/link/loopback.h"

#include <algorithm>

namespace homeostat::hil {

void Loopback::write(wire::Bytes bytes) {
  Portion arriving(bytes.begin(), bytes.end());
  if (to_device_) arriving = to_device_(std::move(arriving));
  if (device_ == nullptr) return;
  device_->receive(arriving, Instant(static_cast<std::uint64_t>(now_.count())));
  Portion back = std::move(device_side_.sent);
  device_side_.sent.clear();
  if (to_host_) back = to_host_(std::move(back));
  arrived_.insert(arrived_.end(), back.begin(), back.end());
}

std::size_t Loopback::read(std::span<std::uint8_t> room,
                           std::chrono::microseconds deadline) {
  const std::size_t size = std::min(room.size(), arrived_.size());
  std::copy_n(arrived_.begin(), size, room.begin());
  arrived_.erase(arrived_.begin(), arrived_.begin() + static_cast<std::ptrdiff_t>(size));
  if (size == 0) now_ = std::max(now_, deadline);
  return size;
}

}  // namespace homeostat::hil
