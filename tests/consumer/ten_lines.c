/* All that a firmware needs of Homeostat, in C: a program in, frames in, commands out. */
#include <stdio.h>
#include <string.h>

#include "controller/homeostat.h"

static homeostat_program_storage program_memory;
static homeostat_loop_storage loop_memory;
static unsigned char slot[HOMEOSTAT_PERSISTED_BYTES]; /* stands for non-volatile memory */

/* Frames of silence, where a board would wait for its front end. */
static void await_frame(homeostat_frame *frame) {
  static const float silence[HOMEOSTAT_CHANNELS * HOMEOSTAT_SAMPLES];
  static const unsigned char front_end[HOMEOSTAT_CHANNELS];
  const uint32_t sequence = frame->sequence + 1;
  memset(frame, 0, sizeof *frame);
  frame->sequence = sequence;
  frame->time_us = sequence * UINT64_C(32000);
  frame->channel_count = 4;
  frame->sample_count = 8;
  frame->samples_uv = silence;
  frame->front_end = front_end;
}

static int run(const unsigned char *bytes, size_t count) {
  homeostat_program *program;
  homeostat_loop *loop;
  homeostat_fault fault;
  int32_t said =
      homeostat_program_decode(&program_memory, sizeof program_memory,
                               HOMEOSTAT_ABI_VERSION, bytes, count, &program, &fault);
  if (said < 0) {
    printf("%s: %s: %s\n", homeostat_status_words(said), fault.field, fault.why);
    return 1;
  }
  said = homeostat_loop_open(&loop_memory, sizeof loop_memory, HOMEOSTAT_ABI_VERSION,
                             program, 0, &loop);
  homeostat_frame frame = {0};
  homeostat_command command = {0};
  while (said == HOMEOSTAT_OK && frame.sequence < 1000) {
    await_frame(&frame);
    said = homeostat_loop_step(loop, &frame, &command);
    homeostat_loop_persist(loop, slot, sizeof slot);    /* before it is delivered */
    if (command.outputs[0].amplitude_ua != 0) return 1; /* silence is no seizure */
  }
  printf("%u frames: %s\n", (unsigned)frame.sequence, homeostat_status_words(said));
  return said < 0;
}

int main(int argc, char **argv) {
  static unsigned char bytes[16384];
  FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
  const size_t count = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file);
  if (file != NULL) fclose(file);
  return run(bytes, count);
}
