#include "biomarkers/rns_chain.h"

namespace homeostat::biomarkers {
namespace {

// Windows that cover so much time.
int windows_over(double ms, int window_ms) noexcept {
  const auto whole = static_cast<int>(ms / window_ms);
  return static_cast<double>(whole) * window_ms < ms ? whole + 1 : whole;
}

double duration_of(const RnsTherapySettings& therapy) noexcept {
  double duration_ms = 0.0;
  for (std::size_t b = 0; b < therapy.burst_count; ++b) {
    duration_ms += therapy.bursts[b].duration_ms;
  }
  return duration_ms;
}

}  // namespace

RnsChain::RnsChain(const RnsSettings& settings) noexcept
    : settings_(settings),
      samples_per_window_(settings.window_ms * settings.sample_rate_hz / 1000) {
  for (std::size_t t = 0; t < settings_.tool_count; ++t) {
    tools_[t] = RnsTool(settings_.tools[t], settings_);
  }
}

bool RnsChain::update(std::span<const float> uv) noexcept {
  ++samples_;
  for (std::size_t t = 0; t < settings_.tool_count; ++t) {
    tools_[t].see(uv[static_cast<std::size_t>(settings_.tools[t].channel)]);
  }
  if (++in_window_ < samples_per_window_) return false;
  in_window_ = 0;
  judge();
  follow_event();
  follow_therapies();
  return true;
}

void RnsChain::judge() noexcept {
  for (std::size_t t = 0; t < settings_.tool_count; ++t) readings_[t] = tools_[t].judge();
  bool all = true;
  bool any = false;
  for (std::size_t p = 0; p < settings_.pattern_count; ++p) {
    patterns_[p] = holds(settings_.patterns[p]);
    all = all && patterns_[p];
    any = any || patterns_[p];
  }
  detected_ = settings_.combination == RnsCombination::kOr ? any : all;
}

bool RnsChain::holds(const RnsPatternSettings& pattern) const noexcept {
  bool all = true;
  bool any = false;
  for (std::size_t i = 0; i < pattern.tool_count; ++i) {
    const bool on = readings_[static_cast<std::size_t>(pattern.tools[i])].on;
    all = all && on;
    any = any || on;
  }
  return pattern.combination == RnsCombination::kOr ? any : all;
}

void RnsChain::follow_event() noexcept {
  if (detected_) {
    in_event_ = true;
    windows_without_ = 0;
    return;
  }
  if (!in_event_) return;
  ++windows_without_;
  if (windows_without_ < windows_over(settings_.event_end_ms, settings_.window_ms)) {
    return;
  }
  in_event_ = false;
  given_ = 0;
}

void RnsChain::follow_therapies() noexcept {
  therapy_ = 0;
  if (busy_for_ > 0) --busy_for_;
  if (!detected_ || busy_for_ > 0) return;
  if (given_ >= static_cast<int>(settings_.therapy_count)) return;
  const RnsTherapySettings& next = settings_.therapies[static_cast<std::size_t>(given_)];
  busy_for_ =
      windows_over(duration_of(next) + settings_.redetection_ms, settings_.window_ms);
  therapy_ = ++given_;
}

}  // namespace homeostat::biomarkers
