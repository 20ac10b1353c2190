/* A plugin of QEMU's TCG that counts the instructions of an emulated program exactly:
 * those from each call of one function to the next call of another, in sections that a
 * third begins. Writes a line a section: calls, instructions of all and of the longest.
 *
 * Debian's QEMU has the interface (version 1) and ships no header of it: what is used of
 * docs/devel/tcg-plugins is declared here. Arguments: section=, begin=, end= (addresses
 * of the functions), out= (a file). */
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum registers { NO_REGISTERS };
enum operation { ADD_U64 };

void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id,
                                           void (*translated)(plugin_id,
                                                              struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction,
                                            void (*executed)(unsigned int, void *),
                                            enum registers registers, void *context);
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *block,
                                              enum operation operation, void *counter,
                                              uint64_t more);
void qemu_plugin_register_atexit_cb(plugin_id id, void (*ended)(plugin_id, void *),
                                    void *context);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block,
                                                 size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);

#define OFFERED __attribute__((visibility("default")))
OFFERED extern int qemu_plugin_version;
OFFERED int qemu_plugin_install(plugin_id id, const void *machine, int count,
                                char **arguments);

int qemu_plugin_version = 1;

enum marker { SECTION, BEGIN, END, MARKERS };
static const char *const names[MARKERS] = {"section=", "begin=", "end="};
static uint64_t at[MARKERS];
static FILE *out;

static uint64_t executed; /* instructions, ever */
static uint64_t began;    /* at the last begin */
static struct { uint64_t calls, all, longest; } section;
static int sections;

static void tell(void) {
  if (sections > 0) {
    (void)fprintf(out, "%" PRIu64 ",%" PRIu64 ",%" PRIu64 "\n", section.calls,
                  section.all, section.longest);
  }
  (void)memset(&section, 0, sizeof section);
}

static void mark(unsigned int processor, void *context) {
  (void)processor;
  const uint64_t count = executed - began;
  switch (*(const enum marker *)context) {
    case SECTION:
      tell();
      ++sections;
      break;
    case BEGIN:
      began = executed;
      break;
    default:
      ++section.calls;
      section.all += count;
      if (count > section.longest) section.longest = count;
      break;
  }
}

static void translated(plugin_id id, struct qemu_plugin_tb *block) {
  static enum marker markers[MARKERS] = {SECTION, BEGIN, END};
  (void)id;
  /* A block runs from its first instruction to its last, and a function begins one. */
  qemu_plugin_register_vcpu_tb_exec_inline(block, ADD_U64, &executed,
                                           qemu_plugin_tb_n_insns(block));
  for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); ++i) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
    for (size_t m = 0; m < MARKERS; ++m) {
      if (qemu_plugin_insn_vaddr(instruction) != at[m]) continue;
      qemu_plugin_register_vcpu_insn_exec_cb(instruction, mark, NO_REGISTERS,
                                             &markers[m]);
    }
  }
}

static void ended(plugin_id id, void *context) {
  (void)id;
  (void)context;
  tell();
  (void)fclose(out);
}

int qemu_plugin_install(plugin_id id, const void *machine, int count, char **arguments) {
  (void)machine;
  for (int i = 0; i < count; ++i) {
    for (size_t m = 0; m < MARKERS; ++m) {
      const size_t length = strlen(names[m]);
      if (strncmp(arguments[i], names[m], length) != 0) continue;
      at[m] = strtoull(arguments[i] + length, NULL, 0) & ~UINT64_C(1);
    }
    if (strncmp(arguments[i], "out=", 4) == 0) out = fopen(arguments[i] + 4, "w");
  }
  if (out == NULL) return 1;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_atexit_cb(id, ended, NULL);
  return 0;
}
