#include "sim/pulse_words.h"

#include <vector>

#include "sim/model_arguments.h"
#include "sim/model_text.h"

namespace homeostat::sim {
namespace {

// Pulses of one train are all kept in mind by the adaptive engines.
constexpr double kMostPulses = 1e7;

// The numbers of one train, read in order. Rates and widths go into the model's unit of
// time.
class Words {
 public:
  Words(const models::Model& model, const char* option, const std::string& text,
        std::size_t numbers, const char* form)
      : option_(option), text_(text), parts_(split(text)) {
    biphasic_ = parts_.size() == numbers + 1 && parts_.back() == "biphasic";
    if (parts_.size() != numbers && !biphasic_) refuse(std::string("give ") + form);
    const double second = model.facts.seconds_per_unit;
    if (second > 0.0) rate_unit_ = second;
    if (second > 0.0) width_unit_ = 1e-6 / second;
  }

  double take() { return number(parts_[next_++], option_); }
  double take_rate() { return take() * rate_unit_; }
  double take_width() { return take() * width_unit_; }
  bool biphasic() const { return biphasic_; }
  double length(double width) const { return biphasic_ ? 2.0 * width : width; }

  void need(bool good, const char* what) const {
    if (!good) refuse(what);
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw UsageError(std::string(option_) + " '" + text_ + "': " + what);
  }

  const char* option_;
  const std::string& text_;
  std::vector<std::string> parts_;
  std::size_t next_ = 0;
  bool biphasic_ = false;
  double rate_unit_ = 1.0;
  double width_unit_ = 1.0;
};

constexpr const char* kOverlap =
    "a pulse (twice its width if biphasic) must end before the next one begins";

// Whether so many pulses or bursts, each so long, fit into their period: what overlapped
// would add up. One alone is as long as it likes; rounding makes no overlap of a train
// without pauses.
bool apart(double length, double rate, std::uint64_t count) {
  return count <= 1 || length * rate <= 1.0 + 1e-9;
}

bool fair_times(double width, double start, double stop) {
  return width > 0.0 && start >= 0.0 && stop >= start;
}

}  // namespace

models::PulseTrain periodic_train(const models::Model& model, const std::string& text) {
  Words words(model, "--pulse-train", text, 5,
              "rate_hz,width_us,amplitude,start,stop[,biphasic]");
  const double rate = words.take_rate();
  const double width = words.take_width();
  const double amplitude = words.take();
  const double start = words.take();
  const double stop = words.take();
  words.need(rate > 0.0 && fair_times(width, start, stop) &&
                 (stop - start) * rate <= kMostPulses,
             "rate and width must be positive, start not negative, stop not before it, "
             "and at most 1e7 pulses");
  const std::uint64_t pulses = models::pulses_until(start, 1.0 / rate, stop);
  words.need(pulses > 0, "no pulse begins between start and stop");
  words.need(apart(words.length(width), rate, pulses), kOverlap);
  return {.start = start,
          .period = 1.0 / rate,
          .pulses = pulses,
          .width = width,
          .amplitude = amplitude,
          .biphasic = words.biphasic()};
}

models::PulseTrain burst_train(const models::Model& model, const std::string& text) {
  Words words(model, "--burst-train", text, 7,
              "pulses,burst_rate_hz,rate_hz,width_us,amplitude,start,stop[,biphasic]");
  const double pulses = words.take();
  const double burst_rate = words.take_rate();
  const double rate = words.take_rate();
  const double width = words.take_width();
  const double amplitude = words.take();
  const double start = words.take();
  const double stop = words.take();
  words.need(pulses >= 1.0 && pulses <= 1e6 && pulses == __builtin_floor(pulses),
             "pulses of a burst: allowed 1 to 1000000");
  words.need(burst_rate > 0.0 && rate > 0.0 && fair_times(width, start, stop) &&
                 (stop - start) * burst_rate * pulses <= kMostPulses,
             "rates and width must be positive, start not negative, stop not before it, "
             "and at most 1e7 pulses");
  words.need((pulses - 1.0) / rate < 1.0 / burst_rate,
             "a burst must end before the next one begins");
  const std::uint64_t bursts = models::pulses_until(start, 1.0 / burst_rate, stop);
  words.need(bursts > 0, "no pulse begins between start and stop");
  const double burst = (pulses - 1.0) / rate + words.length(width);
  words.need(apart(words.length(width), rate, static_cast<std::uint64_t>(pulses)) &&
                 apart(burst, burst_rate, bursts),
             kOverlap);
  return {.start = start,
          .period = 1.0 / rate,
          .pulses = static_cast<std::uint64_t>(pulses),
          .bursts = bursts,
          .burst_period = 1.0 / burst_rate,
          .width = width,
          .amplitude = amplitude,
          .biphasic = words.biphasic()};
}

models::PhaseTrain phase_train(const models::Model& model, const std::string& text) {
  Words words(model, "--phase-train", text, 6,
              "frequency_hz,phase_deg,width_us,amplitude,start,stop[,biphasic]");
  models::PhaseTrain train;
  train.trigger.frequency = words.take_rate();
  train.trigger.phase_degrees = words.take();
  train.pulse.width = words.take_width();
  train.pulse.amplitude = words.take();
  train.pulse.biphasic = words.biphasic();
  train.start = words.take();
  train.stop = words.take();
  words.need(train.trigger.frequency > 0.0 &&
                 fair_times(train.pulse.width, train.start, train.stop),
             "frequency and width must be positive, start not negative, stop not before "
             "it");
  return train;
}

void expect_before_end(double start, double t_end) {
  if (start < t_end) return;
  throw UsageError("stimulation begins at " + exact(start) +
                   ", the run ends at --t-end " + exact(t_end));
}

}  // namespace homeostat::sim
