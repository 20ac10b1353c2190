// How rules are checked and told: a field's path put together without heap, and one line
// for each bound. What validate.cc and its peers share. In a build without words
// (safety/words.h) the rules are the same, and validate() tells one line for all of them.
#pragma once

#include <cstddef>
#include <type_traits>

#include "biomarkers/profile_fault.h"
#include "controller/therapy_program.h"
#include "safety/words.h"

namespace homeostat::controller {

// "responsive.therapies[1].bursts[0].duration_ms". A path that does not fit is cut.
class SpokenPath {
 public:
  constexpr SpokenPath() = default;
  // The first `length` characters of a name.
  constexpr explicit SpokenPath(const char* name, std::size_t length = 80) {
    append(name, length);
  }

  constexpr SpokenPath operator/(const char* name) const {
    SpokenPath longer = *this;
    if (longer.length_ > 0) longer.append(".");
    longer.append(name);
    return longer;
  }
  constexpr SpokenPath operator[](std::size_t index) const {
    SpokenPath longer = *this;
    const char text[] = {'[', static_cast<char>('0' + index / 10 % 10),
                         static_cast<char>('0' + index % 10), ']', '\0'};
    longer.append(index >= 10 ? text : "[");
    if (index < 10) longer.append(text + 2);
    return longer;
  }
  constexpr const std::array<char, 80>& text() const { return text_; }

 private:
  constexpr void append(const char* more, std::size_t length = 80) {
    for (; length > 0 && *more != '\0' && length_ + 1 < text_.size(); ++more, --length) {
      text_[length_++] = *more;
    }
  }
  std::array<char, 80> text_{};
  std::size_t length_ = 0;
};

// The same without words.
class SilentPath {
 public:
  constexpr SilentPath() = default;
  constexpr explicit SilentPath(const char*, std::size_t = 0) {}
  constexpr SilentPath operator/(const char*) const { return {}; }
  constexpr SilentPath operator[](std::size_t) const { return {}; }
};

using FieldPath = std::conditional_t<safety::kWords, SpokenPath, SilentPath>;

// A rule refuses the program; advice does not.
enum class Weight : std::uint8_t { kRule, kAdvice };

class SpokenFindings {
 public:
  SpokenFindings(FaultSink sink, void* context) : sink_(sink), context_(context) {}

  // Good where lowest <= value <= highest, so that NaN is not; the nearest safe value is
  // the bound. All three in the unit that the field's name ends in.
  void range(const SpokenPath& field, double value, double lowest, double highest,
             const char* why, Weight weight = Weight::kRule) noexcept;
  // The same where no bound would be a safe choice: there is no nearest value.
  void choice(const SpokenPath& field, double value, double lowest, double highest,
              const char* why) noexcept;
  // As range(), of a time, compared to the microsecond and told in the field's unit, with
  // bounds rounded inwards: fields are whole numbers.
  void span(const SpokenPath& field, Microseconds value, Microseconds lowest,
            Microseconds highest, const char* why,
            Weight weight = Weight::kRule) noexcept;
  // Not a matter of range.
  void require(bool holds, const SpokenPath& field, const char* why,
               Weight weight = Weight::kRule) noexcept;
  // Passes on what the profile says of the chain that lies at `at`.
  void add(const biomarkers::ProfileFault& fault, const SpokenPath& at) noexcept;
  // Passes on what safety says of the limits.
  void add(const safety::LimitsFault& fault) noexcept;

  // True while no rule was broken.
  bool none() const { return none_; }

 private:
  void tell(const ProgramFault& fault) noexcept;

  FaultSink sink_;
  void* context_;
  bool none_ = true;
};

// The same without words, each rule so small that it is worth no call: one line for all,
// at the end.
class SilentFindings {
 public:
  SilentFindings(FaultSink sink, void* context) : sink_(sink), context_(context) {}
  ~SilentFindings() {
    if (none_ || sink_ == nullptr) return;
    sink_(context_, {.field = {"program"},
                     .why = "breaks a rule, or asks for what this image does not carry: "
                            "homeostat check tells"});
  }
  SilentFindings(const SilentFindings&) = delete;
  SilentFindings& operator=(const SilentFindings&) = delete;

  template <class Path>
  [[gnu::always_inline]] void range(const Path&, double value, double lowest,
                                    double highest, const char*,
                                    Weight weight = Weight::kRule) noexcept {
    hear(value >= lowest && value <= highest, weight);
  }
  template <class Path>
  [[gnu::always_inline]] void choice(const Path&, double value, double lowest,
                                     double highest, const char*) noexcept {
    hear(value >= lowest && value <= highest, Weight::kRule);
  }
  template <class Path>
  [[gnu::always_inline]] void span(const Path&, Microseconds value, Microseconds lowest,
                                   Microseconds highest, const char*,
                                   Weight weight = Weight::kRule) noexcept {
    hear(value >= lowest && value <= highest, weight);
  }
  template <class Path>
  [[gnu::always_inline]] void require(bool holds, const Path&, const char*,
                                      Weight weight = Weight::kRule) noexcept {
    hear(holds, weight);
  }
  template <class Path>
  void add(const biomarkers::ProfileFault&, const Path&) noexcept {
    none_ = false;
  }
  void add(const safety::LimitsFault&) noexcept { none_ = false; }

  bool none() const { return none_; }

 private:
  [[gnu::always_inline]] void hear(bool holds, Weight weight) noexcept {
    if (weight == Weight::kRule && !holds) none_ = false;
  }

  FaultSink sink_;
  void* context_;
  bool none_ = true;
};

using ProgramFindings =
    std::conditional_t<safety::kWords, SpokenFindings, SilentFindings>;

// Sums that stay at the end of the scale: what is checked here may be any bytes.
constexpr Microseconds plus(Microseconds a, Microseconds b) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(a.count(), b.count(), &sum)) return Microseconds(sum);
  return Microseconds(a.count() < 0 ? INT64_MIN : INT64_MAX);
}
constexpr Microseconds minus(Microseconds a, Microseconds b) {
  std::int64_t rest = 0;
  if (!__builtin_sub_overflow(a.count(), b.count(), &rest)) return Microseconds(rest);
  return Microseconds(a.count() < 0 ? INT64_MIN : INT64_MAX);
}
constexpr Microseconds times(std::int64_t n, Microseconds span) {
  std::int64_t product = 0;
  if (!__builtin_mul_overflow(n, span.count(), &product)) return Microseconds(product);
  return Microseconds((n < 0) == (span.count() < 0) ? INT64_MAX : INT64_MIN);
}

// At least one character, printable ASCII, ended by a zero.
template <std::size_t kSize>
constexpr bool is_text(const std::array<char, kSize>& text) {
  std::size_t length = 0;
  while (length < kSize && text[length] >= ' ' && text[length] <= '~') ++length;
  return length > 0 && length < kSize && text[length] == '\0';
}

// A band beyond the channel's filters measures what they let through, not the brain.
// `listener`: what has band_low_hz and band_high_hz.
template <class Listener>
void check_band_in_filters(const Listener& listener,
                           const biomarkers::ChannelSettings& channel,
                           const FieldPath& at, ProgramFindings& findings) {
  findings.require(listener.band_low_hz >= channel.high_pass_hz, at / "band_low_hz",
                   "below the channel's high_pass_hz", Weight::kAdvice);
  findings.require(
      channel.low_pass_hz == 0.0F || listener.band_high_hz <= channel.low_pass_hz,
      at / "band_high_hz", "above the channel's low_pass_hz", Weight::kAdvice);
}

// The length of a control period.
Microseconds frame_length(const biomarkers::BiomarkerSettings& settings) noexcept;

// True where any of the limits is not zero.
bool has_limits(const TherapyProgram& program) noexcept;

// Its parts, one file each.
void check_biomarkers(const biomarkers::BiomarkerSettings& settings,
                      ProgramFindings& findings) noexcept;
void check_detector(const biomarkers::BiomarkerSettings& settings, std::size_t index,
                    ProgramFindings& findings) noexcept;
void check_trees(const biomarkers::BiomarkerSettings& settings,
                 ProgramFindings& findings) noexcept;
void check_mood(const biomarkers::BiomarkerSettings& settings,
                ProgramFindings& findings) noexcept;
void check_contacts(const TherapyProgram& program, ProgramFindings& findings) noexcept;
void check_outputs(const OutputStimulation& outputs, const safety::Limits& limits,
                   const FieldPath& at, ProgramFindings& findings) noexcept;
void check_adaptive(const TherapyProgram& program, ProgramFindings& findings) noexcept;
void check_responsive(const TherapyProgram& program, ProgramFindings& findings) noexcept;
void check_open_loop(const TherapyProgram& program, const OpenLoopSettings& settings,
                     const FieldPath& at, ProgramFindings& findings) noexcept;
void check_mood_therapy(const TherapyProgram& program,
                        ProgramFindings& findings) noexcept;

}  // namespace homeostat::controller
