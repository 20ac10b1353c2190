// A nanopb message that begins empty, and how it becomes bytes and comes from them.
// Only codecs include this.
#pragma once

#include <pb_decode.h>
#include <pb_encode.h>

#include <cstring>
#include <limits>
#include <span>
#include <type_traits>

#include "hil/wire/packet.h"

namespace homeostat::wire {

// nanopb's own initialisers clear only the first member of a union.
template <class Message>
void clear(Message& message) noexcept {
  static_assert(std::is_trivially_copyable_v<Message>);
  std::memset(&message, 0, sizeof message);
}

template <class Message>
std::size_t encode_message(const pb_msgdesc_t* fields, const Message& message,
                           std::span<std::uint8_t> out) noexcept {
  pb_ostream_t stream = pb_ostream_from_buffer(out.data(), out.size());
  return pb_encode(&stream, fields, &message) ? stream.bytes_written : 0;
}

template <class Message>
bool decode_message(const pb_msgdesc_t* fields, Bytes payload,
                    Message& message) noexcept {
  clear(message);
  pb_istream_t stream = pb_istream_from_buffer(payload.data(), payload.size());
  return pb_decode(&stream, fields, &message);
}

// False where the number does not fit; `to` is then left alone.
template <class Narrow>
[[nodiscard]] bool narrow(std::uint32_t from, Narrow& to) noexcept {
  if (from > std::numeric_limits<Narrow>::max()) return false;
  to = static_cast<Narrow>(from);
  return true;
}

// One of an enumeration's values, up to its last.
template <class Choice>
[[nodiscard]] bool choose(std::uint32_t from, Choice last, Choice& to) noexcept {
  if (from > static_cast<std::uint32_t>(last)) return false;
  to = static_cast<Choice>(from);
  return true;
}

template <class Array>
inline constexpr std::size_t kRoomOf = std::extent_v<std::remove_reference_t<Array>>;

// nanopb's bytes, as long as they are.
template <class PbBytes>
Bytes view_of(const PbBytes& field) noexcept {
  return {field.bytes, field.size};
}
template <class PbBytes>
void set_bytes(PbBytes& field, Bytes from) noexcept {
  static_assert(sizeof field.bytes > 0);
  field.size = static_cast<pb_size_t>(from.size());
  std::memcpy(field.bytes, from.data(), from.size());
}
// Exactly as many as the array holds.
template <class PbBytes, std::size_t kSize>
[[nodiscard]] bool get_exactly(const PbBytes& field,
                               std::array<std::uint8_t, kSize>& to) noexcept {
  if (field.size != kSize) return false;
  std::memcpy(to.data(), field.bytes, kSize);
  return true;
}

}  // namespace homeostat::wire
