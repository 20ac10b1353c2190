#include "sim/scales.h"

#include <algorithm>

#include "clinical_configs/field_name.h"
#include "sim/error.h"
#include "sim/tsv_table.h"

namespace homeostat::sim {
namespace {

using clinical_configs::number_text;

// In the order of ScaleId.
constexpr RatingScale kList[kScales] = {
    {ScaleId::kMadrs, "MADRS", "madrs", 60.0, Flag::kSuicidality, 10, 6.0, 4.0, "item10"},
    {ScaleId::kHdrs17, "HDRS-17", "hdrs17", 52.0, Flag::kSuicidality, 3, 4.0, 3.0,
     "item3"},
    {ScaleId::kPhq9, "PHQ-9", "phq9", 27.0, Flag::kSuicidality, 9, 3.0, 2.0, "item9"},
    {ScaleId::kCssrs, "C-SSRS", "cssrs", 5.0, Flag::kSuicidality, 0, 5.0, 4.0, nullptr},
    {ScaleId::kYmrs, "YMRS", "ymrs", 60.0, Flag::kMania, 0, 60.0, 12.0, nullptr},
    {ScaleId::kVasD, "VAS-D", "vasd", 100.0, Flag::kNone, 0, 100.0, 0.0, nullptr},
};

std::size_t index_of(ScaleId id) { return static_cast<std::size_t>(id); }

// Letters and digits alone, small.
std::string bare(std::string_view text) {
  std::string key;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') key += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
  }
  return key;
}

std::string flagged_names() {
  std::string names;
  for (const RatingScale& scale : kList) {
    if (scale.flag != Flag::kNone)
      names += (names.empty() ? "" : ", ") + std::string(scale.name);
  }
  return names;
}

// "MADRS item 10", "YMRS total": what the flag looks at.
std::string flagged_answer(const RatingScale& scale) {
  return scale.name + (scale.item == 0 ? std::string(" total")
                                       : " item " + std::to_string(scale.item));
}

}  // namespace

std::span<const RatingScale> scales() { return kList; }

const RatingScale& scale_of(ScaleId id) { return kList[index_of(id)]; }

const RatingScale* find_scale(std::string_view text) {
  const std::string key = bare(text);
  const auto* found = std::ranges::find_if(
      kList, [&](const RatingScale& scale) { return key == scale.key; });
  return found == std::end(kList) ? nullptr : found;
}

std::string scale_names() {
  std::string names;
  for (const RatingScale& scale : kList)
    names += (names.empty() ? "" : ", ") + std::string(scale.name);
  return names;
}

FlagBounds::FlagBounds() : from_{} {
  for (const RatingScale& scale : kList) from_[index_of(scale.id)] = scale.flag_from;
}

double FlagBounds::from(ScaleId id) const { return from_[index_of(id)]; }

void FlagBounds::set(std::string_view text) {
  const std::size_t sign = text.find('=');
  const RatingScale* const scale = find_scale(text.substr(0, sign));
  if (sign == std::string_view::npos || scale == nullptr || scale->flag == Flag::kNone) {
    throw UsageError("--flag-from " + in_quotes(text) +
                     ": give a scale with a flag and a value, such as MADRS=4; scales "
                     "with flags: " +
                     flagged_names());
  }
  const std::optional<double> from = number_in(text.substr(sign + 1));
  if (!from || !(*from > 0.0 && *from <= scale->item_most)) {
    throw UsageError("--flag-from " + in_quotes(text) + ": give a value above 0, up to " +
                     number_text(scale->item_most) + ", of " + flagged_answer(*scale));
  }
  from_[index_of(scale->id)] = *from;
}

Flag flag_of(const RatingScale& scale, double total, std::optional<double> item,
             const FlagBounds& bounds) {
  if (scale.flag == Flag::kNone) return Flag::kNone;
  const std::optional<double> asked = scale.item == 0 ? total : item;
  return asked && *asked >= bounds.from(scale.id) ? scale.flag : Flag::kNone;
}

const char* words_of(Flag flag) {
  switch (flag) {
    case Flag::kSuicidality:
      return "suicidality";
    case Flag::kMania:
      return "mania";
    case Flag::kAdverse:
      return "adverse event";
    case Flag::kNone:
      break;
  }
  return "";
}

}  // namespace homeostat::sim
