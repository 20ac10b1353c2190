// Program images: the device's decoder accepts no more than Protobuf's own library
// understands, and what it accepts encodes again to an image of the same length that
// decodes to the same program. Refused or not, every rule can be asked of what was read.
#include <google/protobuf/stubs/logging.h>

#include <cmath>

#include "clinical_configs/therapy_program.pb.h"
#include "controller/program_image.h"
#include "tests/fuzz/harness.h"

namespace {

using homeostat::controller::ProgramFault;
using homeostat::controller::TherapyProgram;
using homeostat::fuzz::claim;
using Message = homeostat::config::TherapyProgram;

struct Told {
  int faults = 0;
};

void hear(void* context, const ProgramFault& fault) {
  ++static_cast<Told*>(context)->faults;
  claim(fault.field[0] != '\0' && fault.field.back() == '\0', "a fault of no field");
  claim(fault.why[0] != '\0', "a fault without a reason");
}

bool decode(const std::string& image, TherapyProgram& program) {
  Told told;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(image.data());
  const bool good =
      homeostat::controller::decode_program({bytes, image.size()}, program, hear, &told);
  claim(good == (told.faults == 0), "a verdict that disagrees with its faults");
  return good;
}

void claim_valid_is_sound(const TherapyProgram& program) {
  claim(program.schema_version == homeostat::controller::kSchemaVersion, "version");
  claim(program.policy != homeostat::controller::PolicyKind::kNone, "no policy");
  if (program.policy != homeostat::controller::PolicyKind::kDetectionOnly) {
    claim(homeostat::safety::validate(program.limits).field == nullptr,
          "a program that may stimulate, with limits that the guard refuses");
  }
  for (int i = 0; i < program.biomarkers.detector_count; ++i) {
    const auto& detector = program.biomarkers.detectors[static_cast<std::size_t>(i)];
    claim(std::isfinite(detector.threshold), "a threshold that is no number");
    claim(detector.channel < program.biomarkers.channel_count, "a channel that is none");
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string image(homeostat::fuzz::text_of(data, size));
  TherapyProgram program;
  const bool accepted = decode(image, program);
  Told told;
  if (validate(program, hear, &told) && accepted) claim_valid_is_sound(program);
  const std::uint32_t sum = checksum(program);
  if (!accepted) return 0;
  claim(size <= homeostat::controller::kMaxProgramImageBytes, "larger than it can be");

  Message message;
  claim(message.ParseFromString(image), "Protobuf refuses it");
  std::string again;
  claim(message.SerializeToString(&again), "cannot be encoded again");
  claim(again.size() == size, "encodes to another length");
  TherapyProgram decoded;
  claim(decode(again, decoded) && checksum(decoded) == sum, "encodes to another program");
  Message twice;
  claim(twice.ParseFromString(again) && twice.SerializeAsString() == again,
        "an encoding that is not stable");
  return 0;
}
