// The chain of a program image's adaptive section; the rest is
// controller/program_image.h.
#pragma once

#include "biomarkers/rcs_settings.h"
#include "controller/image_reader.h"

struct _homeostat_config_RcsSettings;  // nanopb's, of rcs_settings.npb.h

namespace homeostat::controller {

// Reports every fault to `in`; `to` must be default-made. What the chain is called and
// where its numbers are from must be there, and stays in the image.
void read(ImageReader& in, const _homeostat_config_RcsSettings& from,
          biomarkers::RcsSettings& to) noexcept;

}  // namespace homeostat::controller
