// Bits turned in the memory of a closed loop between two frames, in this process: any bit
// of it, in any part of a run of eight minutes, and what came of each.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <iostream>
#include <memory>
#include <random>

#include "controller/loop_layout.h"
#include "tests/golden/scripted_patient.h"
#include "tests/memory/witness.h"

namespace homeostat::memory {
namespace {

using Bedside = Witness<golden::ScriptedPatient>;
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

// Answers in a process of its own: what was turned may send it anywhere. A trap ends it,
// as it resets a processor, and another goes on with the next question.
template <class Question>
std::vector<Outcome> apart(std::size_t count, const Question& question) {
  struct Sheet {
    std::size_t next;
    Outcome answers[1 << 16];
  };
  void* shared = mmap(nullptr, sizeof(Sheet), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED || count > std::size(Sheet{}.answers))
    throw std::runtime_error("no memory to share");
  auto& sheet = *static_cast<Sheet*>(shared);
  while (sheet.next < count) {
    const pid_t child = fork();
    if (child == 0) {
      for (; sheet.next < count; ++sheet.next) {
        alarm(60);
        sheet.answers[sheet.next] = question(sheet.next);
      }
      _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
      throw std::runtime_error("no process");
    if (sheet.next == count) break;
    const bool hung = WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM;
    sheet.answers[sheet.next++] = hung ? Outcome::kHung : Outcome::kReset;
  }
  std::vector<Outcome> answers(sheet.answers, sheet.answers + count);
  munmap(shared, sizeof(Sheet));
  return answers;
}

// A moment of the undisturbed run, and what follows it.
struct Moment {
  Bedside witness;
  Victim::Memory memory;
  std::size_t frame;
};

constexpr std::size_t kFrames = 14'600;  // until the script loses frames
constexpr std::size_t kWatched = 250;    // eight seconds

class Course {
 public:
  Course() : victim_(std::make_unique<Victim>()) {
    Bedside witness(golden::golden_program());
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
    Bedside witness = moment.witness;
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

// Each bit at a moment of its own.
Table table_of(const std::vector<std::size_t>& bits, std::uint64_t seed) {
  Course course;
  std::mt19937_64 random(seed);
  std::vector<std::size_t> moments;
  for (std::size_t i = 0; i < bits.size(); ++i)
    moments.push_back(random() % course.moments().size());
  const std::vector<Outcome> outcomes = apart(bits.size(), [&](std::size_t i) {
    return course.outcome_of(course.moments()[moments[i]], bits[i]);
  });
  Table table;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const std::string region = region_of(bits[i] / 8);
    table.count(region, outcomes[i]);
    EXPECT_NE(Outcome::kLeft, outcomes[i])
        << "frame " << course.moments()[moments[i]].frame << ", bit " << bits[i] << " of "
        << region;
  }
  table.print(std::cout);
  return table;
}

TEST(Flips, Saf369_OfTheWholeMemoryNoneLeavesTheEnvelope) {
  std::mt19937_64 random(369);
  std::vector<std::size_t> bits;
  for (int i = 0; i < 4000; ++i) bits.push_back(random() % (8 * sizeof(ClosedLoop)));
  const Table table = table_of(bits, 1);
  EXPECT_EQ(0, table.of(Outcome::kLeft));
  EXPECT_EQ(0, table.of(Outcome::kHung));
  // Signals can be turned: a campaign that saw nothing would see nothing at all.
  EXPECT_GT(table.of(Outcome::kChanged), 0);
  EXPECT_GT(table.of(Outcome::kMasked), 0);
}

// Of every byte that a therapy rests on one bit.
TEST(Flips, Saf365_WhateverATherapyRestsOnIsFoundBeforeACommandChanges) {
  std::mt19937_64 random(365);
  std::vector<std::size_t> bits;
  for (std::size_t byte = 0; byte < sizeof(ClosedLoop); ++byte) {
    const std::string region = region_of(byte);
    if (region != "signal" && region != "padding")
      bits.push_back(8 * byte + random() % 8);
  }
  const Table table = table_of(bits, 2);
  EXPECT_EQ(static_cast<int>(bits.size()), table.of(Outcome::kDetected));
}

}  // namespace
}  // namespace homeostat::memory
