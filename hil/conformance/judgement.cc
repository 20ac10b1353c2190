#include "hil/conformance/judgement.h"

#include <algorithm>
#include <cmath>

#include "hil/conformance/expectation_words.h"
#include "hil/conformance/glossary.h"
#include "hil/conformance/uncertainty.h"
#include "sim/html.h"

namespace homeostat::hil {
namespace {

using clinical_configs::Expectation;
using clinical_configs::Expected;
using clinical_configs::Moment;

constexpr double kTherapySilence_s = 1.0;
constexpr double kRounding_s = 1e-9;

std::string in_ms(double s) { return sim::html::number(s * 1e3, 3) + " ms"; }
std::string in_s(double s) { return sim::html::number(s, 6) + " s"; }

// Observations from one expectation's moment on.
class Judge {
 public:
  Judge(const Expectation& wish, const Observations& seen, double round_trip_s)
      : wish_(wish), seen_(seen), round_trip_s_(round_trip_s) {
    const auto first = seen.first_pulse_s();
    known_ = !wish.from.after_first_pulse || first.has_value();
    start_s_ = wish.from.s + (wish.from.after_first_pulse && first ? *first : 0.0);
    end_s_ = wish.for_s < 0.0 ? seen.ended_s : start_s_ + wish.for_s;
    known_ = known_ && start_s_ <= seen.ended_s && end_s_ <= seen.ended_s + kRounding_s;
  }

  Judgement operator()() const {
    if (needs_a_moment() && !known_)
      return failed(expectation(), {"the run never came there", "运行未到达该时刻"});
    switch (wish_.what) {
      case Expected::kModeWithin:
        return in_time(Seen::kAtFrameEnds, when([this](const Told& told) {
                         return told.mode == mode_named(wish_.name);
                       }));
      case Expected::kLatchWithin:
        return in_time(Seen::kAtFrameEnds,
                       when([](const Told& told) { return told.latched; }));
      case Expected::kNoticeWithin:
        return in_time(
            Seen::kAtFrameEnds, when([this](const Told& told) {
              return (told.notices >> static_cast<int>(notice_named(wish_.name)) & 1U) !=
                     0;
            }));
      case Expected::kPulseWithin:
        return in_time(Seen::kAtOnsets, first_pulse());
      case Expected::kLastPulseWithin:
        return in_time(Seen::kAtOnsets, last_pulse().value_or(0.0));
      case Expected::kNoPulse:
        return count(pulses(), 0.0, "pulses", "个脉冲");
      case Expected::kNotInMode:
        return never(when(
            [this](const Told& told) { return told.mode == mode_named(wish_.name); }));
      case Expected::kNoLatch:
        return never(when([](const Told& told) { return told.latched; }));
      case Expected::kReason:
        return once(when([this](const Told& told) {
          return safety::ReasonSet(told.reasons).has(reason_named(wish_.name));
        }));
      case Expected::kEndsInMode:
        return ends_in();
      case Expected::kAmplitudeUaAtMost:
        return count(highest(&DeliveredPulses::amplitude_ua), wish_.value, "uA", " uA");
      case Expected::kChargeNcAtMost:
        return count(highest(&DeliveredPulses::charge_pc) / 1000.0, wish_.value, "nC",
                     " nC");
      case Expected::kRateHzAtMost:
        return count(highest_rate_hz(), wish_.value, "Hz", " Hz");
      case Expected::kTherapiesAtMost:
        return count(therapies(), wish_.value, "therapies", " 次治疗");
      case Expected::kTherapiesAtLeast: {
        Judgement result = count(therapies(), wish_.value, "therapies", " 次治疗");
        result.holds = *result.value >= wish_.value;
        return result;
      }
      case Expected::kRefusedWith:
        return refused();
      case Expected::kProgramStays:
        return program_stays();
      case Expected::kNone:
        break;
    }
    return failed(expectation(), plain("?"));
  }

 private:
  bool needs_a_moment() const { return wish_.what < Expected::kEndsInMode; }

  Text expectation() const { return words_for(wish_); }

  static Judgement failed(Text expectation, Text measured) {
    return {.holds = false,
            .expectation = std::move(expectation),
            .measured = std::move(measured)};
  }

  // Seconds after the moment at which it was first told, within its time.
  template <class Holds>
  std::optional<double> when(Holds holds) const {
    for (std::size_t i = 0; i < seen_.told.size(); ++i) {
      const bool lasts_longer =
          i + 1 == seen_.told.size() || seen_.told[i + 1].s > start_s_ + kRounding_s;
      if (!holds(seen_.told[i]) || !lasts_longer) continue;
      if (seen_.told[i].s > end_s_ + kRounding_s) return std::nullopt;
      return std::max(0.0, seen_.told[i].s - start_s_);
    }
    return std::nullopt;
  }

  std::optional<double> first_pulse() const {
    std::optional<double> first;
    for (const DeliveredPulses& some : seen_.pulses) {
      if (some.last_s() < start_s_) continue;
      double at = some.first_s;
      if (at < start_s_)
        at += std::ceil((start_s_ - at) / some.period_s - kRounding_s) * some.period_s;
      if (!first || at - start_s_ < *first) first = at - start_s_;
    }
    return first;
  }

  std::optional<double> last_pulse() const {
    std::optional<double> last;
    for (const DeliveredPulses& some : seen_.pulses) {
      for (std::uint32_t i = 0; i < some.count; ++i) {
        const double at = some.first_s + some.period_s * i;
        if (at >= start_s_ && at <= end_s_)
          last = std::max(last.value_or(0.0), at - start_s_);
      }
    }
    return last;
  }

  double pulses() const {
    double sum = 0.0;
    for (const DeliveredPulses& some : seen_.pulses) {
      for (std::uint32_t i = 0; i < some.count; ++i) {
        const double at = some.first_s + some.period_s * i;
        if (at >= start_s_ && at <= end_s_) sum += 1.0;
      }
    }
    return sum;
  }

  double highest(std::int64_t DeliveredPulses::*part) const {
    std::int64_t most = 0;
    for (const DeliveredPulses& some : seen_.pulses) most = std::max(most, some.*part);
    return static_cast<double>(most);
  }

  // Of two onsets of one output that follow each other.
  double highest_rate_hz() const {
    double least_s = 0.0;
    std::array<std::optional<double>, safety::kOutputs> last;
    const auto note = [&](double distance_s) {
      if (distance_s > 0.0 && (least_s == 0.0 || distance_s < least_s))
        least_s = distance_s;
    };
    for (const DeliveredPulses& some : seen_.pulses) {
      auto& before = last[static_cast<std::size_t>(some.output)];
      if (before) note(some.first_s - *before);
      if (some.count > 1) note(some.period_s);
      before = some.last_s();
    }
    // To a microsecond, which is what onsets are told to.
    return least_s == 0.0 ? 0.0 : 1.0 / (std::round(least_s * 1e6) / 1e6);
  }

  double therapies() const {
    double number = 0.0;
    double last_s = -2.0 * kTherapySilence_s;
    for (const DeliveredPulses& some : seen_.pulses) {
      if (some.first_s - last_s >= kTherapySilence_s) number += 1.0;
      last_s = std::max(last_s, some.last_s());
    }
    return number;
  }

  Judgement in_time(Seen how, std::optional<double> after_s) const {
    const double expanded =
        uncertainty_of(how, seen_.frame_s, round_trip_s_).expanded_s();
    if (!after_s) {
      Judgement never_seen = failed(expectation(), {"never", "从未发生"});
      never_seen.limit = wish_.within_s;
      never_seen.uncertainty = expanded;
      never_seen.unit = "s";
      return never_seen;
    }
    const std::string measured = in_ms(*after_s) + " ± " + in_ms(expanded);
    return {.holds = *after_s + expanded <= wish_.within_s + kRounding_s,
            .expectation = expectation(),
            .measured = plain(measured),
            .value = *after_s,
            .limit = wish_.within_s,
            .uncertainty = expanded,
            .unit = "s"};
  }

  Judgement count(double value, double limit, const char* unit,
                  const char* unit_zh) const {
    const std::string number = sim::html::number(value, 3);
    return {.holds = value <= limit,
            .expectation = expectation(),
            .measured = {number + ' ' + unit, number + unit_zh},
            .value = value,
            .limit = limit,
            .unit = unit};
  }

  Judgement never(std::optional<double> after_s) const {
    Judgement result{.holds = !after_s, .expectation = expectation()};
    result.measured = after_s
                          ? Text{"after " + in_s(*after_s), in_s(*after_s) + " 后发生"}
                          : Text{"never", "从未发生"};
    return result;
  }

  Judgement once(std::optional<double> after_s) const {
    Judgement result = never(after_s);
    result.holds = after_s.has_value();
    return result;
  }

  Judgement ends_in() const {
    if (seen_.told.empty()) return failed(expectation(), {"no report", "无报告"});
    const controller::Mode last = seen_.told.back().mode;
    return {.holds = last == mode_named(wish_.name) && seen_.broke_off.empty(),
            .expectation = expectation(),
            .measured = gloss(last)};
  }

  Judgement refused() const {
    Judgement result{.holds = !seen_.attempts.empty(), .expectation = expectation()};
    bool named = false;
    for (const Attempt& attempt : seen_.attempts) {
      const bool stood = attempt.refusal.empty();
      result.holds = result.holds && !stood;
      named = named || attempt.refusal == wish_.name;
      result.measured =
          result.measured + plain(result.measured.en.empty() ? "" : "; ") +
          plain(attempt.name + ": ") +
          (stood ? Text{"not refused", "未被拒绝"} : plain(attempt.refusal));
    }
    result.holds = result.holds && named;
    if (seen_.attempts.empty()) result.measured = {"nothing was tried", "未进行尝试"};
    return result;
  }

  Judgement program_stays() const {
    const bool same = seen_.broke_off.empty() &&
                      seen_.before.program_crc32 == seen_.after.program_crc32 &&
                      seen_.before.image_counter == seen_.after.image_counter;
    return {.holds = same,
            .expectation = expectation(),
            .measured = same ? Text{"the same", "未改变"} : Text{"another", "已改变"}};
  }

  const Expectation& wish_;
  const Observations& seen_;
  double round_trip_s_;
  bool known_ = false;
  double start_s_ = 0.0;
  double end_s_ = 0.0;
};

Judgement of_host(const Observations& seen) {
  Judgement result{.holds = seen.difference.empty(),
                   .expectation = {"every report equals that of the host's own loop",
                                   "每份报告均与主机并行运行的控制回路一致"},
                   .measured = {"no difference", "无差异"}};
  if (!result.holds)
    result.measured = {"first difference: " + seen.difference,
                       "首个差异：" + seen.difference};
  return result;
}

Judgement of_referee(const Observations& seen) {
  Judgement result{.holds = seen.complaint.empty(),
                   .expectation = {"the referee (second envelope and monitor) is silent",
                                   "独立裁判（第二安全包络与监视器）无异议"},
                   .measured = {"silent", "无异议"}};
  if (!result.holds) result.measured = plain(seen.complaint);
  return result;
}

Judgement of_the_end(const Observations& seen) {
  Judgement result{.holds = seen.broke_off.empty(),
                   .expectation = {"the device answers to the end", "设备始终应答"},
                   .measured = {"it did", "是"}};
  if (!result.holds) result.measured = plain(seen.broke_off);
  return result;
}

}  // namespace

std::vector<Judgement> judge(const clinical_configs::ConformanceScenario& scenario,
                             const Observations& seen, double round_trip_s) {
  std::vector<Judgement> judgements;
  for (const Expectation& wish : scenario.expectations)
    judgements.push_back(Judge(wish, seen, round_trip_s)());
  judgements.push_back(of_host(seen));
  judgements.push_back(of_referee(seen));
  judgements.push_back(of_the_end(seen));
  return judgements;
}

}  // namespace homeostat::hil
