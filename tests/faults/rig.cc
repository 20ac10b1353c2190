#include "tests/faults/rig.h"

#include <algorithm>
#include <stdexcept>

#include "models/stimulator.h"
#include "sim/run_command.h"

namespace homeostat::faults {
namespace {

constexpr Microseconds kBurstSilence{50'000};
constexpr Microseconds kTherapySilence{1'000'000};
constexpr Microseconds kPatience{1'200'000'000};
constexpr Microseconds kBoot{1'000'000};

Microseconds frame_of(const controller::TherapyProgram& program) {
  return Microseconds(
      static_cast<std::int64_t>(program.biomarkers.samples_per_frame * 1e6 /
                                static_cast<double>(program.biomarkers.sample_rate_hz)));
}

std::int64_t pulses_in(const safety::OutputEcho& echo) {
  std::int64_t sum = 0;
  for (std::size_t s = 0; s < std::min<std::size_t>(echo.count, safety::kEchoSegments);
       ++s) {
    sum += echo.segments[s].pulses;
  }
  return sum;
}

bool same(const safety::PulseSegment& a, const safety::PulseSegment& b) {
  return a.first_pulse == b.first_pulse && a.period == b.period && a.pulses == b.pulses &&
         a.amplitude == b.amplitude && a.pulse_width == b.pulse_width &&
         a.charge1 == b.charge1 && a.charge2 == b.charge2 && a.residual == b.residual &&
         a.configuration == b.configuration && a.flags == b.flags;
}

}  // namespace

Rig::Rig(const controller::TherapyProgram& program, Instant start)
    : program_(program),
      loop_(std::make_unique<controller::ClosedLoop>(program, start)),
      frame_span_(frame_of(program)),
      start_(start),
      now_(start),
      witness_(program.limits) {
  frame_.time = start;
  frame_.channel_count = program.biomarkers.channel_count;
  frame_.sample_count = program.biomarkers.samples_per_frame;
}

Rig::Rig(const controller::TherapyProgram& program,
         const models::VirtualPatientSettings& patient, std::uint64_t seed)
    : Rig(program) {
  patient_ = std::make_unique<models::VirtualPatient>(patient, sim::device_setup(program),
                                                      models::NoiseKey{.seed = seed});
}

void Rig::live_frame(Microseconds period) {
  pass(period);
  arrive();
}

void Rig::live(Microseconds span) {
  for (const Instant end = now_ + span; now_ < end;) live_frame();
}

void Rig::live_until(Mode mode) {
  const Instant end = now_ + kPatience;
  while (report().mode != mode) {
    if (now_ > end) {
      throw std::runtime_error(std::string("never reached: ") +
                               controller::name_of(mode));
    }
    live_frame();
  }
}

void Rig::pass(Microseconds period) {
  const Instant before = now_;
  now_ = now_ + period;
  ++frame_.sequence;
  if (patient_) {
    patient_->advance({&command_, 1}, {&frame_, 1});
  } else {
    sense();
  }
  deliver(before, now_);
}

void Rig::lose(int frames) {
  for (int i = 0; i < frames; ++i) pass(frame_span_);
}

// The world, where nobody answers.
void Rig::sense() {
  frame_.time = now_;
  for (std::size_t i = 0; i < frame_.sample_count; ++i) {
    for (std::size_t c = 0; c < frame_.channel_count; ++c) {
      frame_.samples_uv[c][i] = next_sample_uv(c);
    }
  }
  frame_.front_end = {};
  for (safety::ContactImpedance& contact : frame_.impedances) {
    contact = {Ohms(world.impedance_ohm), world.impedance_age, true};
  }
  frame_.magnet_present = false;
  frame_.mri_mode = false;
  frame_.midnight = false;
  frame_.battery = Millivolts(world.battery_mv);
  frame_.temperature = Millicelsius(world.temperature_mc);
}

float Rig::next_sample_uv(std::size_t channel) {
  const std::int64_t nv = background_.next_nv(channel) * world.gain_permille / 1000;
  return static_cast<float>(nv) * 0.001F;
}

// What the command in force delivers, in truth; and what the source says of it.
void Rig::deliver(Instant from, Instant to) {
  std::vector<safety::testing::Pulse> pulses;
  for (int output = 0; output < safety::kOutputs; ++output) {
    const safety::PulseTrain& train = command_.output(output);
    const models::PulseOnsets onsets = models::onsets_in(train, from, to);
    for (std::uint32_t i = 0; i < onsets.count; ++i) {
      const Microseconds after(train.period.count() * std::int64_t{i});
      pulses.push_back({onsets.first + after, output, train});
    }
    frame_.echo[static_cast<std::size_t>(output)] = models::ideal_echo(
        train, program_.limits.configurations[train.configuration], from, to);
  }
  std::sort(pulses.begin(), pulses.end(),
            [](const auto& a, const auto& b) { return a.onset < b.onset; });
  for (const safety::testing::Pulse& pulse : pulses) {
    complain(witness_.pulse(pulse, witness_.source_ohm(pulse.train, last_inputs_)));
    if (injected_) count(pulse);
  }
  if (on_delivery) distort();
}

void Rig::count(const safety::testing::Pulse& pulse) {
  const Microseconds silence = pulse.onset - last_onset_;
  if (!pulsed_ || silence >= kBurstSilence) ++outcome_.bursts;
  if (!pulsed_ || silence >= kTherapySilence) ++outcome_.therapies;
  pulsed_ = true;
  last_onset_ = pulse.onset;
  outcome_.last_pulse = pulse.onset - injection_;
  ++outcome_.pulses;
}

void Rig::distort() {
  const Echo asked = frame_.echo;
  on_delivery(frame_.echo);
  for (std::size_t o = 0; o < safety::kOutputs; ++o) {
    const safety::OutputEcho& told = frame_.echo[o];
    const bool faithful =
        asked[o].count == told.count && same(asked[o].segments[0], told.segments[0]);
    if (injected_ && !faithful) outcome_.astray += static_cast<int>(pulses_in(told));
  }
}

void Rig::arrive() {
  biomarkers::SampleFrame seen = frame_;
  if (on_frame) on_frame(seen);
  before_step();
  biomarkers::Biomarkers marks = loop_->sense(seen);
  if (on_seen) on_seen(marks);
  command_ = loop_->act(marks, seen);
  after_step();
  judge(seen);
  remember();
  if (on_step) on_step(seen, report());
  frame_.clinician_events = 0;
  frame_.reset_cause = biomarkers::ResetCause::kNone;
}

void Rig::judge(const biomarkers::SampleFrame& seen) {
  const auto ordered = [&](biomarkers::ClinicianEvent event) {
    return (seen.clinician_events & event) != 0;
  };
  if (ordered(biomarkers::kClinicianStart)) stopped_ = false;
  if (ordered(biomarkers::kClinicianStop)) stopped_ = true;
  // The witness goes by true time, and by a stamp only where that may be true.
  const bool credible = seen.time >= last_inputs_.now && seen.time <= now_;
  last_inputs_ = {.now = credible ? seen.time : now_,
                  .sensing_valid = report().seen.signal_valid,
                  .magnet_present = seen.magnet_present,
                  .mri_mode = seen.mri_mode,
                  .clinician_stop = stopped_,
                  .battery = seen.battery,
                  .temperature = seen.temperature,
                  .program_crc = safety::testing::kProgramCrc,
                  .impedances = seen.impedances};
  complain(witness_.command(report().asked, last_inputs_, report().granted));
}

void Rig::complain(const char* what) {
  if (what != nullptr && outcome_.complaint.empty()) outcome_.complaint = what;
}

void Rig::remember() {
  const controller::LoopReport& now = report();
  history_.add(now.mode);
  history_.add(now.granted.command, start_);
  if (!controller::in_episode(now.mode) || now.seen.seizure) calm_since_ = now_;
  longest_calm_ = std::max(longest_calm_, now_ - calm_since_);
  if (!injected_) return;
  Outcome& out = outcome_;
  if (out.modes.empty() || out.modes.back() != now.mode) {
    out.modes.push_back(now.mode);
    out.reached.try_emplace(now.mode, now_ - injection_);
  }
  out.reasons = safety::ReasonSet(out.reasons.bits() | now.granted.reasons.bits());
  out.monitor = std::max(out.monitor, now.monitor.reason);
  out.latched = now.granted.latched;
  if (out.latched && !out.latched_at) out.latched_at = now_ - injection_;
  for (int i = 0; i < controller::kNotices; ++i) {
    const auto notice = static_cast<controller::Notice>(i);
    if (now.notices.has(notice)) out.notices.set(notice, true);
  }
  out.signal_valid = now.seen.signal_valid;
  for (int output = 0; output < safety::kOutputs; ++output) {
    out.highest = std::max(out.highest, now.granted.command.output(output).amplitude);
  }
}

void Rig::listen() { live(120_s); }

void Rig::reach_burst() {
  listen();
  world.gain_permille = kSeizing;
  live_until(Mode::kTreatingBurst);
  live_frame();
}

void Rig::reach_full() {
  live_until(Mode::kTreatingContinuous);
  live(20_s);
}

bool Rig::restart() { return restart_from(loop_->persist()); }

bool Rig::restart_from(const safety::PersistedState& stored) {
  for (const Instant back = now_ + kBoot; now_ < back;) pass(frame_span_);
  loop_ = std::make_unique<controller::ClosedLoop>(program_, now_);
  const bool believed = loop_->restore(stored);
  frame_.reset_cause = biomarkers::ResetCause::kWatchdog;
  return believed;
}

bool Rig::lose_power() {
  command_ = safety::StimCommand::off();
  const bool believed = restart();
  frame_.reset_cause = biomarkers::ResetCause::kBrownOut;
  return believed;
}

void Rig::inject() {
  injected_ = true;
  injection_ = now_;
  outcome_.looped = true;
  outcome_.modes = {report().mode};
  outcome_.reached = {{report().mode, Microseconds{}}};
}

Outcome Rig::outcome() const {
  Outcome seen = outcome_;
  seen.history = history();
  return seen;
}

}  // namespace homeostat::faults
