#include "sim/slow_run.h"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include "biomarkers/cadence.h"
#include "models/mood_delivery.h"
#include "models/mood_patient.h"
#include "models/stimulator.h"
#include "sim/mood_bins.h"
#include "sim/mood_device.h"
#include "sim/mood_diary.h"
#include "sim/observer.h"
#include "sim/visits.h"

namespace homeostat::sim {
namespace {

using biomarkers::SampleFrame;

constexpr std::uint64_t kMinute_us = 60'000'000;
constexpr std::uint64_t kDay_us = 1440 * kMinute_us;
constexpr Microseconds kBurstSilence{1'000'000};  // a longer one ends a burst
constexpr std::uint64_t kPrime = 1099511628211U;  // FNV-1a

Instant at_day(double day) {
  return Instant(static_cast<std::uint64_t>(day * static_cast<double>(kDay_us)));
}

class Life {
 public:
  explicit Life(const SlowRunPlan& plan)
      : plan_(plan),
        frame_(biomarkers::Cadence{plan.program.biomarkers.sample_rate_hz,
                                   plan.program.biomarkers.samples_per_frame}
                   .frame()),
        patient_(plan.patient,
                 static_cast<double>(plan.program.biomarkers.sample_rate_hz), plan.key),
        device_(plan.program, Instant{}),
        visits_(plan.key, plan.flags),
        deaf_(plan.program.biomarkers.mood.exclusion),
        diary_(plan.program) {
    totals_.commands = 14695981039346656037U;
  }

  SlowRun live(const std::atomic<bool>& stop) {
    const auto bins = static_cast<std::int64_t>(plan_.days * kBinsPerDay + 0.5);
    while (totals_.bins < bins && !stop.load(std::memory_order_relaxed)) {
      live_bin();
      if (plan_.progress) plan_.progress(static_cast<double>(totals_.bins) / kBinsPerDay);
    }
    const controller::LoopReport& last = device_.report();
    totals_.latched = last.granted.latched;
    totals_.self_test_missing = last.episode.self_test_missing;
    totals_.mode = last.mode;
    for (int i = 0; i < controller::kModes; ++i) {
      const double span_s = mode_s_[static_cast<std::size_t>(i)];
      if (span_s > 0.0)
        totals_.mode_s[controller::name_of(static_cast<controller::Mode>(i))] = span_s;
    }
    return {.history = diary_.close(), .totals = totals_};
  }

 private:
  bool within(const std::vector<DaySpan>& spans) const {
    return std::ranges::any_of(spans, [this](const DaySpan& span) {
      return today() >= span.from_day && today() < span.to_day;
    });
  }
  double today() const { return static_cast<double>(totals_.bins) / kBinsPerDay; }

  void live_bin() {
    const Instant start(static_cast<std::uint64_t>(totals_.bins) *
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

  void advance_before(Instant end) {
    const auto frames = ((end - device_.now()).count() - 1) / frame_.count();
    Instant goal = device_.now() + Microseconds(frames * frame_.count());
    const bool loses_power =
        reboots_ < plan_.reboots.size() && at_day(plan_.reboots[reboots_]) < end;
    if (loses_power) goal = std::min(goal, at_day(plan_.reboots[reboots_]));
    if (!plan_.every_frame && bin_heard_ && !command_.on()) rest(goal);
    if (loses_power && device_.now() + frame_ > at_day(plan_.reboots[reboots_])) reboot();
    if (device_.now() + frame_ < end) step();
  }

  void rest(Instant goal) {
    const Instant before = device_.now();
    pass(device_.rest(goal, frame_) - before);
  }
  void pass(Microseconds span) {
    mode_s_[static_cast<std::size_t>(device_.report().mode)] += seconds(span);
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
    diary_.add({.day = day_of(device_.now()),
                .kind = StoryKind::kReboot,
                .what = "power lost; the bin under way is not known"});
    step();
    const controller::EpisodeView& after = device_.report().episode;
    if (after.bursts_left_day > before.bursts_left_day ||
        after.bursts_left_hour > before.bursts_left_hour ||
        after.dose_permille > before.dose_permille)
      ++totals_.gained_budget;
  }

  void end_bin(Instant start, Instant end) {
    const biomarkers::MoodBin bin =
        bin_of(patient_, plan_.program.biomarkers, whole_, deaf_.permille_of(start, end));
    device_.end_bin(bin, minute_at(end));
    const bool asleep = patient_.asleep();
    const double truth = patient_.mood();
    patient_.advance(delivered_);
    const LivedBin lived{.day = today(),
                         .bin = bin,
                         .asleep = asleep,
                         .bursts = bursts_,
                         .amplitude_ua = amplitude_ua_,
                         .charge_uc = delivered_.charge_uc,
                         .true_mood = truth};
    delivered_ = {};
    bursts_ = 0;
    amplitude_ua_ = 0;
    ++totals_.bins;
    step();  // the first frame that knows of the bin
    diary_.add(lived, device_.report());
  }

  void step() {
    SampleFrame frame;
    frame.time = device_.now() + frame_;
    frame.sequence = static_cast<std::uint32_t>(
        frame.time.count() / static_cast<std::uint64_t>(frame_.count()));
    frame.channel_count = plan_.program.biomarkers.channel_count;
    frame.minute_of_day = minute_at(frame.time);
    frame.midnight = local_day(frame.time) != local_day(device_.now());
    frame.clinician_events = std::exchange(orders_, std::uint8_t{0});
    frame.reset_cause = std::exchange(cause_, biomarkers::ResetCause::kNone);
    frame.battery = Millivolts(plan_.patient.battery_mv);
    frame.temperature = Millicelsius(plan_.patient.temperature_mc);
    measure(frame);
    deliver(device_.now(), frame);
    command_ = device_.step(frame, bin_heard_);
    ++totals_.frames;
    pass(frame_);
    note_notices();
    if (command_.on()) note_command(frame.time);
  }

  void measure(SampleFrame& frame) const {
    const auto period_us =
        static_cast<std::uint64_t>(plan_.patient.impedance_check_period_s * 1e6);
    const Microseconds age(
        static_cast<std::int64_t>(period_us > 0 ? frame.time.count() % period_us : 0));
    for (std::size_t c = 0; c < frame.impedances.size(); ++c) {
      const auto& contact = plan_.patient.contacts[c];
      if (!contact.present) continue;
      frame.impedances[c] = {Ohms(static_cast<std::int32_t>(contact.impedance_ohm)), age,
                             true};
    }
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
      if (!pulsed_ || some.first_pulse > last_pulse_ + kBurstSilence)
        begin_burst(some.first_pulse);
      deaf_.hear_pulses(some.first_pulse, last);
      amplitude_ua_ = std::max(amplitude_ua_, static_cast<int>(some.amplitude.count()));
      totals_.pulses += some.pulses;
      totals_.charge_uc += static_cast<double>(some.pulses) *
                           static_cast<double>(some.charge1.count()) * 1e-6;
      last_pulse_ = last;
      pulsed_ = true;
    }
  }

  void begin_burst(Instant at) {
    ++bursts_;
    ++totals_.bursts;
    const controller::DayWindow& day = plan_.program.dosed.day;
    const std::uint16_t minute = minute_at(at);
    const bool by_day = day.from_minute <= day.to_minute
                            ? minute >= day.from_minute && minute < day.to_minute
                            : minute >= day.from_minute || minute < day.to_minute;
    if (!by_day) ++totals_.night_bursts;
    last_day_.push_back(at);
    while (at - last_day_.front() >= Microseconds(static_cast<std::int64_t>(kDay_us)))
      last_day_.pop_front();
    totals_.most_bursts_in_a_day = std::max(totals_.most_bursts_in_a_day,
                                            static_cast<std::int64_t>(last_day_.size()));
  }

  void note_notices() {
    const controller::NoticeSet now = device_.report().notices;
    for (int i = 0; i < controller::kNotices; ++i) {
      const auto notice = static_cast<controller::Notice>(i);
      if (now.has(notice) && !notices_.has(notice))
        ++totals_.notices[controller::name_of(notice)];
    }
    notices_ = now;
  }

  void note_command(Instant time) {
    const auto mix = [this](std::uint64_t word) {
      totals_.commands = (totals_.commands ^ word) * kPrime;
    };
    mix(time.count());
    for (int o = 0; o < safety::kOutputs; ++o) {
      const safety::PulseTrain& train = command_.output(o);
      mix(static_cast<std::uint64_t>(train.amplitude.count()));
      mix(train.first_pulse.count());
      mix(train.valid_until.count());
    }
  }

  std::uint64_t local_us(Instant time) const {
    return time.count() + static_cast<std::uint64_t>(plan_.patient.mood.start_minute *
                                                     static_cast<double>(kMinute_us));
  }
  std::uint64_t local_day(Instant time) const { return local_us(time) / kDay_us; }
  std::uint16_t minute_at(Instant time) const {
    return static_cast<std::uint16_t>(local_us(time) / kMinute_us %
                                      biomarkers::kMinutesPerDay);
  }
  static double day_of(Instant time) {
    return static_cast<double>(time.count()) / static_cast<double>(kDay_us);
  }

  const SlowRunPlan& plan_;
  Microseconds frame_;
  models::MoodPatient patient_;
  MoodDevice device_;
  Visits visits_;
  DeafTime deaf_;
  MoodDiary diary_;
  SlowRunTotals totals_;

  safety::StimCommand command_ = safety::StimCommand::off();
  std::uint8_t orders_ = 0;
  biomarkers::ResetCause cause_ = biomarkers::ResetCause::kNone;
  bool armed_ = false;
  bool bin_heard_ = true;
  bool whole_ = true;  // the listener heard all of the bin
  std::size_t reboots_ = 0;
  std::array<double, controller::kModes> mode_s_{};
  controller::NoticeSet notices_;

  // Of the bin under way.
  models::MoodDelivery delivered_;
  int bursts_ = 0;
  int amplitude_ua_ = 0;

  Instant last_pulse_;
  bool pulsed_ = false;
  std::deque<Instant> last_day_;  // bursts of the last 24 hours
};

}  // namespace

SlowRun live_slowly(const SlowRunPlan& plan, const std::atomic<bool>& stop) {
  return Life(plan).live(stop);
}

}  // namespace homeostat::sim
