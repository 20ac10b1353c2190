/* The controller for firmware: all of it behind one plain C header.
 *
 * C11, and C++ from C++11 on. No heap, no callbacks, no operating system, no globals: all
 * memory is the caller's, so that several loops may live side by side. Nothing here is
 * thread-safe for one loop; calls for different loops never meet. No call may be made for
 * a loop from within another call for it (an interrupt that breaks into
 * homeostat_loop_step must not step the same loop).
 *
 * In ten lines: tests/consumer/ten_lines.c; a signed program: tests/consumer/signed.c.
 * The tests compile and run both.
 *
 * Every call returns HOMEOSTAT_OK or a negative code and then has changed nothing but
 * what it says. A command that could not be made is off. A command expires at
 * `valid_until_us` by itself: who stops calling stops stimulating.
 *
 * Times are microseconds on the device's clock since power-up, monotonic. Units are in
 * names. HOMEOSTAT_*_STACK_BYTES bound what each call needs on Cortex-M4F (g++ 12, -Os):
 * tests/device/stack.cc paints the stack before each and holds them to it; it saw 2108
 * bytes to open, 6992 to step, 7464 to restore, 7460 to persist. Of loading and decoding
 * tests/image/probe.cc does the same, over all its images.
 */
#ifndef HOMEOSTAT_CONTROLLER_HOMEOSTAT_H
#define HOMEOSTAT_CONTROLLER_HOMEOSTAT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Shapes and meanings of everything below. A library of another version refuses to open.
 */
#define HOMEOSTAT_ABI_VERSION UINT32_C(1)

#define HOMEOSTAT_OUTPUTS 2       /* independent current sources */
#define HOMEOSTAT_CONTACTS 17     /* two ports of eight, and the can */
#define HOMEOSTAT_ECHO_SEGMENTS 4 /* of one output in one frame */
#define HOMEOSTAT_CHANNELS 8      /* at most */
#define HOMEOSTAT_DETECTORS 8     /* at most */
#define HOMEOSTAT_SAMPLES 64      /* of one channel in one frame, at most */
#ifdef HOMEOSTAT_NO_MOOD
#define HOMEOSTAT_PERSISTED_BYTES 2048
#else
#define HOMEOSTAT_PERSISTED_BYTES 3072
#endif

/* Memory of one program and of one loop, aligned for any type; checked when the library
 * is compiled. */
#define HOMEOSTAT_PROGRAM_BYTES 8192
#ifndef HOMEOSTAT_LOOP_BYTES /* a build that carries less needs less: as it was built */
#define HOMEOSTAT_LOOP_BYTES 53248
#endif
typedef union homeostat_program_storage {
  max_align_t alignment;
  unsigned char bytes[HOMEOSTAT_PROGRAM_BYTES];
} homeostat_program_storage;
typedef union homeostat_loop_storage {
  max_align_t alignment;
  unsigned char bytes[HOMEOSTAT_LOOP_BYTES];
} homeostat_loop_storage;

/* What a call says. Negative: it did nothing else. */
enum homeostat_status {
  HOMEOSTAT_OK = 0,
  HOMEOSTAT_NULL = -1,    /* a pointer that is needed is null */
  HOMEOSTAT_ABI = -2,     /* the header is of another version than the library */
  HOMEOSTAT_STORAGE = -3, /* memory too small, or not aligned */
  HOMEOSTAT_NOT_OPEN =
      -4, /* no program or loop lies there: never made, refused, closed, or overwritten */
  HOMEOSTAT_NOT_DECODED = -5, /* bytes that are no program; the fault names the field */
  HOMEOSTAT_NOT_VALID = -6, /* a program that breaks a rule; the fault names the field */
  HOMEOSTAT_FRAME = -7,     /* a frame of impossible shape, or an unknown bit or cause */
  HOMEOSTAT_NOT_BELIEVED =
      -8, /* stored state that does not check: budgets are empty, the guard latched */
  HOMEOSTAT_BUSY = -9, /* legal only while off, with nothing under way */
  /* Of a device image, in the order in which it is judged, before -5 and -6. */
  HOMEOSTAT_NOT_AN_IMAGE = -10,
  HOMEOSTAT_OTHER_HEADER = -11, /* a header that is not read here */
  HOMEOSTAT_OTHER_SCHEMA = -12, /* a program for another version of the schema */
  HOMEOSTAT_WRONG_LENGTH = -13, /* cut short, or not as long as its header says */
  HOMEOSTAT_WRONG_CRC = -14,    /* altered since it was written */
  HOMEOSTAT_UNKNOWN_KEY = -15,  /* signed by none that is trusted */
  HOMEOSTAT_WRONG_SIGNATURE = -16,
  HOMEOSTAT_ROLLED_BACK = -17, /* its counter is below the lowest that is taken */
  HOMEOSTAT_CORRUPT =
      -18 /* the loop's memory was changed from outside: silence, until opened anew */
};
const char *homeostat_status_words(int32_t status); /* one line; never null */

/* ---- Programs ---- */

typedef struct homeostat_program homeostat_program;

/* Which field of a program does not hold, spelled as in its schema. */
typedef struct homeostat_fault {
  char field[80]; /* "responsive.therapies[1].bursts[0].amplitude_ua"; empty: none */
  double value;
  double lowest; /* what is accepted, inclusive */
  double highest;
  const char *why; /* never null, of static life */
} homeostat_fault;

/* Whom a device believes, and since when: kept where no link writes to. */
#define HOMEOSTAT_KEYS 4 /* at most */
#define HOMEOSTAT_KEY_BYTES 65
typedef struct homeostat_trust {
  uint8_t keys[HOMEOSTAT_KEYS][HOMEOSTAT_KEY_BYTES]; /* P-256: 4, x, y, big-endian */
  uint32_t key_count;      /* more than there is room for: nobody is trusted */
  uint64_t lowest_counter; /* of a new program: one more than that of the last one */
} homeostat_trust;

/* Judges a device image, as `homeostat compile` writes it: form, CRC, key, signature and
 * counter, then decodes its program and judges that by every rule. The same as
 * load_image() of controller/device_image.h, in the same order; what a device must keep:
 * controller/DEVICE_IMAGE.md. `*program` lies in `storage`; what was there before is
 * lost, whatever is said. `counter` (may be null) is the image's, to be stored before the
 * program takes effect; `fault` (may be null) names the first field of the program that
 * does not hold. In target homeostat::device_image. */
#define HOMEOSTAT_PROGRAM_LOAD_STACK_BYTES 13312
int32_t homeostat_program_load(void *storage, size_t storage_bytes, uint32_t abi_version,
                               const uint8_t *image, size_t image_bytes,
                               const homeostat_trust *trust, homeostat_program **program,
                               uint32_t *counter, homeostat_fault *fault);

/* Decodes a program's bytes (Protobuf, clinical_configs/therapy_program.proto) and judges
 * it by every rule. `fault` (may be null) names the first field that does not hold.
 * `*program` lies in `storage`. The bytes carry no signature: they come from where nobody
 * else writes. In target homeostat::program_image. */
#define HOMEOSTAT_PROGRAM_DECODE_STACK_BYTES 12288
int32_t homeostat_program_decode(void *storage, size_t storage_bytes,
                                 uint32_t abi_version, const uint8_t *bytes,
                                 size_t byte_count, homeostat_program **program,
                                 homeostat_fault *fault);

/* ---- Frames and commands ---- */

enum homeostat_front_end {
  HOMEOSTAT_RAIL_HIGH = 1,
  HOMEOSTAT_RAIL_LOW = 2,
  HOMEOSTAT_LEAD_OFF = 4,
  HOMEOSTAT_MISSING = 8,
  HOMEOSTAT_RECOVERING = 16
};
enum homeostat_clinician_event {
  HOMEOSTAT_CLINICIAN_START = 1, /* arm therapy */
  HOMEOSTAT_CLINICIAN_STOP = 2,  /* off at once */
  HOMEOSTAT_CLINICIAN_RESET = 4, /* clear a latch */
  HOMEOSTAT_CLINICIAN_END = 8,   /* ramp off, then off */
  HOMEOSTAT_ADVERSE_EVENT = 16,  /* a rater or the patient tells of harm, or its signs */
  HOMEOSTAT_ADVERSE_SEEN = 32    /* a clinician has seen to it */
};
enum homeostat_patient_event { HOMEOSTAT_PATIENT_MARKER = 1 };
enum homeostat_reset_cause {
  HOMEOSTAT_RESET_NONE,
  HOMEOSTAT_RESET_POWER_ON,
  HOMEOSTAT_RESET_WATCHDOG,
  HOMEOSTAT_RESET_BROWN_OUT,
  HOMEOSTAT_RESET_SOFTWARE
};
enum homeostat_echo_flag {
  HOMEOSTAT_COMPLIANCE_HIT = 1,
  HOMEOSTAT_OPEN_CONTACT = 2,
  HOMEOSTAT_SHORTED_CONTACT = 4,
  HOMEOSTAT_SEGMENTS_LOST = 8
};

typedef struct homeostat_impedance {
  int32_t ohms;
  uint8_t valid; /* 0: never measured, or the measurement failed */
  int64_t age_us;
} homeostat_impedance;

/* Equal pulses at equal spacing, as the stimulator measured itself delivering them. */
typedef struct homeostat_segment {
  uint64_t first_pulse_us;
  int64_t period_us; /* 0: a single pulse */
  int64_t pulse_width_us;
  int64_t charge1_pc; /* of each pulse's first phase, and of its second */
  int64_t charge2_pc;
  int64_t residual_uv;
  uint32_t pulses;
  int32_t amplitude_ua;
  uint8_t configuration;
  uint8_t flags; /* homeostat_echo_flag bits */
} homeostat_segment;

typedef struct homeostat_echo {
  homeostat_segment segments[HOMEOSTAT_ECHO_SEGMENTS];
  uint8_t count;
} homeostat_echo;

/* One control period of all that the loop may know: biomarkers/sample_frame.h says what
 * each means. */
typedef struct homeostat_frame {
  uint64_t time_us;  /* the instant after the last sample */
  uint32_t sequence; /* counts frames; a gap is a lost frame */
  uint8_t channel_count;
  uint8_t sample_count;
  uint8_t clinician_events; /* bits, each in the frame in which it arrives */
  uint8_t patient_events;
  uint8_t magnet_present;
  uint8_t mri_mode;
  uint8_t midnight;
  uint8_t reset_cause;
  uint16_t minute_of_day_plus_1; /* local: 1 is midnight; 0: not known */
  int32_t battery_mv;
  int32_t temperature_millicelsius;
  const float *samples_uv;  /* channel_count rows of sample_count; NaN: unknown */
  const uint8_t *front_end; /* of each channel, homeostat_front_end bits */
  const homeostat_impedance
      *impedances; /* HOMEOSTAT_CONTACTS of them; null: none was measured */
  homeostat_echo echo[HOMEOSTAT_OUTPUTS]; /* of exactly this frame's interval */
} homeostat_frame;

/* Pulse k of a train starts at first_pulse + k * period, for all that start before
 * valid_until. Amplitude zero is silence, whatever the rest says. */
typedef struct homeostat_train {
  uint64_t first_pulse_us;
  uint64_t valid_until_us;
  int64_t period_us;
  int64_t pulse_width_us; /* of the first phase */
  int32_t amplitude_ua;   /* of the first phase */
  uint8_t configuration;
} homeostat_train;

typedef struct homeostat_command {
  homeostat_train outputs[HOMEOSTAT_OUTPUTS];
} homeostat_command;

/* ---- The loop ---- */

typedef struct homeostat_loop homeostat_loop;

/* Makes a loop, off, from a program; it keeps its own copy, the program's memory may go.
 * What was in `storage` is lost, a loop too. */
#define HOMEOSTAT_LOOP_OPEN_STACK_BYTES 3072
int32_t homeostat_loop_open(void *storage, size_t storage_bytes, uint32_t abi_version,
                            const homeostat_program *program, uint64_t now_us,
                            homeostat_loop **loop);

/* Goes on from what homeostat_loop_persist wrote before a reset, before the first step.
 * With HOMEOSTAT_NOT_BELIEVED the loop goes on too: latched, until a clinician resets it.
 */
#define HOMEOSTAT_LOOP_RESTORE_STACK_BYTES 8192
int32_t homeostat_loop_restore(homeostat_loop *loop, const uint8_t *bytes,
                               size_t byte_count);

/* One frame in, one command out. Once per frame, in order. */
#define HOMEOSTAT_LOOP_STEP_STACK_BYTES 8192
int32_t homeostat_loop_step(homeostat_loop *loop, const homeostat_frame *frame,
                            homeostat_command *command);

/* Budgets, counts and latch, debited already: to be stored after each step, before its
 * command is delivered. `byte_count` must be HOMEOSTAT_PERSISTED_BYTES. */
#define HOMEOSTAT_LOOP_PERSIST_STACK_BYTES 8192
int32_t homeostat_loop_persist(const homeostat_loop *loop, uint8_t *bytes,
                               size_t byte_count);

/* Equals steps with a valid signal that shows nothing, up to `until_us`, at once: for
 * hosts that simulate long silences. HOMEOSTAT_BUSY: does nothing. */
int32_t homeostat_loop_advance_idle(homeostat_loop *loop, uint64_t until_us);

/* Ends a loop: its memory is the caller's again. */
#define HOMEOSTAT_LOOP_CLOSE_STACK_BYTES 512
int32_t homeostat_loop_close(homeostat_loop *loop);

/* ---- What the last step saw and did: for logs and telemetry ---- */

enum homeostat_mode {
  HOMEOSTAT_OFF,
  HOMEOSTAT_SELF_TEST,
  HOMEOSTAT_SENSING,
  HOMEOSTAT_TREATING_BURST,
  HOMEOSTAT_TREATING_PAUSE,
  HOMEOSTAT_TREATING_CONTINUOUS,
  HOMEOSTAT_REFRACTORY,
  HOMEOSTAT_LOCKOUT,
  HOMEOSTAT_INHIBITED,
  HOMEOSTAT_FALLBACK,
  HOMEOSTAT_FAULT_MODE
};

typedef struct homeostat_reading {
  float value;
  float threshold;
  uint8_t valid;
  uint8_t fires;
} homeostat_reading;

typedef struct homeostat_report {
  uint64_t time_us;
  uint64_t reasons; /* bit r: homeostat_reason_name(r); 0: granted as asked */
  uint32_t events;  /* bit e: homeostat_event_name(e) */
  uint32_t notices; /* bit n: homeostat_notice_name(n) */
  uint8_t mode;     /* enum homeostat_mode */
  uint8_t monitor;  /* 0: silent; else homeostat_monitor_name() says why it demands off */
  uint8_t latched;  /* 1: nothing is granted until a clinician resets */
  uint8_t seizure;  /* after votes and persistence */
  uint8_t signal_valid;
  uint8_t warmed_up;
  uint8_t votes;   /* detectors that fire */
  uint8_t therapy; /* of the episode, from 0 */
  uint8_t burst;   /* of the therapy, from 0 */
  uint16_t therapies_today;
  homeostat_reading detectors[HOMEOSTAT_DETECTORS];
  uint8_t channel_verdicts[HOMEOSTAT_CHANNELS]; /* 0 good, 1 suspect, 2 bad */
  uint16_t channel_flags[HOMEOSTAT_CHANNELS];   /* biomarkers/signal_quality.h */
  homeostat_train asked[HOMEOSTAT_OUTPUTS];
  homeostat_train granted[HOMEOSTAT_OUTPUTS];
} homeostat_report;

#define HOMEOSTAT_LOOP_REPORT_STACK_BYTES 512
int32_t homeostat_loop_report(const homeostat_loop *loop, homeostat_report *report);

/* Names as logs spell them, of static life; null where there is no such number. */
const char *homeostat_mode_name(uint32_t mode);
const char *homeostat_event_name(uint32_t event);
const char *homeostat_reason_name(uint32_t reason);
const char *homeostat_notice_name(uint32_t notice);
const char *homeostat_monitor_name(uint32_t reason);

#ifdef __cplusplus
}
#endif

#endif
