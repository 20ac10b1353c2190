// Bits turned in the memory of a closed loop between two frames, in this process: any bit
// of it, in any part of a run of eight minutes, and what came of each.
#include <gtest/gtest.h>

#include <cstring>
#include <iostream>
#include <memory>
#include <random>

#include "controller/loop_layout.h"
#include "tests/memory/witness.h"

namespace homeostat::memory {
namespace {

using controller::ClosedLoop;
using controller::LoopReport;
using controller::MemoryRegion;
using controller::Mode;

// A loop whose memory can be turned, and turned back: its parts look at each other, so it
// lives again in its own place.
class Victim {
 public:
  Victim() : loop_(*new (memory_.data()) ClosedLoop(golden::golden_program(), {})) {}

  const LoopReport& step(const biomarkers::SampleFrame& frame) {
    (void)loop_.step(frame);
    return loop_.report();
  }
  void flip(std::size_t bit) {
    std::byte& byte = memory_[bit / 8];
    byte ^= std::byte(1 << bit % 8);
  }
  using Memory = std::array<std::byte, sizeof(ClosedLoop)>;
  const Memory& memory() const { return memory_; }
  void live_again_as(const Memory& memory) { memory_ = memory; }
  ClosedLoop& loop() { return loop_; }

 private:
  alignas(ClosedLoop) Memory memory_{};
  ClosedLoop& loop_;
};

// A moment of the undisturbed run, and what follows it.
struct Moment {
  Witness witness;
  Victim::Memory memory;
  std::size_t frame;
};

constexpr std::size_t kFrames = 14'600;  // until the script loses frames
constexpr std::size_t kWatched = 250;    // eight seconds

class Course {
 public:
  Course() : victim_(std::make_unique<Victim>()) {
    Witness witness(golden::golden_program());
    for (std::size_t i = 0; i < kFrames; ++i) {
      const LoopReport& report = victim_->step(witness.next_frame());
      witness.judge(report);
      commands_.push_back(report.granted.command);
      const bool treats = controller::in_episode(report.mode);
      const bool kept = i + kWatched < kFrames && report.mode != Mode::kFault;
      if (kept && i % (treats ? 20 : 160) == 0)
        moments_.push_back({witness, victim_->memory(), i});
    }
    EXPECT_EQ(nullptr, witness.complaint());
  }

  const std::vector<Moment>& moments() const { return moments_; }
  Victim& victim() { return *victim_; }

  Outcome outcome_of(const Moment& moment, std::size_t bit) {
    victim_->live_again_as(moment.memory);
    victim_->flip(bit);
    Witness witness = moment.witness;
    bool found = false;
    bool changed = false;
    for (std::size_t i = 1; i <= kWatched && !found; ++i) {
      const LoopReport& report = victim_->step(witness.next_frame());
      witness.judge(report);
      if (witness.complaint() != nullptr) return Outcome::kLeft;
      found = report.granted.latched && !report.granted.command.on();
      changed |= !found && report.granted.command != commands_[moment.frame + i];
    }
    if (changed) return Outcome::kChanged;
    return found ? Outcome::kDetected : Outcome::kMasked;
  }

 private:
  std::unique_ptr<Victim> victim_;
  std::vector<safety::StimCommand> commands_;
  std::vector<Moment> moments_;
};

std::string region_of(std::size_t byte) {
  for (const MemoryRegion& region : ClosedLoop::Layout::kRegions) {
    if (byte >= region.offset && byte < region.offset + region.bytes)
      return region.name.data();
  }
  return "padding";
}

void expect_bounds(const Table& table) {
  EXPECT_EQ(0, table.of(Outcome::kLeft));
  EXPECT_EQ(0, table.of(Outcome::kHung));
  EXPECT_LE(100 * table.of_critical(Outcome::kChanged), table.all_critical());
}

TEST(Flips, Saf369_OfTheWholeMemoryNoneLeavesTheEnvelope) {
  Course run;
  std::mt19937_64 random(369);
  Table table;
  for (int i = 0; i < 4000; ++i) {
    const Moment& moment = run.moments()[random() % run.moments().size()];
    const std::size_t bit = random() % (8 * sizeof(ClosedLoop));
    const Outcome outcome = run.outcome_of(moment, bit);
    table.count(region_of(bit / 8), outcome);
    EXPECT_NE(Outcome::kLeft, outcome)
        << "frame " << moment.frame << " bit " << bit << " of " << region_of(bit / 8);
  }
  table.print(std::cout);
  expect_bounds(table);
  EXPECT_GT(table.of(Outcome::kChanged), 0)
      << "signals can be turned: a campaign sees it";
}

// Every byte that a therapy rests on, one of its bits each.
TEST(Flips, Saf365_NoneOfWhatATherapyRestsOnChangesACommandUnseen) {
  Course run;
  std::mt19937_64 random(365);
  Table table;
  for (std::size_t byte = 0; byte < sizeof(ClosedLoop); ++byte) {
    const std::string region = region_of(byte);
    if (region == "signal" || region == "padding") continue;
    const Moment& moment = run.moments()[random() % run.moments().size()];
    table.count(region, run.outcome_of(moment, 8 * byte + random() % 8));
  }
  table.print(std::cout);
  expect_bounds(table);
  EXPECT_EQ(0, table.of(Outcome::kChanged));
}

}  // namespace
}  // namespace homeostat::memory
