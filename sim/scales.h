// Rating scales of mood: their range, and which answer of each is a flag: a sign of
// suicidality or of mania that no dose may rise over before a clinician has looked.
// Knows no file and no person. Sources: sim/SCALES.md.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace homeostat::sim {

enum class ScaleId : unsigned char { kMadrs, kHdrs17, kPhq9, kCssrs, kYmrs, kVasD };
inline constexpr std::size_t kScales = 6;

// Why a dose must not rise.
enum class Flag : unsigned char { kNone, kSuicidality, kMania, kAdverse };

struct RatingScale {
  ScaleId id;
  const char* name;         // as people write it: "HDRS-17"
  const char* key;          // as columns do: "hdrs17"
  double most;              // of the total; the least is zero
  Flag flag;                // what its flag is a sign of; kNone: it has none
  int item;                 // that the flag looks at; 0: the total
  double item_most;         // of that item; the least is zero
  double flag_from;         // a flag from this value on, where nobody set another
  const char* item_column;  // of that item in a table; null: none
};

[[nodiscard]] std::span<const RatingScale> scales();
[[nodiscard]] const RatingScale& scale_of(ScaleId id);
// By name or key, in any case, whatever stands between letters and digits: "hdrs_17".
// Null where there is none.
[[nodiscard]] const RatingScale* find_scale(std::string_view text);
// "MADRS, HDRS-17, ...".
[[nodiscard]] std::string scale_names();

// From which value on an answer is a flag, scale by scale.
class FlagBounds {
 public:
  FlagBounds();  // as in scales()
  [[nodiscard]] double from(ScaleId id) const;
  // `text`: "MADRS=3", for the item (or total) that the scale's flag looks at. Throws
  // UsageError for a scale without a flag, and for a value outside its range.
  void set(std::string_view text);

 private:
  std::array<double, kScales> from_;
};

// kNone where the answer lies below, and where it was not given.
[[nodiscard]] Flag flag_of(const RatingScale& scale, double total,
                           std::optional<double> item, const FlagBounds& bounds);
// "suicidality"; empty for kNone.
[[nodiscard]] const char* words_of(Flag flag);

}  // namespace homeostat::sim
