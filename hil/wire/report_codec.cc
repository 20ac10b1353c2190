#include "hil/wire/report_codec.h"

#include <bit>

#include "hil/wire/nanopb_message.h"

namespace homeostat::wire {
namespace {

using biomarkers::Biomarkers;
using biomarkers::ChannelQuality;
using biomarkers::ChannelVerdict;
using biomarkers::DetectorReading;
using controller::EpisodeView;
using controller::LoopReport;
using safety::PulseTrain;
using PbEpisode = homeostat_wire_v1_Episode;
using PbReport = homeostat_wire_v1_Report;
using PbTrain = homeostat_wire_v1_Train;

static_assert(kRoomOf<decltype(PbReport::detector_values)> == biomarkers::kMaxDetectors);
static_assert(kRoomOf<decltype(PbReport::channel_flags)> == biomarkers::kMaxChannels);
static_assert(kRoomOf<decltype(PbReport::asked)> == safety::kOutputs);
static_assert(kRoomOf<decltype(homeostat_wire_v1_Adaptive::currents_ua)> ==
              biomarkers::kRcsPrograms);

// Of a list, as many as have something to say: the last ones are cut.
template <class Each, std::size_t kSize, class Silent>
std::size_t spoken(const std::array<Each, kSize>& list, Silent silent) noexcept {
  std::size_t size = kSize;
  while (size > 0 && silent(list[size - 1])) --size;
  return size;
}

// By their bits: minus zero is a number too.
bool is_silent(const DetectorReading& r) noexcept {
  return std::bit_cast<std::uint32_t>(r.value) == 0 &&
         std::bit_cast<std::uint32_t>(r.threshold) == 0 && !r.valid && !r.fires;
}

PbTrain train_of(const PulseTrain& t) noexcept {
  return {t.configuration,  t.amplitude.count(),   t.pulse_width.count(),
          t.period.count(), t.first_pulse.count(), t.valid_until.count()};
}

bool read_train(const PbTrain& from, PulseTrain& to) noexcept {
  to.amplitude = Microamps(from.amplitude_ua);
  to.pulse_width = Microseconds(from.pulse_width_us);
  to.period = Microseconds(from.period_us);
  to.first_pulse = Instant(from.first_pulse_us);
  to.valid_until = Instant(from.valid_until_us);
  return narrow(from.configuration, to.configuration);
}

using PulseTrains = std::array<PulseTrain, safety::kOutputs>;

pb_size_t write_trains(const PulseTrains& from, PbTrain* to) noexcept {
  const std::size_t size =
      spoken(from, [](const PulseTrain& t) { return t == PulseTrain{}; });
  for (std::size_t i = 0; i < size; ++i) to[i] = train_of(from[i]);
  return static_cast<pb_size_t>(size);
}

bool read_trains(const PbTrain* from, pb_size_t size, PulseTrains& to) noexcept {
  bool good = true;
  for (pb_size_t i = 0; i < size; ++i) good = read_train(from[i], to[i]) && good;
  return good;
}

using Detectors = std::array<DetectorReading, biomarkers::kMaxDetectors>;
using Channels = std::array<ChannelQuality, biomarkers::kMaxChannels>;

void write_detectors(const Detectors& from, PbReport& to) noexcept {
  const std::size_t size = spoken(from, is_silent);
  for (std::size_t i = 0; i < size; ++i) {
    to.detector_values[i] = from[i].value;
    to.detector_thresholds[i] = from[i].threshold;
    to.detectors_valid |= static_cast<std::uint32_t>(from[i].valid) << i;
    to.detectors_fire |= static_cast<std::uint32_t>(from[i].fires) << i;
  }
  to.detector_values_count = static_cast<pb_size_t>(size);
  to.detector_thresholds_count = static_cast<pb_size_t>(size);
}

bool read_detectors(const PbReport& from, Biomarkers& to) noexcept {
  const pb_size_t size = from.detector_values_count;
  if (from.detector_thresholds_count != size) return false;
  if (from.detectors_valid >> size != 0 || from.detectors_fire >> size != 0) return false;
  for (pb_size_t i = 0; i < size; ++i) {
    to.detectors[i] = {from.detector_values[i], from.detector_thresholds[i],
                       (from.detectors_valid >> i & 1U) != 0,
                       (from.detectors_fire >> i & 1U) != 0};
  }
  return true;
}

void write_channels(const Channels& from, PbReport& to) noexcept {
  const std::size_t size = spoken(from, [](const ChannelQuality& c) {
    return c.verdict == ChannelVerdict::kBad && c.flags == 0;
  });
  for (std::size_t i = 0; i < size; ++i) {
    to.channel_verdicts.bytes[i] = static_cast<std::uint8_t>(from[i].verdict);
    to.channel_flags[i] = from[i].flags;
  }
  to.channel_verdicts.size = static_cast<pb_size_t>(size);
  to.channel_flags_count = static_cast<pb_size_t>(size);
}

bool read_channels(const PbReport& from, Biomarkers& to) noexcept {
  const pb_size_t size = from.channel_verdicts.size;
  if (from.channel_flags_count != size) return false;
  for (pb_size_t i = 0; i < size; ++i) {
    ChannelQuality& channel = to.channels[i];
    if (!choose(from.channel_verdicts.bytes[i], ChannelVerdict::kBad, channel.verdict) ||
        !narrow(from.channel_flags[i], channel.flags)) {
      return false;
    }
  }
  return true;
}

void write_adaptive(const biomarkers::RcsReading& from,
                    homeostat_wire_v1_Adaptive& to) noexcept {
  to.state = from.state;
  to.currents_ua_count = static_cast<pb_size_t>(biomarkers::kRcsPrograms);
  for (std::size_t i = 0; i < from.currents_ua.size(); ++i) {
    to.currents_ua[i] = from.currents_ua[i];
  }
}

void read_adaptive(const homeostat_wire_v1_Adaptive& from,
                   biomarkers::RcsReading& to) noexcept {
  to.state = from.state;
  for (pb_size_t i = 0; i < from.currents_ua_count; ++i) {
    to.currents_ua[i] = from.currents_ua[i];
  }
}

// Of a program without a mood biomarker nothing is told. Values of single seconds stay in
// the device.
void write_mood(const biomarkers::MoodReading& from, PbReport& to) noexcept {
  to.has_mood = from.bins > 0 || from.bin_ended;
  if (!to.has_mood) return;
  to.mood = {static_cast<std::uint32_t>(from.mood),
             static_cast<std::uint32_t>(from.weekly),
             static_cast<std::uint32_t>(from.gap),
             from.asleep,
             from.bin_ended,
             from.known_bins,
             from.bins,
             from.score,
             from.mean};
}

bool read_mood(const homeostat_wire_v1_Mood& from, biomarkers::MoodReading& to) noexcept {
  to.asleep = from.asleep;
  to.bin_ended = from.bin_ended;
  to.bins = from.bins;
  to.score = from.score;
  to.mean = from.mean;
  return choose(from.mood, biomarkers::Mood::kSymptomatic, to.mood) &&
         choose(from.weekly, biomarkers::WeeklyMood::kSick, to.weekly) &&
         choose(from.gap, biomarkers::MoodGap::kNoTime, to.gap) &&
         narrow(from.known_bins, to.known_bins);
}

// Here and below every member is named, so that one more does not compile untold.
void write_seen(const Biomarkers& from, PbReport& to) noexcept {
  const auto& [time, detectors, channels, votes, trees, warmed_up, signal_valid, seizure,
               adaptive, mood] = from;
  to.time_us = time.count();
  write_detectors(detectors, to);
  write_channels(channels, to);
  to.votes = votes;
  to.has_trees = true;
  to.trees = {trees.valid, trees.alarms, trees.channels, trees.log_odds};
  to.warmed_up = warmed_up;
  to.signal_valid = signal_valid;
  to.seizure = seizure;
  to.has_adaptive = true;
  write_adaptive(adaptive, to.adaptive);
  write_mood(mood, to);
}

bool read_seen(const PbReport& from, Biomarkers& to) noexcept {
  to.time = Instant(from.time_us);
  to.trees.valid = from.trees.valid;
  to.trees.log_odds = from.trees.log_odds;
  to.warmed_up = from.warmed_up;
  to.signal_valid = from.signal_valid;
  to.seizure = from.seizure;
  if (from.has_adaptive) read_adaptive(from.adaptive, to.adaptive);
  return (!from.has_mood || read_mood(from.mood, to.mood)) && read_detectors(from, to) &&
         read_channels(from, to) && narrow(from.votes, to.votes) &&
         narrow(from.trees.alarms, to.trees.alarms) &&
         narrow(from.trees.channels, to.trees.channels);
}

void write_episode(const EpisodeView& from, PbEpisode& to) noexcept {
  const auto& [mode_since, mode_until, episode_start, burst_start, burst_end, therapy,
               burst, therapies_today, self_test_missing, adverse_open, record,
               interrupted, adaptive, level, dose_permille, bursts_left_hour,
               bursts_left_day, record_days_left] = from;
  to.mode_since_us = mode_since.count();
  to.mode_until_us = mode_until.count();
  to.episode_start_us = episode_start.count();
  to.burst_start_us = burst_start.count();
  to.burst_end_us = burst_end.count();
  to.therapy = therapy;
  to.burst = burst;
  to.therapies_today = therapies_today;
  to.self_test_missing = self_test_missing;
  to.interrupted_count = write_trains(interrupted, to.interrupted);
  to.adaptive_ua_count = static_cast<pb_size_t>(safety::kOutputs);
  for (std::size_t i = 0; i < adaptive.size(); ++i) {
    to.adaptive_ua[i] = adaptive[i].count();
  }
  to.level = level;
  to.adverse_open = adverse_open;
  to.record = static_cast<std::uint32_t>(record);
  to.dose_permille = dose_permille;
  to.bursts_left_hour = bursts_left_hour;
  to.bursts_left_day = bursts_left_day;
  to.record_days_left = record_days_left;
}

bool read_episode(const PbEpisode& from, EpisodeView& to) noexcept {
  to.mode_since = Instant(from.mode_since_us);
  to.mode_until = Instant(from.mode_until_us);
  to.episode_start = Instant(from.episode_start_us);
  to.burst_start = Instant(from.burst_start_us);
  to.burst_end = Instant(from.burst_end_us);
  for (pb_size_t i = 0; i < from.adaptive_ua_count; ++i) {
    to.adaptive[i] = Microamps(from.adaptive_ua[i]);
  }
  to.level = from.level;
  to.adverse_open = from.adverse_open;
  return choose(from.record, controller::RecordVerdict::kExpired, to.record) &&
         narrow(from.dose_permille, to.dose_permille) &&
         narrow(from.bursts_left_hour, to.bursts_left_hour) &&
         narrow(from.bursts_left_day, to.bursts_left_day) &&
         narrow(from.record_days_left, to.record_days_left) &&
         narrow(from.therapy, to.therapy) && narrow(from.burst, to.burst) &&
         narrow(from.therapies_today, to.therapies_today) &&
         narrow(from.self_test_missing, to.self_test_missing) &&
         read_trains(from.interrupted, from.interrupted_count, to.interrupted);
}

// Sets are written as bits, and a bit that no version of ours knows is refused.
bool read_events(std::uint32_t bits, controller::EventSet& to) noexcept {
  for (int i = 0; i < controller::kEvents; ++i) {
    if ((bits >> i & 1U) != 0) to.add(static_cast<controller::Event>(i));
  }
  return to.bits() == bits;
}

bool read_notices(std::uint32_t bits, controller::NoticeSet& to) noexcept {
  for (int i = 0; i < controller::kNotices; ++i) {
    to.set(static_cast<controller::Notice>(i), (bits >> i & 1U) != 0);
  }
  return to.bits() == bits;
}

bool read_verdicts(const PbReport& from, LoopReport& to) noexcept {
  to.granted.reasons = safety::ReasonSet(from.reasons);
  to.granted.latched = from.latched;
  to.monitor.fresh = from.monitor_fresh;
  return from.reasons >> GUARD_REASON_COUNT == 0 &&
         choose(from.severity, safety::Severity::kLatched, to.granted.severity) &&
         choose(from.monitor_reason, safety::MonitorReason::kCorrupt,
                to.monitor.reason) &&
         choose(from.mode, controller::Mode::kFault, to.mode);
}

}  // namespace

void write_report(const Report& from, PbReport& to) noexcept {
  const auto& [seen, events, mode, episode, asked, granted, monitor, notices] = from.loop;
  to.frame_sequence = from.frame_sequence;
  write_seen(seen, to);
  to.events = events.bits();
  to.mode = static_cast<std::uint32_t>(mode);
  to.has_episode = true;
  write_episode(episode, to.episode);
  to.asked_count = write_trains(asked.outputs, to.asked);
  to.asked_needs_sensing = asked.needs_sensing;
  to.granted_count = write_trains(from.granted, to.granted);
  to.reasons = granted.reasons.bits();
  to.severity = static_cast<std::uint32_t>(granted.severity);
  to.latched = granted.latched;
  to.monitor_reason = static_cast<std::uint32_t>(monitor.reason);
  to.monitor_fresh = monitor.fresh;
  to.notices = notices.bits();
}

bool read_report(const PbReport& from, Report& to) noexcept {
  to = Report{};
  to.frame_sequence = from.frame_sequence;
  to.loop.asked.needs_sensing = from.asked_needs_sensing;
  return read_seen(from, to.loop.seen) && read_events(from.events, to.loop.events) &&
         read_episode(from.episode, to.loop.episode) &&
         read_trains(from.asked, from.asked_count, to.loop.asked.outputs) &&
         read_trains(from.granted, from.granted_count, to.granted) &&
         read_verdicts(from, to.loop) && read_notices(from.notices, to.loop.notices);
}

}  // namespace homeostat::wire
