/* What a board must give the firmware. One file of C or C++ implements all of it
 * (hil/firmware/boards holds those for QEMU); the rest of the firmware knows no register.
 *
 * Contract. The firmware calls from one thread, never from an interrupt, and never one of
 * these from within another; none may call back. A board's interrupts may run at any time
 * and hand over through it alone: samples and link bytes are queued by interrupts and
 * fetched here; what an interrupt writes and these read is the board's to protect. No
 * interrupt may touch the loop, its frame or its command. board_disable_outputs() alone
 * may also be called from fault handlers, with interrupts off, whatever else is broken:
 * it uses no stack to speak of, no memory but its own and registers, and always succeeds.
 */
#ifndef HOMEOSTAT_HIL_FIRMWARE_BOARD_H
#define HOMEOSTAT_HIL_FIRMWARE_BOARD_H

#include <stddef.h>
#include <stdint.h>

struct homeostat_frame; /* controller/homeostat.h */
struct homeostat_command;

#ifdef __cplusplus
extern "C" {
#endif

/* Microseconds since power-up. Monotonic, never wraps: the board extends its counter. */
uint64_t board_now_us(void);

/* The hardware's own switch behind the current sources, apart from what programs them.
 * Outputs are off after reset until board_enable_outputs(), which boots silent. */
void board_disable_outputs(void);
void board_enable_outputs(void);

/* Non-volatile memory in regions that can be erased apart from each other and read as
 * memory. Erased bytes read 0xFF. Power may fail within any call, after any byte: what
 * was not reached is then as it was, or 0xFF, or anything. 0: the memory itself says that
 * it failed. Regions of a state hold BOARD_STATE_BYTES, those of a program
 * BOARD_PROGRAM_BYTES. */
enum board_region { BOARD_STATE_A, BOARD_STATE_B, BOARD_PROGRAM_A, BOARD_PROGRAM_B };
#define BOARD_STATE_BYTES 4096
#define BOARD_PROGRAM_BYTES 12288
static inline size_t board_region_bytes(enum board_region region) {
  return region >= BOARD_PROGRAM_A ? BOARD_PROGRAM_BYTES : BOARD_STATE_BYTES;
}
int board_erase(enum board_region region);
int board_write(enum board_region region, size_t offset, const uint8_t *bytes,
                size_t count);
const uint8_t *board_read(enum board_region region);

/* RAM that keeps its content over every reset but loss of power, aligned for any type, at
 * least BOARD_RETAINED_BYTES. After power-up it holds anything. */
#define BOARD_RETAINED_BYTES 4096
void *board_retained(void);

/* Fills `bytes` from a source that nobody outside can foretell; 0 where there is none:
 * then no session is opened. */
int board_entropy(uint8_t *bytes, size_t count);

/* This device's own name among all. */
#define BOARD_ID_BYTES 16
void board_id(uint8_t *bytes);

/* Resets the processor, outputs off, unless fed within `timeout_us`. Cannot be stopped.
 */
void board_watchdog_start(uint32_t timeout_us);
void board_watchdog_feed(void);

/* Why the processor last started: enum homeostat_reset_cause of controller/homeostat.h.
 */
uint8_t board_reset_cause(void);
/* Where the processor was when it faulted before this start; 0: it did not; 0xFFFFFFFF:
 * its stack was exhausted. */
uint32_t board_last_fault(void);

/* The front end's next frame: 1, or 0 where none is complete. A rig whose patient is at
 * the other end of the link has none, ever. What `frame` points to stays until the next
 * call. */
int board_frame(struct homeostat_frame *frame);

/* What the current sources do from now on. */
void board_stimulate(const struct homeostat_command *command);

/* The link's bytes, as they come. Read never waits: it returns how many there were. Write
 * waits until all are handed over. */
size_t board_link_read(uint8_t *bytes, size_t most);
void board_link_write(const uint8_t *bytes, size_t count);

/* Rests until something may have happened: an interrupt, or nothing. */
void board_idle(void);

/* Outputs off, and a reset by software. Does not return. */
void board_reset(void);

#ifdef __cplusplus
}
#endif

#endif
