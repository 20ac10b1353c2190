// Our own pulses are never a seizure: the shipped open loop, its controller and guard, on
// a sensing chain that adds an artefact of fifty times the signal to a brain that rests.
// The front end says nothing of pulses: only blanking or the template stands between them
// and the detectors.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <deque>

#include "clinical_configs/load.h"
#include "controller/closed_loop.h"
#include "models/sensing_chain.h"
#include "models/stimulator.h"
#include "tests/sim/runs.h"

namespace homeostat::sim {
namespace {

constexpr double kRest_s = 350.0;  // from here to the end of the run: one minute on
constexpr double kRun_s = 430.0;

struct Outcome {
  double artefact = 0.0;   // highest sample, in rms of the signal
  double seizure_s = 0.0;  // said to be one
  double judged_s = 0.0;   // of the minute under full stimulation, with a reading
  double stimulated_s = 0.0;
};

// What the amplifier's band (a low-pass of 100 Hz) leaves of artefacts that decay with 2
// ms, in continuous time: a chain that steps from sample to sample would let them in
// beside it.
class Artefact {
 public:
  void add(Instant onset, Microamps amplitude) {
    pulses_.push_back({static_cast<double>(onset.count()), amplitude.count() * 1e-3});
    if (pulses_.size() > 32) pulses_.pop_front();
  }
  double at(double now_us) const {
    double uv = 0.0;
    for (const Pulse& pulse : pulses_) {
      const double since_s = (now_us - pulse.onset_us) * 1e-6;
      if (since_s < 0.0) continue;
      uv += kUvPerMa * pulse.ma * kBand / (kBand - kDecay) *
            (std::exp(-kDecay * since_s) - std::exp(-kBand * since_s));
    }
    return uv;
  }

 private:
  static constexpr double kUvPerMa = 180.0;
  static constexpr double kDecay = 500.0;  // per second
  static constexpr double kBand = 628.3;
  struct Pulse {
    double onset_us;
    double ma;
  };
  std::deque<Pulse> pulses_;
};

class Bench {
 public:
  explicit Bench(const controller::TherapyProgram& program)
      : program_(program),
        period_us_(1e6 / static_cast<double>(program.biomarkers.sample_rate_hz)),
        chain_({.background_uv_rms = 12.0,
                .amplifier_noise_uv_rms = 2.0,
                .high_pass_hz = 0.5,
                .low_pass_hz = 100.0,
                .rail_uv = 1e5,
                .step_uv = 0.5},
               contacts_, pairs_, 1e6 / period_us_, {.seed = 1}) {}

  Outcome live() {
    controller::ClosedLoop loop(program_, Instant{});
    Outcome outcome;
    double square = 0.0;
    double count = 0.0;
    safety::StimCommand command = safety::StimCommand::off();
    while (seconds_of(frame_.time) < kRun_s) {
      sense(command);
      command = loop.step(frame_);
      const double frame_s = 0.032;
      const double now_s = seconds_of(frame_.time);
      const bool full = command.output(0).amplitude >= Microamps(5000);
      for (std::size_t i = 0; i < frame_.sample_count; ++i) {
        const double uv = static_cast<double>(frame_.samples_uv[0][i]);
        if (now_s > 100.0 && now_s < kRest_s) {
          square += uv * uv;
          ++count;
        }
        if (now_s > kRest_s && full)
          outcome.artefact = std::max(outcome.artefact, std::abs(uv));
      }
      const controller::LoopReport& report = loop.report();
      if (report.seen.seizure) outcome.seizure_s += frame_s;
      if (now_s < kRest_s || !full) continue;
      outcome.stimulated_s += frame_s;
      if (report.seen.detectors[0].valid) outcome.judged_s += frame_s;
    }
    outcome.artefact /= std::sqrt(square / count);
    return outcome;
  }

 private:
  static double seconds_of(Instant time) {
    return static_cast<double>(time.count()) / 1e6;
  }

  // The next frame, while `command` is carried out.
  void sense(const safety::StimCommand& command) {
    const Instant start = frame_.time;
    const int samples = program_.biomarkers.samples_per_frame;
    frame_.time = start + Microseconds(std::llround(period_us_ * samples));
    ++frame_.sequence;
    frame_.channel_count = program_.biomarkers.channel_count;
    frame_.sample_count = static_cast<std::uint8_t>(samples);
    frame_.battery = Millivolts(3000);
    frame_.temperature = Millicelsius(37'000);
    frame_.impedances.fill({.value = Ohms(1000), .age = {}, .valid = true});
    for (std::size_t o = 0; o < artefacts_.size(); ++o) {
      const safety::PulseTrain& train = command.output(static_cast<int>(o));
      const models::PulseOnsets onsets = models::onsets_in(train, start, frame_.time);
      for (std::uint32_t k = 0; k < onsets.count; ++k) {
        artefacts_[o].add(onsets.first + Microseconds(train.period.count() * k),
                          train.amplitude);
      }
      frame_.echo[o] = models::ideal_echo(
          train, program_.limits.configurations[train.configuration], start, frame_.time);
    }
    for (int i = 0; i < samples; ++i) {
      const double now_us = static_cast<double>(start.count()) + period_us_ * i;
      chain_.sample(index_++, now_us, 0.0, sensed_);
      const double artefact_uv = artefacts_[0].at(now_us) + artefacts_[1].at(now_us);
      for (std::size_t c = 0; c < sensed_.size(); ++c) {
        frame_.samples_uv[c][static_cast<std::size_t>(i)] =
            sensed_[c].microvolts + static_cast<float>(artefact_uv);
      }
    }
  }

  controller::TherapyProgram program_;
  double period_us_;
  models::ContactMap contacts_{};
  std::array<models::SensedPair, 2> pairs_{{{0, 2}, {8, 10}}};
  models::SensingChain chain_;
  std::array<models::SensedSample, 2> sensed_{};
  std::array<Artefact, safety::kOutputs> artefacts_;
  biomarkers::SampleFrame frame_;
  std::uint64_t index_ = 0;
};

class OwnArtefact : public Runs {
 protected:
  // The shipped open loop with `period_us` from pulse to pulse, and `artefact` for its
  // blanking.
  Outcome stimulated(const std::string& period_us, const std::string& artefact) const {
    std::string text =
        text_of(HOMEOSTAT_SOURCE_DIR "/clinical_configs/epilepsy/open_loop.textproto");
    const std::pair<std::string, std::string> changes[] = {
        {"blanking_us: 3000", artefact},
        {"period_us: 6897", "period_us: " + period_us},
        {"period_us: 6897", "period_us: " + period_us},
        {"max_period_us: 20000", "max_period_us: 200000"}};
    for (const auto& [from, to] : changes) {
      const std::size_t at = text.find(from);
      if (at == std::string::npos) ADD_FAILURE() << "no " << from;
      if (at != std::string::npos) text.replace(at, from.size(), to);
    }
    std::ofstream(folder_ / "program.txt") << text;
    const Outcome outcome =
        Bench(clinical_configs::load_program(folder_ / "program.txt")).live();
    std::printf(
        "%s us, %s: artefact %.0f x the signal, seizure %.1f s, judged %.1f of %.1f s\n",
        period_us.c_str(), artefact.c_str(), outcome.artefact, outcome.seizure_s,
        outcome.judged_s, outcome.stimulated_s);
    EXPECT_GE(outcome.artefact, 50.0);
    EXPECT_GE(outcome.stimulated_s, 49.0);
    return outcome;
  }
};

TEST_F(OwnArtefact, Saf265_WithoutBlankingOrTemplatePassesForASeizure) {
  EXPECT_GT(stimulated("6897", "blanking_us: 0").seizure_s, 30.0);
  EXPECT_GT(stimulated("150000", "blanking_us: 0").seizure_s, 30.0);
}

TEST_F(OwnArtefact, Saf265_BlankedIsNoSeizureAndLeavesEnoughToJudge) {
  const Outcome outcome = stimulated("150000", "blanking_us: 20000");
  EXPECT_EQ(outcome.seizure_s, 0.0);
  EXPECT_GE(outcome.judged_s, 0.8 * outcome.stimulated_s);
}

TEST_F(OwnArtefact, Saf265_LearntAndSubtractedIsNoSeizureAndLeavesEnoughToJudge) {
  const Outcome outcome = stimulated("6897", "blanking_us: 0 artefact: TEMPLATE");
  EXPECT_EQ(outcome.seizure_s, 0.0);
  EXPECT_GE(outcome.judged_s, 0.8 * outcome.stimulated_s);
}

}  // namespace
}  // namespace homeostat::sim
