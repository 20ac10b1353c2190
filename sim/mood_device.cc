#include "sim/mood_device.h"

#include <algorithm>

namespace homeostat::sim {

MoodDevice::MoodDevice(const controller::TherapyProgram& program, Instant now)
    : program_(program), chain_(program_.biomarkers.mood), now_(now) {
  loop_.emplace(program_, now);
}

void MoodDevice::end_bin(const biomarkers::MoodBin& bin, std::uint16_t minute_of_day) {
  if (program_.biomarkers.mood.feature_count > 0) chain_.update(bin, minute_of_day);
}

safety::StimCommand MoodDevice::step(const biomarkers::SampleFrame& frame, bool heard) {
  biomarkers::Biomarkers seen;
  seen.time = frame.time;
  seen.warmed_up = true;
  seen.signal_valid = heard;
  for (int c = 0; heard && c < program_.biomarkers.channel_count; ++c) {
    seen.channels[static_cast<std::size_t>(c)].verdict =
        biomarkers::ChannelVerdict::kGood;
  }
  for (int d = 0; heard && d < program_.biomarkers.detector_count; ++d)
    seen.detectors[static_cast<std::size_t>(d)].valid = true;
  seen.mood = chain_.reading();
  chain_.next_frame();
  now_ = frame.time;
  return loop_->act(seen, frame);
}

Instant MoodDevice::rest(Instant until, Microseconds frame) {
  const Instant may = std::min(loop_->idle_until(), until);
  if (may <= now_) return now_;
  const auto frames = (may - now_).count() / frame.count();
  const Instant to = now_ + Microseconds(frames * frame.count());
  if (to > now_ && loop_->advance_idle(to)) now_ = to;
  return now_;
}

void MoodDevice::reboot() {
  const safety::PersistedState stored = loop_->persist();
  const biomarkers::MoodMemory mood = chain_.store();
  loop_.emplace(program_, now_);
  (void)loop_->restore(stored);
  chain_ = biomarkers::MoodChain(program_.biomarkers.mood);
  (void)chain_.restore(mood);
}

}  // namespace homeostat::sim
