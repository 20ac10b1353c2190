#include "safety/monitor.h"

namespace homeostat::safety {
namespace {

// No contact bears a tenth of this, and no frame holds a hundredth: what is larger is no
// measurement.
constexpr std::int64_t kImplausible_pc = 1'000'000'000;
constexpr std::uint32_t kImplausiblePulses = 1'000'000;
// Source and meter may differ by so much between the phases before anything is known of
// the balance: ours. Recharge takes that much back.
constexpr std::int64_t kBalanceNoise_permille = 20;
// Net current that a contact bears for ever: 100 nA, an engineering target below the
// standard's limit (shared reference "safety", L6). 100 nA x 10 us = 1 pC.
constexpr std::int64_t kBorneTime_us_per_pc = 10;
// The double layer of platinum, a low estimate: 20 uF/cm2. um2 x uV / this = pC.
constexpr std::int64_t kDoubleLayerDivisor = 5'000'000;
// What is counted never overflows: far above every bound, far below 2^63.
constexpr std::int64_t kMostNet_pc = 1'000'000'000'000'000'000;
// No area in um2 and no voltage in uV is larger; their product fits.
constexpr std::int64_t kMostFactor = 1'000'000'000;
// Clocks of controller and stimulator differ by far less than this; an oscillator that
// has failed by more.
constexpr std::int64_t kClockError_permille = 5;

// 10^(hundredths / 100) in millionths, rounded down at each step: the error stays below
// one in a million.
std::int64_t power_of_ten_millionths(std::int32_t hundredths) {
  constexpr std::uint64_t kStep_e9 = 1'023'292'992;  // 10^0.01
  std::uint64_t power_e8 = 100'000'000;
  // Above 2 no program is valid; a larger number would only grow the limit.
  for (int i = 0; i < hundredths && i < 200; ++i) {
    power_e8 = power_e8 * kStep_e9 / 1'000'000'000;
  }
  return static_cast<std::int64_t>(power_e8 / 100);
}

std::int64_t area_um2(const Limits& limits, int contact) {
  if (contact == kCan) return kCanArea_um2;
  const auto port = static_cast<std::size_t>(contact / kContactsPerLead);
  return describe(limits.leads[port]).area_um2[contact % kContactsPerLead];
}

constexpr std::int64_t size_of(std::int64_t value) { return value < 0 ? -value : value; }

constexpr bool near(std::int64_t value, std::int64_t wanted, std::int64_t error) {
  return value >= wanted - error && value <= wanted + error;
}

constexpr MonitorReason graver(MonitorReason a, MonitorReason b) { return a > b ? a : b; }

// A flipped bit may make any number of a small one; arithmetic stays defined.
constexpr std::int64_t bounded(std::int64_t value, std::int64_t most) {
  return value > most ? most : value < -most ? -most : value;
}

constexpr std::int64_t nearer_to_zero(std::int64_t value, std::int64_t by) {
  if (by <= 0) return value;
  if (size_of(value) <= by) return 0;
  return value < 0 ? value + by : value - by;
}

// Of one pulse; the noise is not counted.
std::int64_t net_pc_of(const PulseSegment& s) {
  return nearer_to_zero((s.charge1 - s.charge2).count(),
                        s.charge1.count() * kBalanceNoise_permille / 1000);
}

// Of a segment whose times are sane.
Instant last_of(const PulseSegment& s) {
  return s.first_pulse + Microseconds((std::int64_t{s.pulses} - 1) * s.period.count());
}

// All pulses lie in [start, end), and each number can be one that was measured.
bool sane(const PulseSegment& s, Instant start, Instant end) {
  if (s.pulses > kImplausiblePulses) return false;
  if (s.first_pulse < start || s.first_pulse >= end) return false;
  if (s.pulses > 1) {
    const std::int64_t span_us = (end - s.first_pulse).count() - 1;
    if (s.period <= Microseconds{}) return false;
    if (std::int64_t{s.pulses} - 1 > span_us / s.period.count()) return false;
  }
  const auto plausible = [](Picocoulombs charge) {
    return charge.count() >= 0 && charge.count() <= kImplausible_pc;
  };
  return plausible(s.charge1) && plausible(s.charge2) && s.pulse_width > Microseconds{} &&
         s.pulse_width <= Microseconds(1'000'000) && s.amplitude > Microamps{};
}

// A train that may have made these pulses, judged by time and place alone.
bool allows(const PulseTrain& train, const PulseSegment& s) {
  return train.on() && s.configuration == train.configuration &&
         s.first_pulse >= train.first_pulse && last_of(s) < train.valid_until;
}

// Some pulse of the train starts in [start, end).
bool is_due(const PulseTrain& train, Instant start, Instant end) {
  if (!train.on() || train.period <= Microseconds{}) return false;
  const Instant stop = train.valid_until < end ? train.valid_until : end;
  if (train.first_pulse >= start) return train.first_pulse < stop;
  const std::int64_t into = (start - train.first_pulse).count() % train.period.count();
  const Instant next = into == 0 ? start : start + train.period - Microseconds(into);
  return next < stop;
}

}  // namespace

Monitor::Monitor(const Limits& limits) noexcept
    : min_period_us_(limits.min_period.count()),
      density_nc_per_cm2_(limits.charge_density_nc_per_cm2),
      shannon_millionths_(power_of_ten_millionths(limits.shannon_k_hundredths)),
      error_permille_(limits.max_echo_error_permille),
      residual_uv_(limits.max_residual.count()),
      latch_(0),
      latch_complement_(0xFF) {
  for (int c = 0; c < kContacts; ++c) {
    contacts_[static_cast<std::size_t>(c)].area_um2 = area_um2(limits, c);
  }
  for (std::size_t i = 0; i < wirings_.size() && i < limits.configuration_count; ++i) {
    const ElectrodeConfiguration& from = limits.configurations[i];
    wirings_[i].ratio = from.second_phase_ratio;
    wirings_[i].rest_us = from.interphase_gap.count() + from.recharge.count();
    for (std::size_t c = 0; c < kContacts; ++c) {
      const std::int64_t share = from.contacts[c].worst_case_share_permille;
      wirings_[i].share_permille[c] =
          from.contacts[c].polarity == Polarity::kAnode ? share : -share;
    }
  }
}

void Monitor::note(const StimCommand& command) noexcept {
  for (int i = 0; i < kOutputs; ++i) {
    Output& output = outputs_[static_cast<std::size_t>(i)];
    output.before = output.in_force;
    output.in_force = command.output(i);
  }
}

void Monitor::advance_idle(Microseconds span) noexcept {
  for (Output& output : outputs_) output.in_force = output.before = {};
  bear(span);
}

MonitorVerdict Monitor::judge(const std::array<OutputEcho, kOutputs>& echo, Instant start,
                              Instant end, bool clinician_reset) noexcept {
  bear(end - start);
  MonitorReason found = MonitorReason::kNone;
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    found = graver(found, judge_output(outputs_[i], echo[i], start, end));
  }
  // Numbers that cannot be are not reckoned with.
  if (found < MonitorReason::kUnasked) {
    found = graver(found, judge_charge(echo));
    found = graver(found, judge_balance(echo));
  }
  return conclude(found, clinician_reset);
}

// A reset comes first, so that a fault which lasts latches again.
MonitorVerdict Monitor::conclude(MonitorReason found, bool clinician_reset) noexcept {
  const auto corrupt = static_cast<std::uint8_t>(MonitorReason::kCorrupt);
  const bool damaged = (latch_ ^ latch_complement_) != 0xFF || latch_ > corrupt;
  if (damaged) latch_ = corrupt;
  if (clinician_reset && !reset_held_ && !damaged && latch_ != 0) {
    latch_ = 0;
    forget_deliveries();
  }
  reset_held_ = clinician_reset;
  const bool fresh = damaged || (latch_ == 0 && found != MonitorReason::kNone);
  if (latch_ == 0) latch_ = static_cast<std::uint8_t>(found);
  latch_complement_ = static_cast<std::uint8_t>(~latch_);
  return {static_cast<MonitorReason>(latch_), fresh};
}

// A net current that a contact bears for ever flows off it.
void Monitor::bear(Microseconds elapsed) noexcept {
  if (elapsed <= Microseconds{}) return;
  const std::int64_t borne_us = borne_rest_us_ + elapsed.count() % kBorneTime_us_per_pc;
  borne_rest_us_ = borne_us % kBorneTime_us_per_pc;
  const std::int64_t borne_pc =
      elapsed.count() / kBorneTime_us_per_pc + borne_us / kBorneTime_us_per_pc;
  for (Contact& contact : contacts_) {
    contact.net_pc = nearer_to_zero(contact.net_pc, borne_pc);
  }
}

void Monitor::forget_deliveries() noexcept {
  for (Contact& contact : contacts_) contact.net_pc = 0;
  for (Output& output : outputs_) {
    output.pulsed = false;
    output.short_intervals = output.mismatched = output.missing = 0;
  }
}

const Monitor::Wiring* Monitor::wiring_of(const PulseSegment& segment) const noexcept {
  if (segment.configuration >= wirings_.size()) return nullptr;
  const Wiring& wiring = wirings_[segment.configuration];
  return wiring.ratio > 0 ? &wiring : nullptr;
}

MonitorReason Monitor::judge_output(Output& output, const OutputEcho& echo, Instant start,
                                    Instant end) const noexcept {
  if (echo.count > echo.segments.size()) return MonitorReason::kMalformed;
  MonitorReason found = MonitorReason::kNone;
  bool pulsed = false;
  bool matched = true;
  for (std::size_t i = 0; i < echo.count; ++i) {
    if (echo.segments[i].pulses == 0) continue;
    pulsed = true;
    found = graver(found, judge_segment(output, echo.segments[i], start, end, matched));
  }
  if (pulsed) output.mismatched = matched ? 0 : output.mismatched + 1;
  if (output.mismatched >= kMismatchedFrames) {
    output.mismatched = kMismatchedFrames;
    found = graver(found, MonitorReason::kMismatch);
  }
  return graver(found, judge_missing(output, pulsed, start, end));
}

MonitorReason Monitor::judge_segment(Output& output, const PulseSegment& segment,
                                     Instant start, Instant end,
                                     bool& matched) const noexcept {
  if (!sane(segment, start, end)) return MonitorReason::kMalformed;
  if ((segment.flags & (kSegmentsLost | kOpenContact | kShortedContact)) != 0) {
    return MonitorReason::kSource;
  }
  const bool now = allows(output.in_force, segment);
  const bool before = allows(output.before, segment);
  if ((!now && !before) || wiring_of(segment) == nullptr) return MonitorReason::kUnasked;
  matched = matched && ((now && agrees(segment, output.in_force)) ||
                        (before && agrees(segment, output.before)));
  const MonitorReason rate = judge_rate(output, segment);
  const bool clean = near(segment.residual.count(), 0, residual_uv_);
  return graver(rate, clean ? MonitorReason::kNone : MonitorReason::kResidual);
}

bool Monitor::agrees(const PulseSegment& s, const PulseTrain& train) const noexcept {
  const auto as_wanted = [this](std::int64_t value, std::int64_t wanted) {
    return near(value, wanted, wanted * error_permille_ / 1000);
  };
  const std::int64_t period_us = train.period.count();
  const std::int64_t charge_pc = (train.amplitude * train.pulse_width).count();
  return as_wanted(s.amplitude.count(), train.amplitude.count()) &&
         as_wanted(s.pulse_width.count(), train.pulse_width.count()) &&
         as_wanted(s.charge1.count(), charge_pc) &&
         as_wanted(s.charge2.count(), charge_pc) &&
         (s.pulses < 2 ||
          near(s.period.count(), period_us, period_us * kClockError_permille / 1000));
}

// One short interval is the change from one train to the next, as long as the electrode
// was at rest again; two in a row are a rate.
MonitorReason Monitor::judge_rate(Output& output,
                                  const PulseSegment& segment) const noexcept {
  const Wiring& wiring = *wiring_of(segment);
  const std::int64_t busy_us =
      segment.pulse_width.count() * (1 + wiring.ratio) + wiring.rest_us;
  const std::int64_t shortest_us =
      min_period_us_ - min_period_us_ * kClockError_permille / 1000;
  bool overlaps = output.pulsed && segment.first_pulse < output.busy_until;
  if (output.pulsed) {
    const std::int64_t since_us = (segment.first_pulse - output.last_onset).count();
    output.short_intervals = since_us < shortest_us ? output.short_intervals + 1 : 0;
  }
  bool fast = output.short_intervals >= 2;
  if (segment.pulses > 1) {
    const bool too_short = segment.period.count() < shortest_us;
    overlaps = overlaps || segment.period.count() < busy_us;
    fast = fast || (too_short && (segment.pulses > 2 || output.short_intervals > 0));
    output.short_intervals = too_short ? 1 : 0;
  }
  output.pulsed = true;
  output.last_onset = last_of(segment);
  output.busy_until = output.last_onset + Microseconds(busy_us);
  return overlaps || fast ? MonitorReason::kRate : MonitorReason::kNone;
}

MonitorReason Monitor::judge_missing(Output& output, bool pulsed, Instant start,
                                     Instant end) const noexcept {
  if (pulsed) {
    output.missing = 0;
  } else if (is_due(output.in_force, start, end) && output.missing < kMissingFrames) {
    ++output.missing;
  }
  return output.missing >= kMissingFrames ? MonitorReason::kMissing
                                          : MonitorReason::kNone;
}

// Both bounds, each without a root: Q <= D * A, and Q^2 <= A * 10^k (Q in uC, A in cm2).
// The meter's own error is taken off first, rounded down.
bool Monitor::bears(const Contact& contact, std::int64_t charge_pc) const noexcept {
  const std::int64_t q_pc = charge_pc * 1000 / (1000 + error_permille_);
  return q_pc * 100'000 <= density_nc_per_cm2_ * contact.area_um2 &&
         q_pc * q_pc <= contact.area_um2 * shannon_millionths_ / 100;
}

// At each contact, the largest phase of either output: they may coincide.
MonitorReason Monitor::judge_charge(
    const std::array<OutputEcho, kOutputs>& echo) const noexcept {
  for (std::size_t c = 0; c < contacts_.size(); ++c) {
    std::int64_t sum_pc = 0;
    for (const OutputEcho& output : echo) {
      std::int64_t largest_pc = 0;
      for (std::size_t i = 0; i < output.count; ++i) {
        const PulseSegment& s = output.segments[i];
        if (s.pulses == 0) continue;
        const std::int64_t phase_pc =
            s.charge1 > s.charge2 ? s.charge1.count() : s.charge2.count();
        const std::int64_t share = size_of(wiring_of(s)->share_permille[c]);
        const std::int64_t own_pc = phase_pc * share / 1000;
        largest_pc = own_pc > largest_pc ? own_pc : largest_pc;
      }
      sum_pc += largest_pc;
    }
    if (sum_pc != 0 && !bears(contacts_[c], sum_pc)) return MonitorReason::kCharge;
  }
  return MonitorReason::kNone;
}

// What exceeds the noise is kept for each contact and may not charge its double layer
// beyond the residual voltage that the program allows.
MonitorReason Monitor::judge_balance(
    const std::array<OutputEcho, kOutputs>& echo) noexcept {
  MonitorReason found = MonitorReason::kNone;
  for (std::size_t c = 0; c < contacts_.size(); ++c) {
    std::int64_t net_pc = bounded(contacts_[c].net_pc, kMostNet_pc);
    for (const OutputEcho& output : echo) {
      for (std::size_t i = 0; i < output.count; ++i) {
        const PulseSegment& s = output.segments[i];
        if (s.pulses == 0) continue;
        net_pc += net_pc_of(s) * wiring_of(s)->share_permille[c] / 1000 * s.pulses;
      }
    }
    contacts_[c].net_pc = bounded(net_pc, kMostNet_pc);
    const std::int64_t bound_pc = bounded(contacts_[c].area_um2, kMostFactor) *
                                  bounded(residual_uv_, kMostFactor) /
                                  kDoubleLayerDivisor;
    if (size_of(contacts_[c].net_pc) > bound_pc) found = MonitorReason::kBalance;
  }
  return found;
}

}  // namespace homeostat::safety
