// A neural mass model as the rest of the house sees it: a state, its rates of change, the
// potential it makes, and what a pulse does to it.
//
// A tissue is one header with a plain class (see models/spike_wave.h): constants kName,
// kStates, kNoiseSources, kSmoothing and calls rates(), observable(), discharge(),
// rest(), jump(), shift(), noise_intensity(). Its equations are those of a model
// (models/population.h). NeuralMassOf gives it this face; one line in
// models/virtual_patient.cc lets a patient choose it. Everything is in the model's own
// units, time included. Knows no patient.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace homeostat::models {

class NeuralMass {
 public:
  virtual ~NeuralMass() = default;

  virtual const char* name() const = 0;
  virtual std::vector<double> rest() const = 0;  // where a run begins

  // One intensity for each source of white noise, per square root of the unit of time.
  virtual std::vector<double> noise_intensities() const = 0;

  // Writes d(state)/dt; `noise` holds the present value of each source's forcing.
  virtual void rates(std::span<const double> state, std::span<const double> noise,
                     std::span<double> out) const = 0;

  // What an electrode would see, before gain.
  virtual double observable(std::span<const double> state) const = 0;

  // How strongly the model discharges at this moment; about 1 on average in a full
  // discharge, near 0 at rest, meaningful when smoothed over discharge_smoothing().
  virtual double discharge(std::span<const double> state) const = 0;
  virtual double discharge_smoothing() const = 0;  // in units of time

  // A recruiting pulse of this size.
  virtual void jump(std::span<double> state, double size) const = 0;

  // From now on this much nearer to seizing than the settings say, in the unit of the
  // model's excitability.
  virtual void shift(double susceptibility) = 0;
};

template <class Model>
class NeuralMassOf final : public NeuralMass {
 public:
  explicit NeuralMassOf(Model model) : model_(std::move(model)) {}

  const char* name() const override { return Model::kName; }
  std::vector<double> rest() const override {
    const auto state = model_.rest();
    return {state.begin(), state.end()};
  }
  std::vector<double> noise_intensities() const override {
    std::vector<double> intensities;
    for (std::size_t i = 0; i < Model::kNoiseSources; ++i) {
      intensities.push_back(model_.noise_intensity(i));
    }
    return intensities;
  }
  void rates(std::span<const double> state, std::span<const double> noise,
             std::span<double> out) const override {
    State rates;
    model_.rates(fixed(state), fixed_noise(noise), rates);
    std::copy(rates.begin(), rates.end(), out.begin());
  }
  double observable(std::span<const double> state) const override {
    return model_.observable(fixed(state));
  }
  double discharge(std::span<const double> state) const override {
    return model_.discharge(fixed(state));
  }
  double discharge_smoothing() const override { return Model::kSmoothing; }
  void jump(std::span<double> state, double size) const override {
    State after = fixed(state);
    model_.jump(after, size);
    std::copy(after.begin(), after.end(), state.begin());
  }
  void shift(double susceptibility) override { model_.shift(susceptibility); }

 private:
  using State = std::array<double, Model::kStates>;
  using Noise = std::array<double, Model::kNoiseSources>;

  static State fixed(std::span<const double> state) {
    State copy;
    std::copy_n(state.begin(), Model::kStates, copy.begin());
    return copy;
  }
  static Noise fixed_noise(std::span<const double> noise) {
    Noise copy;
    std::copy_n(noise.begin(), Model::kNoiseSources, copy.begin());
    return copy;
  }

  Model model_;
};

}  // namespace homeostat::models
