#include "models/mood_signal.h"

#include <stdexcept>
#include <vector>

#include "biomarkers/mood_settings.h"
#include "models/elementary.h"
#include "models/frame_pulses.h"
#include "models/mood_streams.h"

namespace homeostat::models {
namespace {

using biomarkers::SampleFrame;

constexpr auto kBin_us = static_cast<std::uint64_t>(kMoodStep_s * 1e6);
static_assert(kBin_us == static_cast<std::uint64_t>(biomarkers::kMoodBin.count()));
constexpr std::uint64_t kMinute_us = 60'000'000;
// How fast node activity follows stimulation, and how long a pulse acts without another.
constexpr double kActivityTime_s = 0.5;
constexpr std::uint64_t kPulseActs_us = 100'000;

}  // namespace

// All times within are microseconds since the start of the run.
class MoodSignal::Body {
 public:
  Body(const VirtualPatientSettings& settings, const DeviceSetup& setup,
       const NoiseKey& key, Instant start)
      : settings_(settings),
        setup_(setup),
        key_(key),
        start_us_(start.count()),
        patient_(settings, setup.rate_hz, key),
        sensing_(settings.sensing, settings.contacts, setup.channels, setup.rate_hz, key),
        follow_(1.0 - exp_of(-1.0 / (kActivityTime_s * setup.rate_hz))),
        sensed_(setup.channels.size()),
        pulses_(start) {
    for (std::size_t i = 0; i < kRhythms; ++i) {
      resonances_[i].pole = pole_of(settings.mood.rhythms[i], setup.rate_hz);
    }
    begin_bin();
    activity_power_ = activity_off_;
  }

  void advance(const safety::StimCommand& command, SampleFrame& frame) {
    const std::uint64_t end_us =
        setup_.sample_time_us(next_sample_ + setup_.samples_per_frame);
    frame = SampleFrame{};
    pulses_.schedule(
        command, setup_, frame_start_us_, end_us, frame,
        [this](const safety::PulseTrain&, const safety::ElectrodeConfiguration&,
               const safety::OutputEcho& echo) { return effect_of(echo); });
    frame.time = Instant(start_us_ + end_us);
    frame.sequence = sequence_++;
    frame.channel_count = static_cast<std::uint8_t>(setup_.channels.size());
    frame.sample_count = setup_.samples_per_frame;
    for (std::size_t i = 0; i < setup_.samples_per_frame; ++i) sense(i, frame);
    live_until(end_us);
    tell_time(end_us, frame);
    report_device(settings_, end_us, frame);
    frame_start_us_ = end_us;
  }

  const MoodPatient& patient() const { return patient_; }

 private:
  struct Effect {
    MoodDelivery delivery;  // of one pulse
    double recruited;
  };
  using Pulse = FramePulse<Effect>;
  struct Resonance {
    Pole pole;
    double cosine = 0.0;  // the real part, of variance 1
    double sine = 0.0;
  };

  // Of a single pulse, of as many as the echo tells.
  Effect effect_of(safety::OutputEcho echo) const {
    echo.segments[0].pulses = 1;
    const MoodDelivery delivery =
        delivery_of(echo, setup_.configurations, settings_.contacts, settings_.tissue);
    return {delivery, delivery.recruited()};
  }

  // Delivers what starts before `time_us`, ends the bins that end by then.
  void live_until(std::uint64_t time_us) {
    while (const Pulse* pulse = pulses_.take_before(time_us)) {
      end_bins_until(pulse->onset_us);
      deliver(*pulse);
    }
    end_bins_until(time_us);
  }

  void end_bins_until(std::uint64_t time_us) {
    while ((patient_.bins_done() + 1) * kBin_us <= time_us) {
      patient_.advance(delivered_);
      delivered_ = {};
      begin_bin();
    }
  }

  void begin_bin() {
    for (std::size_t i = 0; i < kRhythms; ++i) {
      power_[i] = patient_.rhythm_power(static_cast<Rhythm>(i));
    }
    activity_off_ = patient_.rhythm_power(Rhythm::kActivity);
    activity_on_ = patient_.rhythm_power(Rhythm::kActivity, recruited_);
  }

  void deliver(const Pulse& pulse) {
    delivered_ += pulse.effect.delivery;
    if (pulse.effect.recruited != recruited_) {
      recruited_ = pulse.effect.recruited;
      activity_on_ = patient_.rhythm_power(Rhythm::kActivity, recruited_);
    }
    acts_until_us_ = pulse.onset_us + kPulseActs_us;
    feel(sensing_, pulse);
  }

  // Sum of the rhythms now, in the unit of focus_gain_uv.
  double observable(std::uint64_t time_us) {
    activity_power_ +=
        follow_ *
        ((time_us < acts_until_us_ ? activity_on_ : activity_off_) - activity_power_);
    power_[static_cast<std::size_t>(Rhythm::kActivity)] = activity_power_;
    double sum = 0.0;
    for (std::size_t i = 0; i < kRhythms; ++i) {
      step(resonances_[i], i);
      sum += __builtin_sqrt(power_[i]) * resonances_[i].cosine;
    }
    return sum;
  }

  void step(Resonance& r, std::size_t i) {
    const auto stream = static_cast<std::uint16_t>(mood_streams::kRhythm + i);
    const auto normals = random_normals(key_, stream, next_sample_);
    const double keep = next_sample_ == 0 ? 0.0 : r.pole.keep;  // stationary at once
    const double fresh = __builtin_sqrt(1.0 - keep * keep);
    const double c = keep * r.pole.cosine;
    const double s = keep * r.pole.sine;
    const double cosine = c * r.cosine - s * r.sine + fresh * normals[0];
    r.sine = s * r.cosine + c * r.sine + fresh * normals[1];
    r.cosine = cosine;
  }

  void sense(std::size_t position, SampleFrame& frame) {
    const std::uint64_t time_us = setup_.sample_time_us(next_sample_);
    live_until(time_us);
    sensing_.sample(next_sample_, static_cast<double>(time_us), observable(time_us),
                    sensed_);
    for (std::size_t c = 0; c < sensed_.size(); ++c) {
      frame.samples_uv[c][position] = sensed_[c].microvolts;
      frame.front_end[c] |= sensed_[c].front_end;
    }
    ++next_sample_;
  }

  std::uint64_t local_minutes(std::uint64_t time_us) const {
    return static_cast<std::uint64_t>(settings_.mood.start_minute) + time_us / kMinute_us;
  }

  void tell_time(std::uint64_t end_us, SampleFrame& frame) const {
    const std::uint64_t minutes = local_minutes(end_us);
    frame.minute_of_day =
        static_cast<std::uint16_t>(minutes % biomarkers::kMinutesPerDay);
    frame.midnight = minutes / biomarkers::kMinutesPerDay !=
                     local_minutes(frame_start_us_) / biomarkers::kMinutesPerDay;
  }

  VirtualPatientSettings settings_;
  DeviceSetup setup_;
  NoiseKey key_;
  std::uint64_t start_us_;
  MoodPatient patient_;
  SensingChain sensing_;
  double follow_;  // share of the way to its goal that activity goes in a sample
  std::vector<SensedSample> sensed_;
  std::array<Resonance, kRhythms> resonances_{};
  std::array<double, kRhythms> power_{};
  double activity_off_ = 0.0;
  double activity_on_ = 0.0;
  double activity_power_ = 0.0;
  double recruited_ = 0.0;
  std::uint64_t acts_until_us_ = 0;
  MoodDelivery delivered_;
  FramePulses<Effect> pulses_;
  std::uint64_t next_sample_ = 0;
  std::uint64_t frame_start_us_ = 0;
  std::uint32_t sequence_ = 0;
};

MoodSignal::MoodSignal(const VirtualPatientSettings& settings, const DeviceSetup& setup,
                       const NoiseKey& key, Instant start) {
  require_valid(setup, settings.contacts);
  body_ = std::make_unique<Body>(settings, setup, key, start);
}
MoodSignal::~MoodSignal() = default;

void MoodSignal::advance(std::span<const safety::StimCommand> commands,
                         std::span<SampleFrame> frames) {
  if (commands.size() != 1 || frames.size() != 1) {
    throw std::invalid_argument("mood signal: a group of one takes one command");
  }
  body_->advance(commands[0], frames[0]);
}

const MoodPatient& MoodSignal::patient() const { return body_->patient(); }

}  // namespace homeostat::models
