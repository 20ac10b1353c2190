// Names of fields and the unit that each ends in: what else a person may have meant.
//
// Knows no schema, only how names are made: "amplitude_ua" is a stem and a unit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace homeostat::clinical_configs {

struct Unit {
  std::string_view suffix;  // as names end: "ua"
  std::string_view symbol;  // as people read it: "uA"
  std::string_view dimension;
  double size;  // in the smallest unit of its dimension
};

// The unit that `name` ends in, null where it has none (counts, ratios).
const Unit* unit_of(std::string_view name);
// The unit `factor` times as large as the one that `name` ends in; null: there is none.
const Unit* unit_of_size(std::string_view name, double factor);
// A unit by its symbol or suffix, in any case ("mA", "ma"); null where there is none.
const Unit* find_unit(std::string_view text);
// "amplitude_ua" -> "amplitude".
std::string_view stem_of(std::string_view name);

// How many of `to`'s unit make one of `from`'s; nothing where they measure different
// things or have different stems.
std::optional<double> scale_between(std::string_view from_name, std::string_view to_name);

// The name in `names` that has `name`'s stem in another unit; empty where none has.
std::string_view same_in_other_unit(std::string_view name,
                                    const std::vector<std::string_view>& names);
// The name in `names` with the fewest letters to change; empty where none is close.
std::string_view nearest_name(std::string_view name,
                              const std::vector<std::string_view>& names);

// Shortest text that gives the number back, never in exponents below 1e15: "26000".
std::string number_text(double value);
// With the unit that `name` ends in: "26000 uA".
std::string with_unit(double value, std::string_view name);

}  // namespace homeostat::clinical_configs
