// Frames and trains between the C header's shapes and the core's.
#pragma once

#include "biomarkers/biomarker_bank.h"
#include "biomarkers/sample_frame.h"
#include "controller/homeostat.h"
#include "safety/stimulus.h"

namespace homeostat::controller {

// False where `frame` has a shape, a bit or a cause that does not exist, or lacks rows
// that it counts; `read` is then of no use.
[[nodiscard]] bool read_frame(const homeostat_frame& frame,
                              biomarkers::SampleFrame& read) noexcept;

homeostat_train train_of(const safety::PulseTrain& train) noexcept;

// Of any channel of the C header; what a build has no room for is bad.
inline biomarkers::ChannelQuality quality_of(const biomarkers::Biomarkers& seen,
                                             std::size_t channel) noexcept {
  return channel < seen.channels.size() ? seen.channels[channel]
                                        : biomarkers::ChannelQuality{};
}

}  // namespace homeostat::controller
