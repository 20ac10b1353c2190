// What EpisodeClock promises, said a second time and differently: event by event, when is
// it said? It keeps what happened (when therapies were counted, when the seizure was last
// not known to be over), where the clock keeps timers and counters.
//
// It knows frames that are well in a self test and no others: what a self test wants is
// its own test's business.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "controller/therapy_mode.h"
#include "controller/therapy_program.h"
#include "tests/model/clock_input.h"

namespace homeostat::controller::model {

// What the chart's events may depend on, beside people, faults and time.
struct World {
  bool magnet = false;
  bool signal = false;
  bool seizure = false;
  bool spent = false;  // therapies of the day
  bool locked =
      false;  // a seizure that did not yield, or a guard that has counted enough
};

class ClockOracle {
 public:
  explicit ClockOracle(const TherapyProgram& program);

  EventSet events(const ClockInput& input, Instant now);
  void note(Mode mode);

  Mode mode() const { return mode_; }
  Instant now() const { return now_; }
  World world() const;  // as of the last frame
  std::size_t therapies_today() const { return counted_at_.size(); }
  // While in an episode: bursts and pauses, counted from its beginning.
  int stage() const { return 2 * static_cast<int>(burst_) + (in_pause() ? 1 : 0); }
  int last_stage() const { return 2 * static_cast<int>(bursts_.size()) - 1; }
  bool is_due() const { return now_ >= until_; }
  std::uint8_t therapy() const { return bursts_[burst_].therapy; }
  Instant until() const { return until_; }
  // When a limit is lifted, if nothing more happens; now: there is none.
  Instant lifts_at() const;

  // All that decides what comes; equal for states that differ in nothing but the date.
  using Key = std::array<std::uint64_t, 8>;
  Key key() const;

 private:
  struct Burst {
    std::uint8_t therapy;
    bool ends_therapy;
    Microseconds duration;
    Microseconds wait;  // after it
  };

  bool says(Event event, const ClockInput& input) const;
  void remember(const ClockInput& input);
  bool in_pause() const { return mode_ == Mode::kTreatingPause; }
  bool is_responsive() const { return program_->policy == PolicyKind::kResponsive; }
  bool is_last_burst() const { return burst_ + 1 == bursts_.size(); }
  bool day_is_spent() const;
  bool is_locked() const;
  bool may_give_another() const { return !is_last_burst() && !day_is_spent(); }

  const TherapyProgram* program_;
  std::vector<Burst> bursts_;  // of a whole episode

  Mode mode_ = Mode::kOff;
  Instant now_;
  ClockInput input_;
  bool booted_ = false;
  int self_test_frames_ = 0;
  std::size_t burst_ = 0;
  Instant until_;  // of the burst or pause
  bool counted_ = false;
  bool helped_ = false;
  std::vector<std::uint64_t> counted_at_;  // hours
  Instant refractory_until_;
  Instant guard_lock_until_;
  std::optional<Instant> not_known_over_;  // the seizure that did not yield
};

}  // namespace homeostat::controller::model
