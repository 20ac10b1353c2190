#include "clinical_configs/rules.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <memory>

#include "clinical_configs/field_kind.h"
#include "clinical_configs/field_name.h"
#include "clinical_configs/range.h"
#include "clinical_configs/schema_path.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Kind = Fault::Kind;

using Ranges = std::map<std::string, Range>;  // of the fields that could not be read

std::unique_ptr<Message> copy_of(const Message& message) {
  std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  return copy;
}

bool is_unread(const Fault& fault) { return fault.kind != Kind::kBroken; }

bool same_fault(const Fault& a, const Fault& b) {
  return a.path == b.path && a.why == b.why;
}

bool lies_in(const std::string& path, const std::string& section) {
  return path == section || (path.starts_with(section) && (path[section.size()] == '.' ||
                                                           path[section.size()] == '['));
}

// Nearly every rule of sensing and therapy rests on the length of a frame.
bool sets_the_frame(const std::string& path) {
  return path == "biomarkers.sample_rate_hz" || path == "biomarkers.samples_per_frame";
}

// Numbers that can be read and not be relied on.
Ranges unreliable(const std::vector<Fault>& faults) {
  Ranges ranges;
  for (const Fault& fault : faults) {
    const Range range{fault.lowest, fault.highest};
    if (!fault.warning && sets_the_frame(fault.path) && range.known()) {
      ranges.emplace(fault.path, range);
    }
  }
  return ranges;
}

// Broken rules that stay broken whatever the unread numbers are; and what is wrong with
// an unreliable one.
std::vector<Fault> sure_faults(const Message& message, const std::vector<Fault>& faults,
                               const Ranges& unread, Rules rules) {
  std::vector<Fault> sure;
  std::remove_copy_if(faults.begin(), faults.end(), std::back_inserter(sure), is_unread);
  Ranges tried = unreliable(faults);
  std::vector<Fault> told;
  std::copy_if(sure.begin(), sure.end(), std::back_inserter(told),
               [&](const Fault& fault) { return tried.count(fault.path) != 0; });
  tried.insert(unread.begin(), unread.end());
  if (tried.empty()) return sure;
  for (const bool high : {false, true}) {
    const auto trial = copy_of(message);
    for (const auto& [path, range] : tried) {
      set_number(*trial, path,
                 high ? (range.known() ? range.highest : 1e6) : range.lowest);
    }
    const std::vector<Fault> there = rules(*trial);
    std::erase_if(sure, [&](const Fault& fault) {
      return std::none_of(there.begin(), there.end(),
                          [&](const Fault& other) { return same_fault(fault, other); });
    });
  }
  std::erase_if(sure, [&](const Fault& fault) { return tried.count(fault.path) != 0; });
  std::erase_if(told, [&](const Fault& fault) { return unread.count(fault.path) != 0; });
  told.insert(told.end(), sure.begin(), sure.end());
  return told;
}

// What is no number cannot be tried at both ends; what may rest on it is not told.
bool rests_on(const std::string& unread, const Fault& fault) {
  if (lies_in(fault.path, unread)) return true;
  if (unread == "policy") return fault.path == "limits" || fault.path == "fallback";
  if (!lies_in(unread, "limits")) return false;
  if (lies_in(fault.path, "biomarkers")) {  // which contacts there are, and beside what
    return fault.warning ||
           (fault.path.ends_with("_contact") && fault.lowest == fault.highest);
  }
  return !lies_in(fault.path, "limits") || lies_in(fault.path, "limits.configurations");
}

// A range that nothing fits follows from another fault, where there is one.
void drop_what_follows(std::vector<Fault>& faults, bool others_told) {
  const auto follows = [](const Fault& fault) { return fault.lowest > fault.highest; };
  const bool all_follow = std::all_of(faults.begin(), faults.end(), follows);
  if (others_told || !all_follow) std::erase_if(faults, follows);
}

bool is_number(const FieldDescriptor* field) {
  return field != nullptr && field->cpp_type() != FieldDescriptor::CPPTYPE_BOOL &&
         field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM &&
         field->cpp_type() != FieldDescriptor::CPPTYPE_STRING &&
         field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE;
}

std::string in_units(const std::string& value, const std::string& name,
                     const FieldDescriptor* field) {
  const Unit* unit = is_number(field) ? unit_of(name) : nullptr;
  return unit == nullptr ? value : value + ' ' + std::string(unit->symbol);
}

Finding missing_finding(const Fault& fault, const FieldDescriptor* field,
                        const Range& range) {
  Finding finding;
  finding.what = "missing";
  finding.allowed = range_text(range, leaf_name(fault.path));
  if (finding.allowed.empty() && field != nullptr && field->message_type() == nullptr) {
    finding.allowed = kind_text(*field);
  }
  return finding;
}

// Some rules are worded as what is wanted; what is told is what is wrong.
std::string as_demand(const std::string& why) {
  if (why.starts_with("not below ")) return "must not be" + why.substr(3);
  for (const char* wanted : {"at least ", "at most ", "from ", "longer than "}) {
    if (why.starts_with(wanted)) return "must be " + why;
  }
  return why;
}

Finding broken_finding(const Message& message, const Fault& fault,
                       const FieldDescriptor* field) {
  const std::string name = leaf_name(fault.path);
  Finding finding;
  finding.severity = fault.warning ? Severity::kWarning : Severity::kError;
  if (const std::string text = value_text(message, fault.path); !text.empty()) {
    finding.what = in_units(text, name, field) + ": ";
  }
  finding.what += as_demand(fault.why);
  const Range rule{fault.lowest, fault.highest};
  const Range range = fault.warning ? rule : advised(message, fault.path, rule);
  finding.allowed = range_text(range, name);
  const bool movable = fault.nearest != fault.value && std::isfinite(fault.nearest);
  if (movable && is_number(field) && range.known()) {
    finding.nearest =
        with_unit(std::clamp(fault.nearest, range.lowest, range.highest), name);
  }
  return finding;
}

// One look at a message: what could not be read, and what that leaves unsure.
class Look {
 public:
  Look(const Message& message, const TextReading& reading, Rules rules,
       std::vector<Finding>& findings)
      : message_(message), reading_(reading), rules_(rules), findings_(findings) {}

  void tell() {
    const std::vector<Fault> faults = rules_(message_);
    for (const Fault& fault : faults) {
      if (fault.kind != Kind::kBroken) tell_unread(fault);
    }
    for (const std::string& path : reading_.spoiled) {
      const FieldDescriptor* field = field_at(path);
      if (field != nullptr && field->is_repeated()) others_.push_back(path);  // too short
    }
    std::vector<Fault> sure = sure_faults(message_, faults, numbers_, rules_);
    for (const std::string& path : others_) {
      std::erase_if(sure, [&](const Fault& fault) { return rests_on(path, fault); });
    }
    drop_what_follows(sure, !findings_.empty());
    for (const Fault& fault : sure) {
      add(fault, broken_finding(message_, fault, field_at(fault.path)));
    }
  }

 private:
  const FieldDescriptor* field_at(const std::string& path) const {
    return place_in_schema(message_, path).field;
  }

  void add(const Fault& fault, Finding finding) {
    finding.line = std::max(1, line_of(reading_, fault.path));
    finding.field = fault.path;
    findings_.push_back(std::move(finding));
  }

  void tell_unread(const Fault& fault) {
    const FieldDescriptor* field = field_at(fault.path);
    const Range range =
        advised(message_, fault.path, range_of(message_, fault.path, rules_));
    if (is_number(field)) {
      numbers_.emplace(fault.path, range);
    } else {
      others_.push_back(fault.path);
    }
    if (fault.kind == Kind::kUnreadable) {
      Fault told = fault;
      if (range.known()) {
        told.lowest = range.lowest;
        told.highest = range.highest;
        const bool has_value = fault.lowest < fault.highest;  // NaN is near to nothing
        told.nearest = has_value ? std::clamp(fault.value, range.lowest, range.highest)
                                 : fault.value;
      }
      add(fault, broken_finding(message_, told, field));
    } else if (is_spoiled(fault.path)) {
      add_range(fault.path, range);
    } else if (reading_.structured) {
      add(fault, missing_finding(fault, field, range));
    }
  }

  bool is_spoiled(const std::string& path) const {
    return std::any_of(
        reading_.spoiled.begin(), reading_.spoiled.end(),
        [&](const std::string& spoiled) { return lies_in(spoiled, path); });
  }

  // "cannot be 1.5; allowed a whole number" learns the range.
  void add_range(const std::string& path, const Range& range) {
    if (!range.known()) return;
    for (Finding& finding : findings_) {
      if (finding.field == path && !finding.allowed.empty()) {
        finding.allowed += ", " + range_text(range, leaf_name(path));
      }
    }
  }

  const Message& message_;
  const TextReading& reading_;
  Rules rules_;
  std::vector<Finding>& findings_;
  Ranges numbers_;                   // that could not be read
  std::vector<std::string> others_;  // lists, sections, choices that could not be read
};

}  // namespace

void add_rule_findings(const Message& message, const TextReading& reading, Rules rules,
                       std::vector<Finding>& findings) {
  Look(message, reading, rules, findings).tell();
}

}  // namespace homeostat::clinical_configs
