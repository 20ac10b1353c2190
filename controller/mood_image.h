// The mood biomarker of a program image; the rest is controller/program_image.h.
#pragma once

#include "biomarkers/mood_settings.h"
#include "controller/image_reader.h"

struct _homeostat_config_MoodSettings;  // nanopb's, of mood_settings.npb.h

namespace homeostat::controller {

// Reports every fault to `in`; `to` must be default-made. The hash of a record's evidence
// must be there, and stays in the image.
void read(ImageReader& in, const _homeostat_config_MoodSettings& from,
          biomarkers::MoodSettings& to) noexcept;

}  // namespace homeostat::controller
