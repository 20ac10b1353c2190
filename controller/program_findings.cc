#include "controller/program_findings.h"

#include <string_view>

#include "biomarkers/cadence.h"

namespace homeostat::controller {
namespace {

// How many microseconds the unit has that a name ends in.
std::int64_t unit_us(const SpokenPath& field) {
  constexpr struct {
    std::string_view ending;
    std::int64_t us;
  } kUnits[] = {{"_us", 1},
                {"_ms", 1'000},
                {"_min", 60'000'000},
                {"_h", 3'600'000'000},
                {"_d", 86'400'000'000}};
  const std::string_view name(field.text().data());
  for (const auto& unit : kUnits) {
    if (name.ends_with(unit.ending)) return unit.us;
  }
  return 1'000'000;
}

double in_units(Microseconds span, std::int64_t unit) {
  return static_cast<double>(span.count()) / static_cast<double>(unit);
}

// In whole units, up or down.
double rounded_up(Microseconds span, std::int64_t unit) {
  const std::int64_t whole = span.count() / unit;
  return static_cast<double>(whole + (whole * unit < span.count() ? 1 : 0));
}
double rounded_down(Microseconds span, std::int64_t unit) {
  const std::int64_t whole = span.count() / unit;
  return static_cast<double>(whole - (whole * unit > span.count() ? 1 : 0));
}

// How much of a path lies before and including its list of contacts.
std::size_t through_contacts(const char* path) {
  constexpr char kList[] = "contacts";
  std::size_t matched = 0;
  std::size_t i = 0;
  while (path[i] != '\0' && matched + 1 < sizeof kList) {
    matched = path[i] == kList[matched] ? matched + 1 : path[i] == kList[0] ? 1 : 0;
    ++i;
  }
  return i;
}

// Safety tells the number of the contact apart: "configurations[0].contacts.polarity", 5.
SpokenPath path_of(const safety::LimitsFault& fault) {
  if (fault.index < 0) return SpokenPath(fault.field);
  const std::size_t list = through_contacts(fault.field);
  const SpokenPath path =
      SpokenPath(fault.field, list)[static_cast<std::size_t>(fault.index)];
  return fault.field[list] == '.' ? path / (fault.field + list + 1) : path;
}

}  // namespace

void SpokenFindings::range(const SpokenPath& field, double value, double lowest,
                           double highest, const char* why, Weight weight) noexcept {
  if (value >= lowest && value <= highest) return;
  tell({.field = field.text(),
        .value = value,
        .lowest = lowest,
        .highest = highest,
        .nearest = value > highest ? highest : lowest,
        .why = why,
        .warning = weight == Weight::kAdvice});
}

void SpokenFindings::choice(const SpokenPath& field, double value, double lowest,
                            double highest, const char* why) noexcept {
  if (value >= lowest && value <= highest) return;
  tell({.field = field.text(),
        .value = value,
        .lowest = lowest,
        .highest = highest,
        .nearest = value,
        .why = why});
}

void SpokenFindings::span(const SpokenPath& field, Microseconds value,
                          Microseconds lowest, Microseconds highest, const char* why,
                          Weight weight) noexcept {
  if (value >= lowest && value <= highest) return;
  const std::int64_t unit = unit_us(field);
  const double bottom = rounded_up(lowest, unit);
  const double top = rounded_down(highest, unit);
  tell({.field = field.text(),
        .value = in_units(value, unit),
        .lowest = bottom,
        .highest = top,
        .nearest = value > highest ? top : bottom,
        .why = why,
        .warning = weight == Weight::kAdvice});
}

void SpokenFindings::require(bool holds, const SpokenPath& field, const char* why,
                             Weight weight) noexcept {
  if (holds) return;
  tell({.field = field.text(), .why = why, .warning = weight == Weight::kAdvice});
}

void SpokenFindings::add(const biomarkers::ProfileFault& fault,
                         const SpokenPath& at) noexcept {
  SpokenPath field = at;
  if (fault.list != nullptr) field = (field / fault.list)[fault.index];
  if (fault.inner != nullptr) field = (field / fault.inner)[fault.inner_index];
  if (fault.name != nullptr) field = field / fault.name;
  if (fault.lowest == fault.highest) {
    require(false, field, fault.why);
  } else {
    range(field, fault.value, fault.lowest, fault.highest, fault.why);
  }
}

void SpokenFindings::add(const safety::LimitsFault& fault) noexcept {
  range(path_of(fault), static_cast<double>(fault.value),
        static_cast<double>(fault.lowest), static_cast<double>(fault.highest), fault.why);
}

void SpokenFindings::tell(const ProgramFault& fault) noexcept {
  none_ = none_ && fault.warning;
  if (sink_ != nullptr) sink_(context_, fault);
}

Microseconds frame_length(const biomarkers::BiomarkerSettings& settings) noexcept {
  return biomarkers::Cadence{settings.sample_rate_hz, settings.samples_per_frame}.frame();
}

}  // namespace homeostat::controller
