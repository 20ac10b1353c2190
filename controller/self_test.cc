#include "controller/self_test.h"

#include "biomarkers/cadence.h"
#include "controller/program_use.h"

namespace homeostat::controller {
namespace {

Microseconds frame_of(const biomarkers::BiomarkerSettings& settings) {
  return biomarkers::Cadence{settings.sample_rate_hz, settings.samples_per_frame}.frame();
}

bool intact(const safety::ContactImpedance& measured, const safety::Limits& limits) {
  return measured.valid && measured.value >= limits.min_impedance &&
         measured.value <= limits.max_impedance && measured.age >= Microseconds{} &&
         measured.age <= limits.max_impedance_age;
}

}  // namespace

const char* name_of(SelfTestCheck check) noexcept {
  switch (check) {
    case kProgramIntact:
      return "program_intact";
    case kFramesInCadence:
      return "frames_in_cadence";
    case kBatteryCharged:
      return "battery_charged";
    case kContactsIntact:
      return "contacts_intact";
    case kSignalHeard:
      return "signal_heard";
    case kCommissioned:
      return "commissioning_record";
  }
  return "";
}

SelfTest::SelfTest(const TherapyProgram& program, std::uint32_t program_crc) noexcept
    : program_(program),
      program_crc_(program_crc),
      frame_(frame_of(program.biomarkers)) {}

void SelfTest::begin(Instant now, bool commissioned) noexcept {
  begun_ = now;
  frames_ = 0;
  well_frames_ = 0;
  program_intact_ = checksum(program_) == program_crc_;
  commissioned_ = commissioned;
  missing_ = 0;
}

SelfTestOutcome SelfTest::judge(const biomarkers::SampleFrame& frame,
                                bool signal_valid) noexcept {
  const Microseconds waited = frame.time - begun_;
  const std::uint8_t lacking = lacks(frame);
  last_time_ = frame.time;
  last_sequence_ = frame.sequence;
  ++frames_;
  well_frames_ = lacking == 0 ? well_frames_ + 1 : 0;
  if (lacking != 0) missing_ = lacking;
  if (well_frames_ >= kSelfTestFrames) {
    missing_ = signal_valid ? 0 : kSignalHeard;
    if (signal_valid || waited >= kSignalPatience) return SelfTestOutcome::kPassed;
  }
  // A program that has changed will not mend, nor a record that does not hold.
  const bool hopeless = !program_intact_ || !commissioned_;
  return waited >= kSelfTestLimit || hopeless ? SelfTestOutcome::kFailed
                                              : SelfTestOutcome::kRunning;
}

std::uint8_t SelfTest::lacks(const biomarkers::SampleFrame& frame) const noexcept {
  const auto unless = [](bool holds, SelfTestCheck check) {
    return holds ? 0U : static_cast<unsigned>(check);
  };
  return static_cast<std::uint8_t>(
      unless(program_intact_, kProgramIntact) |
      unless(in_cadence(frame), kFramesInCadence) |
      unless(frame.battery >= program_.limits.battery_floor, kBatteryCharged) |
      unless(contacts_intact(frame), kContactsIntact) |
      unless(commissioned_, kCommissioned));
}

// The first frame of a test follows nothing that the test has seen.
bool SelfTest::in_cadence(const biomarkers::SampleFrame& frame) const noexcept {
  if (frames_ == 0) return true;
  const Microseconds gap = frame.time - last_time_;
  return gap >= frame_ - gap && gap <= program_.biomarkers.quality.max_frame_age &&
         frame.sequence == last_sequence_ + 1;
}

// Against the can, whose own impedance is not measured. A contact that no setting drives
// may be broken.
bool SelfTest::contacts_intact(const biomarkers::SampleFrame& frame) const noexcept {
  const safety::Limits& limits = program_.limits;
  for (std::size_t i = 0; i < limits.configurations.size(); ++i) {
    if (!uses(program_, i)) continue;
    for (std::size_t contact = 0; contact < safety::kCan; ++contact) {
      const safety::ContactUse& use = limits.configurations[i].contacts[contact];
      if (use.polarity != safety::Polarity::kUnused &&
          !intact(frame.impedances[contact], limits)) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace homeostat::controller
