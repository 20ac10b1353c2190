#include "clinical_configs/unit_scale.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "clinical_configs/field_name.h"
#include "clinical_configs/range.h"
#include "safety/ceilings.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct Plausible {
  std::string_view name;
  double lowest;
  double highest;
};

// Lower ends: 25 uA is the finest step of a clinical stimulator, 10 us the shortest pulse
// (shared reference "safety" L7, L10); the others are an order below what is usual.
constexpr double kFinestStepUa = 25;
constexpr std::array kPlausible = {
    Plausible{"amplitude_ua", kFinestStepUa, CEILING_AMPLITUDE_UA},
    Plausible{"tested_amplitude_ua", kFinestStepUa, CEILING_AMPLITUDE_UA},
    Plausible{"max_amplitude_ua", kFinestStepUa, CEILING_AMPLITUDE_UA},
    Plausible{"max_sum_amplitude_ua", kFinestStepUa, CEILING_SUM_AMPLITUDE_UA},
    Plausible{"pulse_width_us", FLOOR_PULSE_WIDTH_US, CEILING_PULSE_WIDTH_US},
    Plausible{"min_pulse_width_us", FLOOR_PULSE_WIDTH_US, CEILING_PULSE_WIDTH_US},
    Plausible{"max_pulse_width_us", FLOOR_PULSE_WIDTH_US, CEILING_PULSE_WIDTH_US},
    Plausible{"period_us", FLOOR_PERIOD_US, CEILING_PERIOD_US},
    Plausible{"min_period_us", FLOOR_PERIOD_US, CEILING_PERIOD_US},
    Plausible{"max_period_us", FLOOR_PERIOD_US, CEILING_PERIOD_US},
    Plausible{"duration_ms", 10, 60e3},
    Plausible{"max_burst_ms", 10, 60e3},
    Plausible{"short_window_ms", 30, 60e3},
    Plausible{"long_window_s", 1, 1800},
    Plausible{"on_time_s", 1, 86400},
    Plausible{"off_time_s", 1, 86400},
    Plausible{"sample_rate_hz", 32, 2000},
    Plausible{"rail_uv", 50, 100e3},
    Plausible{"charge_density_nc_per_cm2", 100, CEILING_DENSITY_NC_PER_CM2},
    Plausible{"compliance_mv", 500, CEILING_COMPLIANCE_UV / 1000},
    Plausible{"battery_floor_mv", FLOOR_BATTERY_FLOOR_MV, CEILING_BATTERY_FLOOR_MV},
    Plausible{"max_temperature_millicelsius", FLOOR_TEMPERATURE_MC,
              CEILING_TEMPERATURE_MC},
};

const Plausible* plausible(std::string_view field) {
  for (const Plausible& entry : kPlausible) {
    if (entry.name == field) return &entry;
  }
  return nullptr;
}

bool within(double value, const Plausible& entry) {
  return value >= entry.lowest && value <= entry.highest;
}

ScaleHint hint(double value, std::string_view symbol, double meant,
               std::string_view field) {
  const std::string unit(symbol);
  return {"looks like " + unit + ": " + number_text(value) + ' ' + unit + " is " +
              with_unit(meant, field),
          meant};
}

// A pulse rate where the time from pulse to pulse is asked: 20 to 500 Hz.
bool looks_like_rate(std::string_view field, double value) {
  return field.ends_with("period_us") && value > 20 && value <= 500;
}

std::optional<double> number_at(const Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  if (!reflection->HasField(message, &field)) return std::nullopt;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->GetInt32(message, &field);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return static_cast<double>(reflection->GetFloat(message, &field));
    default:
      return std::nullopt;
  }
}

class Hints {
 public:
  Hints(const Message& root, const TextReading& reading, Rules rules,
        std::vector<Finding>& findings)
      : root_(root), reading_(reading), rules_(rules), findings_(findings) {}

  void walk(const Message& message, const std::string& path) {
    const auto* reflection = message.GetReflection();
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      const std::string place = path.empty() ? field.name() : path + '.' + field.name();
      if (field.is_repeated() && field.message_type() != nullptr) {
        for (int k = 0; k < reflection->FieldSize(message, &field); ++k) {
          walk(reflection->GetRepeatedMessage(message, &field, k),
               place + '[' + std::to_string(k) + ']');
        }
      } else if (field.message_type() != nullptr) {
        if (reflection->HasField(message, &field)) {
          walk(reflection->GetMessage(message, &field), place);
        }
      } else if (!field.is_repeated()) {
        if (const auto value = number_at(message, field)) add(place, field, *value);
      }
    }
  }

 private:
  void add(const std::string& path, const FieldDescriptor& field, double value) {
    const auto hint = scale_hint(field.name(), value);
    if (!hint) return;
    const Range range = advised(root_, path, range_of(root_, path, rules_));
    const auto told =
        std::find_if(findings_.begin(), findings_.end(), [&](const Finding& finding) {
          return finding.field == path && finding.severity == Severity::kError;
        });
    if (told != findings_.end()) {
      told->what += " (" + hint->words + ')';
      // What was meant may be refused as well.
      const double nearest = range.known()
                                 ? std::clamp(hint->meant, range.lowest, range.highest)
                                 : hint->meant;
      told->nearest = with_unit(nearest, field.name());
      return;
    }
    Finding finding;
    finding.line = line_of(reading_, path);
    finding.field = path;
    finding.what = hint->words;
    finding.allowed = range_text(range, field.name());
    finding.nearest = with_unit(hint->meant, field.name());
    findings_.push_back(std::move(finding));
  }

  const Message& root_;
  const TextReading& reading_;
  Rules rules_;
  std::vector<Finding>& findings_;
};

}  // namespace

std::optional<PlausibleRange> plausible_range(std::string_view field) {
  const Plausible* entry = plausible(field);
  if (entry == nullptr) return std::nullopt;
  return PlausibleRange{entry->lowest, entry->highest};
}

std::optional<ScaleHint> scale_hint(std::string_view field, double value) {
  const Plausible* entry = plausible(field);
  if (entry == nullptr || !(value > 0) || within(value, *entry)) return std::nullopt;
  if (looks_like_rate(field, value)) {
    return hint(value, "Hz", static_cast<double>(std::lround(1e6 / value)), field);
  }
  for (const double factor : {1e3, 1e6, 1e-3, 1e-6}) {
    const Unit* written = unit_of_size(field, factor);
    if (written != nullptr && within(value * factor, *entry)) {
      return hint(value, written->symbol, value * factor, field);
    }
  }
  return std::nullopt;
}

void add_scale_hints(const Message& message, const TextReading& reading, Rules rules,
                     std::vector<Finding>& findings) {
  Hints(message, reading, rules, findings).walk(message, "");
}

}  // namespace homeostat::clinical_configs
