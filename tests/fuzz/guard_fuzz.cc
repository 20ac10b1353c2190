// The guard, over sequences: whatever is asked and whatever the world says, each command
// and each delivered pulse is well by the oracle of tests/safety, which shares no code
// with it. Nothing is denied without need, or without a reason; and of what a faithful
// stimulator delivers the monitor has nothing to say.
#include <algorithm>

#include "safety/monitor.h"
#include "tests/fuzz/guard_world.h"
#include "tests/safety/oracle.h"

namespace homeostat::fuzz {
namespace {

constexpr int kMostSteps = 400;

double length_us(Microseconds d) { return double(d.count()); }

// True where no limit at all speaks against this train, by a margin for rounding: then it
// has to be granted as it stands. Only budgets, ramp and turn are not asked: see
// roomy_limits().
bool is_harmless(const Oracle& oracle, const Limits& l, const GuardInputs& in,
                 const PulseTrain& t) {
  if (t.configuration >= l.configuration_count) return false;
  const ElectrodeConfiguration& c = l.configurations[t.configuration];
  const double occupied = length_us(t.pulse_width) * (1 + c.second_phase_ratio) +
                          length_us(c.interphase_gap) + length_us(c.recharge);
  const bool shape = t.amplitude <= l.max_amplitude &&
                     t.amplitude <= c.tested_amplitude &&
                     t.amplitude.count() % c.second_phase_ratio == 0 &&
                     t.pulse_width >= l.min_pulse_width &&
                     t.pulse_width <= l.max_pulse_width && t.period >= l.min_period &&
                     t.period <= l.max_period && length_us(t.period) >= occupied;
  const bool time = t.first_pulse <= in.now && t.valid_until > in.now + t.period &&
                    t.valid_until <= in.now + l.max_command_lifetime;
  const double volts = t.amplitude.count() * (oracle.source_ohm(t, in) + 2.0);
  return shape && time && volts <= double(l.compliance.count());
}

// What both trains put on one contact, a microampere each to spare.
bool charge_fits(const Limits& l, const StimRequest& asked) {
  for (std::size_t i = 0; i < kContacts; ++i) {
    double charge = 0.0;
    for (const PulseTrain& t : asked.outputs) {
      if (!t.on()) continue;
      const ContactUse& use = l.configurations[t.configuration].contacts[i];
      charge += (t.amplitude.count() + 2.0) * length_us(t.pulse_width) *
                use.worst_case_share_permille / 1000.0;
    }
    const double k = l.shannon_k_hundredths / 100.0;
    const double bound = i == kCan
                             ? 1e6 * std::sqrt(10.0 * std::pow(10.0, k))
                             : oracle_charge_pc(l.leads[i / kContactsPerLead],
                                                static_cast<int>(i) % kContactsPerLead,
                                                l.charge_density_nc_per_cm2 / 1000.0, k);
    if (charge > bound - 1.0) return false;
  }
  return true;
}

class Life {
 public:
  explicit Life(Bytes in) : in_(in), limits_(limits_of(in_, roomy_)) {}

  void live() {
    if (validate(limits_).field != nullptr) return;
    for (int i = 0; i < kMostSteps && in_.left(); ++i) {
      if (in_.byte() == 255) skip();
      step();
    }
  }

 private:
  void skip() {
    request_ = {};
    well_ = false;  // a long rest is the clock's business: tests/safety
    bench_.skip_to(bench_.now() + 33_ms + Microseconds(std::int64_t{in_.two()} * 50'000));
  }

  void step() {
    const Microseconds wait = wait_of(in_);
    request_ = request_of(in_, limits_, bench_.now() + wait, request_);
    GuardInputs seen;
    Wrong wrong = Wrong::kNothing;
    MonitorReason heard = MonitorReason::kNone;
    const Admission got = bench_.step(wait, request_, [&](GuardInputs& now) {
      wrong = fault_of(in_, now);
      heard = monitor_.judge(now.echo, now.echo_start, now.now, false).reason;
      seen = now;
    });
    monitor_.note(got.command);
    judge_pulses();
    judge_command(seen, got);
    if (wrong == Wrong::kEcho) faithful_ = false;
    if (wrong != Wrong::kNothing || wait < 1_ms || wait >= 1_s) well_ = false;
    if (faithful_ && well_) {
      claim(heard == MonitorReason::kNone, "the monitor hears", name_of(heard));
    } else {
      faithful_ = false;
    }
    judge_denial(seen, got);
  }

  void judge_pulses() {
    std::vector<Pulse> fresh(
        bench_.pulses().begin() + static_cast<std::ptrdiff_t>(judged_),
        bench_.pulses().end());
    judged_ = bench_.pulses().size();
    std::stable_sort(fresh.begin(), fresh.end(),
                     [](const Pulse& a, const Pulse& b) { return a.onset < b.onset; });
    for (const Pulse& p : fresh) {
      const char* wrong = oracle_.pulse(p, ohm_[p.output]);
      claim(wrong == nullptr, "a pulse leaves the envelope:", wrong ? wrong : "");
    }
  }

  void judge_command(const GuardInputs& seen, const Admission& got) {
    const char* wrong = oracle_.command(request_, seen, got);
    claim(wrong == nullptr, "a command leaves the envelope:", wrong ? wrong : "");
    for (int o = 0; o < kOutputs; ++o) {
      const PulseTrain& t = got.command.output(o);
      if (t.on()) ohm_[o] = oracle_.source_ohm(t, seen);
    }
  }

  // Whether its next pulse would fall into the rest of a pulse of another train.
  bool begins_too_soon(Instant now, const PulseTrain& t) const {
    const auto output = &t - request_.outputs.data();
    const std::int64_t late = (now - t.first_pulse).count() % t.period.count();
    const std::int64_t wait = late == 0 ? 0 : t.period.count() - late;
    return double(now.count()) + double(wait) < oracle_.rests_until(int(output));
  }

  // Less than asked has a reason; and where nothing speaks against it, it is granted.
  void judge_denial(const GuardInputs& seen, const Admission& got) {
    const auto as_asked = [&](int o) {
      const PulseTrain& t = request_.outputs[static_cast<std::size_t>(o)];
      return t.on() ? got.command.output(o) == t : !got.command.output(o).on();
    };
    const bool whole = as_asked(0) && as_asked(1);
    claim(whole || !got.reasons.empty(), "less than was asked, without a reason");
    if (!roomy_ || !well_) return;
    double sum = 0.0;
    for (const PulseTrain& t : request_.outputs) {
      if (t.amplitude.count() < 0) return;
      if (!t.on()) continue;
      if (!is_harmless(oracle_, limits_, seen, t) || begins_too_soon(seen.now, t)) return;
      sum += t.amplitude.count();
    }
    if (sum > limits_.max_sum_amplitude.count() || !charge_fits(limits_, request_))
      return;
    std::string why;
    for (int i = 0; i < GUARD_REASON_COUNT; ++i) {
      const auto reason = static_cast<Reason>(i);
      if (got.reasons.has(reason)) why += std::string(" ") + name_of(reason);
    }
    claim(whole && got.reasons.empty(), "denied without need:", why);
  }

  Bytes in_;
  bool roomy_ = false;
  Limits limits_;
  Bench bench_{limits_};
  Oracle oracle_{limits_};
  Monitor monitor_{limits_};
  StimRequest request_;
  double ohm_[kOutputs] = {0.0, 0.0};
  std::size_t judged_ = 0;
  bool well_ = true;      // nothing has gone wrong yet
  bool faithful_ = true;  // and every echo was true
};

}  // namespace
}  // namespace homeostat::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  homeostat::fuzz::Life(homeostat::fuzz::Bytes(data, size)).live();
  return 0;
}
