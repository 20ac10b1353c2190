#include "sim/fit_command.h"

#include <cstdio>
#include <ostream>
#include <stdexcept>
#include <vector>

#include "sim/edf_reader.h"
#include "sim/error.h"
#include "sim/model_arguments.h"
#include "sim/model_fit.h"
#include "sim/model_text.h"

namespace homeostat::sim {
namespace {

struct Band {
  const char* name;
  double from_hz;
  double to_hz;
};
constexpr Band kBands[] = {{"power 1-4 Hz, uV^2", 1.0, 4.0},
                           {"power 4-8 Hz, uV^2", 4.0, 8.0},
                           {"power 8-13 Hz, uV^2", 8.0, 13.0},
                           {"power 13-30 Hz, uV^2", 13.0, 30.0},
                           {"power 30-45 Hz, uV^2", 30.0, 45.0}};

double power_in(const SignalFeatures& f, const Band& band) {
  double sum = 0.0;
  for (std::size_t i = 0; i < f.power.size(); ++i) {
    const double hertz = 1.0 + static_cast<double>(i) * kFeatureBin_hz;
    if (hertz >= band.from_hz && hertz < band.to_hz) sum += f.power[i] * kFeatureBin_hz;
  }
  return sum;
}

FitSetup setup_of(const models::Model& model, const FitOptions& options) {
  FitSetup setup = usual_fit(model);
  if (!options.susceptibility.empty()) {
    const auto parts = split(options.susceptibility);
    setup.susceptibility =
        parts.size() == 3 ? model.parameter(parts[0]) : model.parameters.size();
    if (setup.susceptibility == model.parameters.size()) {
      throw UsageError("--susceptibility '" + options.susceptibility +
                       "': give NAME,LOWEST,HIGHEST with a parameter of " +
                       std::string(model.name));
    }
    setup.lowest = number(parts[1], "--susceptibility");
    setup.highest = number(parts[2], "--susceptibility");
  }
  if (!options.noise.empty()) {
    const auto parts = split(options.noise);
    if (parts.size() != 2) {
      throw UsageError("--noise '" + options.noise + "': give LOWEST,HIGHEST");
    }
    setup.lowest_noise = number(parts[0], "--noise");
    setup.highest_noise = number(parts[1], "--noise");
  }
  setup.seconds_per_unit = options.seconds_per_unit.value_or(setup.seconds_per_unit);
  setup.seconds = options.seconds;
  setup.seed = options.seed;
  setup.threads = options.threads;
  return setup;
}

ModelFit fitted(const models::Model& model, const SignalFeatures& recording,
                double rate_hz, const FitSetup& setup) {
  try {
    return fit(model, recording, rate_hz, setup);
  } catch (const std::invalid_argument& error) {
    throw UsageError(std::string(error.what()) + " (" + std::string(model.name) + ")");
  }
}

void row(std::ostream& out, const char* name, double recording, double patient) {
  char text[96];
  std::snprintf(text, sizeof text, "%-24s %12.4g %12.4g\n", name, recording, patient);
  out << text;
}

void line(std::ostream& out, const std::string& name, double value, const char* unit) {
  char text[96];
  std::snprintf(text, sizeof text, "%-24s %12.5g %s\n", name.c_str(), value, unit);
  out << text;
}

// A best value at the edge of what was searched may have better ones beyond.
void note_edge(std::ostream& out, const char* name, double value, double lowest,
               double highest) {
  const double near = 1e-6 * (highest - lowest);
  if (value > lowest + near && value < highest - near) return;
  out << "note: " << name << " is at the edge of what was searched, " << exact(lowest)
      << " to " << exact(highest) << '\n';
}

}  // namespace

int fit_model(const FitOptions& options, const Console& console) {
  const models::Model& model = known_model(options.model);
  const FitSetup setup = setup_of(model, options);
  std::vector<std::string> wanted;
  if (!options.channel.empty()) wanted.push_back(options.channel);
  const Recording recording = read_edf(options.recording, wanted);
  if (recording.channels.empty()) {
    throw RecordingError(options.recording.string() + ": no channel");
  }
  const Channel& channel = recording.channels.front();
  const std::vector<double> signal_uv(channel.samples_uv.begin(),
                                      channel.samples_uv.end());
  const SignalFeatures seen = features_of(signal_uv, channel.rate_hz);
  if (!(seen.line_length_uv_per_s > 0.0)) {
    throw RecordingError(options.recording.string() + ": channel " + channel.label +
                         " is flat");
  }
  const ModelFit best = fitted(model, seen, channel.rate_hz, setup);
  std::ostream& out = console.out;
  out << options.recording.string() << ", channel " << channel.label << ", "
      << exact(seen.seconds) << " s; best of " << best.candidates << " candidates of "
      << model.name << '\n';
  const auto& facts = model.parameters[setup.susceptibility];
  line(out, facts.name, best.susceptibility, facts.unit);
  const auto& noise = model.parameters[model.noise[0].intensity];
  line(out, noise.name, best.noise, noise.unit);
  line(out, "sensing gain", best.gain_uv, "uV per unit of the observable");
  out << "                            recording      patient\n";
  row(out, "line length, uV/s", seen.line_length_uv_per_s,
      best.patient.line_length_uv_per_s);
  row(out, "seizures per hour", seen.seizures_per_h, best.patient.seizures_per_h);
  for (const Band& band : kBands) {
    row(out, band.name, power_in(seen, band), power_in(best.patient, band));
  }
  line(out, "misfit of the spectrum", best.misfit.spectrum_db, "dB rms");
  line(out, "misfit of seizures", best.misfit.seizures_per_h, "per hour");
  note_edge(out, facts.name, best.susceptibility, setup.lowest, setup.highest);
  note_edge(out, noise.name, best.noise, setup.lowest_noise, setup.highest_noise);
  return 0;
}

}  // namespace homeostat::sim
