#include "models/stimulator.h"

#include <gtest/gtest.h>

namespace homeostat::models {
namespace {

using namespace homeostat::literals;

constexpr safety::PulseTrain kTrain{.configuration = 1,
                                    .amplitude = 4001_uA,
                                    .pulse_width = 160_us,
                                    .period = 5_ms,
                                    .first_pulse = Instant(1'000),
                                    .valid_until = Instant(101'000)};
constexpr safety::ElectrodeConfiguration kHalves{.second_phase_ratio = 2};

std::uint32_t pulses_in(std::uint64_t start_us, std::uint64_t end_us) {
  return onsets_in(kTrain, Instant(start_us), Instant(end_us)).count;
}

TEST(Stimulator, DeliversThePulsesThatStartInTheInterval) {
  EXPECT_EQ(pulses_in(0, 1'000), 0U);
  EXPECT_EQ(pulses_in(0, 1'001), 1U);
  EXPECT_EQ(pulses_in(1'000, 6'000), 1U);
  EXPECT_EQ(pulses_in(1'000, 6'001), 2U);
  EXPECT_EQ(pulses_in(1'001, 6'001), 1U);
}

TEST(Stimulator, StopsWhenThePermissionEnds) {
  EXPECT_EQ(pulses_in(0, 1'000'000), 20U);
  EXPECT_EQ(pulses_in(101'000, 200'000), 0U);
}

TEST(Stimulator, NeighbouringIntervalsShareNoPulseAndLoseNone) {
  for (std::uint64_t cut = 0; cut <= 110'000; cut += 37) {
    EXPECT_EQ(pulses_in(0, cut) + pulses_in(cut, 110'000), 20U) << cut;
  }
}

TEST(Stimulator, SilenceHasNoPulses) {
  safety::PulseTrain silent = kTrain;
  silent.amplitude = {};
  EXPECT_EQ(onsets_in(silent, Instant(0), Instant(100'000)).count, 0U);
  safety::PulseTrain endless = kTrain;
  endless.period = {};
  EXPECT_EQ(onsets_in(endless, Instant(0), Instant(100'000)).count, 0U);
}

TEST(Stimulator, TheEchoTellsBothPhasesAsDelivered) {
  const safety::OutputEcho echo =
      ideal_echo(kTrain, kHalves, Instant(2'000), Instant(34'000));
  ASSERT_EQ(echo.count, 1);
  EXPECT_EQ(echo.segments[0].first_pulse, Instant(6'000));
  EXPECT_EQ(echo.segments[0].pulses, 6U);
  EXPECT_EQ(echo.segments[0].charge1, 640'160_pC);
  // An odd current cannot be halved: the second phase falls short by what was cut off.
  EXPECT_EQ(echo.segments[0].charge2, 640'000_pC);
}

TEST(Stimulator, AnEmptyIntervalHasAnEmptyEcho) {
  EXPECT_EQ(ideal_echo(kTrain, kHalves, Instant(0), Instant(500)).count, 0);
}

}  // namespace
}  // namespace homeostat::models
