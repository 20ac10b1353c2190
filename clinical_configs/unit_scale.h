// Numbers that look as if a person thought in another unit: 3 where 3000 uA is meant.
//
// Knows, of some fields, between which values a clinician's choice lies. Such a number is
// refused even where the rules would let it pass: 3 uA is safe, and no therapy.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clinical_configs/finding.h"
#include "clinical_configs/rules.h"
#include "clinical_configs/text_reader.h"

namespace google::protobuf {
class Message;
}

namespace homeostat::clinical_configs {

struct ScaleHint {
  std::string words;  // "looks like mA: 3 mA is 3000 uA"
  double meant;       // 3000
};

// Between which values a clinician's choice lies; nothing where any may.
struct PlausibleRange {
  double lowest;
  double highest;
};
std::optional<PlausibleRange> plausible_range(std::string_view field);

// Nothing where `value` is plausible as it is, or in no other unit either.
std::optional<ScaleHint> scale_hint(std::string_view field, double value);

// Adds the hint to the findings that name such a field, and an error where none does,
// with what `rules` allow.
void add_scale_hints(const google::protobuf::Message& message, const TextReading& reading,
                     Rules rules, std::vector<Finding>& findings);

}  // namespace homeostat::clinical_configs
