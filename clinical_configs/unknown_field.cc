#include "clinical_configs/unknown_field.h"

#include <google/protobuf/descriptor.h>

#include <optional>

#include "clinical_configs/field_kind.h"
#include "clinical_configs/field_name.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Path of the messages around the field; empty: at the top.
std::optional<std::string> place_of(const Descriptor& root, const std::string& name) {
  if (root.FindFieldByName(name) != nullptr) return "";
  for (int i = 0; i < root.field_count(); ++i) {
    const FieldDescriptor& field = *root.field(i);
    if (field.message_type() == nullptr) continue;
    if (const auto place = place_of(*field.message_type(), name)) {
      return place->empty() ? field.name() : field.name() + '.' + *place;
    }
  }
  return std::nullopt;
}

// "amplitude_ma: 3" where the schema says amplitude_ua.
std::string other_unit(const std::string& name, const std::string& meant,
                       const Token& value) {
  std::string what = "no such field; " + meant + " is in " +
                     std::string(unit_of(meant)->symbol) + ", not " +
                     std::string(unit_of(name)->symbol);
  if (value.kind == TokenKind::kInteger || value.kind == TokenKind::kFloat) {
    const double scaled =
        std::strtod(value.text.c_str(), nullptr) * *scale_between(name, meant);
    what += ": write " + meant + ": " + number_text(scaled);
  }
  return what;
}

}  // namespace

UnknownField explain_unknown(const Descriptor& root, const Descriptor& here,
                             const std::string& name, const Token& value) {
  UnknownField unknown;
  const auto place = place_of(root, name);
  unknown.known_elsewhere = place.has_value();
  const auto names = names_of(here);
  std::string& what = unknown.finding.what;
  if (unknown.meant = same_in_other_unit(name, names); !unknown.meant.empty()) {
    what = other_unit(name, unknown.meant, value);
  } else if (unknown.meant = nearest_name(name, names); !unknown.meant.empty()) {
    what = "no such field; did you mean " + unknown.meant + "?";
  } else if (place) {
    what = "no such field here; it belongs " +
           (place->empty() ? std::string("at the top") : "in " + *place);
  } else {
    what = "no such field";
    unknown.finding.allowed = names_text(here);
  }
  return unknown;
}

}  // namespace homeostat::clinical_configs
