// The limits section of a program image; the rest is controller/program_image.h.
#pragma once

#include "controller/image_reader.h"
#include "safety/limits.h"

struct _homeostat_config_Limits;  // nanopb's, of therapy_program.npb.h

namespace homeostat::controller {

// Reports every fault to `in`; `to` must be default-made.
void read(ImageReader& in, const _homeostat_config_Limits& from,
          safety::Limits& to) noexcept;

}  // namespace homeostat::controller
