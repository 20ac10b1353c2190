// The envelope said again, in other words: judges commands and delivered pulses by the
// limits alone. Shares no code with the guard; uses floating point and long logs freely.
#pragma once

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <numbers>
#include <string>

#include "tests/safety/bench.h"

namespace homeostat::safety::testing {

// The most charge one phase may carry, pC, from the geometry and both formulas.
inline double oracle_charge_pc(LeadModel lead, int contact, double density_uc_cm2,
                               double k) {
  const double pi = std::numbers::pi;
  double area_mm2 = 0.0;
  switch (lead) {
    case LeadModel::kNone:
      return 0.0;
    case LeadModel::kDepthRing127x200:
      area_mm2 = pi * 1.27 * 2.0;
      break;
    case LeadModel::kStripDisc318:
      area_mm2 = pi * 3.18 * 3.18 / 4;
      break;
    case LeadModel::kDbsRing127x150:
    case LeadModel::kDbsOctal127x150:
      area_mm2 = pi * 1.27 * 1.5;
      break;
    case LeadModel::kDirectional127x150:
      area_mm2 = pi * 1.27 * 1.5 * (contact == 0 || contact == 7 ? 1.0 : 96.0 / 360.0);
      break;
    case LeadModel::kSeeg080x200:
      area_mm2 = pi * 0.8 * 2.0;
      break;
  }
  const double area_cm2 = area_mm2 / 100.0;
  const double by_density = density_uc_cm2 * area_cm2;
  const double by_shannon = std::sqrt(area_cm2 * std::pow(10.0, k));
  return 1e6 * std::min(by_density, by_shannon);
}

// A sum over whatever lies within one window.
class Window {
 public:
  explicit Window(double length_us) : length_(length_us) {}
  double add(double at_us, double amount) {
    while (!kept_.empty() && kept_.front().first <= at_us - length_) {
      sum_ -= kept_.front().second;
      kept_.pop_front();
    }
    kept_.emplace_back(at_us, amount);
    return sum_ += amount;
  }

 private:
  double length_;
  double sum_ = 0.0;
  std::deque<std::pair<double, double>> kept_;
};

// A bucket that starts full. Debits precede delivery by at most a command's lifetime, so
// it is larger than the program's by what flows back in that time.
class Bucket {
 public:
  Bucket(double capacity, double per_us, double lifetime_us)
      : capacity_(capacity + per_us * lifetime_us), per_us_(per_us), level_(capacity_) {}
  double take(double at_us, double amount) {
    level_ = std::min(capacity_, level_ + per_us_ * (at_us - last_));
    last_ = at_us;
    return level_ -= amount;
  }

 private:
  double capacity_, per_us_, level_;
  double last_ = 0.0;
};

class Oracle {
 public:
  explicit Oracle(const Limits& limits) : l_(limits) {
    const double life = us(l_.max_command_lifetime);
    for (int i = 0; i < kContacts; ++i) {
      fast_.emplace_back(double(l_.fast_budget.capacity.count()),
                         double(l_.fast_budget.refill_pc_per_s) * 1e-6, life);
      slow_.emplace_back(double(l_.slow_budget.capacity.count()),
                         double(l_.slow_budget.refill_pc_per_s) * 1e-6, life);
    }
    energy_.emplace_back(double(l_.max_energy_nj), double(l_.max_power_nw) * 1e-6, life);
    for (int o = 0; o < kOutputs; ++o) {
      for (const double w : {60e6, 3600e6, 86400e6}) duty_.emplace_back(w);
    }
  }

  // Null where nothing is wrong with this command; else what is.
  const char* command(const StimRequest& asked, const GuardInputs& in,
                      const Admission& got) {
    const char* wrong = nullptr;
    double sum = 0.0;
    std::map<int, double> charge;
    for (int o = 0; o < kOutputs && wrong == nullptr; ++o) {
      const PulseTrain& t = got.command.output(o);
      const PulseTrain& w = asked.outputs[std::size_t(o)];
      if (t.on()) wrong = train(t, w, in, charge);
      sum += t.amplitude.count();
    }
    if (wrong != nullptr) return wrong;
    if (sum > l_.max_sum_amplitude.count()) return "sum of amplitudes";
    for (const auto& [contact, pc] : charge) {
      if (pc > limit_pc(contact) + 1e-3) return "charge of a phase";
    }
    if (got.command.on() && silenced(asked, in, got)) return "not silent";
    return rise(in.now, got);
  }

  // One delivered pulse, in order of onset.
  const char* pulse(const Pulse& p, double source_ohm) {
    const double at = double(p.onset.count());
    const PulseTrain& t = p.train;
    const ElectrodeConfiguration& c = l_.configurations[t.configuration];
    if (at < free_[p.output]) return "too soon after another pulse";
    free_[p.output] = at + std::max(us(l_.min_period), pulse_us(t));
    const double charge = double((t.amplitude * t.pulse_width).count());
    for (std::size_t i = 0; i < kContacts; ++i) {
      if (c.contacts[i].polarity == Polarity::kUnused) continue;
      const double own =
          std::ceil(charge * c.contacts[i].worst_case_share_permille / 1000.0);
      if (fast_[i].take(at, own) < -1.0) return "fast budget of a contact";
      if (slow_[i].take(at, own) < -1.0) return "slow budget of a contact";
    }
    const double amps = t.amplitude.count() * 1e-6;
    const double nj = 2 * amps * amps * source_ohm * us(t.pulse_width) * 1e-6 * 1e9;
    if (energy_[0].take(at, nj) < -1.0) return "energy";
    const double permille[] = {double(l_.max_duty_permille_1min),
                               double(l_.max_duty_permille_1h),
                               double(l_.max_duty_permille_24h)};
    const double length[] = {60e6, 3600e6, 86400e6};
    for (std::size_t w = 0; w < 3; ++w) {
      const double on = duty_[std::size_t(p.output) * 3 + w].add(at, us(t.period));
      if (permille[w] < 1000 && on > permille[w] * length[w] / 1000) return "duty";
    }
    return turn(at);
  }

  // The other half of the voltage: what the current of this command would need.
  double source_ohm(const PulseTrain& t, const GuardInputs& in) const {
    double side[2] = {0.0, 0.0};
    for (std::size_t i = 0; i < kCan; ++i) {
      const ContactUse& use = l_.configurations[t.configuration].contacts[i];
      if (use.polarity == Polarity::kUnused) continue;
      double& worst = side[use.polarity == Polarity::kAnode];
      worst = std::max(
          worst, in.impedances[i].value.count() * use.worst_case_share_permille / 1000.0);
    }
    return side[0] + side[1];
  }

  // Until when an output's last pulse rests, us.
  double rests_until(int output) const { return free_[output]; }

 private:
  static double us(Microseconds d) { return double(d.count()); }

  // From the start of a pulse until its electrode is at rest.
  double pulse_us(const PulseTrain& t) const {
    const ElectrodeConfiguration& c = l_.configurations[t.configuration];
    return us(t.pulse_width) * (1 + c.second_phase_ratio) + us(c.interphase_gap) +
           us(c.recharge);
  }

  double limit_pc(int contact) const {
    const double k = l_.shannon_k_hundredths / 100.0;
    const double density = l_.charge_density_nc_per_cm2 / 1000.0;
    if (contact == kCan) return 1e6 * std::sqrt(10.0 * std::pow(10.0, k));
    return oracle_charge_pc(l_.leads[std::size_t(contact / kContactsPerLead)],
                            contact % kContactsPerLead, density, k);
  }

  const char* train(const PulseTrain& t, const PulseTrain& w, const GuardInputs& in,
                    std::map<int, double>& charge) {
    if (t.configuration >= l_.configuration_count) return "configuration";
    if (t.configuration != w.configuration) return "another configuration";
    const ElectrodeConfiguration& c = l_.configurations[t.configuration];
    if (t.amplitude > w.amplitude || t.amplitude < 0_uA) return "more than asked";
    if (t.pulse_width > w.pulse_width) return "wider than asked";
    if (t.period < w.period) return "faster than asked";
    if (t.valid_until > w.valid_until) return "longer than asked";
    // Pulses that come too soon after another train's are left out.
    if (t.first_pulse != w.first_pulse &&
        (t.first_pulse < in.now ||
         (t.first_pulse - w.first_pulse).count() % t.period.count() != 0)) {
      return "another phase";
    }
    if (t.amplitude > l_.max_amplitude) return "amplitude";
    if (t.amplitude > c.tested_amplitude) return "titration";
    if (t.amplitude.count() % c.second_phase_ratio != 0) return "balance";
    if (t.pulse_width < l_.min_pulse_width || t.pulse_width > l_.max_pulse_width) {
      return "width";
    }
    if (t.period < l_.min_period || t.period > l_.max_period) return "period";
    if (us(t.period) < pulse_us(t)) return "pulses overlap";
    if (t.valid_until <= in.now) return "expired";
    if (t.valid_until - in.now > l_.max_command_lifetime) return "lifetime";
    for (std::size_t i = 0; i < kContacts; ++i) {
      if (c.contacts[i].polarity == Polarity::kUnused) continue;
      charge[int(i)] += std::ceil(double((t.amplitude * t.pulse_width).count()) *
                                  c.contacts[i].worst_case_share_permille / 1000.0);
      const ContactImpedance& z = in.impedances[i];
      if (i != kCan && !(z.valid && z.age >= 0_us && z.age <= l_.max_impedance_age &&
                         z.value >= l_.min_impedance && z.value <= l_.max_impedance)) {
        return "impedance";
      }
    }
    const double volts = t.amplitude.count() * source_ohm(t, in);
    return volts > double(l_.compliance.count()) + 1 ? "compliance" : nullptr;
  }

  bool silenced(const StimRequest& asked, const GuardInputs& in, const Admission& got) {
    return in.magnet_present || in.mri_mode || in.clinician_stop || got.latched ||
           in.battery < l_.battery_floor || in.temperature > l_.max_temperature ||
           in.program_crc != kProgramCrc || (asked.needs_sensing && !in.sensing_valid);
  }

  // Against every amplitude of the last two seconds or of the ramp window.
  const char* rise(Instant now, const Admission& got) {
    const double at = double(now.count());
    const double window = us(l_.ramp_window);
    for (std::size_t o = 0; o < kOutputs; ++o) {
      const PulseTrain& t = got.command.output(int(o));
      auto& seen = seen_[o];
      while (!seen.empty() && seen.front().until < at - std::max(window, 2e6)) {
        seen.pop_front();
      }
      // A train that ended by itself was followed by nothing.
      if (!seen.empty() && double(seen.back().valid.count()) < at) {
        seen.push_back({double(seen.back().valid.count()), at, 0.0, now});
      } else if (!seen.empty()) {
        seen.back().until = at;
      }
      const double a = t.amplitude.count();
      double step = 0.0;  // amplitudes move in steps of the second phase's ratio
      for (const ElectrodeConfiguration& c : l_.configurations) {
        step = std::max(step, double(c.second_phase_ratio));
      }
      for (const Held& h : seen) {
        const double risen = a - h.amplitude;
        if (risen > l_.max_ramp_ua_per_ms * (at - h.from) / 1000.0 + step) return "ramp";
        if (h.until > at - window && risen > l_.max_rise_per_window.count()) {
          return "rise within a window";
        }
      }
      seen.push_back({at, at, a, t.on() ? t.valid_until : Instant(UINT64_MAX)});
    }
    return nullptr;
  }

  // Bursts, therapies and episodes, counted from onsets alone.
  const char* turn(double at) {
    const bool first = pulses_++ == 0;
    const double silence = at - last_;
    last_ = at;
    if (!l_.episodic) {
      if (l_.continuous.max_on == 0_us) return nullptr;
      if (first || silence >= us(l_.continuous.min_off)) start_ = at;
      return at - start_ < us(l_.continuous.max_on) ? nullptr : "on-time";
    }
    const EpisodicLimits& e = l_.episodes;
    if (first || silence >= us(e.burst_gap)) {
      start_ = at;
      bursts_ += 1;
      if (first || silence >= us(e.therapy_gap)) {
        bursts_ = 1;
        therapies_ += 1;
        if (first || silence >= us(e.episode_gap)) therapies_ = 1;
        const bool opens = therapies_ == 1;
        if (hour_.add(at, 1) > e.therapies_per_hour) return "therapies of an hour";
        const double today = day_.add(at, 1);
        if (today > e.therapies_per_day) return "therapies of a day";
        if (opens && today > e.therapies_per_day - e.reserved_for_episodes) {
          return "reserve";
        }
        status_.emplace_back(at);
        if (e.status_therapies > 0 && status_.size() >= e.status_therapies &&
            at - status_[status_.size() - e.status_therapies] < us(e.status_window)) {
          return "status";
        }
      }
      if (bursts_ > e.bursts_per_therapy) return "bursts of a therapy";
      if (therapies_ > e.therapies_per_episode) return "therapies of an episode";
    }
    return at - start_ < us(e.max_burst) ? nullptr : "burst length";
  }

  struct Held {
    double from, until, amplitude;
    Instant valid;
  };

  Limits l_;
  std::vector<Bucket> fast_, slow_, energy_;
  std::vector<Window> duty_;
  Window hour_{3600e6}, day_{86400e6};
  std::deque<double> status_;
  std::deque<Held> seen_[kOutputs];
  double free_[kOutputs] = {};
  double last_ = 0.0, start_ = 0.0;
  int pulses_ = 0, bursts_ = 0, therapies_ = 0;
};

}  // namespace homeostat::safety::testing
