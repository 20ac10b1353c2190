#include "tests/model/clock_input.h"

#include "tests/controller/programs.h"

namespace homeostat::controller::model {
namespace {

using namespace homeostat::literals;
using safety::Reason;

constexpr Microseconds kThirdOfAnHour{1'200'000'000};
constexpr Microseconds kThirdOfAMinute{20'000'000};
constexpr Microseconds kMicrosecond{1};

Microseconds times(std::int64_t n, Microseconds unit) {
  return Microseconds(n * unit.count());
}

std::array<safety::ContactImpedance, safety::kContacts> well_contacts() {
  std::array<safety::ContactImpedance, safety::kContacts> contacts;
  contacts.fill({1000_ohm, 1_s, true});
  return contacts;
}

// Only an envelope can make a command that is on.
safety::Admission granted() {
  const TherapyProgram program = testing::responsive_program();
  safety::Envelope envelope(program.limits, 1, Instant{});
  const Instant now(32'000);
  safety::StimRequest request;
  request.outputs[0] = {.configuration = 0,
                        .amplitude = 1000_uA,
                        .pulse_width = 160_us,
                        .period = 5_ms,
                        .first_pulse = now,
                        .valid_until = now + 100_ms};
  return envelope.admit(request, {.now = now,
                                  .battery = 3600_mV,
                                  .temperature = Millicelsius(37'000),
                                  .program_crc = 1,
                                  .impedances = well_contacts()});
}

safety::Admission refused(Reason reason) {
  safety::Admission admission;
  admission.reasons = safety::ReasonSet(std::uint64_t{1} << static_cast<int>(reason));
  admission.severity = safety::severity_of(reason);
  admission.latched = admission.severity == safety::Severity::kLatched;
  return admission;
}

BurstSettings burst_of(Microseconds duration) {
  OutputStimulation outputs = testing::on_output_0(1000_uA);
  outputs[1] = outputs[0];
  return {outputs, duration};
}

// Two bursts and one, two therapies an episode and two a day. A burst is long enough to
// be granted, then refused, then over; a refractory time, to be left by a magnet and come
// back to.
TherapyProgram two_therapies(Microseconds unit) {
  TherapyProgram program = testing::responsive_program();
  program.responsive = {};
  program.responsive.therapy_count = 2;
  program.responsive.therapies[0] = {{burst_of(times(3, unit)), burst_of(unit)}, unit};
  program.responsive.therapies[1] = {{burst_of(unit), BurstSettings{}}, {}};
  program.responsive.redetection = unit;
  program.responsive.refractory = times(4, unit);
  program.responsive.therapies_per_day = 2;
  return program;
}

// One burst an episode; every time a microsecond longer than a unit: a frame that comes
// after exactly a unit comes too early.
TherapyProgram a_microsecond_more(Microseconds unit) {
  TherapyProgram program = two_therapies(unit);
  program.responsive.therapy_count = 1;
  program.responsive.therapies[0] = {{burst_of(unit + kMicrosecond), BurstSettings{}},
                                     {}};
  program.responsive.redetection = unit + kMicrosecond;
  program.responsive.refractory = unit + kMicrosecond;
  program.responsive.therapies_per_day = 1;
  return program;
}

// And no refractory time at all.
TherapyProgram calendar_day(Microseconds unit) {
  TherapyProgram program = two_therapies(unit);
  program.responsive.refractory = {};
  program.responsive.therapies_per_day = 1;
  program.limits.episodes.day_ends_at_midnight = true;
  return program;
}

}  // namespace

biomarkers::SampleFrame frame_of(const ClockInput& input, Instant now,
                                 std::uint32_t sequence) {
  biomarkers::SampleFrame frame;
  frame.time = now;
  frame.sequence = sequence;
  frame.impedances = well_contacts();
  frame.battery = 3600_mV;
  frame.magnet_present = input.magnet;
  frame.midnight = input.midnight;
  frame.clinician_events = input.people;
  return frame;
}

biomarkers::Biomarkers seen_in(const ClockInput& input, Instant now) {
  biomarkers::Biomarkers seen;
  seen.time = now;
  seen.warmed_up = true;
  seen.signal_valid = input.signal;
  seen.seizure = input.seizure;
  return seen;
}

const safety::Admission& admission_of(Answer answer) {
  static const std::array<safety::Admission, 6> kAdmissions = {
      safety::Admission{},       granted(),
      refused(Reason::kEpisode), refused(Reason::kHour),
      refused(Reason::kDay),     refused(Reason::kLatch)};
  return kAdmissions[static_cast<std::size_t>(answer)];
}

std::vector<SmallTherapy> small_therapies() {
  const Microseconds hours = kThirdOfAnHour;
  const Microseconds minutes = kThirdOfAMinute;
  const std::vector<Microseconds> with_days = {hours, times(2, hours), times(31, hours)};
  const std::vector<Microseconds> with_minutes = {minutes, times(2, minutes)};
  return {
      {"two_therapies", two_therapies(hours), hours, with_days},
      {"a_microsecond_more", a_microsecond_more(hours), hours, with_days},
      {"calendar_day", calendar_day(hours), hours, with_days},
      {"refused", two_therapies(minutes), minutes, with_minutes, false},
      {"open_loop", testing::open_loop_program(), hours, with_days},
      {"adaptive", testing::adaptive_program(), hours, with_days},
      {"detection_only", testing::detection_program(), hours, with_days},
  };
}

std::vector<ClockInput> every_input(const SmallTherapy& therapy, Mode mode) {
  std::vector<ClockInput> inputs;
  // Only in a burst does the clock weigh what was granted; elsewhere it must not.
  const Answer last = mode == Mode::kTreatingBurst ? Answer::kDaySpent : Answer::kGranted;
  for (const Microseconds step : therapy.steps) {
    for (unsigned bits = 0; bits < 8; ++bits) {
      for (Answer answer = Answer::kSilent; answer <= last;
           answer = static_cast<Answer>(static_cast<int>(answer) + 1)) {
        if (answer == Answer::kGranted && !therapy.guard_grants) continue;
        inputs.push_back({.step = step,
                          .signal = (bits & 1U) != 0,
                          .seizure = (bits & 2U) != 0,
                          .magnet = (bits & 4U) != 0,
                          .answer = answer});
      }
    }
  }
  const Microseconds unit = therapy.unit;
  inputs.push_back({.step = unit, .midnight = true});
  inputs.push_back({.step = unit, .seizure = true, .midnight = true});
  inputs.push_back({.step = unit, .people = biomarkers::kClinicianStop});
  inputs.push_back({.step = unit, .people = biomarkers::kClinicianEnd});
  inputs.push_back({.step = unit, .people = biomarkers::kClinicianReset});
  inputs.push_back({.step = unit, .answer = Answer::kLatched});
  return inputs;
}

std::vector<ClockInput> few_inputs(const SmallTherapy& therapy) {
  const Microseconds unit = therapy.unit;
  return {
      {.step = unit},
      {.step = unit, .seizure = true},
      {.step = unit, .seizure = true, .answer = Answer::kGranted},
      {.step = unit, .seizure = true, .answer = Answer::kHourSpent},
      {.step = unit, .signal = false},
      {.step = unit, .seizure = true, .magnet = true},
      {.step = therapy.steps.back(), .seizure = true, .answer = Answer::kGranted},
  };
}

}  // namespace homeostat::controller::model
