#include "models/virtual_patient.h"

#include <algorithm>
#include <stdexcept>

#include "models/cohort.h"
#include "models/frame_pulses.h"
#include "models/way_in.h"
#include "safety/whole_number.h"

namespace homeostat::models {
namespace {

using biomarkers::SampleFrame;

constexpr double kMicro = 1e-6;
// A macro step is the model's own, or less where the model's time runs slowly.
constexpr double kLongestStep_us = 4000.0;
// How often the truth is told whether the model discharges, and the slow state lives.
constexpr std::uint64_t kTruthStep_us = 4000;
constexpr std::uint64_t kSlowStep_us = 1'000'000;

PatientModel patient_model(const VirtualPatientSettings& settings) {
  switch (settings.model) {
    case ModelKind::kSpikeWave:
      return patient_model(settings.spike_wave);
    case ModelKind::kEpileptor:
      return patient_model(settings.epileptor);
    case ModelKind::kNone:
    case ModelKind::kMoodGamma:
    case ModelKind::kVaccDlpfc:
      break;
  }
  throw std::invalid_argument("virtual patient: model: no such neural model");
}

// A field polarises and does not drive: models say with which parameters.
PatientModel made_ready(PatientModel patient, WayIn way_in) {
  if (way_in != WayIn::kField) return patient;
  patient.parameters.at(patient.model->parameter("direct")) = 0.0;
  patient.parameters.at(patient.model->parameter("lambda")) = 1.0;
  return patient;
}

bool moves(const SlowSettings& slow) {
  return slow.baseline != 0.0 || !slow.cycles.empty() || !slow.medication.empty() ||
         slow.plasticity.depth > 0.0;
}

std::uint64_t step_us(const Model& model, double seconds_per_unit) {
  const double own_us = model.facts.step * seconds_per_unit / kMicro;
  return static_cast<std::uint64_t>(std::clamp(own_us + 0.5, 1.0, kLongestStep_us));
}

// In macro steps, at least one.
std::uint64_t steps_in(std::uint64_t time_us, std::uint64_t step_us) {
  return std::max<std::uint64_t>(1, time_us / step_us);
}

}  // namespace

// All times within are microseconds since the start of the run; the macro step is a whole
// number of them.
class VirtualPatient::Body {
 public:
  Body(const VirtualPatientSettings& settings, const DeviceSetup& setup,
       const NoiseKey& key, Instant start)
      : settings_(settings),
        setup_(setup),
        start_us_(start.count()),
        units_per_us_(kMicro / settings.seconds_per_unit),
        model_(made_ready(patient_model(settings), settings.response.way_in)),
        step_us_(step_us(*model_.model, settings.seconds_per_unit)),
        truth_steps_(steps_in(kTruthStep_us, step_us_)),
        slow_steps_(steps_in(kSlowStep_us, step_us_)),
        cohort_(*model_.model, 1,
                {.step = static_cast<double>(step_us_) * units_per_us_, .noise = key}),
        sensing_(settings.sensing, settings.contacts, setup.channels, setup.rate_hz, key),
        truth_(static_cast<double>(truth_steps_ * step_us_) * kMicro,
               model_.smoothing * settings.seconds_per_unit),
        accommodation_(settings.response),
        entry_(settings.response, settings.seconds_per_unit),
        slow_(settings.slow),
        slowly_(moves(settings.slow)),
        state_(model_.rest),
        sensed_(setup.channels.size()),
        pulses_(start) {
    for (std::size_t i = 0; i < model_.rest.size(); ++i) {
      cohort_.state(0, i) = model_.rest[i];
    }
    for (std::size_t i = 0; i < model_.parameters.size(); ++i) {
      cohort_.parameter(0, i) = model_.parameters[i];
    }
    shift();
  }

  void advance(const safety::StimCommand& command, SampleFrame& frame) {
    const std::uint64_t end_us =
        setup_.sample_time_us(next_sample_ + setup_.samples_per_frame);
    frame = SampleFrame{};
    pulses_.schedule(command, setup_, now_us_, end_us, frame,
                     [this](const safety::PulseTrain& train,
                            const safety::ElectrodeConfiguration& configuration,
                            const safety::OutputEcho&) {
                       return Effect{charge_nc(train), in_tissue(train, configuration)};
                     });
    frame.time = Instant(start_us_ + end_us);
    frame.sequence = sequence_++;
    frame.channel_count = static_cast<std::uint8_t>(setup_.channels.size());
    frame.sample_count = setup_.samples_per_frame;
    for (std::size_t i = 0; i < setup_.samples_per_frame; ++i) sense(i, frame);
    live_until(end_us);
    report_device(settings_, end_us, frame);
  }

  bool in_seizure() const { return truth_.in_seizure(); }
  double susceptibility() const { return slow_.susceptibility(); }
  std::vector<SeizureInterval> seizures() const {
    return truth_.seizures(static_cast<double>(now_us_) * kMicro);
  }

 private:
  struct Effect {
    double charge_nc;
    TissuePulse tissue;
  };
  using Pulse = FramePulse<Effect>;

  TissuePulse in_tissue(const safety::PulseTrain& train,
                        const safety::ElectrodeConfiguration& configuration) const {
    const ContactMap& contacts = settings_.contacts;
    return {
        .recruited = recruited_fraction(configuration, train.amplitude, train.pulse_width,
                                        contacts, settings_.tissue),
        .current_ma = nearest_current_ua(configuration, train.amplitude, contacts) * 1e-3,
        .width_us = static_cast<double>(train.pulse_width.count()),
        .gap_us = static_cast<double>(configuration.interphase_gap.count()),
        .second_phase_ratio = std::max<double>(configuration.second_phase_ratio, 1.0)};
  }

  // Delivers what starts before `time_us`, lives the macro steps that end by then.
  void live_until(std::uint64_t time_us) {
    while (const Pulse* pulse = pulses_.take_before(time_us)) {
      live_steps_until(pulse->onset_us);
      deliver(*pulse);
    }
    live_steps_until(time_us);
    now_us_ = time_us;
  }

  void live_steps_until(std::uint64_t time_us) {
    const std::uint64_t end = time_us / step_us_;
    while (cohort_.steps_done() < end) {
      const std::uint64_t done = cohort_.steps_done();
      std::uint64_t next = std::min(end, (done / truth_steps_ + 1) * truth_steps_);
      if (slowly_) next = std::min(next, (done / slow_steps_ + 1) * slow_steps_);
      if (entry_.shift() != 0.0) next = done + 1;
      cohort_.advance(next - done);
      meet_step(next);
    }
  }

  // What has its time at the end of a macro step.
  void meet_step(std::uint64_t step) {
    const double now_s = static_cast<double>(step * step_us_) * kMicro;
    if (entry_.shift() != 0.0) {
      entry_.fade(static_cast<double>(step_us_) * kMicro);
      shift();
    }
    if (step % truth_steps_ == 0) {
      for (std::size_t i = 0; i < state_.size(); ++i) state_[i] = cohort_.state(0, i);
      truth_.update(now_s, model_.discharge(state_.data()));
    }
    if (slowly_ && step % slow_steps_ == 0) {
      slow_.advance(now_s);
      shift();
    }
  }

  void shift() {
    cohort_.parameter(0, model_.excitability) =
        model_.parameters[model_.excitability] + slow_.susceptibility() + entry_.shift();
  }

  void deliver(const Pulse& pulse) {
    const std::uint64_t step = cohort_.steps_done();
    const double offset = static_cast<double>(pulse.onset_us - step * step_us_);
    const double charge_nc = pulse.effect.charge_nc;
    TissuePulse tissue = pulse.effect.tissue;
    tissue.onset_s = static_cast<double>(pulse.onset_us) * kMicro;
    tissue.effect = effect_of(charge_nc, accommodation_.meet(charge_nc, tissue.onset_s),
                              settings_.response);
    for (PulseTrain train : entry_.deliver(tissue)) {
      train.start += offset * units_per_us_;
      cohort_.stimulate(0, train, step);
    }
    slow_.deliver(tissue.recruited);
    feel(sensing_, pulse);
  }

  // Of the brain now, which may be within a macro step.
  double observable() const {
    const std::uint64_t ahead_us = now_us_ - cohort_.steps_done() * step_us_;
    return ahead_us == 0 ? cohort_.observable(0)
                         : cohort_.observable_after(
                               0, static_cast<double>(ahead_us) * units_per_us_);
  }

  void sense(std::size_t position, SampleFrame& frame) {
    const std::uint64_t time_us = setup_.sample_time_us(next_sample_);
    live_until(time_us);
    sensing_.sample(next_sample_, static_cast<double>(time_us), observable(), sensed_);
    for (std::size_t c = 0; c < sensed_.size(); ++c) {
      frame.samples_uv[c][position] = sensed_[c].microvolts;
      frame.front_end[c] |= sensed_[c].front_end;
    }
    ++next_sample_;
  }

  VirtualPatientSettings settings_;
  DeviceSetup setup_;
  std::uint64_t start_us_;
  double units_per_us_;
  PatientModel model_;
  std::uint64_t step_us_;
  std::uint64_t truth_steps_;
  std::uint64_t slow_steps_;
  Cohort cohort_;
  SensingChain sensing_;
  SeizureTruth truth_;
  Accommodation accommodation_;
  PulseEntry entry_;
  SlowState slow_;
  bool slowly_;
  std::vector<double> state_;
  std::vector<SensedSample> sensed_;
  FramePulses<Effect> pulses_;
  std::uint64_t next_sample_ = 0;
  std::uint64_t now_us_ = 0;
  std::uint32_t sequence_ = 0;
};

VirtualPatient::VirtualPatient(const VirtualPatientSettings& settings,
                               const DeviceSetup& setup, const NoiseKey& key,
                               Instant start) {
  require_valid(settings);
  if (has_mood(settings.model)) {
    throw std::invalid_argument("virtual patient '" + settings.name +
                                "': model: a mood, which VirtualPatient does not live; "
                                "make a MoodSignal or a MoodPatient of it");
  }
  require_valid(setup, settings.contacts);
  body_ = std::make_unique<Body>(settings, setup, key, start);
}
VirtualPatient::~VirtualPatient() = default;

void VirtualPatient::advance(std::span<const safety::StimCommand> commands,
                             std::span<SampleFrame> frames) {
  if (commands.size() != 1 || frames.size() != 1) {
    throw std::invalid_argument("virtual patient: a group of one takes one command");
  }
  body_->advance(commands[0], frames[0]);
}

double VirtualPatient::susceptibility() const { return body_->susceptibility(); }
bool VirtualPatient::in_seizure() const { return body_->in_seizure(); }
std::vector<SeizureInterval> VirtualPatient::seizures() const {
  return body_->seizures();
}

}  // namespace homeostat::models
