#include "sim/visits.h"

#include <cmath>
#include <utility>

#include "biomarkers/sample_frame.h"

namespace homeostat::sim {
namespace {

// Ours: raters differ by a twentieth of a scale, and an occasion by a thirtieth.
constexpr models::RaterSettings kRater{.bias_spread = 0.05, .noise = 0.033};
constexpr double kTen = 600.0;  // minutes after midnight
constexpr double kBinMinutes = 10.0;
constexpr std::uint64_t kBinsPerWeek = 7 * 144;
constexpr const char* kName = "simulated rater";

}  // namespace

Visits::Visits(const models::NoiseKey& key, const FlagBounds& flags)
    : rater_(kRater, key), flags_(flags) {}

bool Visits::is_due(const models::MoodPatient& patient) const {
  const double minute = patient.minute_of_day();
  const bool at_ten = minute <= kTen && kTen < minute + kBinMinutes;
  return at_ten && patient.bins_done() >= visits_ * kBinsPerWeek;
}

std::vector<ScaleEvent> Visits::hold(const models::MoodPatient& patient, double day) {
  const models::Ratings ratings =
      rater_.rate(patient.depression(), patient.activation(), visits_++);
  std::vector<ScaleEvent> events;
  bool flagged = false;
  const auto add = [&](ScaleId id, int total, std::optional<double> item = {}) {
    const auto& scale = scale_of(id);
    ScaleEvent event{.day = day, .scale = &scale, .total = static_cast<double>(total)};
    event.item = item;
    event.rater = kName;
    event.flag = flag_of(scale, event.total, item, flags_);
    flagged = flagged || event.flag != Flag::kNone;
    events.push_back(std::move(event));
  };
  add(ScaleId::kMadrs, ratings.madrs, ratings.madrs_items[models::kMadrsItems - 1]);
  add(ScaleId::kCssrs, ratings.cssrs);
  add(ScaleId::kYmrs, ratings.ymrs);
  if (flagged) orders_ |= biomarkers::kAdverseEvent;
  // A device that is told both at once takes the event for the later: what is told in
  // this bin is seen to at the next visit.
  const bool told_now = (orders_ & biomarkers::kAdverseEvent) != 0;
  if (open_ && !told_now) orders_ |= biomarkers::kAdverseSeen;
  open_ = told_now;
  return events;
}

ScaleEvent Visits::tell_adverse(double day) {
  orders_ |= biomarkers::kAdverseEvent;
  open_ = true;
  ScaleEvent event{.day = day};
  event.what = "adverse event of the model";
  event.severity = EventSeverity::kModerate;
  event.flag = flag_of_adverse(event.what, event.severity);
  event.rater = kName;
  return event;
}

std::uint8_t Visits::take_orders() { return std::exchange(orders_, std::uint8_t{0}); }

}  // namespace homeostat::sim
