// Reads single fields of a decoded image into the core's types, and names each one that
// does not fit.
//
// Knows no message and no rule about therapy: controller/program_image.cc does. A field
// arrives as (name, presence, value), because nanopb keeps presence in a flag beside it.
// In a build without words (safety/words.h) it takes and refuses the same, and tells one
// line for all; names then take no memory, and each field no more than a call.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#include "controller/therapy_program.h"
#include "safety/words.h"

namespace homeostat::controller {

template <class Value>
struct ImageField {
  const char* name;
  bool present;
  Value value;
};

// Where in the image the reader is: "responsive.therapies[1].bursts[0]".
class ImagePath {
 public:
  // Appends ".name[index]"; index -1: not a list, and none has a hundred. What does not
  // fit is cut.
  void enter(const char* name, int index) noexcept;
  void leave(std::size_t length) noexcept;
  std::size_t length() const noexcept { return length_; }
  const std::array<char, 80>& text() const noexcept { return text_; }

 private:
  void append(char c) noexcept;

  std::array<char, 80> text_{};  // as long as ProgramFault::field
  std::size_t length_ = 0;
};

class ImageReader {
 public:
  ImageReader(FaultSink sink, void* context) noexcept : sink_(sink), context_(context) {}
  ~ImageReader() {
    if (!safety::kWords && !ok_) tell_all();
  }
  ImageReader(const ImageReader&) = delete;
  ImageReader& operator=(const ImageReader&) = delete;

  // Names are relative to this part of the image for as long as it lives.
  class Part {
   public:
    Part(ImageReader& reader, const char* name, int index = -1) noexcept
        : path_(reader.path_), length_(path_.length()) {
      if (safety::kWords) path_.enter(name, index);
    }
    ~Part() {
      if (safety::kWords) path_.leave(length_);
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

   private:
    ImagePath& path_;
    std::size_t length_;
  };

  // True until the first fault.
  bool ok() const noexcept { return ok_; }

  [[gnu::always_inline]] void fault(const char* name, const char* why, double value = 0.0,
                                    double lowest = 0.0, double highest = 0.0) noexcept {
    ok_ = false;
    if (safety::kWords) tell_near(name, why, value, lowest, highest);
  }
  // A fault of what no other value is near to: there is no nearest one.
  [[gnu::always_inline]] void choice(const char* name, const char* why, double value,
                                     double lowest, double highest) noexcept {
    ok_ = false;
    if (safety::kWords) tell(name, why, value, lowest, highest, value);
  }

  // False, with a fault, where the field is absent.
  template <class Value>
  [[gnu::always_inline]] bool wants(const ImageField<Value>& field) noexcept {
    if (!field.present) {
      ok_ = false;
      if (safety::kWords) tell_missing(field.name);
    }
    return field.present;
  }
  // Absent is right; present is a fault that says why.
  void refuses(const char* name, bool present, const char* why) noexcept {
    if (present) fault(name, why);
  }

  // Whole numbers, times `factor` to reach the core's unit.
  template <class Target, class Value>
  [[gnu::always_inline]] void read(const ImageField<Value>& field, Target& out,
                                   std::int64_t factor = 1) noexcept {
    using Limits = std::numeric_limits<Target>;
    static_assert(Limits::is_integer && (sizeof(Target) < 8 || Limits::is_signed));
    const Shape shape{sizeof(Target), Limits::is_signed, field.present,
                      thousands(factor)};
    if (!take(&out, shape, field.value) && safety::kWords)
      tell_untaken(field.name, shape, field.value);
  }
  template <class Unit, class Rep, class Value>
  [[gnu::always_inline]] void read(const ImageField<Value>& field,
                                   Quantity<Unit, Rep>& out,
                                   std::int64_t factor = 1) noexcept {
    Rep count{};
    read(field, count, factor);
    out = Quantity<Unit, Rep>(count);
  }
  template <class Real>
  requires std::is_floating_point_v<Real>
  [[gnu::always_inline]] void read(const ImageField<Real>& field, Real& out) noexcept {
    if (!take(out, field.present, field.value) && safety::kWords)
      tell_untaken(field.name, field.present);
  }
  [[gnu::always_inline]] void read(const ImageField<bool>& field, bool& out) noexcept {
    if (wants(field)) out = field.value;
  }
  // Printable ASCII, at least one character.
  void read_text(const char* name, bool present, const char* text, std::size_t size,
                 char* out) noexcept;
  // The same of one that is not kept.
  void want_text(const char* name, bool present, const char* text,
                 std::size_t size) noexcept;
  // Of text that nothing is kept of: the 64 hexadecimal digits of a hash. It ends with a
  // zero, and has no room for more.
  void want_sha256(const char* name, bool present, const char* text) noexcept;
  // An enumerator from 1 to `last`; zero is "not chosen".
  template <class Target>
  [[gnu::always_inline]] void read_choice(const ImageField<std::int64_t>& field,
                                          Target last, Target& out) noexcept {
    if (!wants(field)) return;
    if (field.value >= 1 && field.value <= static_cast<std::int64_t>(last)) {
      out = static_cast<Target>(field.value);
    } else {
      fault(field.name, "not one of the choices", static_cast<double>(field.value), 1.0,
            static_cast<double>(last));
    }
  }

  // Reads what has names of its own; a fault where it is absent.
  template <class Body>
  void read_part(const char* name, bool present, const Body& body) noexcept {
    if (!present) return fault(name, kMissing);
    const Part part(*this, name);
    body();
  }
  // The same for each of a list; a fault where it is empty.
  template <class Count, class Body>
  void read_list(const char* name, Count count, const Body& body) noexcept {
    if (count == 0) fault(name, kEmpty);
    for (Count i = 0; i < count; ++i) {
      const Part part(*this, name, i);
      body(i);
    }
  }

  // What nanopb found on the wire for an enumeration: any number, so it must not be
  // looked at as the enumeration's type, which may be as short as a byte on a device.
  template <class Enumeration>
  static std::int64_t raw(const Enumeration& value) noexcept {
    std::uint32_t number = 0;
    static_assert(sizeof value <= sizeof number);
    std::memcpy(&number, &value, sizeof value);  // little-endian hosts and devices only
    return number;
  }

  static constexpr const char* kMissing = "missing";
  static constexpr const char* kEmpty = "needs at least one";
  static constexpr const char* kTooWide = "too large or too small a number";
  static constexpr const char* kNotFinite = "not a finite number";
  static constexpr const char* kNotRead = "cannot be read: homeostat check tells why";

 private:
  // How a whole number is kept, of what is there; and what it is multiplied by: 1, a
  // thousand, or a million.
  struct Shape {
    std::uint8_t bytes;
    bool is_signed;
    bool present;
    std::uint8_t thousands;
  };
  static constexpr std::uint8_t thousands(std::int64_t factor) noexcept {
    return factor == 1 ? 0 : factor == 1000 ? 1 : 2;
  }
  struct Span {
    std::int64_t lowest;
    std::int64_t highest;
  };
  static Span span_of(Shape shape) noexcept;
  // False, and not read, where it is not there or does not fit.
  bool take(void* out, Shape shape, std::int64_t value) noexcept;
  bool take(float& out, bool present, float value) noexcept;
  bool take(double& out, bool present, double value) noexcept;

  void tell(const char* name, const char* why, double value, double lowest,
            double highest, double nearest) noexcept;
  void tell_near(const char* name, const char* why, double value, double lowest,
                 double highest) noexcept;
  void tell_missing(const char* name) noexcept;
  void tell_untaken(const char* name, Shape shape, std::int64_t value) noexcept;
  void tell_untaken(const char* name, bool present) noexcept;
  void tell_all() noexcept;

  ImagePath path_;
  FaultSink sink_;
  void* context_;
  bool ok_ = true;
};

// Factors from people's units to the core's.
inline constexpr std::int64_t kPerMilli = 1000;      // us in a ms, uV in a mV, pC in a nC
inline constexpr std::int64_t kPerSecond = 1000000;  // us

}  // namespace homeostat::controller

// The four shapes of nanopb's fields. `read` is found by the types of its arguments.
#define IMAGE_FIELD(message, field)                              \
  homeostat::controller::ImageField<decltype((message).field)> { \
#field, (message).has_##field, (message).field               \
  }
#define IMAGE_CHOICE(message, field)                             \
  homeostat::controller::ImageField<std::int64_t> {              \
#field, (message).has_##field,                               \
        homeostat::controller::ImageReader::raw((message).field) \
  }
// A message within a message.
#define READ_IMAGE_PART(in, from, field, to) \
  (in).read_part(#field, (from).has_##field, [&] { read((in), (from).field, (to)); })
// A list of messages into an array.
#define READ_IMAGE_LIST(in, from, field, to)   \
  (in).read_list(#field, (from).field##_count, \
                 [&](auto i) { read((in), (from).field[i], (to)[i]); })
