#include "biomarkers/biomarker_bank.h"

#include <algorithm>

#include "biomarkers/feature_list.h"

namespace homeostat::biomarkers {
namespace {

Cadence cadence_of(const BiomarkerSettings& settings) noexcept {
  return {settings.sample_rate_hz, settings.samples_per_frame};
}

int at_most(int n, int most) noexcept { return n < most ? n : most; }
int at_least(int n, int least) noexcept { return n > least ? n : least; }

}  // namespace

BiomarkerBank::BiomarkerBank(const BiomarkerSettings& settings,
                             const RcsSettings* chain) noexcept
    : frame_(cadence_of(settings).frame()),
      channel_count_(at_most(settings.channel_count, kMaxChannels)),
      detector_count_(at_most(settings.detector_count, kMaxDetectors)),
      samples_per_frame_(settings.samples_per_frame),
      votes_needed_(settings.persistence.votes),
      channels_needed_(at_least(settings.quality.min_good_channels, channel_count_ > 0)),
      warm_up_(settings.warm_up),
      episode_hold_(settings.quality.episode_hold),
      freshness_(settings),
      blanking_(settings.blanking, cadence_of(settings)),
      pulse_phase_(cadence_of(settings)),
      subtracts_(settings.artefact == ArtefactRemoval::kTemplate),
      trees_(settings.trees, settings.sample_rate_hz, settings.quality.rail_uv),
      persistence_(settings.persistence) {
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    channels_[c] = Channel(settings.channels[c], settings.quality, cadence_of(settings));
  }
  for (std::size_t d = 0; d < followers_.size(); ++d) {
    const DetectorSettings& detector = settings.detectors[d];
    const int channel = at_most(detector.channel, kMaxChannels - 1);
    const int other = at_most(detector.other_channel, kMaxChannels - 1);
    followers_[d].channel = channel;
    followers_[d].other = wants(detector.feature, kNeedsOther) ? other : channel;
    if (static_cast<int>(d) >= detector_count_) continue;
    followers_[d].detector = Detector(detector, cadence_of(settings), memory_);
  }
  if (chain != nullptr) listener_ = RcsListener(*chain, settings, memory_);
#ifndef HOMEOSTAT_NO_MOOD
  if (settings.mood.feature_count > 0) mood_ = memory_.make<MoodBiomarker>(settings);
#endif
}

Biomarkers BiomarkerBank::update(const SampleFrame& frame, bool armed,
                                 const TreeModel& model) noexcept {
  Biomarkers seen;
  seen.time = frame.time;
  const Arrival arrival = freshness_.judge(frame);
  const bool fresh = arrival.flags == 0;
  sense(frame, arrival, armed, seen);
  detect(armed, seen);
  judge_trees(armed, model, seen);
  seen.adaptive = listener_.update(memory_, channels_, samples_per_frame_);
#ifndef HOMEOSTAT_NO_MOOD
  judge_mood(frame, arrival, seen);
#endif
  seen.warmed_up = age_ >= warm_up_;
  seen.signal_valid = fresh && enough_channels(seen);
  if (seen.warmed_up && seen.signal_valid) {
    persistence_.update(weigh(seen), frame_);
  } else {
    persistence_.reset();  // a seizure that nothing shows any more is not known to go on
  }
  seen.seizure = persistence_.seizure();
  return seen;
}

void BiomarkerBank::sense(const SampleFrame& frame, const Arrival& arrival, bool armed,
                          Biomarkers& seen) noexcept {
  SampleMask spoilt = blanking_.update(frame);
  PulsePhases phases;
  if (subtracts_) {
    phases = pulse_phase_.update(frame);
    spoilt |= phases.lost;
    if (phases.anew) templates_ = {};
  }
  const bool hold = hold_verdicts(armed);
  for (int c = 0; c < channel_count_; ++c) {
    const auto i = static_cast<std::size_t>(c);
    PhaseTemplate* artefact =
        subtracts_ && i < templates_.size() ? &templates_[i] : nullptr;
    seen.channels[i] =
        channels_[i].sense(frame, c, arrival, {spoilt, &phases, artefact}, hold);
  }
  if (arrival.flags == 0) age_ = age_ + frame_;
}

void BiomarkerBank::detect(bool armed, Biomarkers& seen) noexcept {
  for (int d = 0; d < detector_count_; ++d) {
    Follower& follower = followers_[static_cast<std::size_t>(d)];
    const ChannelVerdict verdict = worse_verdict(follower, seen);
    DetectorReading& reading = seen.detectors[static_cast<std::size_t>(d)];
    const ChannelSamples* samples =
        channels_[static_cast<std::size_t>(follower.channel)].samples();
    const ChannelSamples* other =
        channels_[static_cast<std::size_t>(follower.other)].samples();
    if (samples != nullptr && other != nullptr) {
      const bool background =
          !armed && !persistence_.seizure() && verdict == ChannelVerdict::kGood;
      follower.detector.update(memory_, *samples, *other, !background);
    } else {
      follower.detector.lose_signal(memory_);
    }
    reading = follower.detector.reading(memory_);
    if (verdict == ChannelVerdict::kBad) {
      reading.valid = false;
      reading.fires = false;
    }
    if (reading.fires) ++seen.votes;
  }
}

#ifndef HOMEOSTAT_NO_MOOD
void BiomarkerBank::judge_mood(const SampleFrame& frame, const Arrival& arrival,
                               Biomarkers& seen) noexcept {
  if (!mood_.somewhere()) return;
  HeardFrame heard{frame, arrival, seen.channels, {}};
  for (int c = 0; c < channel_count_; ++c) {
    const auto i = static_cast<std::size_t>(c);
    heard.samples[i] = channels_[i].samples();
  }
  seen.mood = memory_.at<MoodBiomarker>(mood_).update(heard);
}

MoodMemory BiomarkerBank::mood_memory() const noexcept {
  return mood_.somewhere() ? memory_.at<MoodBiomarker>(mood_).store() : MoodMemory{};
}

bool BiomarkerBank::restore_mood(const MoodMemory& memory) noexcept {
  return mood_.somewhere() && memory_.at<MoodBiomarker>(mood_).restore(memory);
}
#endif

void BiomarkerBank::judge_trees(bool armed, const TreeModel& model,
                                Biomarkers& seen) noexcept {
  for (int i = 0; i < trees_.channel_count(); ++i) {
    const auto channel =
        static_cast<std::size_t>(at_most(trees_.channel(i), kMaxChannels - 1));
    const ChannelVerdict verdict = seen.channels[channel].verdict;
    const bool background =
        !armed && !persistence_.seizure() && verdict == ChannelVerdict::kGood;
    trees_.update(i, channels_[channel].samples(), verdict == ChannelVerdict::kBad,
                  !background, model);
  }
  seen.trees = trees_.reading();
}

ChannelVerdict BiomarkerBank::worse_verdict(const Follower& follower,
                                            const Biomarkers& seen) noexcept {
  const auto verdict_of = [&](int channel) {
    return seen.channels[static_cast<std::size_t>(channel)].verdict;
  };
  return std::max(verdict_of(follower.channel), verdict_of(follower.other));
}

// True while an armed episode is younger than the hold time.
bool BiomarkerBank::hold_verdicts(bool armed) noexcept {
  if (!armed) {
    armed_ = {};
    return false;
  }
  const bool hold = armed_ < episode_hold_;
  armed_ = armed_ + frame_;
  return hold;
}

bool BiomarkerBank::enough_channels(const Biomarkers& seen) const noexcept {
  int heard = 0;
  for (int c = 0; c < channel_count_; ++c) {
    if (seen.channels[static_cast<std::size_t>(c)].verdict != ChannelVerdict::kBad) {
      ++heard;
    }
  }
  return heard >= channels_needed_;
}

// A detector that has a say but cannot read yet might fire: where that would decide the
// vote, nothing is known.
Evidence BiomarkerBank::weigh(const Biomarkers& seen) const noexcept {
  if (seen.trees.valid) return trees_.evidence();
  int undecided = 0;
  for (int d = 0; d < detector_count_; ++d) {
    const auto i = static_cast<std::size_t>(d);
    const bool votes = worse_verdict(followers_[i], seen) != ChannelVerdict::kBad;
    if (votes && !seen.detectors[i].valid) ++undecided;
  }
  if (votes_needed_ == 0) return Evidence::kBelow;  // no program asks for none
  if (seen.votes >= votes_needed_) return Evidence::kAbove;
  if (seen.votes + undecided >= votes_needed_) return Evidence::kUnknown;
  return Evidence::kBelow;
}

}  // namespace homeostat::biomarkers
