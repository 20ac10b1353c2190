#include "safety/envelope.h"

#include <cstring>
#include <new>

#include "safety/crc32.h"
#include "safety/guard.h"
#include "safety/lowering.h"

namespace homeostat::safety {
namespace {

static_assert(sizeof(guard_limits) % sizeof(std::uint64_t) == 0);
using LimitsWords =
    std::array<std::uint64_t, sizeof(guard_limits) / sizeof(std::uint64_t)>;

// What an Envelope keeps in its storage: the limits twice, the copy as complement.
struct Core {
  guard_limits limits;
  LimitsWords complement;
  guard_state state;
};

constexpr const char* kReasonNames[] = {
#define X(name, cpp_name, text, words, severity) text,
    GUARD_REASONS(X)
#undef X
};
constexpr const char* kReasonWords[] = {
#define X(name, cpp_name, text, words, severity) words,
    GUARD_REASONS(X)
#undef X
};
constexpr Severity kReasonSeverities[] = {
#define X(name, cpp_name, text, words, severity) \
  static_cast<Severity>(GUARD_##severity##_SEVERITY),
    GUARD_REASONS(X)
#undef X
};
constexpr const char* kSeverityNames[] = {
#define X(name, cpp_name, text) text,
    GUARD_SEVERITIES(X)
#undef X
};
static_assert(GUARD_REASON_COUNT <= 64, "reasons are bits of one word");

Severity severity_of(ReasonSet reasons) {
  Severity most = Severity::kOk;
  for (int i = 0; i < GUARD_REASON_COUNT; ++i) {
    const auto reason = static_cast<Reason>(i);
    if (reasons.has(reason) && severity_of(reason) > most) most = severity_of(reason);
  }
  return most;
}

LimitsWords complement_of(const guard_limits& limits) {
  LimitsWords words;
  std::memcpy(words.data(), &limits, sizeof limits);
  for (std::uint64_t& word : words) word = ~word;
  return words;
}

bool limits_intact(const Core& core) {
  LimitsWords words;
  std::memcpy(words.data(), &core.limits, sizeof core.limits);
  std::uint64_t differ = 0;
  for (std::size_t i = 0; i < words.size(); ++i)
    differ |= ~(words[i] ^ core.complement[i]);
  return differ == 0;
}

guard_wish wish_of(const PulseTrain& train) {
  return {.configuration = train.configuration,
          .amplitude_ua = train.amplitude.count(),
          .width_us = train.pulse_width.count(),
          .period_us = train.period.count(),
          .first_us = train.first_pulse.count(),
          .until_us = train.valid_until.count()};
}

PulseTrain train_of(const guard_train& train) {
  if (train.amplitude_ua == 0) return {};
  return {.configuration = static_cast<std::uint8_t>(train.configuration),
          .amplitude = Microamps(static_cast<std::int32_t>(train.amplitude_ua)),
          .pulse_width = Microseconds(train.width_us),
          .period = Microseconds(train.period_us),
          .first_pulse = Instant(train.first_us),
          .valid_until = Instant(train.until_us)};
}

guard_segment segment_of(const PulseSegment& segment) {
  constexpr int kFaulty = kOpenContact | kShortedContact | kSegmentsLost;
  return {.first_us = segment.first_pulse.count(),
          .period_us = segment.period.count(),
          .pulses = segment.pulses,
          .configuration = segment.configuration,
          .charge1_pc = segment.charge1.count(),
          .charge2_pc = segment.charge2.count(),
          .residual_uv = segment.residual.count(),
          .faulty = (segment.flags & kFaulty) != 0 ? 1U : 0U};
}

guard_echo echo_of(const OutputEcho& echo) {
  guard_echo out{};
  out.count = echo.count;
  for (std::size_t i = 0; i < kEchoSegments; ++i) {
    out.segment[i] = segment_of(echo.segments[i]);
  }
  return out;
}

guard_inputs inputs_of(const GuardInputs& in, bool limits_are_intact) {
  guard_inputs out{};
  out.now_us = in.now.count();
  out.sensing_valid = in.sensing_valid ? 1 : 0;
  out.magnet = in.magnet_present ? 1 : 0;
  out.mri = in.mri_mode ? 1 : 0;
  out.stop = in.clinician_stop ? 1 : 0;
  out.reset = in.clinician_reset ? 1 : 0;
  out.midnight = in.midnight ? 1 : 0;
  out.battery_mv = in.battery.count();
  out.temperature_mc = in.temperature.count();
  out.program_crc = in.program_crc;
  out.limits_intact = limits_are_intact ? 1 : 0;
  for (std::size_t i = 0; i < kContacts; ++i) {
    const ContactImpedance& z = in.impedances[i];
    out.impedance[i] = {z.valid ? 1U : 0U, z.value.count(), z.age.count()};
  }
  for (std::size_t i = 0; i < kOutputs; ++i) out.echo[i] = echo_of(in.echo[i]);
  out.echo_start_us = in.echo_start.count();
  return out;
}

// The stored form: header, the value of every ledger word, CRC-32 over both.
constexpr std::size_t kWords = sizeof(guard_ledger) / sizeof(guard_word);
static_assert(sizeof(guard_ledger) == kWords * sizeof(guard_word),
              "a ledger is words and nothing else");
constexpr std::array<std::uint32_t, 2> kStoreHead = {0x44525547, 1};  // "GURD", version
constexpr std::size_t kCrcAt = sizeof kStoreHead + kWords * sizeof(std::uint64_t);
static_assert(kCrcAt + sizeof(std::uint32_t) <= kEnvelopesBytes);

constexpr std::size_t value_at(std::size_t word) {
  return sizeof kStoreHead + word * sizeof(std::uint64_t);
}

std::uint32_t crc_of(const PersistedState& stored) {
  return crc32(stored.data(), kCrcAt);
}

void write(const guard_ledger& ledger, PersistedState& stored) {
  std::memcpy(stored.data(), kStoreHead.data(), sizeof kStoreHead);
  const auto* from = reinterpret_cast<const std::byte*>(&ledger);
  for (std::size_t i = 0; i < kWords; ++i) {
    guard_word word;
    std::memcpy(&word, from + i * sizeof word, sizeof word);
    std::memcpy(stored.data() + value_at(i), &word.value, sizeof word.value);
  }
  const std::uint32_t crc = crc_of(stored);
  std::memcpy(stored.data() + kCrcAt, &crc, sizeof crc);
}

void clip(guard_word& level, std::uint64_t capacity) {
  if (level.value > capacity) level = guard_word{capacity, ~capacity};
}

// A program may have become tighter since the ledger was stored.
void clip_levels(const guard_limits& limits, guard_ledger& ledger) {
  clip(ledger.levels.energy, limits.energy_capacity);
  for (guard_word& level : ledger.levels.fast) clip(level, limits.fast_capacity);
  for (guard_word& level : ledger.levels.slow) clip(level, limits.slow_capacity);
}

bool read(const PersistedState& stored, guard_ledger& ledger) {
  std::array<std::uint32_t, 2> head;
  std::uint32_t crc = 0;
  std::memcpy(head.data(), stored.data(), sizeof head);
  std::memcpy(&crc, stored.data() + kCrcAt, sizeof crc);
  if (crc != crc_of(stored) || head != kStoreHead) return false;
  auto* to = reinterpret_cast<std::byte*>(&ledger);
  for (std::size_t i = 0; i < kWords; ++i) {
    std::uint64_t value = 0;
    std::memcpy(&value, stored.data() + value_at(i), sizeof value);
    const guard_word word = {value, ~value};
    std::memcpy(to + i * sizeof word, &word, sizeof word);
  }
  return true;
}

std::uint16_t permille(std::uint64_t level, std::uint64_t capacity) {
  // Divides first: a capacity in millionths times a thousand would overflow.
  const std::uint64_t part = capacity / 1000;
  return static_cast<std::uint16_t>(part == 0 || level / part > 1000 ? 1000
                                                                     : level / part);
}

std::uint16_t scarcest(const guard_limits& limits, const guard_word* level,
                       std::uint64_t capacity) {
  std::uint16_t least = 1000;
  // All that there can be: how many there are may be a turned bit.
  for (const guard_configuration& configuration : limits.configuration) {
    for (int c = 0; c < kContacts; ++c) {
      if (configuration.share_permille[c] == 0) continue;
      const std::uint16_t own = permille(level[c].value, capacity);
      least = own < least ? own : least;
    }
  }
  return least;
}

}  // namespace

const char* name_of(Reason reason) noexcept {
  return kReasonNames[static_cast<std::size_t>(reason)];
}
const char* words_for(Reason reason) noexcept {
  return kReasonWords[static_cast<std::size_t>(reason)];
}
const char* name_of(Severity severity) noexcept {
  return kSeverityNames[static_cast<std::size_t>(severity)];
}
Severity severity_of(Reason reason) noexcept {
  return kReasonSeverities[static_cast<std::size_t>(reason)];
}

struct Envelope::Storage {
  static_assert(sizeof(Core) <= kGuardBytes);
  static_assert(alignof(Core) <= 8);
  static Core& of(Envelope& e) {
    return *std::launder(reinterpret_cast<Core*>(e.guard_.data()));
  }
  static const Core& of(const Envelope& e) {
    return *std::launder(reinterpret_cast<const Core*>(e.guard_.data()));
  }
};

// Limits that do not validate are not lowered at all: what stays is all zero, which the
// guard's own check refuses at every step.
Envelope::Envelope(const Limits& limits, std::uint32_t program_crc,
                   Instant now) noexcept {
  Core& core = *new (guard_.data()) Core{};
  if (validate(limits).field == nullptr) lower(limits, core.limits);
  core.complement = complement_of(core.limits);
  guard_start(&core.limits, &core.state, now.count(), program_crc);
}

Admission Envelope::admit(const StimRequest& request,
                          const GuardInputs& inputs) noexcept {
  Core& core = Storage::of(*this);
  const guard_inputs in = inputs_of(inputs, limits_intact(core));
  guard_request wish{};
  for (std::size_t i = 0; i < kOutputs; ++i) wish.output[i] = wish_of(request.outputs[i]);
  wish.needs_sensing = request.needs_sensing ? 1 : 0;
  guard_answer answer;
  guard_step(&core.limits, &core.state, &wish, &in, &answer);
  const ReasonSet reasons(answer.reasons);
  return {StimCommand({train_of(answer.output[0]), train_of(answer.output[1])}), reasons,
          severity_of(reasons), answer.latched != 0};
}

bool Envelope::advance_idle(Instant until) noexcept {
  Core& core = Storage::of(*this);
  return limits_intact(core) && guard_idle(&core.limits, &core.state, until.count()) != 0;
}

bool Envelope::intact() const noexcept {
  const Core& core = Storage::of(*this);
  const auto* at = reinterpret_cast<const std::byte*>(&core.state);
  std::uint64_t differ = 0;
  for (std::size_t i = 0; i < sizeof core.state; i += sizeof(guard_word)) {
    guard_word word;
    std::memcpy(&word, at + i, sizeof word);
    differ |= ~(word.value ^ word.complement);
  }
  return differ == 0 && limits_intact(core);
}

PersistedState Envelope::persist() const noexcept {
  PersistedState stored{};
  write(Storage::of(*this).state.ledger, stored);
  return stored;
}

bool Envelope::restore(const PersistedState& stored, Instant now) noexcept {
  Core& core = Storage::of(*this);
  guard_start(&core.limits, &core.state, now.count(),
              static_cast<std::uint32_t>(core.state.caller.program_crc.value));
  if (read(stored, core.state.ledger)) {
    clip_levels(core.limits, core.state.ledger);
    // Nobody knows when the last pulse before the power failed was: silence begins now,
    // and what was counted may have been delivered.
    core.state.ledger.end = core.state.ledger.clock;
    core.state.ledger.turn = core.state.ledger.next;
    core.state.ledger.credit = {0, ~std::uint64_t{0}};
    if (guard_state_ok(&core.limits, &core.state) != 0) return true;
  }
  guard_spend_all(&core.state, GUARD_BIT(CORRUPT));
  return false;
}

Envelope::Budgets Envelope::budgets() const noexcept {
  const Core& core = Storage::of(*this);
  const guard_ledger& ledger = core.state.ledger;
  std::uint64_t today = 0;
  for (const guard_word& bin : ledger.day) today += bin.value;
  const std::uint64_t left = today < core.limits.day ? core.limits.day - today : 0;
  return {static_cast<std::uint16_t>(left),
          scarcest(core.limits, ledger.levels.fast, core.limits.fast_capacity),
          scarcest(core.limits, ledger.levels.slow, core.limits.slow_capacity)};
}

}  // namespace homeostat::safety
