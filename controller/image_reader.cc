#include "controller/image_reader.h"

#include <algorithm>

namespace homeostat::controller {
namespace {

constexpr std::int64_t factor_of(std::uint8_t thousands) {
  return thousands == 0 ? 1 : thousands == 1 ? kPerMilli : kPerSecond;
}

constexpr std::size_t kSha256Digits = 64;

constexpr bool printable(char c) { return c >= ' ' && c <= '~'; }
constexpr bool hexadecimal(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

void ImagePath::append(char c) noexcept {
  if (length_ + 1 < text_.size()) text_[length_++] = c;
}

void ImagePath::enter(const char* name, int index) noexcept {
  if (length_ > 0) append('.');
  while (*name != '\0') append(*name++);
  if (index < 0) return;
  append('[');
  if (index >= 10) append(static_cast<char>('0' + index / 10));
  append(static_cast<char>('0' + index % 10));
  append(']');
}

void ImagePath::leave(std::size_t length) noexcept {
  while (length_ > length) text_[--length_] = '\0';
}

void ImageReader::tell(const char* name, const char* why, double value, double lowest,
                       double highest, double nearest) noexcept {
  if (sink_ == nullptr) return;
  const Part part(*this, name);
  sink_(context_, {.field = path_.text(),
                   .value = value,
                   .lowest = lowest,
                   .highest = highest,
                   .nearest = nearest,
                   .why = why});
}

void ImageReader::tell_near(const char* name, const char* why, double value,
                            double lowest, double highest) noexcept {
  tell(name, why, value, lowest, highest, std::clamp(value, lowest, highest));
}

void ImageReader::tell_all() noexcept {
  if (sink_ == nullptr) return;
  sink_(context_, {.field = {"program"}, .why = kNotRead});
}

void ImageReader::tell_missing(const char* name) noexcept {
  tell_near(name, kMissing, 0.0, 0.0, 0.0);
}

void ImageReader::tell_untaken(const char* name, Shape shape,
                               std::int64_t value) noexcept {
  if (!shape.present) return tell_missing(name);
  const Span span = span_of(shape);
  tell_near(name, kTooWide, static_cast<double>(value), static_cast<double>(span.lowest),
            static_cast<double>(span.highest));
}

void ImageReader::tell_untaken(const char* name, bool present) noexcept {
  tell_near(name, present ? kNotFinite : kMissing, 0.0, 0.0, 0.0);
}

// In the unit of the schema.
ImageReader::Span ImageReader::span_of(Shape shape) noexcept {
  const std::int64_t factor = factor_of(shape.thousands);
  const int value_bits = 8 * shape.bytes - (shape.is_signed ? 1 : 0);
  const auto most = static_cast<std::int64_t>(~std::uint64_t{0} >> (64 - value_bits));
  return {shape.is_signed ? (-most - 1) / factor : 0, most / factor};
}

bool ImageReader::take(void* out, Shape shape, std::int64_t value) noexcept {
  const Span span = span_of(shape);
  if (!(shape.present && value >= span.lowest && value <= span.highest)) {
    ok_ = false;
    return false;
  }
  const std::int64_t kept = value * factor_of(shape.thousands);
  std::memcpy(out, &kept, shape.bytes);  // little-endian hosts and devices only
  return true;
}

// A value less itself is zero where it is finite, and NaN elsewhere.
bool ImageReader::take(float& out, bool present, float value) noexcept {
  if (present && value - value == 0.0F) {
    out = value;
    return true;
  }
  ok_ = false;
  return false;
}

bool ImageReader::take(double& out, bool present, double value) noexcept {
  if (present && value - value == 0.0) {
    out = value;
    return true;
  }
  ok_ = false;
  return false;
}

void ImageReader::read_text(const char* name, bool present, const char* text,
                            std::size_t size, char* out) noexcept {
  want_text(name, present, text, size);
  if (!present) return;
  std::size_t length = 0;
  while (length + 1 < size && printable(text[length])) {
    out[length] = text[length];
    ++length;
  }
  out[length] = '\0';
}

void ImageReader::want_text(const char* name, bool present, const char* text,
                            std::size_t size) noexcept {
  if (!wants(ImageField<bool>{name, present, {}})) return;
  std::size_t length = 0;
  while (length + 1 < size && printable(text[length])) ++length;
  if (length == 0) {
    fault(name, "empty, or not plain ASCII");
  } else if (text[length] != '\0') {
    fault(name, "too long, or not plain ASCII");
  }
}

void ImageReader::want_sha256(const char* name, bool present, const char* text) noexcept {
  if (!wants(ImageField<bool>{name, present, {}})) return;
  std::size_t digits = 0;
  while (hexadecimal(text[digits])) ++digits;
  if (digits != kSha256Digits) fault(name, "not a SHA-256 of 64 hexadecimal digits");
}

}  // namespace homeostat::controller
