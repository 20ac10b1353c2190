#include "sim/slow_run.h"

#include <algorithm>
#include <utility>

#include "biomarkers/cadence.h"
#include "models/mood_delivery.h"
#include "models/mood_patient.h"
#include "models/stimulator.h"
#include "sim/mood_bins.h"
#include "sim/mood_device.h"
#include "sim/mood_diary.h"
#include "sim/slow_clock.h"
#include "sim/slow_tally.h"
#include "sim/visits.h"

namespace homeostat::sim {
namespace {

using biomarkers::SampleFrame;

class Life {
 public:
  explicit Life(const SlowRunPlan& plan)
      : plan_(plan),
        frame_(biomarkers::Cadence{plan.program.biomarkers.sample_rate_hz,
                                   plan.program.biomarkers.samples_per_frame}
                   .frame()),
        clock_(plan.patient.mood.start_minute),
        patient_(plan.patient,
                 static_cast<double>(plan.program.biomarkers.sample_rate_hz), plan.key),
        device_(plan.program, Instant{}),
        visits_(plan.key, plan.flags),
        deaf_(plan.program.biomarkers.mood.exclusion),
        diary_(plan.program),
        tally_(plan.program, clock_) {}

  // One bin at least, so that there is something to tell.
  SlowRun live(const std::atomic<bool>& stop) {
    const auto bins = static_cast<std::int64_t>(plan_.days * kBinsPerDay + 0.5);
    do {
      live_bin();
      if (plan_.progress) plan_.progress(today());
    } while (tally_.bins() < bins && !stop.load(std::memory_order_relaxed));
    return {.history = diary_.close(), .totals = tally_.close(device_.report())};
  }

 private:
  bool within(const std::vector<DaySpan>& spans) const {
    return std::ranges::any_of(spans, [this](const DaySpan& span) {
      return today() >= span.from_day && today() < span.to_day;
    });
  }
  double today() const { return static_cast<double>(tally_.bins()) / kBinsPerDay; }

  void live_bin() {
    const Instant start(static_cast<std::uint64_t>(tally_.bins()) *
                        static_cast<std::uint64_t>(biomarkers::kMoodBin.count()));
    const Instant end = start + biomarkers::kMoodBin;
    bin_heard_ = !within(plan_.gaps);
    whole_ = bin_heard_ && !within(plan_.deaf);
    hear_people();
    if (orders_ != 0) step();
    while (device_.now() + frame_ < end) advance_before(end);
    end_bin(start, end);
  }

  // What people do in this bin reaches the device in its first frame.
  void hear_people() {
    if (!armed_ && today() >= plan_.arm_day) {
      armed_ = true;
      orders_ |= biomarkers::kClinicianStart;
    }
    if (patient_.adverse_event()) diary_.add(visits_.tell_adverse(today()));
    if (visits_.is_due(patient_)) {
      for (ScaleEvent& event : visits_.hold(patient_, today()))
        diary_.add(std::move(event));
    }
    orders_ |= visits_.take_orders();
  }

  // Nothing is rested through that a frame must tell of: the end of a bin or of a local
  // day.
  void advance_before(Instant end) {
    const std::int64_t frames =
        std::min(((end - device_.now()).count() - 1) / frame_.count(),
                 clock_.frames_left_of_day(device_.now(), frame_));
    Instant goal = device_.now() + Microseconds(frames * frame_.count());
    const Instant cut = reboots_ < plan_.reboots.size()
                            ? SlowClock::at_day(plan_.reboots[reboots_])
                            : end;
    const bool loses_power = cut < end;
    if (loses_power) goal = std::min(goal, cut);
    if (!plan_.every_frame && bin_heard_ && !command_.on()) rest(goal);
    if (loses_power && device_.now() + frame_ > cut) reboot();
    if (device_.now() + frame_ < end) step();
  }

  void rest(Instant goal) {
    const Instant before = device_.now();
    const Microseconds rested = device_.rest(goal, frame_) - before;
    tally_.pass(device_.report().mode, rested);
  }

  // What the listener had heard of the bin is gone with the power; a clinician, or who
  // cares for the patient, turns therapy on again.
  void reboot() {
    ++reboots_;
    step();  // what is compared is of now
    const controller::EpisodeView before = device_.report().episode;
    device_.reboot();
    command_ = safety::StimCommand::off();
    whole_ = false;
    cause_ = biomarkers::ResetCause::kPowerOn;
    if (armed_) orders_ |= biomarkers::kClinicianStart;
    diary_.add({.day = SlowClock::day_of(device_.now()),
                .kind = StoryKind::kReboot,
                .what = "power lost; the bin under way is not known"});
    step();
    const controller::EpisodeView& after = device_.report().episode;
    if (after.bursts_left_day > before.bursts_left_day ||
        after.bursts_left_hour > before.bursts_left_hour ||
        after.dose_permille > before.dose_permille)
      tally_.add_gained_budget();
  }

  void end_bin(Instant start, Instant end) {
    const biomarkers::MoodBin bin =
        bin_of(patient_, plan_.program.biomarkers, whole_, deaf_.permille_of(start, end));
    device_.end_bin(bin, clock_.minute_at(end));
    const bool asleep = patient_.asleep();
    const double truth = patient_.mood();
    patient_.advance(delivered_);
    const SlowTally::Given given = tally_.take_given();
    const LivedBin lived{.day = today(),
                         .bin = bin,
                         .asleep = asleep,
                         .bursts = given.bursts,
                         .amplitude_ua = given.amplitude_ua,
                         .charge_uc = delivered_.charge_uc,
                         .true_mood = truth};
    delivered_ = {};
    tally_.add_bin();
    step();  // the first frame that knows of the bin
    diary_.add(lived, device_.report());
  }

  void step() {
    SampleFrame frame;
    frame.time = device_.now() + frame_;
    frame.sequence = static_cast<std::uint32_t>(
        frame.time.count() / static_cast<std::uint64_t>(frame_.count()));
    frame.channel_count = plan_.program.biomarkers.channel_count;
    frame.minute_of_day = clock_.minute_at(frame.time);
    frame.midnight = !clock_.same_day(frame.time, device_.now());
    frame.clinician_events = std::exchange(orders_, std::uint8_t{0});
    frame.reset_cause = std::exchange(cause_, biomarkers::ResetCause::kNone);
    models::report_device(plan_.patient, frame.time.count(), frame);
    deliver(device_.now(), frame);
    command_ = device_.step(frame, bin_heard_);
    tally_.add_frame(command_, frame.time);
    tally_.pass(device_.report().mode, frame_);
    for (const controller::Notice notice : tally_.look_at(device_.report().notices))
      diary_.raise(SlowClock::day_of(frame.time), notice);
  }

  void deliver(Instant start, SampleFrame& frame) {
    if (!command_.on()) return;
    const auto& configurations = plan_.program.limits.configurations;
    for (std::size_t o = 0; o < frame.echo.size(); ++o) {
      const safety::PulseTrain& train = command_.output(static_cast<int>(o));
      if (train.amplitude <= Microamps{}) continue;
      frame.echo[o] = models::ideal_echo(train, configurations[train.configuration],
                                         start, frame.time);
      feel(frame.echo[o]);
    }
  }

  void feel(const safety::OutputEcho& echo) {
    delivered_ += models::delivery_of(echo, plan_.program.limits.configurations,
                                      plan_.patient.contacts, plan_.patient.tissue);
    for (std::size_t s = 0; s < echo.count; ++s) {
      const safety::PulseSegment& some = echo.segments[s];
      if (some.pulses == 0) continue;
      const Instant last =
          some.first_pulse + Microseconds((some.pulses - 1) * some.period.count());
      tally_.add_pulses(some, last);
      deaf_.hear_pulses(some.first_pulse, last);
    }
  }

  const SlowRunPlan& plan_;
  Microseconds frame_;
  SlowClock clock_;
  models::MoodPatient patient_;
  MoodDevice device_;
  Visits visits_;
  DeafTime deaf_;
  MoodDiary diary_;
  SlowTally tally_;

  safety::StimCommand command_ = safety::StimCommand::off();
  std::uint8_t orders_ = 0;
  biomarkers::ResetCause cause_ = biomarkers::ResetCause::kNone;
  bool armed_ = false;
  std::size_t reboots_ = 0;

  // Of the bin under way.
  bool bin_heard_ = true;
  bool whole_ = true;  // the listener heard all of it
  models::MoodDelivery delivered_;
};

}  // namespace

SlowRun live_slowly(const SlowRunPlan& plan, const std::atomic<bool>& stop) {
  return Life(plan).live(stop);
}

}  // namespace homeostat::sim
