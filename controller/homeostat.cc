#include "controller/homeostat.h"

#include <cstring>

#include "controller/abi_frame.h"
#include "controller/abi_storage.h"

namespace homeostat::controller {
namespace {

static_assert(HOMEOSTAT_PERSISTED_BYTES == safety::kPersistedBytes);
static_assert(HOMEOSTAT_DETECTORS == biomarkers::kMaxDetectors);
static_assert(HOMEOSTAT_OFF == int(Mode::kOff));
static_assert(HOMEOSTAT_TREATING_BURST == int(Mode::kTreatingBurst));
static_assert(HOMEOSTAT_REFRACTORY == int(Mode::kRefractory));
static_assert(HOMEOSTAT_FALLBACK == int(Mode::kFallback));
static_assert(HOMEOSTAT_FAULT_MODE == int(Mode::kFault));

homeostat_command command_of(const safety::StimCommand& command) noexcept {
  homeostat_command out{};
  for (int o = 0; o < safety::kOutputs; ++o) out.outputs[o] = train_of(command.output(o));
  return out;
}

void write_seen(const biomarkers::Biomarkers& seen, homeostat_report& out) noexcept {
  out.time_us = seen.time.count();
  out.seizure = seen.seizure;
  out.signal_valid = seen.signal_valid;
  out.warmed_up = seen.warmed_up;
  out.votes = seen.votes;
  for (std::size_t d = 0; d < seen.detectors.size(); ++d) {
    const biomarkers::DetectorReading& reading = seen.detectors[d];
    out.detectors[d] = {reading.value, reading.threshold, reading.valid, reading.fires};
  }
  for (std::size_t c = 0; c < HOMEOSTAT_CHANNELS; ++c) {
    const biomarkers::ChannelQuality quality = quality_of(seen, c);
    out.channel_verdicts[c] = static_cast<std::uint8_t>(quality.verdict);
    out.channel_flags[c] = quality.flags;
  }
}

void write_done(const LoopReport& report, homeostat_report& out) noexcept {
  out.mode = static_cast<std::uint8_t>(report.mode);
  out.events = report.events.bits();
  out.reasons = report.granted.reasons.bits();
  out.latched = report.granted.latched;
  out.notices = report.notices.bits();
  out.monitor = static_cast<std::uint8_t>(report.monitor.reason);
  out.therapy = report.episode.therapy;
  out.burst = report.episode.burst;
  out.therapies_today = report.episode.therapies_today;
  for (int o = 0; o < safety::kOutputs; ++o) {
    out.asked[o] = train_of(report.asked.outputs[static_cast<std::size_t>(o)]);
    out.granted[o] = train_of(report.granted.command.output(o));
  }
}

// The name of a number that is one of `count`.
template <class Named>
const char* name_or_null(std::uint32_t number, int count) noexcept {
  if (number >= static_cast<std::uint32_t>(count)) return nullptr;
  return name_of(static_cast<Named>(number));
}

}  // namespace
}  // namespace homeostat::controller

namespace hc = homeostat::controller;

std::int32_t homeostat_loop_open(void* storage, std::size_t storage_bytes,
                                 std::uint32_t abi_version,
                                 const homeostat_program* program, std::uint64_t now_us,
                                 homeostat_loop** loop) {
  if (loop == nullptr) return HOMEOSTAT_NULL;
  *loop = nullptr;
  const std::int32_t room =
      hc::admit_storage<homeostat_loop>(storage, storage_bytes, abi_version);
  if (room != HOMEOSTAT_OK) return room;
  const std::int32_t kept = hc::admit_kept(program);
  if (kept != HOMEOSTAT_OK) return kept;
  *loop = ::new (storage) homeostat_loop(program->program, homeostat::Instant(now_us));
  return HOMEOSTAT_OK;
}

std::int32_t homeostat_loop_restore(homeostat_loop* loop, const std::uint8_t* bytes,
                                    std::size_t byte_count) {
  const std::int32_t kept = hc::admit_kept(loop);
  if (kept != HOMEOSTAT_OK) return kept;
  if (bytes == nullptr) return HOMEOSTAT_NULL;
  // Bytes of another length are no state: the loop latches as on any other that does
  // not check.
  homeostat::safety::PersistedState stored{};
  if (byte_count == stored.size()) std::memcpy(stored.data(), bytes, byte_count);
  if (loop->loop.restore(stored)) return HOMEOSTAT_OK;
  return loop->loop.lost() ? HOMEOSTAT_CORRUPT : HOMEOSTAT_NOT_BELIEVED;
}

std::int32_t homeostat_loop_step(homeostat_loop* loop, const homeostat_frame* frame,
                                 homeostat_command* command) {
  if (command == nullptr) return HOMEOSTAT_NULL;
  *command = {};
  const std::int32_t kept = hc::admit_kept(loop);
  if (kept != HOMEOSTAT_OK) return kept;
  if (frame == nullptr) return HOMEOSTAT_NULL;
  if (!hc::read_frame(*frame, loop->frame)) return HOMEOSTAT_FRAME;
  *command = hc::command_of(loop->loop.step(loop->frame));
  return loop->loop.lost() ? HOMEOSTAT_CORRUPT : HOMEOSTAT_OK;
}

std::int32_t homeostat_loop_persist(const homeostat_loop* loop, std::uint8_t* bytes,
                                    std::size_t byte_count) {
  const std::int32_t kept = hc::admit_kept(loop);
  if (kept != HOMEOSTAT_OK) return kept;
  if (bytes == nullptr) return HOMEOSTAT_NULL;
  if (byte_count != homeostat::safety::kPersistedBytes) return HOMEOSTAT_STORAGE;
  if (!loop->loop.intact()) return HOMEOSTAT_CORRUPT;
  const homeostat::safety::PersistedState state = loop->loop.persist();
  std::memcpy(bytes, state.data(), state.size());
  return HOMEOSTAT_OK;
}

std::int32_t homeostat_loop_advance_idle(homeostat_loop* loop, std::uint64_t until_us) {
  const std::int32_t kept = hc::admit_kept(loop);
  if (kept != HOMEOSTAT_OK) return kept;
  if (loop->loop.advance_idle(homeostat::Instant(until_us))) return HOMEOSTAT_OK;
  return loop->loop.lost() ? HOMEOSTAT_CORRUPT : HOMEOSTAT_BUSY;
}

std::int32_t homeostat_loop_close(homeostat_loop* loop) {
  const std::int32_t kept = hc::admit_kept(loop);
  if (kept != HOMEOSTAT_OK) return kept;
  loop->tag = 0;  // nothing is to be given back
  return HOMEOSTAT_OK;
}

std::int32_t homeostat_loop_report(const homeostat_loop* loop, homeostat_report* report) {
  const std::int32_t kept = hc::admit_kept(loop);
  if (kept != HOMEOSTAT_OK) return kept;
  if (report == nullptr) return HOMEOSTAT_NULL;
  hc::write_seen(loop->loop.report().seen, *report);
  hc::write_done(loop->loop.report(), *report);
  return HOMEOSTAT_OK;
}

const char* homeostat_status_words(std::int32_t status) {
  switch (status) {
    case HOMEOSTAT_OK:
      return "well";
    case HOMEOSTAT_NULL:
      return "a pointer that is needed is null";
    case HOMEOSTAT_ABI:
      return "the header is of another version than the library";
    case HOMEOSTAT_STORAGE:
      return "memory of the wrong size, or not aligned for any type";
    case HOMEOSTAT_NOT_OPEN:
      return "no program or loop lies there";
    case HOMEOSTAT_NOT_DECODED:
      return "these bytes are no program";
    case HOMEOSTAT_NOT_VALID:
      return "the program breaks a rule";
    case HOMEOSTAT_FRAME:
      return "a frame of impossible shape, or with an unknown bit or cause";
    case HOMEOSTAT_NOT_BELIEVED:
      return "stored state that does not check: budgets empty, guard latched";
    case HOMEOSTAT_BUSY:
      return "legal only while off, with nothing under way";
    case HOMEOSTAT_NOT_AN_IMAGE:
      return "not a device image: its first bytes are another file's";
    case HOMEOSTAT_OTHER_HEADER:
      return "an image whose header is of a version that is not read here";
    case HOMEOSTAT_OTHER_SCHEMA:
      return "an image for another version of the program's schema";
    case HOMEOSTAT_WRONG_LENGTH:
      return "an image cut short, or not as long as its header says";
    case HOMEOSTAT_WRONG_CRC:
      return "an image altered since it was written: its CRC-32 differs";
    case HOMEOSTAT_UNKNOWN_KEY:
      return "an image signed with a key that is not trusted here";
    case HOMEOSTAT_WRONG_SIGNATURE:
      return "an image whose signature does not hold";
    case HOMEOSTAT_ROLLED_BACK:
      return "an image older than what was accepted before";
    case HOMEOSTAT_CORRUPT:
      return "the loop's memory was changed from outside: silent until opened anew";
    default:
      return "no status of this library";
  }
}

const char* homeostat_mode_name(std::uint32_t mode) {
  return hc::name_or_null<hc::Mode>(mode, hc::kModes);
}

const char* homeostat_event_name(std::uint32_t event) {
  return hc::name_or_null<hc::Event>(event, hc::kEvents);
}

const char* homeostat_reason_name(std::uint32_t reason) {
  return hc::name_or_null<homeostat::safety::Reason>(reason, GUARD_REASON_COUNT);
}

const char* homeostat_notice_name(std::uint32_t notice) {
  return hc::name_or_null<hc::Notice>(notice, hc::kNotices);
}

const char* homeostat_monitor_name(std::uint32_t reason) {
  return hc::name_or_null<homeostat::safety::MonitorReason>(
      reason, homeostat::safety::kMonitorReasons);
}
