// The decoder that host and device share: every absent field is named, every corrupted
// image is survived, and nothing that it accepts was guessed.
#include "controller/program_image.h"

#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "tests/clinical_configs/decoded.h"
#include "tests/support/heap_guard.h"

namespace homeostat::clinical_configs {
namespace {

using google::protobuf::FieldDescriptor;

// What no device keeps is judged all the same: Protobuf would not read such a text again.
TEST(ProgramImage, NameAndSourceOfAnAdaptiveChainArePlainText) {
  config::TherapyProgram message = shipped(Written("epilepsy/adaptive"));
  config::RcsSettings& chain = *message.mutable_adaptive()->mutable_chain();
  chain.set_name("2 \265V");
  chain.set_source("\265V");
  EXPECT_EQ(decode(message).faults,
            (Faults{"adaptive.chain.name: too long, or not plain ASCII",
                    "adaptive.chain.source: empty, or not plain ASCII"}));
  chain.clear_name();
  chain.set_source(std::string(400, 's'));
  EXPECT_EQ(decode(message).faults, Faults{"adaptive.chain.name: missing"});
}

TEST(ProgramImage, ShippedProgramsDecodeWithoutAFault) {
  for (const Written& file : {responsive(), open_loop(), Written("epilepsy/adaptive"),
                              Written("replay/scalp")}) {
    EXPECT_EQ(decode(shipped(file)).faults, Faults{});
  }
}

TEST(ProgramImage, FitsItsStatedSize) {
  EXPECT_LE(shipped().ByteSizeLong(), controller::kMaxProgramImageBytes);
}

TEST(ProgramImage, Saf170_AnEmptyImageLacksEveryTopField) {
  const Decoded decoded = decode(std::string());
  EXPECT_FALSE(decoded.good);
  EXPECT_EQ(decoded.faults,
            (Faults{"schema_version: missing", "name: missing", "biomarkers: missing",
                    "policy: missing", "ramp_off_ms: missing", "start_armed: missing"}));
}

// What may be left out; a part's own fields may not.
bool may_be_left_out(const std::string& place) {
  return place == "biomarkers.quality.noise" || place.ends_with(".notch_harmonics");
}

// Clears each field that `message` has, in turn, and asks for exactly that fault.
void expect_each_is_missed(const Message& root, Message& part, const std::string& path) {
  const auto* reflection = part.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(part, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string place = path.empty() ? field->name() : path + '.' + field->name();
    if (field->is_repeated()) {
      if (field->message_type() == nullptr) continue;
      for (int i = 0; i < reflection->FieldSize(part, field); ++i) {
        expect_each_is_missed(root, *reflection->MutableRepeatedMessage(&part, field, i),
                              place + '[' + std::to_string(i) + ']');
      }
      continue;
    }
    if (field->message_type() != nullptr) {
      expect_each_is_missed(root, *reflection->MutableMessage(&part, field), place);
    }
    if (may_be_left_out(place)) continue;
    const std::unique_ptr<Message> kept(part.New());
    kept->CopyFrom(part);
    reflection->ClearField(&part, field);
    const Faults expected{
        place == "limits.episodes"
            ? place + ": exactly one of episodes and continuous must be given"
            : place + ": missing"};
    EXPECT_EQ(decode(root).faults, expected);
    part.CopyFrom(*kept);
  }
}

TEST(ProgramImage, Saf170_EachAbsentFieldIsNamedAlone) {
  for (const Written& file : {responsive(), Written("replay/scalp")}) {
    config::TherapyProgram message = shipped(file);
    expect_each_is_missed(message, message, "");
  }
  config::TherapyProgram message = shipped(Written("epilepsy/adaptive"));
  expect_each_is_missed(message, *message.mutable_adaptive(), "adaptive");
}

// A program that uses each part of the schema.
config::TherapyProgram full() {
  config::TherapyProgram message = shipped();
  *message.mutable_fallback() = shipped(open_loop()).open_loop();
  auto& detector = *message.mutable_biomarkers()->mutable_detectors(0);
  detector.set_feature(config::DetectorSettings::BAND_POWER);
  detector.set_band_low_hz(4.0F);
  detector.set_band_high_hz(8.0F);
  message.mutable_biomarkers()->mutable_channels(0)->set_notch_harmonics(1);
  message.mutable_biomarkers()->mutable_channels(0)->set_plus_commissioned_ohm(900);
  message.mutable_biomarkers()->mutable_channels(0)->set_minus_commissioned_ohm(1050);
  auto& noise = *message.mutable_biomarkers()->mutable_quality()->mutable_noise();
  noise.set_line_hz(50.0F);
  noise.set_line_percent(80);
  noise.set_line_uv(10.0F);
  noise.set_line_time_ms(2000);
  noise.set_step_medians(12.0F);
  noise.set_muscle_hz(30.0F);
  noise.set_muscle_percent(50);
  message.mutable_biomarkers()->set_artefact(config::BiomarkerSettings::TEMPLATE);
  return message;
}

TEST(ProgramImage, Saf170_NoiseMayBeLeftOutButNoneOfItsSettings) {
  config::TherapyProgram message = full();
  auto& noise = *message.mutable_biomarkers()->mutable_quality()->mutable_noise();
  const config::NoiseSettings all = noise;
  std::vector<const FieldDescriptor*> fields;
  all.GetReflection()->ListFields(all, &fields);
  EXPECT_EQ(fields.size(), 7U);
  for (const FieldDescriptor* field : fields) {
    noise = all;
    noise.GetReflection()->ClearField(&noise, field);
    EXPECT_EQ(decode(message).faults,
              Faults{"biomarkers.quality.noise." + field->name() + ": missing"});
  }
  message.mutable_biomarkers()->mutable_quality()->clear_noise();
  message.mutable_biomarkers()->mutable_channels(0)->clear_plus_commissioned_ohm();
  message.mutable_biomarkers()->mutable_channels(0)->clear_minus_commissioned_ohm();
  const Decoded without = decode(message);
  EXPECT_EQ(without.faults, Faults{});
  EXPECT_EQ(without.program.biomarkers.quality.line_hz, 0.0F);
  EXPECT_EQ(without.program.biomarkers.channels[0].plus_commissioned, Ohms{});
}

TEST(ProgramImage, Saf170_HarmonicsMayBeLeftOutAndAreReadWhereTheyAreGiven) {
  config::TherapyProgram message = full();
  auto& channel = *message.mutable_biomarkers()->mutable_channels(0);
  EXPECT_EQ(decode(message).program.biomarkers.channels[0].notch_harmonics, 1);
  channel.clear_notch_harmonics();
  EXPECT_EQ(decode(message).faults, Faults{});
  EXPECT_EQ(decode(message).program.biomarkers.channels[0].notch_harmonics, 0);
  for (const int beyond : {-1, 256}) {
    channel.set_notch_harmonics(beyond);
    EXPECT_EQ(decode(message).faults.size(), 1U) << beyond;
  }
}

TEST(ProgramImage, Saf170_AWatchThatIsSwitchedOffHasNoSettings) {
  const std::string off = ": given, but what it belongs to is switched off";
  const std::string at = "biomarkers.quality.noise.";
  config::TherapyProgram message = full();
  auto& noise = *message.mutable_biomarkers()->mutable_quality()->mutable_noise();
  noise.set_line_hz(0.0F);
  noise.set_muscle_hz(0.0F);
  EXPECT_EQ(decode(message).faults,
            (Faults{at + "line_percent" + off, at + "line_uv" + off,
                    at + "line_time_ms" + off, at + "muscle_percent" + off}));
  noise.clear_line_percent();
  noise.clear_line_uv();
  noise.clear_line_time_ms();
  noise.clear_muscle_percent();
  EXPECT_EQ(decode(message).faults, Faults{});
}

// Another value of the same kind.
void change(Message& part, const FieldDescriptor* field) {
  const auto* reflection = part.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->SetInt32(&part, field, reflection->GetInt32(part, field) + 1);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->SetInt64(&part, field, reflection->GetInt64(part, field) + 1);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection->SetFloat(&part, field, reflection->GetFloat(part, field) + 1);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection->SetDouble(&part, field, reflection->GetDouble(part, field) + 1);
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->SetBool(&part, field, !reflection->GetBool(part, field));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->SetString(&part, field, "another");
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->SetEnumValue(&part, field,
                                      reflection->GetEnumValue(part, field) == 1 ? 2 : 1);
    default:
      FAIL() << field->full_name() << ": a kind that the schema had not";
  }
}

// What a chain is called, and where its numbers are from.
bool stays_in_the_image(const FieldDescriptor& field) {
  return field.containing_type() == config::RcsSettings::descriptor() &&
         field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
}

// Changes each field that `message` has, in turn: it is refused or makes another program.
void expect_each_counts(const Message& root, Message& part, std::uint32_t unchanged) {
  const auto* reflection = part.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(part, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->message_type() != nullptr && field->is_repeated()) {
      for (int i = 0; i < reflection->FieldSize(part, field); ++i) {
        expect_each_counts(root, *reflection->MutableRepeatedMessage(&part, field, i),
                           unchanged);
      }
    } else if (field->message_type() != nullptr) {
      expect_each_counts(root, *reflection->MutableMessage(&part, field), unchanged);
    } else if (!field->is_repeated() && !stays_in_the_image(*field)) {
      const std::unique_ptr<Message> kept(part.New());
      kept->CopyFrom(part);
      change(part, field);
      const Decoded decoded = decode(root);
      EXPECT_TRUE(!decoded.good || checksum(decoded.program) != unchanged)
          << field->full_name();
      part.CopyFrom(*kept);
    }
  }
}

TEST(ProgramImage, Saf170_EachFieldCounts) {
  for (config::TherapyProgram message :
       {full(), shipped(open_loop()), shipped(Written("epilepsy/adaptive"))}) {
    const Decoded decoded = decode(message);
    ASSERT_EQ(decoded.faults, Faults{});
    expect_each_counts(message, message, checksum(decoded.program));
    for (int i = 0; i < message.limits().leads_size(); ++i) {
      config::TherapyProgram other = message;
      other.mutable_limits()->set_leads(i, config::Limits::SEEG_080X200);
      EXPECT_EQ(safety::LeadModel::kSeeg080x200,
                decode(other).program.limits.leads[static_cast<std::size_t>(i)]);
    }
  }
}

TEST(ProgramImage, SaysHowManyThereAreAndWhichPartsAreThere) {
  const config::TherapyProgram message = full();
  const TherapyProgram program = decode(message).program;
  EXPECT_EQ(controller::kSchemaVersion, program.schema_version);
  EXPECT_EQ(message.biomarkers().channels_size(), program.biomarkers.channel_count);
  EXPECT_EQ(message.biomarkers().detectors_size(), program.biomarkers.detector_count);
  EXPECT_EQ(message.responsive().therapies_size(), program.responsive.therapy_count);
  EXPECT_EQ(message.limits().configurations_size(), program.limits.configuration_count);
  EXPECT_TRUE(program.limits.episodic);
  EXPECT_TRUE(program.has_fallback);
  EXPECT_EQ(biomarkers::ArtefactRemoval::kTemplate, program.biomarkers.artefact);
  const TherapyProgram other = decode(shipped(open_loop())).program;
  EXPECT_FALSE(other.limits.episodic);
  EXPECT_FALSE(other.has_fallback);
}

TEST(ProgramImage, NothingIsLeftOfTheProgramBefore) {
  TherapyProgram program = decode(shipped(open_loop())).program;
  EXPECT_FALSE(controller::decode_program({}, program, nullptr, nullptr));
  EXPECT_EQ(controller::checksum(TherapyProgram{}), controller::checksum(program));
}

// What is given is read, and its own faults are told, even where it is not wanted.
TEST(ProgramImage, Saf170_APartIsThereExactlyWhereThePolicyUsesIt) {
  config::TherapyProgram message = shipped();
  message.set_policy(config::TherapyProgram::OPEN_LOOP);
  message.mutable_responsive()->clear_refractory_ms();
  EXPECT_EQ(decode(message).faults,
            (Faults{"responsive.refractory_ms: missing", "open_loop: missing",
                    "responsive: given, but the policy is not RESPONSIVE"}));
  message = shipped();
  message.mutable_open_loop();
  EXPECT_EQ(
      decode(message).faults,
      (Faults{"open_loop.outputs: needs at least one", "open_loop.on_time_s: missing",
              "open_loop.off_time_s: missing", "open_loop.ramp_ms: missing",
              "open_loop: given, but the policy is not OPEN_LOOP"}));
  message = shipped();
  message.set_policy(config::TherapyProgram::DETECTION_ONLY);
  message.clear_responsive();
  message.mutable_limits()->clear_max_amplitude_ua();
  EXPECT_EQ(decode(message).faults,
            (Faults{"limits.max_amplitude_ua: missing",
                    "limits: given, but the program never stimulates"}));
  message.clear_limits();
  EXPECT_EQ(decode(message).faults, Faults{});
  message.clear_policy();  // what else is wanted, nobody knows
  EXPECT_EQ(decode(message).faults, (Faults{"policy: missing"}));
}

TEST(ProgramImage, Saf170_ABandIsThereExactlyWhereTheFeatureUsesIt) {
  config::TherapyProgram message = full();
  auto& detector = *message.mutable_biomarkers()->mutable_detectors(0);
  detector.set_feature(config::DetectorSettings::AREA);
  EXPECT_EQ(decode(message).faults,
            (Faults{"biomarkers.detectors[0].band_low_hz: given, but this feature "
                    "has no use for it",
                    "biomarkers.detectors[0].band_high_hz: given, but this feature "
                    "has no use for it"}));
  detector.clear_feature();
  EXPECT_EQ(decode(message).faults, (Faults{"biomarkers.detectors[0].feature: missing"}));
}

TEST(ProgramImage, Saf170_NumbersAtTheCoresWidthFitAndOneMoreDoesNot) {
  config::TherapyProgram message = shipped();
  message.mutable_biomarkers()->set_samples_per_frame(255);
  EXPECT_TRUE(decode(message).good);
  message.mutable_biomarkers()->set_samples_per_frame(256);
  EXPECT_EQ(decode(message).faults,
            (Faults{"biomarkers.samples_per_frame: too large or too small a number"}));

  message = shipped();
  message.mutable_limits()->set_max_temperature_millicelsius(INT32_MIN);
  EXPECT_EQ(decode(message).program.limits.max_temperature, Millicelsius(INT32_MIN));
  const std::int64_t most_nc = std::numeric_limits<std::int64_t>::max() / 1000;
  message.mutable_limits()->mutable_fast_budget()->set_capacity_nc(most_nc);
  EXPECT_EQ(decode(message).program.limits.fast_budget.capacity,
            Picocoulombs(most_nc * 1000));
  message.mutable_limits()->mutable_fast_budget()->set_capacity_nc(most_nc + 1);
  EXPECT_FALSE(decode(message).good);
  message.mutable_limits()->mutable_fast_budget()->set_capacity_nc(
      std::numeric_limits<std::int64_t>::min());
  EXPECT_FALSE(decode(message).good);
}

TEST(ProgramImage, Saf170_ChoicesOutsideTheirListAreRefused) {
  config::TherapyProgram message = shipped();
  message.set_policy(static_cast<config::TherapyProgram::Policy>(8));
  EXPECT_EQ(decode(message).faults, (Faults{"policy: not one of the choices"}));
  message = shipped();
  message.mutable_limits()->set_leads(1, static_cast<config::Limits::LeadModel>(7));
  EXPECT_EQ(decode(message).faults,
            (Faults{"limits.leads[1]: not in the lead catalogue"}));
  EXPECT_EQ(safety::kLeadModels - 1.0, decode(message).told[0].highest);
  message.mutable_limits()->set_leads(1, static_cast<config::Limits::LeadModel>(-1));
  EXPECT_FALSE(decode(message).good);
}

TEST(ProgramImage, Saf170_ContactsOutsideTheVectorAreRefused) {
  for (const int contact : {-1, safety::kContacts, std::numeric_limits<int>::max()}) {
    config::TherapyProgram message = shipped();
    message.mutable_limits()->mutable_configurations(0)->mutable_contacts(1)->set_contact(
        contact);
    const Decoded decoded = decode(message);
    EXPECT_EQ(decoded.faults,
              (Faults{"limits.configurations[0].contacts[1].contact: no such contact"}));
    EXPECT_EQ(0.0, decoded.told[0].lowest);
    EXPECT_EQ(safety::kContacts - 1.0, decoded.told[0].highest);
  }
  for (const int contact : {0, safety::kContacts - 1}) {
    config::TherapyProgram message = shipped();
    auto& uses = *message.mutable_limits()->mutable_configurations(0)->mutable_contacts();
    for (int i = 0; i < uses.size(); ++i) uses[i].set_contact(3 + i);
    uses[1].set_contact(contact);
    const Decoded decoded = decode(message);
    EXPECT_EQ(decoded.faults, Faults{});
    EXPECT_NE(safety::Polarity::kUnused, decoded.program.limits.configurations[0]
                                             .contacts[static_cast<std::size_t>(contact)]
                                             .polarity);
  }
}

TEST(ProgramImage, Saf170_AContactIsListedOnce) {
  config::TherapyProgram message = shipped();
  auto& uses = *message.mutable_limits()->mutable_configurations(0)->mutable_contacts();
  uses[1].set_contact(uses[0].contact());
  const Decoded decoded = decode(message);
  EXPECT_EQ(decoded.faults,
            (Faults{"limits.configurations[0].contacts[1].contact: listed twice in one "
                    "configuration"}));
  EXPECT_EQ(safety::kContacts - 1.0, decoded.told[0].highest);
}

TEST(ProgramImage, Saf170_WhatIsNotFiniteIsRefused) {
  for (const float value : {std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity()}) {
    config::TherapyProgram message = shipped();
    message.mutable_biomarkers()->mutable_detectors(0)->set_threshold(value);
    EXPECT_EQ(decode(message).faults,
              (Faults{"biomarkers.detectors[0].threshold: not a finite number"}));
  }
}

TEST(ProgramImage, Saf172_AnotherVersionIsNotReadAtAll) {
  config::TherapyProgram message = shipped();
  message.set_schema_version(2);
  const Decoded decoded = decode(message);
  EXPECT_EQ(decoded.faults.size(), 1U);
  EXPECT_EQ(decoded.program.policy, controller::PolicyKind::kNone);
}

TEST(ProgramImage, Saf171_BytesThatSayMoreThanTheSchemaAreRefused) {
  const std::string image = shipped().SerializeAsString();
  const Faults more{"image: says more than this schema knows"};
  EXPECT_EQ(decode(image + std::string("\x78\x01", 2)).faults, more);  // field 15
  EXPECT_EQ(decode(image + std::string("\x08\x01", 2)).faults, more);  // version again
  EXPECT_FALSE(decode(image + std::string("\x0A", 1)).good);           // cut short
}

TEST(ProgramImage, Saf170_MoreThanTheCoresRoomIsRefused) {
  config::TherapyProgram message = shipped();
  for (int i = 0; i < 5; ++i)
    *message.mutable_biomarkers()->add_channels() = message.biomarkers().channels(0);
  EXPECT_EQ(decode(message).faults, (Faults{"image: not a program, or cut short"}));
  message = shipped();
  message.set_name(std::string(47, 'n'));
  EXPECT_TRUE(decode(message).good);
  message.set_name(std::string(48, 'n'));
  EXPECT_FALSE(decode(message).good);
}

// A law: no prefix of an image is a program.
TEST(ProgramImage, Saf171_EveryTruncationIsRefused) {
  const std::string image = shipped().SerializeAsString();
  for (std::size_t length = 0; length < image.size(); ++length) {
    EXPECT_FALSE(decode(image.substr(0, length)).good) << length;
  }
}

// A law: a flipped bit is refused, or leaves a program whose rules can be asked.
TEST(ProgramImage, Saf171_EveryFlippedBitIsSurvived) {
  const std::string image = shipped().SerializeAsString();
  int accepted = 0;
  for (std::size_t bit = 0; bit < 8 * image.size(); ++bit) {
    std::string flipped = image;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    const Decoded decoded = decode(flipped);
    if (!decoded.good) continue;
    ++accepted;
    (void)controller::validate(decoded.program, nullptr, nullptr);
  }
  EXPECT_GT(accepted,
            0);  // a changed number is still a number: CRC and signature catch it
}

TEST(ProgramImage, Saf171_RandomBytesAreSurvived) {
  std::uint32_t state = 1;
  for (std::uint32_t round = 0; round < 20000; ++round) {
    std::string image;
    const std::size_t length = round % 200U;
    for (std::size_t i = 0; i < length; ++i) {
      state = state * 1664525U + 1013904223U;
      image += static_cast<char>(state >> 24U);
    }
    EXPECT_FALSE(decode(image).good);
  }
}

TEST(ProgramImage, DecodingUsesNoHeapAndNeedsNoSink) {
  const std::string image = shipped().SerializeAsString();
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(image.data());
  TherapyProgram program;
  const homeostat::testing::HeapGuard guard;
  EXPECT_TRUE(
      controller::decode_program({bytes, image.size()}, program, nullptr, nullptr));
  EXPECT_FALSE(
      controller::decode_program({bytes, image.size() - 1}, program, nullptr, nullptr));
  EXPECT_EQ(guard.allocations(), 0);
}

}  // namespace
}  // namespace homeostat::clinical_configs
