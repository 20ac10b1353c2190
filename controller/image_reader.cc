#include "controller/image_reader.h"

#include <algorithm>

namespace homeostat::controller {
namespace {

constexpr bool printable(char c) { return c >= ' ' && c <= '~'; }

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

void ImageReader::fault(const char* name, const char* why, double value, double lowest,
                        double highest) noexcept {
  tell(name, {.value = value,
              .lowest = lowest,
              .highest = highest,
              .nearest = std::clamp(value, lowest, highest),
              .why = why});
}

void ImageReader::choice(const char* name, const char* why, double value, double lowest,
                         double highest) noexcept {
  tell(name, {.value = value,
              .lowest = lowest,
              .highest = highest,
              .nearest = value,
              .why = why});
}

void ImageReader::tell(const char* name, ProgramFault fault) noexcept {
  ok_ = false;
  if (sink_ == nullptr) return;
  const Part part(*this, name);
  fault.field = path_.text();
  sink_(context_, fault);
}

void ImageReader::read(const ImageField<float>& field, float& out) noexcept {
  if (!wants(field)) return;
  // Zero for every finite value, NaN for the others.
  if (field.value - field.value == 0.0F) {
    out = field.value;
  } else {
    fault(field.name, kNotFinite);
  }
}

void ImageReader::read(const ImageField<double>& field, double& out) noexcept {
  if (!wants(field)) return;
  if (field.value - field.value == 0.0) {
    out = field.value;
  } else {
    fault(field.name, kNotFinite);
  }
}

void ImageReader::read(const ImageField<bool>& field, bool& out) noexcept {
  if (wants(field)) out = field.value;
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

}  // namespace homeostat::controller
