#include "sim/model_fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/cohort.h"
#include "sim/error.h"

namespace homeostat::sim {
namespace {

constexpr double kRate_hz = 250.0;

std::vector<double> sine(double hertz, double amplitude_uv, double seconds) {
  std::vector<double> x;
  for (int i = 0; i < static_cast<int>(seconds * kRate_hz); ++i) {
    x.push_back(amplitude_uv * std::sin(2.0 * std::numbers::pi * hertz * i / kRate_hz));
  }
  return x;
}

TEST(SignalFeatures, OfASineAreItsPowerAndItsLineLength) {
  const auto f = features_of(sine(10.0, 20.0, 30.0), kRate_hz);
  EXPECT_EQ(f.seconds, 30.0);
  EXPECT_NEAR(f.line_length_uv_per_s, 4.0 * 20.0 * 10.0, 20.0);
  EXPECT_EQ(f.seizures_per_h, 0.0);
  double power = 0.0;
  for (const double p : f.power) power += p * kFeatureBin_hz;
  EXPECT_NEAR(power, 200.0, 2.0);
  const auto peak = std::max_element(f.power.begin(), f.power.end()) - f.power.begin();
  EXPECT_EQ(1.0 + static_cast<double>(peak) * kFeatureBin_hz, 10.0);
}

TEST(SignalFeatures, CountAStretchOfLargeSignalAsOneSeizure) {
  auto x = sine(10.0, 20.0, 120.0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double t = static_cast<double>(i) / kRate_hz;
    if ((t >= 30.0 && t < 45.0) || (t >= 80.0 && t < 95.0)) x[i] *= 5.0;
  }
  EXPECT_NEAR(features_of(x, kRate_hz).seizures_per_h, 60.0, 1e-9);
}

TEST(SignalFeatures, SkipGapsAndRefuseTooLittle) {
  auto x = sine(10.0, 20.0, 30.0);
  x[1000] = std::nan("");
  EXPECT_EQ(features_of(x, kRate_hz).seconds, 29.0);
  EXPECT_THROW(features_of(sine(10.0, 1.0, 9.0), kRate_hz), RecordingError);
  EXPECT_THROW(features_of(sine(1.0, 1.0, 30.0), 5.0), RecordingError);
}

// A patient of the model itself, seen through an electrode of 40 uV per mV.
SignalFeatures recorded(double b, double sigma) {
  const models::Model& model = *models::find_model("wendling");
  models::Cohort cohort(model, 1, {.noise = models::NoiseKey{.seed = 77}});
  cohort.parameter(0, model.parameter("B")) = b;
  cohort.parameter(0, model.parameter("sigma")) = sigma;
  cohort.advance(5000);
  std::vector<double> x(60 * 250);
  cohort.advance(60'000, x, 4);
  for (double& v : x) v *= 40.0;
  return features_of(x, kRate_hz);
}

TEST(ModelFit, FindsThePatientThatMadeTheRecording) {
  const models::Model& model = *models::find_model("wendling");
  FitSetup setup = usual_fit(model);
  setup.seconds = 40.0;
  const SignalFeatures recording = recorded(25.0, 1.3);
  const ModelFit found = fit(model, recording, kRate_hz, setup);
  EXPECT_NEAR(found.susceptibility, 25.0, 3.0);
  EXPECT_NEAR(found.gain_uv, 40.0, 4.0);
  EXPECT_LT(found.misfit.spectrum_db, 3.0);
  EXPECT_NEAR(found.misfit.line_length_percent, 0.0, 1e-9);
  EXPECT_EQ(found.candidates, 288U);
}

TEST(ModelFit, GivesTheSameFitOnTwoThreads) {
  const models::Model& model = *models::find_model("wendling");
  FitSetup setup = usual_fit(model);
  setup.seconds = 20.0;
  const SignalFeatures recording = recorded(40.0, 1.3);
  const ModelFit one = fit(model, recording, kRate_hz, setup);
  setup.threads = 2;
  const ModelFit two = fit(model, recording, kRate_hz, setup);
  EXPECT_EQ(one.susceptibility, two.susceptibility);
  EXPECT_EQ(one.noise, two.noise);
  EXPECT_EQ(one.misfit.total, two.misfit.total);
}

TEST(ModelFit, RefusesWhatItCannotSearch) {
  const models::Model& epileptor = *models::find_model("epileptor");
  const SignalFeatures recording = recorded(25.0, 1.3);
  EXPECT_THROW(fit(epileptor, recording, kRate_hz, usual_fit(epileptor)),
               std::invalid_argument);  // how long is a unit?
  const models::Model& liley = *models::find_model("liley");
  EXPECT_THROW(fit(liley, recording, kRate_hz, usual_fit(liley)), std::invalid_argument);
}

TEST(ModelFit, SaysWhichOfItsSettingsDoesNotHold) {
  const models::Model& model = *models::find_model("wendling");
  const SignalFeatures recording = recorded(25.0, 1.3);
  const auto refusal = [&](auto change) -> std::string {
    FitSetup setup = usual_fit(model);
    change(setup);
    try {
      (void)fit(model, recording, kRate_hz, setup);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  const auto says = [&](auto change, const char* what) {
    return refusal(change).find(what) != std::string::npos;
  };
  EXPECT_TRUE(says([](auto& s) { s.highest = s.lowest; }, "a parameter as suscept"));
  EXPECT_TRUE(says([](auto& s) { s.lowest_noise = 0.0; }, "a range of noise"));
  EXPECT_TRUE(says([](auto& s) { s.highest_noise = s.lowest_noise; }, "of noise"));
  EXPECT_TRUE(says([](auto& s) { s.seconds_per_unit = 0.0; }, "unit of time lasts"));
  for (const double seconds : {19.99, 3600.01, 1e300, std::nan("")}) {
    EXPECT_TRUE(says([=](auto& s) { s.seconds = seconds; }, "allowed 20 to 3600"));
  }
}

}  // namespace
}  // namespace homeostat::sim
