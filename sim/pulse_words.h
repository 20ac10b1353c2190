// Trains of additive pulses as a person writes them: numbers with commas between. Rates
// are in Hz and widths in microseconds where the model's unit of time is that of a clock,
// else in that unit; times are in the model's unit always.
#pragma once

#include <string>

#include "models/model_list.h"
#include "models/pulse_schedule.h"
#include "models/simulation.h"

namespace homeostat::sim {

// All throw UsageError, naming the option.

// "--pulse-train": rate_hz,width_us,amplitude,start,stop[,biphasic]
models::PulseTrain periodic_train(const models::Model& model, const std::string& text);

// "--burst-train": pulses,burst_rate_hz,rate_hz,width_us,amplitude,start,stop[,biphasic]:
// so many pulses at the one rate, again and again at the other.
models::PulseTrain burst_train(const models::Model& model, const std::string& text);

// "--phase-train": frequency_hz,phase_deg,width_us,amplitude,start,stop[,biphasic]
models::PhaseTrain phase_train(const models::Model& model, const std::string& text);

// What would begin after the run is a mistake, of units most of all: throws UsageError.
void expect_before_end(double start, double t_end);

}  // namespace homeostat::sim
