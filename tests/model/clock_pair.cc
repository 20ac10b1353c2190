#include "tests/model/clock_pair.h"

#include <initializer_list>

namespace homeostat::controller::model {
namespace {

int count_of(EventSet said, std::initializer_list<Event> events) {
  int count = 0;
  for (const Event event : events) count += said.has(event) ? 1 : 0;
  return count;
}

Instant later(Instant a, Instant b) { return a > b ? a : b; }

}  // namespace

ClockPair::ClockPair(const TherapyProgram& program, const TherapyProgram& promised)
    : program_(&program), clock_(program, checksum(program)), oracle_(promised) {}

ClockFrame ClockPair::feed(const ClockInput& input, const Table& table) {
  ClockFrame frame{};
  frame.now = oracle_.now() + input.step;
  frame.before = oracle_.mode();
  frame.world_before = oracle_.world();
  frame.stage_before = oracle_.stage();
  frame.therapies_before = oracle_.therapies_today();
  frame.until_before = clock_.view().mode_until;

  frame.said =
      clock_.events(seen_in(input, frame.now), frame_of(input, frame.now, ++sequence_),
                    admission_of(input.answer));
  frame.promised = oracle_.events(input, frame.now);
  frame.world = oracle_.world();
  frame.after = table.after(frame.before, frame.said);
  clock_.note(frame.after, frame.now);
  oracle_.note(frame.after);
  frame.world_after = oracle_.world();
  episode_frames_ = in_episode(frame.after) ? episode_frames_ + 1 : 0;
  return frame;
}

const char* ClockPair::broken_promise(const ClockFrame& frame) const {
  if (frame.said != frame.promised) return "other events than promised";
  if (const char* broken = broken_by_view(frame)) return broken;
  if (const char* broken = broken_by_end(frame)) return broken;
  return broken_by_limit(frame);
}

const char* ClockPair::broken_by_view(const ClockFrame& frame) const {
  const EpisodeView& view = clock_.view();
  if (view.therapies_today != oracle_.therapies_today()) return "another count";
  if (view.therapies_today > program_->responsive.therapies_per_day) {
    return "more therapies than a day may have";
  }
  const bool locks_out = frame.after == Mode::kLockout && frame.before != Mode::kLockout;
  if (locks_out && later(view.mode_until, frame.now) != oracle_.lifts_at()) {
    return "a limit foretold to be lifted at another time";
  }
  if (!in_episode(frame.after)) return nullptr;
  if (view.therapy != oracle_.therapy()) return "another therapy";
  return view.mode_until == oracle_.until() ? nullptr : "another end";
}

// An episode only goes forward, and stays nowhere once its time is over. Of what comes
// with time at most one thing is said in a frame, and of the ends of a pause just one.
const char* ClockPair::broken_by_end(const ClockFrame& frame) const {
  const bool in_pause = frame.before == Mode::kTreatingPause;
  const int ends =
      !in_pause ? 0
                : count_of(frame.said, {Event::kLimitReached, Event::kEpisodeExhausted,
                                        Event::kEpisodeOver, Event::kBurstDue});
  const int others = count_of(frame.said, {Event::kSelfTestPassed, Event::kBurstOver,
                                           Event::kRefractoryOver, Event::kDetected});
  if (ends + others > 1) return "two ends in one frame";
  if (in_pause && ends != (frame.now >= frame.until_before ? 1 : 0)) {
    return "a pause without its end";
  }
  if (!in_episode(frame.before) || !in_episode(frame.after)) return nullptr;
  const bool forward = oracle_.stage() == frame.stage_before + 1;
  const bool waits = oracle_.stage() == frame.stage_before && !oracle_.is_due();
  if (!forward && !waits) return "an episode that does not go forward";
  return oracle_.stage() <= oracle_.last_stage() ? nullptr : "an endless episode";
}

// Only a burst spends a day and only treatment closes a lock. A limit is lifted when
// fewer therapies are remembered or the lock has opened, and not before it was foretold.
const char* ClockPair::broken_by_limit(const ClockFrame& frame) const {
  const bool spends = frame.world.spent && !frame.world_before.spent;
  if (spends && frame.before != Mode::kTreatingBurst)
    return "a day spent without a burst";
  const bool locks = frame.world_after.locked && !frame.world_before.locked;
  if (locks && !in_episode(frame.before)) return "a lock without an episode";
  if (frame.said.has(Event::kEpisodeExhausted) && !frame.world_after.locked) {
    return "an episode that did not yield and did not lock";
  }
  if (!frame.said.has(Event::kLimitLifted)) return nullptr;
  const bool moved = oracle_.therapies_today() < frame.therapies_before;
  const bool opened = frame.world_before.locked && !frame.world.locked;
  if (!moved && !opened) return "a limit lifted for nothing";
  const bool foretold = !program_->limits.episodes.day_ends_at_midnight;
  return foretold && frame.now < frame.until_before
             ? "a limit lifted earlier than foretold"
             : nullptr;
}

}  // namespace homeostat::controller::model
