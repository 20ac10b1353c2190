// Bills and payments told again pulse by pulse: what a level bears, what is debited, and
// what is remembered as paid for.
#include <gtest/gtest.h>

#include <random>

#include "tests/safety/guard_bench.h"

namespace homeostat::safety::testing {
namespace {

// What the first n pulses of a bill cost, one by one.
std::uint64_t summed(const guard_bill& b, std::uint64_t n) {
  std::uint64_t sum = 0;
  for (std::uint64_t k = 0; k < n; ++k) sum += k < b.paid_pulses ? b.rise : b.price;
  return sum;
}

TEST(BillTest, Saf020_ALevelBearsThePulsesThatFitAndOwesEachOfThem) {
  for (std::uint64_t paid = 0; paid < 4; ++paid) {
    for (std::uint64_t rise = 0; rise < 4; ++rise) {
      for (std::uint64_t fresh = 0; fresh < 4; ++fresh) {
        for (std::uint64_t price = 0; price < 4; ++price) {
          const guard_bill b = {paid, rise, fresh, price};
          for (std::uint64_t n = 0; n <= paid + fresh; ++n) {
            ASSERT_EQ(summed(b, n), guard_cost(b, n));
          }
          for (std::uint64_t level = 0; level < 22; ++level) {
            std::uint64_t n = 0;
            while (n < paid + fresh && summed(b, n + 1) <= level) ++n;
            ASSERT_EQ(n, guard_affordable(level, b))
                << level << " of " << paid << " x " << rise << ", " << fresh << " x "
                << price;
          }
        }
      }
    }
  }
}

constexpr std::uint64_t kWindow[] = {GUARD_MINUTE_US, GUARD_HOUR_US, GUARD_DAY_US};

// A source, a plan and a past that are drawn so that each budget binds now and then.
class PayTest : public GuardBench {
 protected:
  std::uint64_t any(std::uint64_t lo, std::uint64_t hi) {
    return std::uniform_int_distribution<std::uint64_t>(lo, hi)(random_);
  }
  static guard_word* bins(guard_duty& d, int window) {
    return window == 0 ? d.minute : window == 1 ? d.hour : d.day;
  }
  guard_duty& duty() { return s_.ledger.duty[1]; }
  guard_paid& paid() { return s_.output[1].paid; }
  std::uint64_t share(int i) {
    return l_.configuration[p_.configuration].share_permille[i];
  }

  void draw_limits() {
    start(responsive_limits());
    for (guard_configuration& c : l_.configuration) {
      for (std::uint32_t& share : c.share_permille) {
        share = any(0, 1) == 0
                    ? 0
                    : static_cast<std::uint32_t>(any(1, 3) == 1 ? 1 : any(2, 1000));
      }
    }
    guard_set(&s_.ledger.clock, GUARD_BIRTH_US + any(0, 3 * GUARD_DAY_US));
    for (int w = 0; w < GUARD_DUTY_WINDOWS; ++w) {
      l_.duty_us[w] = any(0, 2) == 0 ? kWindow[w] : any(0, 60);
      guard_set(&bins(duty(), w)[any(0, GUARD_DUTY_BINS - 1)], any(0, 30));
      guard_set(&bins(duty(), w)[any(0, GUARD_DUTY_BINS - 1)],
                any(0, 9) == 0 ? kWindow[w] : any(0, 30));
    }
  }
  void draw_plan() {
    p_ = {};
    p_.configuration = static_cast<std::uint32_t>(any(0, 1));
    p_.amplitude_ua = static_cast<std::uint32_t>(any(1, 4));
    p_.width_us = static_cast<std::uint32_t>(any(1, 3));
    p_.period_us = static_cast<std::uint32_t>(any(1, 4));
    p_.onset_us = static_cast<std::uint32_t>(any(0, 3));
    p_.until_us = p_.onset_us + static_cast<std::uint32_t>(any(0, 14));
    p_.first_us = kNow + p_.onset_us;
    p_.reasons = GUARD_BIT(RAMP);
    ohm_ = static_cast<std::uint32_t>(any(0, 3) * (any(0, 1) == 0 ? 11 : 1100));
  }
  // Levels from none to more than enough, and a payment for the same train, or almost.
  void draw_past() {
    const bool poor = any(0, 1) == 0;
    guard_set(&s_.ledger.levels.energy, any(0, poor ? 30 : 1000));
    for (int i = 0; i < GUARD_CONTACTS; ++i) {
      guard_set(&s_.ledger.levels.fast[i], any(0, poor ? 40 : 400) * GUARD_MILLION / 2);
      guard_set(&s_.ledger.levels.slow[i], any(0, poor ? 40 : 400) * GUARD_MILLION / 2);
    }
    guard_set(&paid().configuration, p_.configuration ^ (any(0, 9) == 0 ? 1 : 0));
    guard_set(&paid().width_us, p_.width_us + (any(0, 9) == 0 ? 1 : 0));
    guard_set(&paid().period_us, p_.period_us + (any(0, 9) == 0 ? 1 : 0));
    guard_set(&paid().first_us, p_.first_us + (any(0, 9) == 0 ? 1 : 0));
    guard_set(&paid().until_us, kNow - 1 + any(0, 17));
    guard_set(&paid().amplitude_ua, any(0, 5));
    guard_set(&paid().energy_fj, any(0, 2) == 0 ? energy_fj() : any(0, 20));
  }

  // ---- The same again, one pulse after the other.

  std::uint64_t energy_fj() const {
    const std::uint64_t twice =
        2ULL * p_.amplitude_ua * p_.amplitude_ua * ohm_ * p_.width_us;
    return twice / 1000 + (twice % 1000 != 0 ? 1 : 0);
  }
  std::uint64_t charge(std::uint64_t amplitude_ua, int i) {
    const std::uint64_t thousandths = amplitude_ua * p_.width_us * share(i);
    return (thousandths / 1000 + (thousandths % 1000 != 0 ? 1 : 0)) * GUARD_MILLION;
  }
  bool same_train() {
    return paid().configuration.value == p_.configuration &&
           paid().width_us.value == p_.width_us &&
           paid().period_us.value == p_.period_us && paid().first_us.value == p_.first_us;
  }
  std::uint64_t asked() const {
    std::uint64_t n = 0;
    for (std::uint64_t at = p_.onset_us; at < p_.until_us; at += p_.period_us) ++n;
    return n;
  }
  bool is_paid(std::uint64_t k) {
    return same_train() && kNow + p_.onset_us + k * p_.period_us < paid().until_us.value;
  }
  static std::uint64_t dearer(std::uint64_t now, std::uint64_t before) {
    return now - std::min(now, before);
  }
  // Pulses until one would no longer fit.
  template <typename Cost>
  std::uint64_t borne(std::uint64_t level, const Cost& cost) {
    std::uint64_t spent = 0;
    std::uint64_t n = 0;
    for (; n < asked() && spent + cost(n) <= level; ++n) spent += cost(n);
    return n;
  }
  template <typename Cost>
  static std::uint64_t total(std::uint64_t n, const Cost& cost) {
    std::uint64_t sum = 0;
    for (std::uint64_t k = 0; k < n; ++k) sum += cost(k);
    return sum;
  }

  void expect_paid() {
    const auto charge_of = [&](int i) {
      return [this, i](std::uint64_t k) {
        const std::uint64_t now = charge(p_.amplitude_ua, i);
        return is_paid(k) ? dearer(now, charge(paid().amplitude_ua.value, i)) : now;
      };
    };
    const auto energy = [&](std::uint64_t k) {
      return is_paid(k) ? dearer(energy_fj(), paid().energy_fj.value) : energy_fj();
    };
    const auto on_time = [&](std::uint64_t k) {
      return is_paid(k) ? 0 : std::uint64_t{p_.period_us};
    };
    std::uint64_t by_charge = asked();
    std::uint64_t by_duty = asked();
    const std::uint64_t by_energy = borne(s_.ledger.levels.energy.value, energy);
    for (int i = 0; i < GUARD_CONTACTS; ++i) {
      by_charge =
          std::min({by_charge, borne(s_.ledger.levels.fast[i].value, charge_of(i)),
                    borne(s_.ledger.levels.slow[i].value, charge_of(i))});
    }
    for (int w = 0; w < GUARD_DUTY_WINDOWS; ++w) {
      std::uint64_t used = 0;
      for (int i = 0; i < GUARD_DUTY_BINS; ++i) used += bins(duty(), w)[i].value;
      const std::uint64_t limit = l_.duty_us[w];
      if (limit < kWindow[w]) {
        by_duty = std::min(by_duty, borne(limit - std::min(used, limit), on_time));
      }
    }
    const std::uint64_t n = std::min({by_charge, by_energy, by_duty});
    guard_plan wanted = p_;
    if (n < asked()) {
      wanted.until_us = p_.onset_us + static_cast<std::uint32_t>(n) * p_.period_us;
      wanted.amplitude_ua = n == 0 ? 0 : p_.amplitude_ua;
    }
    wanted.reasons |= by_charge < asked() ? GUARD_BIT(CHARGE_BUDGET) : 0;
    wanted.reasons |= by_energy < asked() ? GUARD_BIT(ENERGY) : 0;
    wanted.reasons |= by_duty < asked() ? GUARD_BIT(DUTY) : 0;

    guard_state after = s_;
    guard_set(&after.ledger.levels.energy,
              s_.ledger.levels.energy.value - total(n, energy));
    for (int i = 0; i < GUARD_CONTACTS; ++i) {
      const std::uint64_t spent = total(n, charge_of(i));
      guard_set(&after.ledger.levels.fast[i], s_.ledger.levels.fast[i].value - spent);
      guard_set(&after.ledger.levels.slow[i], s_.ledger.levels.slow[i].value - spent);
    }
    for (int w = 0; w < GUARD_DUTY_WINDOWS; ++w) {
      guard_word& bin =
          bins(after.ledger.duty[1],
               w)[s_.ledger.clock.value / (kWindow[w] / 12) % GUARD_DUTY_BINS];
      if (l_.duty_us[w] < kWindow[w]) guard_set(&bin, bin.value + total(n, on_time));
    }
    note(after.output[1].paid, wanted, n);

    const guard_plan got = guard_pay(&l_, &s_.ledger.levels, &duty(), &paid(),
                                     s_.ledger.clock.value, kNow, ohm_, p_);
    ASSERT_EQ(0, std::memcmp(&wanted, &got, sizeof got)) << n << " of " << asked();
    ASSERT_EQ(0, std::memcmp(&after, &s_, sizeof s_)) << n << " of " << asked();
    seen_[n == 0 ? 0 : n < asked() ? 1 : 2] += asked() != 0 ? 1 : 0;
  }
  // What was paid for stands, unless pulses were added or have become dearer.
  void note(guard_paid& to, const guard_plan& granted, std::uint64_t n) {
    const bool longer = n != 0 && !is_paid(n - 1);
    if (n == 0 || (!longer && p_.amplitude_ua <= to.amplitude_ua.value &&
                   energy_fj() <= to.energy_fj.value)) {
      return;
    }
    guard_set(&to.configuration, p_.configuration);
    guard_set(&to.width_us, p_.width_us);
    guard_set(&to.period_us, p_.period_us);
    guard_set(&to.first_us, p_.first_us);
    guard_set(&to.until_us, kNow + granted.until_us);
    guard_set(&to.amplitude_ua, p_.amplitude_ua);
    guard_set(&to.energy_fj, energy_fj());
  }

  std::mt19937_64 random_{1};
  guard_plan p_{};
  std::uint32_t ohm_ = 0;
  int seen_[3] = {};
};

// SAF-020, SAF-021, SAF-022, SAF-023, SAF-024, SAF-025.
TEST_F(PayTest, Saf020_WhatIsGrantedIsWhatEachBudgetBearsPulseByPulse) {
  for (int i = 0; i < 4000 && !HasFatalFailure(); ++i) {
    draw_limits();
    draw_plan();
    draw_past();
    expect_paid();
  }
  for (const int times : seen_) EXPECT_GT(times, 300) << "none, some and all of it";
}

}  // namespace
}  // namespace homeostat::safety::testing
