#include "clinical_configs/field_name.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

namespace homeostat::clinical_configs {
namespace {

// Longest suffixes first: "nc_per_s" ends in "s" too.
constexpr std::array kUnits = {
    Unit{"nc_per_cm2", "nC/cm2", "charge density", 1},
    Unit{"uc_per_cm2", "uC/cm2", "charge density", 1e3},
    Unit{"pc_per_s", "pC/s", "charge rate", 1},
    Unit{"nc_per_s", "nC/s", "charge rate", 1e3},
    Unit{"uc_per_s", "uC/s", "charge rate", 1e6},
    Unit{"ua_per_mm2", "uA/mm2", "current per area", 1},
    Unit{"ua_per_ms", "uA/ms", "ramp", 1},  // 1 mA/s
    Unit{"ma_per_s", "mA/s", "ramp", 1},
    Unit{"ma_per_ms", "mA/ms", "ramp", 1e3},
    Unit{"uv_per_ma", "uV/mA", "artefact", 1},
    Unit{"mv_per_ma", "mV/mA", "artefact", 1e3},
    Unit{"uv_rms", "uV rms", "rms voltage", 1},
    Unit{"mv_rms", "mV rms", "rms voltage", 1e3},
    Unit{"per_sqrt_s", "per sqrt(s)", "noise", 1},
    Unit{"millicelsius", "mdegC", "temperature", 1},
    Unit{"celsius", "degC", "temperature", 1e3},
    Unit{"mc", "mdegC", "temperature", 1},
    Unit{"permille", "permille", "share", 1},
    Unit{"percent", "%", "share", 10},
    Unit{"hundredths", "hundredths", "hundredths", 1},
    Unit{"kohm", "kohm", "resistance", 1e3},
    Unit{"ohm", "ohm", "resistance", 1},
    Unit{"khz", "kHz", "frequency", 1e3},
    Unit{"hz", "Hz", "frequency", 1},
    Unit{"us", "us", "time", 1},
    Unit{"ms", "ms", "time", 1e3},
    Unit{"min", "min", "time", 60e6},
    Unit{"ua", "uA", "current", 1},
    Unit{"ma", "mA", "current", 1e3},
    Unit{"uv", "uV", "voltage", 1},
    Unit{"mv", "mV", "voltage", 1e3},
    Unit{"pc", "pC", "charge", 1},
    Unit{"nc", "nC", "charge", 1e3},
    Unit{"uc", "uC", "charge", 1e6},
    Unit{"nf", "nF", "capacitance", 1},
    Unit{"uf", "uF", "capacitance", 1e3},
    Unit{"nj", "nJ", "energy", 1},
    Unit{"uj", "uJ", "energy", 1e3},
    Unit{"mj", "mJ", "energy", 1e6},
    Unit{"nw", "nW", "power", 1},
    Unit{"uw", "uW", "power", 1e3},
    Unit{"mw", "mW", "power", 1e6},
    Unit{"um", "um", "length", 1},
    Unit{"mm", "mm", "length", 1e3},
    Unit{"s", "s", "time", 1e6},
    Unit{"h", "h", "time", 3600e6},
    Unit{"v", "V", "voltage", 1e6},
    Unit{"a", "A", "current", 1e6},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

// Insertions, deletions, replacements and swaps of neighbours.
std::size_t letters_to_change(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last, last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced =
          last[j - 1] + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last = last;
    last = row;
  }
  return last[b.size()];
}

}  // namespace

const Unit* unit_of(std::string_view name) {
  for (const Unit& unit : kUnits) {
    const std::size_t length = unit.suffix.size();
    if (name.size() > length + 1 && name.ends_with(unit.suffix) &&
        name[name.size() - length - 1] == '_') {
      return &unit;
    }
  }
  return nullptr;
}

const Unit* unit_of_size(std::string_view name, double factor) {
  const Unit* own = unit_of(name);
  if (own == nullptr) return nullptr;
  for (const Unit& unit : kUnits) {
    const double ratio = unit.size / own->size / factor;
    if (unit.dimension == own->dimension && ratio > 0.999 && ratio < 1.001) return &unit;
  }
  return nullptr;
}

const Unit* find_unit(std::string_view text) {
  for (const Unit& unit : kUnits) {
    if (same_letters(text, unit.symbol) || same_letters(text, unit.suffix)) return &unit;
  }
  return nullptr;
}

std::string_view stem_of(std::string_view name) {
  const Unit* unit = unit_of(name);
  return unit == nullptr ? name : name.substr(0, name.size() - unit->suffix.size() - 1);
}

std::optional<double> scale_between(std::string_view from_name,
                                    std::string_view to_name) {
  const Unit* from = unit_of(from_name);
  const Unit* to = unit_of(to_name);
  if (from == nullptr || to == nullptr || from->dimension != to->dimension ||
      stem_of(from_name) != stem_of(to_name)) {
    return std::nullopt;
  }
  return from->size / to->size;
}

std::string_view same_in_other_unit(std::string_view name,
                                    const std::vector<std::string_view>& names) {
  for (const std::string_view other : names) {
    if (other != name && scale_between(name, other)) return other;
  }
  return {};
}

std::string_view nearest_name(std::string_view name,
                              const std::vector<std::string_view>& names) {
  std::string_view nearest;
  std::size_t fewest = std::max<std::size_t>(2, name.size() / 3) + 1;
  if (name.size() > 64) return nearest;  // no field's name is nearly as long
  for (const std::string_view other : names) {
    const std::size_t letters = letters_to_change(name, other);
    if (letters < fewest && letters < other.size()) {
      fewest = letters;
      nearest = other;
    }
  }
  return nearest;
}

std::string number_text(double value) {
  std::array<char, 64> text{};
  const bool plain = std::abs(value) < 1e15 && (value == 0 || std::abs(value) >= 1e-6);
  // A float's own digits where it is one: 0.1F is "0.1", not "0.10000000149011612".
  const float narrow = static_cast<float>(value);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::general;
  const auto end = static_cast<double>(narrow) == value
                       ? std::to_chars(text.begin(), text.end(), narrow, format)
                       : std::to_chars(text.begin(), text.end(), value, format);
  return {text.data(), end.ptr};
}

std::string with_unit(double value, std::string_view name) {
  const Unit* unit = unit_of(name);
  if (unit == nullptr) return number_text(value);
  return number_text(value) + ' ' + std::string(unit->symbol);
}

}  // namespace homeostat::clinical_configs
