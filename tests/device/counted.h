// Stretches of a program whose instructions are counted (count_plugin.c).
#pragma once

#include "tests/golden/line.h"

// The plugin knows these three by their addresses.
extern "C" {
void count_section();
void count_begin();
void count_end();
}

namespace homeostat::golden {

// What is counted from now on: its name, the bytes that it keeps, and into how many parts
// a call is divided (samples, or 1).
inline void begin_section(const char* name, int bytes, int parts) noexcept {
  count_section();
  Line().text(name).text(",").number(bytes).text(",").number(parts).end();
}

template <class Work>
void count(const Work& work) noexcept {
  count_begin();
  work();
  count_end();
}

}  // namespace homeostat::golden
