/* Why a command differs from its request: one bit a reason, several may hold.
 *
 * Plain C so that the guard and its C++ face share one list. Each line is
 * X(NAME, kName, "name in logs", "plain words for a person", severity).
 * Severities order what follows: a step's severity is the highest of its reasons.
 */
#ifndef HOMEOSTAT_SAFETY_REASON_H
#define HOMEOSTAT_SAFETY_REASON_H

#define GUARD_SEVERITIES(X)                                                          \
  X(OK, kOk, "ok")                /* granted as asked */                             \
  X(REDUCED, kReduced, "reduced") /* granted, but less than asked */                 \
  X(REFUSED, kRefused,                                                               \
    "refused") /* this output is silent for now, by a budget or a timer */           \
  X(INHIBITED, kInhibited,                                                           \
    "inhibited")                  /* everything is silent while a condition lasts */ \
  X(LATCHED, kLatched, "latched") /* everything is silent until a clinician resets */

#define GUARD_REASONS(X)                                                                 \
  X(AMPLITUDE, kAmplitude, "amplitude", "above the program's amplitude limit", REDUCED)  \
  X(TITRATION, kTitration, "titration", "above what supervised titration has tested",    \
    REDUCED)                                                                             \
  X(SUM, kSum, "sum", "both outputs together exceed the total current limit", REDUCED)   \
  X(PULSE_WIDTH, kPulseWidth, "pulse_width", "pulse width outside its limits", REDUCED)  \
  X(RATE, kRate, "rate", "pulses would follow each other too fast or too slowly",        \
    REDUCED)                                                                             \
  X(CHARGE, kCharge, "charge", "charge per phase above density or Shannon limit",        \
    REDUCED)                                                                             \
  X(BALANCE, kBalance, "balance", "amplitude lowered so that both phases balance",       \
    REDUCED)                                                                             \
  X(COMPLIANCE, kCompliance, "compliance",                                               \
    "voltage needed exceeds the source's compliance", REDUCED)                           \
  X(RAMP, kRamp, "ramp", "rising faster than the ramp limit", REDUCED)                   \
  X(LIFETIME, kLifetime, "lifetime", "validity cut to the longest command lifetime",     \
    REDUCED)                                                                             \
  X(MALFORMED, kMalformed, "malformed",                                                  \
    "fields contradict each other or cannot be delivered", REFUSED)                      \
  X(EXPIRED, kExpired, "expired", "the request was over before it could be granted",     \
    REFUSED)                                                                             \
  X(CONFIGURATION, kConfiguration, "configuration",                                      \
    "not one of the program's electrode configurations", REFUSED)                        \
  X(IMPEDANCE, kImpedance, "impedance",                                                  \
    "a contact's impedance is unknown, old or outside its window", REFUSED)              \
  X(BURST_LENGTH, kBurstLength, "burst_length", "burst longer than its limit", REFUSED)  \
  X(BURST_GAP, kBurstGap, "burst_gap", "next burst too soon after the last", REFUSED)    \
  X(BURSTS, kBursts, "bursts", "bursts of this therapy are spent", REFUSED)              \
  X(EPISODE, kEpisode, "episode", "therapies of this episode are spent", REFUSED)        \
  X(HOUR, kHour, "hour", "therapies of the last hour are spent", REFUSED)                \
  X(DAY, kDay, "day", "therapies of the last day are spent", REFUSED)                    \
  X(ON_TIME, kOnTime, "on_time",                                                         \
    "continuous on-time is spent; a minimum off-time follows", REFUSED)                  \
  X(DUTY, kDuty, "duty", "duty cycle is spent", REFUSED)                                 \
  X(CHARGE_BUDGET, kChargeBudget, "charge_budget", "a contact's charge budget is spent", \
    REFUSED)                                                                             \
  X(ENERGY, kEnergy, "energy", "energy budget is spent", REFUSED)                        \
  X(SENSING, kSensing, "sensing", "closed-loop therapy without a valid signal", REFUSED) \
  X(MAGNET, kMagnet, "magnet", "the patient holds the magnet", INHIBITED)                \
  X(MRI, kMri, "mri", "MRI mode", INHIBITED)                                             \
  X(BATTERY, kBattery, "battery", "battery below its floor", INHIBITED)                  \
  X(TEMPERATURE, kTemperature, "temperature", "device too warm", INHIBITED)              \
  X(CLINICIAN_STOP, kClinicianStop, "clinician_stop", "a clinician stopped stimulation", \
    INHIBITED)                                                                           \
  X(COOLDOWN, kCooldown, "cooldown", "waiting after a reset of the latch", INHIBITED)    \
  X(STATUS, kStatus, "status",                                                           \
    "too many therapies in a row: stimulation may be feeding it", LATCHED)               \
  X(CLOCK, kClock, "clock", "the clock ran backwards, jumped or stalled", LATCHED)       \
  X(ECHO, kEcho, "echo", "delivered stimulation disagrees with what was granted",        \
    LATCHED)                                                                             \
  X(PROGRAM, kProgram, "program", "program's checksum or version does not match",        \
    LATCHED)                                                                             \
  X(CORRUPT, kCorrupt, "corrupt", "the guard's own state was corrupted", LATCHED)        \
  X(LATCH, kLatch, "latch", "an earlier fault is latched", LATCHED)

enum guard_severity {
#define X(name, cpp_name, text) GUARD_##name##_SEVERITY,
  GUARD_SEVERITIES(X)
#undef X
};

enum guard_reason {
#define X(name, cpp_name, text, words, severity) GUARD_##name,
  GUARD_REASONS(X)
#undef X
      GUARD_REASON_COUNT
};

#endif
