#include "sim/annotated_stretches.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace homeostat::sim {
namespace {

constexpr std::array<std::string_view, 8> kArtefactCodes{"eyem", "chew", "shiv", "musc",
                                                         "elpp", "elec", "elst", "artf"};

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::vector<std::string_view> parts_of(std::string_view text, char between) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(between, from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// The word itself, or the word and something that is no letter: "stim 0", not "stimulus".
bool begins_with_word(std::string_view text, std::string_view word) {
  return text.starts_with(word) &&
         (text.size() == word.size() ||
          std::isalpha(static_cast<unsigned char>(text[word.size()])) == 0);
}

bool is_artefact_code(std::string_view label) {
  return std::ranges::all_of(parts_of(label, '_'), [](std::string_view part) {
    return std::ranges::find(kArtefactCodes, part) != kArtefactCodes.end();
  });
}

// "EEG F8" is F8, as edf_reader.h has it.
std::string bare_channel(std::string_view label) {
  std::string bare = in_lower_case(trimmed(label));
  if (bare.starts_with("eeg ")) bare.erase(0, 4);
  return bare;
}

}  // namespace

StretchKind stretch_kind(std::string_view label) {
  std::string lower = in_lower_case(trimmed(label));
  std::ranges::replace(lower, '-', '_');
  for (const std::string_view word : {"stim", "stimulation", "electrical_stimulation"}) {
    if (begins_with_word(lower, word)) return StretchKind::kStimulated;
  }
  const bool named = lower.find("artifact") != std::string::npos ||
                     lower.find("artefact") != std::string::npos;
  const bool bad =
      lower == "bad" || lower.starts_with("bad_") || lower.starts_with("bad ");
  return named || bad || is_artefact_code(lower) ? StretchKind::kArtefact
                                                 : StretchKind::kNone;
}

bool speaks_of(std::string_view channels, std::string_view label) {
  const std::string wanted = bare_channel(label);
  if (channels.empty() || in_lower_case(channels) == "all" || channels == "n/a") {
    return true;
  }
  return std::ranges::any_of(parts_of(channels, ','), [&](std::string_view one) {
    const std::string named = bare_channel(one);
    if (named == wanted) return true;
    return std::ranges::any_of(parts_of(wanted, '-'), [&](std::string_view side) {
      return trimmed(side) == named;
    });
  });
}

}  // namespace homeostat::sim
