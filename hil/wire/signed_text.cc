#include "hil/wire/signed_text.h"

namespace homeostat::wire {
namespace {

class Writer {
 public:
  Writer& bytes(Bytes from) noexcept {
    for (const std::uint8_t byte : from) text_.bytes[text_.size++] = byte;
    return *this;
  }
  Writer& little_endian(std::uint64_t word, std::size_t size) noexcept {
    for (std::size_t i = 0; i < size; ++i) {
      text_.bytes[text_.size++] = static_cast<std::uint8_t>(word >> (8 * i) & 0xFFU);
    }
    return *this;
  }
  Writer& opening(const char (&purpose)[17], const DeviceId& device,
                  const Challenge& challenge) noexcept {
    for (std::size_t i = 0; i < 16; ++i) {
      text_.bytes[text_.size++] = static_cast<std::uint8_t>(purpose[i]);
    }
    return bytes(device).little_endian(challenge.session, 4).bytes(challenge.nonce);
  }
  const SignedText& text() const noexcept { return text_; }

 private:
  SignedText text_;
};

}  // namespace

SignedText opening_text(const DeviceId& device, const Challenge& challenge) noexcept {
  return Writer().opening("homeostat-open-1", device, challenge).text();
}

SignedText change_text(const DeviceId& device, const Challenge& challenge,
                       std::uint64_t number, Bytes change) noexcept {
  if (change.size() > kChangeBytes) return {};
  return Writer()
      .opening("homeostat-chng-1", device, challenge)
      .little_endian(number, 8)
      .bytes(change)
      .text();
}

}  // namespace homeostat::wire
