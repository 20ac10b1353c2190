#include "models/virtual_patient.h"

#include <algorithm>
#include <stdexcept>

#include "models/neural_mass.h"
#include "models/ode_solver.h"
#include "models/stimulator.h"
#include "models/white_noise.h"
#include "safety/whole_number.h"

namespace homeostat::models {
namespace {

using biomarkers::SampleFrame;

constexpr double kMicro = 1e-6;
// White noise is drawn on a grid of the brain's own, so that programs with different
// sampling rates meet the same brain: 4 ms, or less where the model's time runs faster.
constexpr double kLongestNoiseStep_us = 4000.0;
constexpr double kLongestNoiseStep_units = 0.1;
constexpr std::uint64_t kSlowStep_us = 1'000'000;

std::unique_ptr<NeuralMass> make_neural_mass(const VirtualPatientSettings& settings) {
  switch (settings.model) {
    case ModelKind::kSpikeWave:
      return std::make_unique<NeuralMassOf<SpikeWave>>(SpikeWave(settings.spike_wave));
    case ModelKind::kEpileptor:
      return std::make_unique<NeuralMassOf<EpileptorPatient>>(
          EpileptorPatient(settings.epileptor));
    case ModelKind::kNone:
      break;
  }
  throw std::invalid_argument("virtual patient: model: no such neural model");
}

void require_valid(const VirtualPatientSettings& settings) {
  const auto faults = validate(settings);
  if (faults.empty()) return;
  const SettingsFault& f = faults.front();
  throw std::invalid_argument("virtual patient '" + settings.name + "': " + f.field +
                              " is " + std::to_string(f.value) + "; allowed " +
                              std::to_string(f.lowest) + " to " +
                              std::to_string(f.highest) + "; " + f.why);
}

[[noreturn]] void refuse(const std::string& what) {
  throw std::invalid_argument("device setup: " + what);
}

void require_present(const ContactMap& contacts, int contact, const char* use) {
  if (contact >= 0 && contact < safety::kContacts &&
      contacts[static_cast<std::size_t>(contact)].present) {
    return;
  }
  refuse(std::string(use) + " contact " + std::to_string(contact) +
         ", which this patient does not have");
}

void require_contacts(const DeviceSetup& setup, const ContactMap& contacts) {
  for (const SensedPair& pair : setup.channels) {
    for (const int contact : {pair.plus_contact, pair.minus_contact}) {
      if (contact != -1) require_present(contacts, contact, "channel senses");
    }
  }
  for (const safety::ElectrodeConfiguration& configuration : setup.configurations) {
    for (int contact = 0; contact < safety::kContacts; ++contact) {
      if (configuration.contacts[static_cast<std::size_t>(contact)].polarity !=
          safety::Polarity::kUnused) {
        require_present(contacts, contact, "configuration drives");
      }
    }
  }
}

void require_valid(const DeviceSetup& setup, const ContactMap& contacts) {
  if (!(setup.rate_hz >= 1.0 && setup.rate_hz <= 1e5)) {
    refuse("rate_hz: allowed 1 to 100000");
  }
  if (setup.samples_per_frame < 1 || setup.samples_per_frame > biomarkers::kMaxSamples) {
    refuse("samples_per_frame: allowed 1 to " + std::to_string(biomarkers::kMaxSamples));
  }
  if (setup.channels.empty() || setup.channels.size() > biomarkers::kMaxChannels) {
    refuse("channels: allowed 1 to " + std::to_string(biomarkers::kMaxChannels));
  }
  require_contacts(setup, contacts);
}

bool moves(const SlowSettings& slow) {
  return slow.baseline != 0.0 || !slow.cycles.empty() || !slow.medication.empty() ||
         slow.plasticity.depth > 0.0;
}

std::uint64_t noise_step_us(double seconds_per_unit) {
  const double unit_us = seconds_per_unit / kMicro;
  const double step_us =
      std::min(kLongestNoiseStep_us, kLongestNoiseStep_units * unit_us);
  return static_cast<std::uint64_t>(std::max(1.0, step_us));
}

}  // namespace

// All times within are microseconds since the start of the run; the solver's own time is
// in units of the model since the last noise step, so that a long run loses no digits.
class VirtualPatient::Body {
 public:
  Body(const VirtualPatientSettings& settings, const DeviceSetup& setup,
       const NoiseKey& key, Instant start)
      : settings_(settings),
        setup_(setup),
        start_us_(start.count()),
        units_per_us_(kMicro / settings.seconds_per_unit),
        noise_step_us_(noise_step_us(settings.seconds_per_unit)),
        model_(make_neural_mass(settings)),
        noise_(model_->noise_intensities(), key,
               static_cast<double>(noise_step_us_) * units_per_us_),
        solver_(
            model_->name(),
            [this](double t, auto x, auto out) { model_->rates(x, noise_.at(t), out); },
            model_->rest(), 0.0),
        sensing_(settings.sensing, settings.contacts, setup.channels, setup.rate_hz, key),
        truth_(static_cast<double>(noise_step_us_) * kMicro,
               model_->discharge_smoothing() * settings.seconds_per_unit),
        accommodation_(settings.response),
        slow_(settings.slow),
        slowly_(moves(settings.slow)) {
    if (slowly_) model_->shift(slow_.susceptibility());
    state_.resize(solver_.state().size());
    sensed_.resize(setup.channels.size());
    noise_.draw(0);
  }

  void advance(const safety::StimCommand& command, SampleFrame& frame) {
    const std::uint64_t end_us = sample_time_us(next_sample_ + setup_.samples_per_frame);
    frame = SampleFrame{};
    schedule(command, end_us, frame);
    frame.time = Instant(start_us_ + end_us);
    frame.sequence = sequence_++;
    frame.channel_count = static_cast<std::uint8_t>(setup_.channels.size());
    frame.sample_count = setup_.samples_per_frame;
    for (std::size_t i = 0; i < setup_.samples_per_frame; ++i) sense(i, frame);
    live_until(end_us);
    report_device(end_us, frame);
  }

  bool in_seizure() const { return truth_.in_seizure(); }
  double susceptibility() const { return slow_.susceptibility(); }
  std::vector<SeizureInterval> seizures() const {
    return truth_.seizures(static_cast<double>(now_us_) * kMicro);
  }

 private:
  struct Pulse {
    std::uint64_t onset_us;
    int output;
    double recruited;
    double charge_nc;
    double amplitude_ua;
    double width_us;
    double duration_us;  // both phases and the gap between
    const safety::ElectrodeConfiguration* configuration;
  };

  // Rounded down. Exact to the microsecond for 9e9 samples, a year at 250 Hz.
  std::uint64_t sample_time_us(std::uint64_t sample) const {
    return static_cast<std::uint64_t>(static_cast<double>(sample) * 1e6 / setup_.rate_hz);
  }

  // Which pulses start within the frame, and what each does.
  void schedule(const safety::StimCommand& command, std::uint64_t end_us,
                SampleFrame& frame) {
    pulses_.clear();
    next_pulse_ = 0;
    for (int output = 0; output < safety::kOutputs; ++output) {
      schedule(output, command.output(output), Instant(start_us_ + end_us),
               frame.echo[static_cast<std::size_t>(output)]);
    }
    std::stable_sort(pulses_.begin(), pulses_.end(), [](const Pulse& a, const Pulse& b) {
      return a.onset_us < b.onset_us;
    });
  }

  void schedule(int output, const safety::PulseTrain& train, Instant end,
                safety::OutputEcho& echo) {
    const Instant start(start_us_ + now_us_);
    const PulseOnsets onsets = onsets_in(train, start, end);
    if (onsets.count == 0) return;
    const auto& configuration = configuration_of(train);
    const double recruited =
        recruited_fraction(configuration, train.amplitude, train.pulse_width,
                           settings_.contacts, settings_.tissue);
    const auto period = static_cast<std::uint64_t>(train.period.count());
    for (std::uint32_t k = 0; k < onsets.count; ++k) {
      pulses_.push_back({onsets.first.count() - start_us_ + k * period, output, recruited,
                         charge_nc(train), static_cast<double>(train.amplitude.count()),
                         static_cast<double>(train.pulse_width.count()),
                         pulse_duration_us(train, configuration), &configuration});
    }
    echo = ideal_echo(train, configuration, start, end);
  }

  const safety::ElectrodeConfiguration& configuration_of(
      const safety::PulseTrain& train) const {
    if (train.configuration >= setup_.configurations.size()) {
      throw std::invalid_argument("device setup: command names electrode configuration " +
                                  std::to_string(train.configuration) + "; there are " +
                                  std::to_string(setup_.configurations.size()));
    }
    return setup_.configurations[train.configuration];
  }

  void live_until(std::uint64_t time_us) {
    while (now_us_ < time_us) {
      meet_edges();
      std::uint64_t stop_us = std::min(time_us, noise_end_us());
      if (next_pulse_ < pulses_.size()) {
        stop_us = std::min(stop_us, pulses_[next_pulse_].onset_us);
      }
      solver_.advance(local(stop_us));
      now_us_ = stop_us;
    }
  }

  // The slow state keeps the step of seconds: between two of its steps nothing moves.
  void live_slowly() {
    if (!slowly_ || now_us_ < next_slow_us_) return;
    slow_.advance(static_cast<double>(now_us_) * kMicro);
    model_->shift(slow_.susceptibility());
    next_slow_us_ = now_us_ + kSlowStep_us;
  }

  // Whatever starts at this very microsecond.
  void meet_edges() {
    if (now_us_ == noise_end_us()) {
      live_slowly();
      truth_.update(static_cast<double>(now_us_) * kMicro,
                    model_->discharge(solver_.state()));
      noise_.draw(++noise_step_);
      solver_.restart(solver_.state(), 0.0);
      solver_.tell_times_from(static_cast<double>(now_us_) * units_per_us_);
    }
    for (; next_pulse_ < pulses_.size() && pulses_[next_pulse_].onset_us == now_us_;
         ++next_pulse_) {
      const Pulse& pulse = pulses_[next_pulse_];
      std::copy(solver_.state().begin(), solver_.state().end(), state_.begin());
      const double threshold_nc =
          accommodation_.meet(pulse.charge_nc, static_cast<double>(now_us_) * kMicro);
      model_->jump(state_, jump_of(pulse.recruited, pulse.charge_nc, threshold_nc,
                                   settings_.response));
      slow_.deliver(pulse.recruited);
      solver_.restart(state_, local(now_us_));
      sensing_.stimulate(pulse.output, static_cast<double>(now_us_), pulse.amplitude_ua,
                         pulse.duration_us);
      sensing_.polarise(*pulse.configuration, static_cast<double>(now_us_),
                        pulse.amplitude_ua, pulse.width_us);
    }
  }

  std::uint64_t noise_end_us() const { return (noise_step_ + 1) * noise_step_us_; }
  double local(std::uint64_t time_us) const {
    return static_cast<double>(time_us - noise_step_ * noise_step_us_) * units_per_us_;
  }

  void sense(std::size_t position, SampleFrame& frame) {
    const std::uint64_t time_us = sample_time_us(next_sample_);
    live_until(time_us);
    sensing_.sample(next_sample_, static_cast<double>(time_us),
                    model_->observable(solver_.state()), sensed_);
    for (std::size_t c = 0; c < sensed_.size(); ++c) {
      frame.samples_uv[c][position] = sensed_[c].microvolts;
      frame.front_end[c] |= sensed_[c].front_end;
    }
    ++next_sample_;
  }

  void report_device(std::uint64_t end_us, SampleFrame& frame) const {
    const auto period_us =
        static_cast<std::uint64_t>(settings_.impedance_check_period_s / kMicro);
    for (std::size_t i = 0; i < frame.impedances.size(); ++i) {
      const ContactSettings& contact = settings_.contacts[i];
      if (!contact.present) continue;
      frame.impedances[i].value =
          Ohms(safety::whole_number(static_cast<float>(contact.impedance_ohm)));
      frame.impedances[i].age =
          Microseconds(static_cast<std::int64_t>(end_us % period_us));
      frame.impedances[i].valid = true;
    }
    frame.battery = Millivolts(settings_.battery_mv);
    frame.temperature = Millicelsius(settings_.temperature_mc);
  }

  VirtualPatientSettings settings_;
  DeviceSetup setup_;
  std::uint64_t start_us_;
  double units_per_us_;
  std::uint64_t noise_step_us_;
  std::unique_ptr<NeuralMass> model_;
  WhiteNoise noise_;
  OdeSolver solver_;
  SensingChain sensing_;
  SeizureTruth truth_;
  Accommodation accommodation_;
  SlowState slow_;
  bool slowly_;
  std::uint64_t next_slow_us_ = kSlowStep_us;
  std::vector<double> state_;
  std::vector<SensedSample> sensed_;
  std::vector<Pulse> pulses_;  // of this frame, by onset
  std::size_t next_pulse_ = 0;
  std::uint64_t noise_step_ = 0;
  std::uint64_t next_sample_ = 0;
  std::uint64_t now_us_ = 0;
  std::uint32_t sequence_ = 0;
};

VirtualPatient::VirtualPatient(const VirtualPatientSettings& settings,
                               const DeviceSetup& setup, const NoiseKey& key,
                               Instant start) {
  require_valid(settings);
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
