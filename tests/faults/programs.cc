// Programs that are cut, altered or wrong, as files, as images and in memory.
#include "tests/faults/campaign.h"
#include "tests/faults/files.h"
#include "tests/faults/images.h"

namespace homeostat::faults {
namespace {

using controller::TherapyProgram;
using safety::Reason;

const char* const kResponsive = "epilepsy/responsive";

Outcome texts(std::initializer_list<std::pair<const char*, const char*>> mistakes) {
  Outcome outcome;
  for (const auto& [from, to] : mistakes) {
    try_text(with(text_of(kResponsive), from, to), outcome);
  }
  return outcome;
}

// In the middle of a burst, the program in the loop's own memory.
Outcome altered(void (*change)(TherapyProgram&)) {
  Rig rig(responsive());
  rig.reach_burst();
  rig.inject();
  change(const_cast<TherapyProgram&>(rig.loop().program()));
  rig.live(10_s);
  return rig.outcome();
}

void flip(TherapyProgram& program) {  // 2 mA become 18.4
  Microamps& amplitude = program.responsive.therapies[0].bursts[0].outputs[0].amplitude;
  amplitude = Microamps(amplitude.count() ^ 1 << 14);
}

Outcome other_versions() {
  Outcome outcome;
  for (const char* version :
       {"schema_version: 0", "schema_version: 2", "schema_version: 4294967295"}) {
    try_text(with(text_of(kResponsive), "schema_version: 1", version), outcome);
  }
  std::string image = image_of(kResponsive);
  if (image[0] != 0x08 || image[1] != 1) throw std::runtime_error("another layout");
  for (const char version : {'\0', '\x02', '\x7F'}) {
    image[1] = version;
    try_image(image, outcome);
  }
  return outcome;
}

// A field of the schema that never was, of each type of the wire; a message within a
// message, two hundred deep; numbers and lengths beyond all measure; nothing required.
Outcome hostile_images() {
  const std::string good = image_of(kResponsive);
  std::string nested;
  for (int depth = 0; depth < 200 && nested.size() < 120; ++depth) {
    nested = std::string("\x1A") + static_cast<char>(nested.size()) + nested;
  }
  const std::string huge_varint = "\x08" + std::string(11, '\xFF');
  const std::string huge_length = std::string("\x12\xFF\xFF\xFF\xFF\x0F", 6);
  Outcome outcome;
  for (const std::string& tail :
       {std::string("\xF8\x7F\x01", 3), std::string("\xFA\x7F\x00", 3),
        std::string("\xFD\x7F\0\0\0\0", 6), std::string("\xF9\x7F\0\0\0\0\0\0\0\0", 10),
        huge_varint, huge_length, nested, std::string(5000, '\xFF')}) {
    try_image(good + tail, outcome);
    try_image(tail, outcome);
  }
  try_image(std::string(6000, '\0'), outcome);
  return outcome;
}

Outcome cut() {
  Outcome outcome;
  const std::string text = text_of(kResponsive);
  for (std::size_t at = text.find('\n'); at < text.rfind('}');
       at = text.find('\n', at + 1)) {
    try_text(text.substr(0, at), outcome);
  }
  const std::string image = image_of(kResponsive);
  for (std::size_t at = 0; at < image.size(); ++at)
    try_image(image.substr(0, at), outcome);
  return outcome;
}

Outcome nothing_at_all() {
  Outcome outcome;
  try_text("", outcome);
  try_image("", outcome);
  return outcome;
}

// Refused by the loader; and run all the same, it stimulates nothing.
Outcome beyond_the_ceiling() {
  Outcome outcome =
      texts({{"charge_density_nc_per_cm2: 25000", "charge_density_nc_per_cm2: 25001"},
             {"shannon_k_hundredths: 150", "shannon_k_hundredths: 176"}});
  TherapyProgram program = responsive();
  program.limits.charge_density_nc_per_cm2 = 25'001;
  Rig rig(program);
  rig.inject();
  rig.listen();
  rig.world.gain_permille = kSeizing;
  rig.live(20_s);
  outcome.looped = true;
  const Outcome run = rig.outcome();
  outcome.modes = run.modes;
  outcome.pulses = run.pulses;
  outcome.reasons = run.reasons;
  outcome.notices = run.notices;
  outcome.history = run.history;
  return outcome;
}

}  // namespace

std::vector<Fault> faults_of_programs() {
  const std::vector<Expect> refused = {every_try_refused()};
  return {
      {32, "wrong schema version", "0, 2 and beyond, as text and as image", refused,
       other_versions},
      {33, "protobuf: unknown fields, missing required, nested bomb, huge varint",
       "behind a good image and alone", refused, hostile_images},
      {41,
       "bit flip",
       "2 mA become 18.4 in memory, in a burst",
       {latches(Reason::kCorrupt, 32_ms)},
       [] { return altered(flip); }},
      {42, "truncated file", "at every line of the text and every byte of the image",
       refused, cut},
      {43, "zero-length", "as text and as image", refused, nothing_at_all},
      {44,
       "valid CRC but out-of-ceiling limit",
       "charge density and Shannon's k one step above; and run all the same",
       {every_try_refused(), no_pulse()},
       beyond_the_ceiling},
      {45, "min > max", "impedance, pulse width and period", refused,
       [] {
         return texts({{"min_impedance_ohm: 250", "min_impedance_ohm: 3501"},
                       {"min_pulse_width_us: 40", "min_pulse_width_us: 241"},
                       {"min_period_us: 3003", "min_period_us: 20001"}});
       }},
      {46, "pw_min = 0", "the limit, and a burst's own", refused,
       [] {
         return texts({{"min_pulse_width_us: 40", "min_pulse_width_us: 0"},
                       {"pulse_width_us: 160", "pulse_width_us: 0"}});
       }},
      {47, "period < 2 pulse widths", "a burst's, and the limit of both", refused,
       [] {
         return texts({{"period_us: 5000", "period_us: 319"},
                       {"min_period_us: 3003", "min_period_us: 319"}});
       }},
      {48, "wrong units", "milliamperes and nanoamperes for microamperes", refused,
       [] {
         return texts({{"amplitude_ua: 2000", "amplitude_ua: 2"},
                       {"amplitude_ua: 2000", "amplitude_ua: 2000000"},
                       {"max_amplitude_ua: 6000", "max_amplitude_ua: 6"},
                       {"tested_amplitude_ua: 4000", "tested_amplitude_ua: 4"}});
       }},
      {49, "old version replay",
       "well-signed images of every counter below the lowest that is taken", refused,
       old_images},
      {51, "unsigned or wrongly signed image",
       "another key's, another image's, r and s that are none, each bit", refused,
       wrongly_signed_images},
      {50,
       "swap in mid-burst",
       "another program in the same memory",
       {latches(Reason::kCorrupt, 32_ms)},
       [] { return altered([](TherapyProgram& program) { program = open_loop(); }); }},
  };
}

}  // namespace homeostat::faults
