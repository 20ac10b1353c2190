#include "clinical_configs/range.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <optional>

#include "clinical_configs/field_name.h"
#include "clinical_configs/schema_path.h"
#include "clinical_configs/unit_scale.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::Message;

// The core says "no upper bound" by a number that nobody writes.
constexpr double kUnbounded = 1e12;
constexpr int kMostMoves = 8;

std::unique_ptr<Message> with_number(const Message& message, const std::string& path,
                                     double value) {
  std::unique_ptr<Message> trial(message.New());
  trial->CopyFrom(message);
  if (!set_number(*trial, path, value)) return nullptr;
  return trial;
}

std::optional<double> number_at(const Message& message, const std::string& path) {
  const std::string text = value_text(message, path);
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') return std::nullopt;
  return value;
}

// Where the person would be sent who wrote `value`: nothing if it is accepted, `value`
// itself if nobody knows better.
std::optional<double> moved(const Message& message, const std::string& path, Rules rules,
                            double value) {
  const auto trial = with_number(message, path, value);
  if (trial == nullptr) return std::nullopt;
  for (const Fault& fault : rules(*trial)) {
    if (fault.path == path && !fault.warning) {
      const bool has_nearest =
          std::isfinite(fault.nearest) && Range{fault.lowest, fault.highest}.known();
      return has_nearest ? fault.nearest : value;
    }
  }
  const std::string name = leaf_name(path);
  if (!scale_hint(name, value)) return std::nullopt;
  const Range range = advised(message, path, range_of(message, path, rules));
  return range.known() ? std::clamp(value, range.lowest, range.highest) : value;
}

// The first accepted value on the way from `value`.
std::optional<double> settled(const Message& message, const std::string& path,
                              Rules rules, double value) {
  for (int i = 0; i < kMostMoves; ++i) {
    const auto next = moved(message, path, rules, value);
    if (!next) return value;
    if (*next == value) return std::nullopt;
    value = *next;
  }
  return std::nullopt;
}

}  // namespace

Range range_of(const Message& message, const std::string& path, Rules rules) {
  // A value that no range accepts makes the rules say what they would.
  const auto trial = with_number(message, path, -std::numeric_limits<double>::max());
  if (trial == nullptr) return {};
  Range range;
  for (const Fault& fault : rules(*trial)) {
    // The decoder's range is what fits; a rule's, which comes later, is what is allowed.
    const Range told{fault.lowest, fault.highest};
    if (fault.path == path && !fault.warning && told.known()) range = told;
  }
  return range;
}

Range advised(const Message& message, const std::string& path, Range range) {
  const std::string name = leaf_name(path);
  if (!range.known()) return range;
  if (const auto plausible = plausible_range(name)) {
    const Range part{std::max(range.lowest, plausible->lowest),
                     std::min(range.highest, plausible->highest)};
    if (part.known()) range = part;
  }
  if (!name.starts_with("min_")) return range;
  const std::string beside =
      path.substr(0, path.size() - name.size()) + "max_" + name.substr(4);
  const auto most = number_at(message, beside);
  if (most && *most > range.lowest) range.highest = std::min(range.highest, *most);
  return range;
}

std::string range_text(const Range& range, const std::string& name) {
  if (!range.known()) return {};
  if (range.highest >= kUnbounded) return "at least " + with_unit(range.lowest, name);
  if (range.lowest == range.highest) return with_unit(range.lowest, name);
  return number_text(range.lowest) + " to " + with_unit(range.highest, name);
}

std::string leaf_name(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  const std::string leaf = dot == std::string::npos ? path : path.substr(dot + 1);
  return leaf.substr(0, leaf.find('['));
}

void settle_nearest(const Message& message, Rules rules, std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    if (finding.nearest.empty() || finding.severity != Severity::kError) continue;
    const double told = std::strtod(finding.nearest.c_str(), nullptr);
    const auto value = settled(message, finding.field, rules, told);
    finding.nearest = value ? with_unit(*value, leaf_name(finding.field)) : "";
  }
}

}  // namespace homeostat::clinical_configs
