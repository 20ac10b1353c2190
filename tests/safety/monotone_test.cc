// Laws of two runs: less asked never gives more, tighter limits never give more, and
// asking twice at one instant gives the same. What a proof of one run cannot state.
#include <gtest/gtest.h>

#include <functional>

#include "tests/safety/bench.h"

namespace homeostat::safety::testing {
namespace {

// A world small enough to try everything: up to 12 uA, up to 6 pulses.
Limits small_limits() {
  Limits l = continuous_limits();
  l.max_amplitude = 9_uA;
  l.max_sum_amplitude = 12_uA;
  l.max_ramp_ua_per_ms = 2;
  l.max_rise_per_window = 6_uA;
  l.ramp_window = 6_ms;
  l.compliance = Microvolts(16'000);  // 8 uA through 2000 ohm
  for (std::size_t i = 0; i < 3; ++i) {
    l.configurations[i].tested_amplitude = 9_uA;
    l.configurations[i].second_phase_ratio = static_cast<std::uint8_t>(i + 1);
  }
  return l;
}

struct Wish {
  int configuration;
  int amplitude;
  int width;
  int period;
  int lasting_ms;
};

PulseTrain train_of(const Wish& w, Instant first, Instant now) {
  return {static_cast<std::uint8_t>(w.configuration),
          Microamps(w.amplitude),
          Microseconds(w.width),
          Microseconds(w.period),
          first,
          now + Microseconds(w.lasting_ms * 1000)};
}

// Where the guard may be when it is asked: from fresh to ramping, falling and renewing.
const std::vector<std::function<void(Bench&)>>& pasts() {
  static const std::vector<std::function<void(Bench&)>> all = {
      [](Bench&) {},
      [](Bench& b) {
        const Instant first = b.now() + 1_ms;
        (void)b.step(1_ms, ask_for(train_of({0, 9, 100, 3000, 20}, first, first)));
      },
      [](Bench& b) {
        const Instant first = b.now() + 3_ms;
        for (int i = 0; i < 3; ++i) {
          (void)b.step(3_ms,
                       ask_for(train_of({1, 9, 100, 3000, 20}, first, b.now() + 3_ms)));
        }
        (void)b.step(1_ms, ask_for(train_of({1, 4, 100, 3000, 20}, first, b.now())));
      },
      [](Bench& b) {
        const Instant first = b.now() + 1_ms;
        for (int i = 0; i < 8; ++i) {
          (void)b.step(1_ms,
                       ask_for(train_of({2, 9, 100, 4000, 9}, first, b.now() + 1_ms)));
        }
        (void)b.rest(10_ms);
      },
  };
  return all;
}

class TwoRuns : public ::testing::Test {
 protected:
  Admission ask(const std::function<void(Bench&)>& past, const Wish& wish,
                const Wish* other = nullptr) {
    Bench bench(limits_);
    past(bench);
    const Instant now = bench.now() + 2_ms;
    const PulseTrain a = train_of(wish, now, now);
    return bench.step(2_ms,
                      ask_for(a, other ? train_of(*other, now, now) : PulseTrain{}));
  }
  static std::int64_t pulses(const PulseTrain& t) {
    if (!t.on()) return 0;
    return ((t.valid_until - t.first_pulse).count() - 1) / t.period.count() + 1;
  }
  Limits limits_ = small_limits();
};

TEST_F(TwoRuns, Saf071_ASmallerWishNeverGivesMore) {
  for (const auto& past : pasts()) {
    for (int c = 0; c < 3; ++c) {
      for (const int width : {40, 100, 400, 401}) {
        for (const int period : {2999, 3000, 5000}) {
          Microamps before;
          for (int amplitude = 0; amplitude <= 12; ++amplitude) {
            const Admission got = ask(past, {c, amplitude, width, period, 12});
            ASSERT_GE(got.command.output(0).amplitude, before);
            before = got.command.output(0).amplitude;
          }
          std::int64_t some = 0;
          for (int lasting = 1; lasting <= 20; ++lasting) {
            const Admission got = ask(past, {c, 4, width, period, lasting});
            ASSERT_GE(pulses(got.command.output(0)), some);
            some = pulses(got.command.output(0));
          }
        }
      }
    }
  }
}

TEST_F(TwoRuns, Saf071_ASmallerWishOfOneOutputNeverLowersTheOtherNorRaisesItself) {
  for (int c = 0; c < 3; ++c) {
    for (int a = 0; a <= 12; ++a) {
      Microamps left = 100_uA;
      Microamps right = 0_uA;
      for (int b = 0; b <= 12; ++b) {
        const Wish other{2, b, 100, 5000, 12};
        const Admission got = ask(pasts()[0], {c, a, 100, 5000, 12}, &other);
        ASSERT_LE(got.command.output(0).amplitude, left);
        ASSERT_GE(got.command.output(1).amplitude, right);
        left = got.command.output(0).amplitude;
        right = got.command.output(1).amplitude;
      }
    }
  }
}

// Every limit that is a number, made tighter by a little and by a lot.
std::vector<std::function<void(Limits&, int)>> tightenings() {
  return {
      [](Limits& l, int n) {
        l.max_amplitude = l.max_amplitude - Microamps(n);
        for (auto& c : l.configurations) {
          c.tested_amplitude = std::min(c.tested_amplitude, l.max_amplitude);
        }
      },
      [](Limits& l, int n) {
        for (auto& c : l.configurations) {
          c.tested_amplitude = c.tested_amplitude - Microamps(n);
        }
      },
      [](Limits& l, int n) { l.max_sum_amplitude = l.max_sum_amplitude - Microamps(n); },
      [](Limits& l, int n) { l.max_ramp_ua_per_ms = std::max(1, 2 - n); },
      [](Limits& l, int n) {
        l.max_rise_per_window = l.max_rise_per_window - Microamps(std::min(n, 5));
      },
      [](Limits& l, int n) { l.ramp_window = l.ramp_window + Microseconds(n * 1000); },
      [](Limits& l, int n) { l.compliance = l.compliance - Microvolts(n * 900); },
      [](Limits& l, int n) {
        l.max_pulse_width = l.max_pulse_width - Microseconds(n * 20);
      },
      [](Limits& l, int n) {
        l.min_pulse_width = l.min_pulse_width + Microseconds(n * 9);
      },
      [](Limits& l, int n) { l.min_period = l.min_period + Microseconds(n * 300); },
      [](Limits& l, int n) { l.max_period = l.max_period - Microseconds(n * 5500); },
      [](Limits& l, int n) { l.charge_density_nc_per_cm2 -= n * 3100; },
      [](Limits& l, int n) { l.shannon_k_hundredths -= n * 6; },
      [](Limits& l, int n) { l.max_impedance = l.max_impedance - Ohms(n * 350); },
      [](Limits& l, int n) { l.min_impedance = l.min_impedance + Ohms(n * 100); },
      [](Limits& l, int n) { l.max_command_lifetime = Microseconds(20'000 - n * 2300); },
      [](Limits& l, int n) {
        l.fast_budget = {Picocoulombs(4000 - n * 370), 1000 - n};
      },
      [](Limits& l, int n) {
        l.slow_budget = {Picocoulombs(4000 - n * 370), 1000 - n};
      },
      [](Limits& l, int n) {
        for (auto& c : l.configurations) c.recharge = Microseconds(1000 + n * 500);
      },
      [](Limits& l, int n) {
        l.continuous = {Microseconds(1'000'009 - n), Microseconds(100'000 + n)};
      },
  };
}

TEST_F(TwoRuns, Saf072_ATighterLimitNeverGivesMore) {
  const Wish wishes[] = {{0, 9, 400, 3000, 18},      {1, 8, 100, 5000, 12},
                         {2, 12, 160, 4000, 30},     {0, 3, 40, 50'000, 9},
                         {0, 12'000, 400, 3000, 18}, {1, 7000, 300, 3000, 18}};
  for (const auto& tighten : tightenings()) {
    for (const Wish& wish : wishes) {
      const auto granted = [&](int n) {
        limits_ = wish.amplitude > 12 ? continuous_limits() : small_limits();
        tighten(limits_, n);
        if (wish.amplitude > 12) limits_.max_ramp_ua_per_ms = 25'000;
        EXPECT_EQ(validate(limits_).field, nullptr) << validate(limits_).field;
        return ask(pasts()[0], wish).command.output(0);
      };
      PulseTrain looser = granted(0);
      for (int n = 1; n <= 8; ++n) {
        const PulseTrain t = granted(n);
        ASSERT_LE(t.pulse_width, looser.pulse_width);
        ASSERT_LE(pulses(t), pulses(looser));
        // A pulse that is made narrower may be higher: its charge is what is limited.
        if (t.pulse_width == looser.pulse_width) {
          ASSERT_LE(t.amplitude, looser.amplitude);
        }
        looser = t;
      }
    }
  }
}

// SAF-021: a renewal pays once.
TEST_F(TwoRuns, Saf073_AskingTwiceAtOneInstantGivesTheSameAndCostsNothing) {
  for (const bool poor : {false, true}) {
    if (poor) limits_.fast_budget = {Picocoulombs(1500), 100};
    for (const auto& past : pasts()) {
      for (int amplitude = 0; amplitude <= 12; ++amplitude) {
        for (int lasting = 1; lasting <= 20; ++lasting) {
          Bench bench(limits_);
          past(bench);
          const Instant now = bench.now() + 2_ms;
          const StimRequest request =
              ask_for(train_of({0, amplitude, 100, 3000, lasting}, now, now));
          const Admission once = bench.step(2_ms, request);
          const PersistedState stored = bench.envelope().persist();
          const Admission twice = bench.step(0_us, request);
          ASSERT_EQ(once.command, twice.command);
          ASSERT_EQ(stored, bench.envelope().persist());
        }
      }
    }
  }
}

}  // namespace
}  // namespace homeostat::safety::testing
