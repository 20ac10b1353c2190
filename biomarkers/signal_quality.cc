#include "biomarkers/signal_quality.h"

#include <algorithm>
#include <bit>

namespace homeostat::biomarkers {
namespace {

// FNV-1a of every sample's bits.
std::uint32_t print_of(const RawChannel& raw) noexcept {
  std::uint32_t hash = 0x811C'9DC5U;
  for (int i = 0; i < raw.count; ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(raw.uv[static_cast<std::size_t>(i)]);
    for (int shift = 0; shift < 32; shift += 8) {
      hash = (hash ^ (bits >> shift & 0xFFU)) * 0x0100'0193U;
    }
  }
  return hash;
}

constexpr unsigned kMakesBad =
    kAtRail | kFlat | kStale | kFutureStamp | kDisconnected | kMains | kImpedance;

int grown(int run, int limit) noexcept { return run < limit ? run + 1 : run; }

}  // namespace

const char* name_of(QualityFlag flag) noexcept {
  switch (flag) {
    case kAtRail:
      return "at rail";
    case kFlat:
      return "flat";
    case kStale:
      return "stale";
    case kFutureStamp:
      return "wrong time";
    case kDisconnected:
      return "disconnected";
    case kMains:
      return "mains alone";
    case kStep:
      return "step";
    case kMuscle:
      return "muscle";
    case kImpedance:
      return "impedance";
  }
  return "?";
}

SignalQuality::SignalQuality(const QualitySettings& settings,
                             const Cadence& cadence) noexcept
    : rail_uv_(settings.rail_uv),
      flat_uv_(settings.flat_uv),
      rail_limit_(cadence.samples_in(settings.rail_time)),
      missing_limit_(cadence.samples_in(settings.max_frame_age)),
      flat_limit_(cadence.frames_in(settings.flat_time)),
      recovery_limit_(cadence.frames_in(settings.recovery_time)),
      watches_(settings.line_hz > 0.0F || settings.step_medians > 0.0F ||
               settings.muscle_hz > 0.0F),
      line_noise_(settings, cadence),
      steps_(settings, cadence),
      muscle_(settings, cadence) {}

ChannelQuality SignalQuality::judge(const RawChannel& raw, const Arrival& arrival,
                                    bool hold) noexcept {
  follow_missing(raw);
  longest_rail_ = 0;
  if (raw.signal() != 0) {
    const Range range = range_of(raw);
    follow_rails(raw, range);
    follow_flatness(range);
    follow_repetition(raw, range.height_uv() <= flat_uv_);
  }

  if (watches_) follow_noise(raw, arrival.after_gap);

  const bool missing = longest_missing_ >= missing_limit_;
  const bool repeats = repeat_run_ >= flat_limit_;
  std::uint16_t flags = arrival.flags;
  if (repeats) flags |= kStale;
  if (longest_rail_ >= rail_limit_) flags |= kAtRail;
  if (flat_run_ >= flat_limit_) flags |= kFlat;
  if ((raw.front_end & kLeadOff) != 0 || missing) flags |= kDisconnected;
  if (line_noise_.judge()) flags |= kMains;
  if (steps_.judge()) flags |= kStep;
  if (muscle_.judge()) flags |= kMuscle;
  if (raw.impedance_strayed) flags |= kImpedance;

  const bool held = hold && verdict_ != ChannelVerdict::kBad;
  const bool bad =
      held ? missing || repeats || arrival.flags != 0 : (flags & kMakesBad) != 0;
  // Muscle may go on for hours: a channel that is back comes back with it.
  const bool settling = (flags & ~unsigned{kMuscle}) != 0 || arrival.after_gap ||
                        longest_rail_ > 0 || longest_missing_ > 0 ||
                        (raw.front_end & kMissing) != 0 || 2 * flat_run_ >= flat_limit_;
  decide(bad, settling || (flags & kMuscle) != 0, settling);
  return {verdict_, flags};
}

void SignalQuality::decide(bool bad, bool suspect, bool settling) noexcept {
  usable_ = !bad;
  if (bad) {
    verdict_ = ChannelVerdict::kBad;
    good_frames_ = 0;
    return;
  }
  if (verdict_ == ChannelVerdict::kBad) {
    good_frames_ = settling ? 0 : good_frames_ + 1;
    if (good_frames_ < recovery_limit_) return;
  }
  verdict_ = suspect ? ChannelVerdict::kSuspect : ChannelVerdict::kGood;
}

void SignalQuality::follow_missing(const RawChannel& raw) noexcept {
  longest_missing_ = 0;
  if (raw.missing == 0) {
    if (raw.signal() != 0) missing_run_ = 0;
    return;
  }
  for (int i = 0; i < raw.count; ++i) {
    if (contains(raw.spoilt, i)) continue;
    missing_run_ = contains(raw.missing, i) ? grown(missing_run_, missing_limit_) : 0;
    longest_missing_ = std::max(longest_missing_, missing_run_);
  }
}

SignalQuality::Range SignalQuality::range_of(const RawChannel& raw) noexcept {
  const SampleMask signal = raw.signal();
  const float first = raw.uv[static_cast<std::size_t>(std::countr_zero(signal))];
  Range range{first, first};
  for (int i = 0; i < raw.count; ++i) {
    if (!contains(signal, i)) continue;
    range.lowest_uv = std::min(range.lowest_uv, raw.uv[static_cast<std::size_t>(i)]);
    range.highest_uv = std::max(range.highest_uv, raw.uv[static_cast<std::size_t>(i)]);
  }
  return range;
}

// The front end knows its rails better than a setting does, but not which sample was
// there: the frame's extreme one. Of a frame that our pulses spoilt it may speak of
// those.
void SignalQuality::follow_rails(const RawChannel& raw, const Range& range) noexcept {
  Range rails{-rail_uv_, rail_uv_};
  if (raw.spoilt == 0) {
    if ((raw.front_end & kRailLow) != 0) {
      rails.lowest_uv = std::max(rails.lowest_uv, range.lowest_uv);
    }
    if ((raw.front_end & kRailHigh) != 0) {
      rails.highest_uv = std::min(rails.highest_uv, range.highest_uv);
    }
  }
  if (range.lowest_uv > rails.lowest_uv && range.highest_uv < rails.highest_uv) {
    rail_run_ = 0;
    return;
  }
  for (int i = 0; i < raw.count; ++i) {
    if (!contains(raw.signal(), i)) continue;
    const float uv = raw.uv[static_cast<std::size_t>(i)];
    const bool at_rail = uv <= rails.lowest_uv || uv >= rails.highest_uv;
    rail_run_ = at_rail ? grown(rail_run_, rail_limit_) : 0;
    longest_rail_ = std::max(longest_rail_, rail_run_);
  }
}

void SignalQuality::follow_flatness(const Range& range) noexcept {
  Range both = range;
  if (flat_run_ > 0) {
    both = {std::min(range.lowest_uv, flat_range_.lowest_uv),
            std::max(range.highest_uv, flat_range_.highest_uv)};
  }
  if (both.height_uv() <= flat_uv_) {
    flat_range_ = both;
    flat_run_ = grown(flat_run_, flat_limit_);
  } else {  // a new run may begin with this frame
    flat_range_ = range;
    flat_run_ = range.height_uv() <= flat_uv_ ? 1 : 0;
  }
}

// What was missing or spoilt is no step; what comes after a gap may have another offset.
void SignalQuality::follow_noise(const RawChannel& raw, bool after_gap) noexcept {
  if (after_gap) {
    line_noise_.settle();
    muscle_.settle();
    steps_.skip();
  }
  const SampleMask signal = raw.signal();
  for (int i = 0; i < raw.count; ++i) {
    if (contains(signal, i)) {
      const float uv = raw.uv[static_cast<std::size_t>(i)];
      const float held = std::min(std::max(uv, -rail_uv_), rail_uv_);
      line_noise_.hear(held);
      steps_.hear(held);
      muscle_.hear(held);
    } else {
      line_noise_.skip();
      steps_.skip();
    }
  }
}

void SignalQuality::follow_repetition(const RawChannel& raw, bool flat) noexcept {
  const std::uint32_t print = print_of(raw);
  repeat_run_ = print == print_ && !flat ? grown(repeat_run_, flat_limit_) : 0;
  print_ = print;
}

}  // namespace homeostat::biomarkers
