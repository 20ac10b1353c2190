#include "controller/mode_table.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace homeostat::controller {
namespace {

// SAF-300: an image that holds the chart's table changes modes as the chart does.
TEST(ModeTable, Saf300_EveryStepIsTheChartsOwn) {
  std::mt19937 random(300);
  std::set<std::pair<Mode, Event>> asked;
  TherapyMode chart;
  for (int step = 0; step < 200'000; ++step) {
    // What ends everything comes seldom, so that the rest comes to pass.
    const auto event = static_cast<Event>(random() % kEvents);
    if (event <= Event::kInhibit && random() % 16 != 0) continue;
    const Mode before = chart.current();
    asked.emplace(before, event);
    ASSERT_EQ(mode_after(before, event), chart.handle(event))
        << name_of(before) << " on " << name_of(event);
  }
  EXPECT_EQ(asked.size(), static_cast<std::size_t>(kModes * kEvents));
}

TEST(ModeTable, Saf300_WhatIsNoModeOrNoEventIsAFault) {
  EXPECT_EQ(mode_after(static_cast<Mode>(kModes), Event::kDetected), Mode::kFault);
  EXPECT_EQ(mode_after(Mode::kSensing, static_cast<Event>(kEvents)), Mode::kFault);
  EXPECT_EQ(mode_after(static_cast<Mode>(255), static_cast<Event>(255)), Mode::kFault);
}

}  // namespace
}  // namespace homeostat::controller
