#include "clinical_configs/program_rules.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "clinical_configs/schema_path.h"
#include "clinical_configs/therapy_program.pb.h"
#include "controller/image_reader.h"
#include "controller/program_image.h"

namespace homeostat::clinical_configs {
namespace {

using controller::ImageReader;
using controller::ProgramFault;
using google::protobuf::Message;

struct Collected {
  const Message& message;
  std::vector<Fault> faults;
  std::ptrdiff_t decoded = 0;  // so many of them are the decoder's
};

Fault::Kind kind_of(std::string_view why) {
  if (why == ImageReader::kMissing || why == ImageReader::kEmpty) {
    return Fault::Kind::kMissing;
  }
  return why == ImageReader::kTooWide || why == ImageReader::kNotFinite
             ? Fault::Kind::kUnreadable
             : Fault::Kind::kBroken;
}

// The decoder speaks of the schema's own paths and units.
void keep_decoded(void* context, const ProgramFault& fault) {
  auto& kept = *static_cast<Collected*>(context);
  kept.faults.push_back({.kind = kind_of(fault.why),
                         .path = fault.field.data(),
                         .value = fault.value,
                         .lowest = fault.lowest,
                         .highest = fault.highest,
                         .nearest = fault.nearest,
                         .why = fault.why,
                         .warning = false});
}

// The decoder has told it, and better.
bool is_told(const Collected& kept, const std::string& path) {
  const auto end = kept.faults.begin() + kept.decoded;
  return std::any_of(kept.faults.begin(), end, [&](const Fault& fault) {
    return fault.kind == Fault::Kind::kBroken && fault.path == path;
  });
}

// The rules may speak of the core's: contacts by number, durations in microseconds.
void keep_validated(void* context, const ProgramFault& fault) {
  auto& kept = *static_cast<Collected*>(context);
  const SchemaPlace place = place_in_schema(kept.message, fault.field.data());
  if (is_told(kept, place.path)) return;
  kept.faults.push_back({.kind = Fault::Kind::kBroken,
                         .path = place.path,
                         .value = fault.value * place.scale,
                         .lowest = fault.lowest * place.scale,
                         .highest = fault.highest * place.scale,
                         .nearest = fault.nearest * place.scale,
                         .why = fault.why,
                         .warning = fault.warning});
}

// Nothing was read of an image that is broken or of another version.
bool stops_reading(const Fault& fault) {
  return fault.path == "image" ||
         (fault.path == "schema_version" && fault.kind == Fault::Kind::kBroken);
}

// May be left out, and is better said.
void advise_harmonics(const Message& message, std::vector<Fault>& faults) {
  const auto& sensing = dynamic_cast<const config::TherapyProgram&>(message).biomarkers();
  for (int i = 0; i < sensing.channels_size(); ++i) {
    const config::ChannelSettings& channel = sensing.channels(i);
    if (channel.notch_hz() == 0.0F || channel.has_notch_harmonics()) continue;
    faults.push_back(
        {.path = "biomarkers.channels[" + std::to_string(i) + "].notch_harmonics",
         .why = "say how many multiples of notch_hz have a notch too (0: none)",
         .warning = true});
  }
}

bool decode(const Message& message, controller::TherapyProgram& program,
            controller::FaultSink sink, void* context) {
  const std::string image = message.SerializeAsString();
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(image.data());
  return controller::decode_program({bytes, image.size()}, program, sink, context);
}

}  // namespace

std::vector<Fault> faults_of_program(const Message& message) {
  Collected kept{.message = message, .faults = {}, .decoded = 0};
  controller::TherapyProgram program;
  (void)decode(message, program, keep_decoded, &kept);
  kept.decoded = static_cast<std::ptrdiff_t>(kept.faults.size());
  if (std::none_of(kept.faults.begin(), kept.faults.end(), stops_reading)) {
    (void)controller::validate(program, keep_validated, &kept);
    advise_harmonics(message, kept.faults);
  }
  return std::move(kept.faults);
}

controller::TherapyProgram to_program(const Message& message) {
  controller::TherapyProgram program;
  if (!decode(message, program, nullptr, nullptr)) {
    throw std::logic_error("a program that was checked does not decode");
  }
  return program;
}

}  // namespace homeostat::clinical_configs
