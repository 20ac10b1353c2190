/* A program as a device takes it: signed by whom it trusts, not older than the last. */
#include <stdio.h>
#include <string.h>

#include "controller/homeostat.h"

static homeostat_program_storage program_memory;
static uint64_t lowest_counter; /* stands for non-volatile memory */

static int take(const unsigned char *image, size_t count, const unsigned char *key) {
  homeostat_trust trust = {.key_count = 1, .lowest_counter = lowest_counter};
  memcpy(trust.keys[0], key, sizeof trust.keys[0]); /* a device has it compiled in */
  homeostat_program *program;
  homeostat_fault fault;
  uint32_t counter;
  const int32_t said = homeostat_program_load(&program_memory, sizeof program_memory,
                                              HOMEOSTAT_ABI_VERSION, image, count, &trust,
                                              &program, &counter, &fault);
  if (said == HOMEOSTAT_OK) lowest_counter = (uint64_t)counter + 1; /* stored first */
  printf("%s %s\n", homeostat_status_words(said), fault.field);
  return said < 0;
}

static size_t read_file(const char *name, unsigned char *bytes, size_t most) {
  FILE *file = fopen(name, "rb");
  const size_t count = file == NULL ? 0 : fread(bytes, 1, most, file);
  if (file != NULL) fclose(file);
  return count;
}

/* signed IMAGE KEY: a public key's 65 bytes. Offers the image twice: the second is old.
 */
int main(int argc, char **argv) {
  static unsigned char image[16384], key[HOMEOSTAT_KEY_BYTES];
  if (argc != 3 || read_file(argv[2], key, sizeof key) != sizeof key) return 2;
  const size_t count = read_file(argv[1], image, sizeof image);
  const int first = take(image, count, key);
  return first != 0 || take(image, count, key) == 0;
}
