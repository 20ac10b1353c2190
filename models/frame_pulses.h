// The pulses that start within a frame, by onset, and what the frame's echo tells of
// them: from the command to the moments at which a patient is stimulated.
//
// What a pulse does is its patient's business: each train is turned into an `Effect`
// once, and each of its pulses carries it. Knows no patient. Times are microseconds since
// the start of the run.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "biomarkers/sample_frame.h"
#include "models/device_setup.h"
#include "models/response.h"
#include "models/sensing_chain.h"
#include "models/stimulator.h"

namespace homeostat::models {

template <class Effect>
struct FramePulse {
  std::uint64_t onset_us = 0;
  int output = 0;
  double amplitude_ua = 0.0;
  double width_us = 0.0;
  double duration_us = 0.0;  // both phases and the gap between
  const safety::ElectrodeConfiguration* configuration = nullptr;
  Effect effect{};
};

// Not thread-safe.
template <class Effect>
class FramePulses {
 public:
  using Pulse = FramePulse<Effect>;

  explicit FramePulses(Instant run_start) : run_start_us_(run_start.count()) {}

  // Replaces what was left of the frame before. `make_effect(train, configuration, echo)`
  // makes what each pulse of the train carries. The setup must outlive the pulses.
  template <class MakeEffect>
  void schedule(const safety::StimCommand& command, const DeviceSetup& setup,
                std::uint64_t start_us, std::uint64_t end_us,
                biomarkers::SampleFrame& frame, MakeEffect make_effect) {
    pulses_.clear();
    next_ = 0;
    const Instant start(run_start_us_ + start_us);
    const Instant end(run_start_us_ + end_us);
    for (int output = 0; output < safety::kOutputs; ++output) {
      const safety::PulseTrain& train = command.output(output);
      const PulseOnsets onsets = onsets_in(train, start, end);
      if (onsets.count == 0) continue;
      const auto& configuration = setup.configuration_of(train);
      auto& echo = frame.echo[static_cast<std::size_t>(output)];
      echo = ideal_echo(train, configuration, start, end);
      add(onsets, train,
          {.output = output,
           .amplitude_ua = static_cast<double>(train.amplitude.count()),
           .width_us = static_cast<double>(train.pulse_width.count()),
           .duration_us = pulse_duration_us(train, configuration),
           .configuration = &configuration,
           .effect = make_effect(train, configuration, echo)});
    }
    std::stable_sort(pulses_.begin(), pulses_.end(), [](const Pulse& a, const Pulse& b) {
      return a.onset_us < b.onset_us;
    });
  }

  // The next one that starts before `time_us`, until the next schedule(); null where
  // there is none.
  const Pulse* take_before(std::uint64_t time_us) {
    const bool due = next_ < pulses_.size() && pulses_[next_].onset_us < time_us;
    return due ? &pulses_[next_++] : nullptr;
  }

 private:
  void add(const PulseOnsets& onsets, const safety::PulseTrain& train, Pulse pulse) {
    const auto period = static_cast<std::uint64_t>(train.period.count());
    for (std::uint32_t k = 0; k < onsets.count; ++k) {
      pulse.onset_us = onsets.first.count() - run_start_us_ + k * period;
      pulses_.push_back(pulse);
    }
  }

  std::uint64_t run_start_us_;
  std::vector<Pulse> pulses_;
  std::size_t next_ = 0;
};

// What the pulse leaves in what is sensed.
template <class Effect>
void feel(SensingChain& sensing, const FramePulse<Effect>& pulse) {
  const auto onset_us = static_cast<double>(pulse.onset_us);
  sensing.stimulate(pulse.output, onset_us, pulse.amplitude_ua, pulse.duration_us);
  sensing.polarise(*pulse.configuration, onset_us, pulse.amplitude_ua, pulse.width_us);
}

}  // namespace homeostat::models
