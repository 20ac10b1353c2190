// What a commissioning of a virtual patient would have had: episodes of illness, each
// with weeks in which nothing is given and weeks of bursts by the clock, which end it;
// each day the features of a program and a rater's MADRS. A virtual patient who is well
// stays so: every episode is another life of the same patient, from its beginning. Writes
// DIR/features.csv and DIR/labels.csv.
//
//   commissioning_data PROGRAM PATIENT EPISODES BLOCK_DAYS BURSTS_A_DAY DIR
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <string>

#include "clinical_configs/load.h"
#include "controller/day_window.h"
#include "models/mood_patient.h"
#include "models/rater.h"
#include "sim/mood_bins.h"
#include "sim/mood_history.h"

namespace homeostat {
namespace {

namespace fs = std::filesystem;
using sim::kBinsPerDay;

constexpr int kTaken = 18;    // of the bins, one each three hours
constexpr int kPulses = 600;  // 6 s at 100 Hz

struct Plan {
  controller::TherapyProgram program;
  models::VirtualPatientSettings patient;
  int episodes = 0;
  int block_days = 0;
  int bursts_per_day = 0;
};

// Bursts of this bin: as many as the day has, spread over the program's hours.
int bursts_in(const Plan& plan, double minute) {
  constexpr int kBinMinutes = biomarkers::kMinutesPerDay / kBinsPerDay;
  const controller::DayWindow& hours = plan.program.dosed.day;
  const auto now = static_cast<int>(minute);
  if (!controller::holds(hours, static_cast<std::uint16_t>(now))) return 0;
  const int bins = controller::length_of(hours) / kBinMinutes;
  const int since = (now + biomarkers::kMinutesPerDay - hours.from_minute) %
                    biomarkers::kMinutesPerDay / kBinMinutes;
  return plan.bursts_per_day * (since + 1) / bins - plan.bursts_per_day * since / bins;
}

double recruited(const Plan& plan) {
  const controller::Stimulation& output = plan.program.dosed.burst.outputs[0];
  return models::recruited_fraction(plan.program.limits.configurations[0],
                                    output.amplitude, output.pulse_width,
                                    plan.patient.contacts, plan.patient.tissue);
}

class Days {
 public:
  Days(const Plan& plan, const fs::path& folder)
      : features_(folder / "features.csv"), labels_(folder / "labels.csv") {
    features_ << "day";
    const biomarkers::MoodSettings& mood = plan.program.biomarkers.mood;
    for (std::size_t f = 0; f < mood.feature_count; ++f)
      features_ << ',' << mood.features[f].name.data();
    features_ << '\n' << std::fixed << std::setprecision(4);
    labels_ << "day,madrs\n";
  }

  void live(const Plan& plan) {
    const models::Rater rater({.bias_spread = 0.05, .noise = 0.033}, {.seed = 1});
    const double share = recruited(plan);
    for (int episode = 0, day = 0; episode < plan.episodes; ++episode) {
      const models::NoiseKey key{.seed = 1,
                                 .replicate = static_cast<std::uint16_t>(episode)};
      models::MoodPatient patient(
          plan.patient, static_cast<double>(plan.program.biomarkers.sample_rate_hz), key);
      for (const int last = day + 2 * plan.block_days; day < last; ++day) {
        live_day(plan, patient, day % (2 * plan.block_days) >= plan.block_days, share,
                 day);
        labels_ << day << ','
                << rater
                       .rate(patient.depression(), patient.activation(),
                             static_cast<std::uint64_t>(day))
                       .madrs
                << '\n';
      }
    }
  }

 private:
  void live_day(const Plan& plan, models::MoodPatient& patient, bool on, double share,
                int day) {
    const controller::Stimulation& output = plan.program.dosed.burst.outputs[0];
    const double charge_uc = static_cast<double>(output.amplitude.count()) *
                             static_cast<double>(output.pulse_width.count()) * 1e-6;
    const double rate_hz = 1e6 / static_cast<double>(output.period.count());
    for (int bin = 0; bin < kBinsPerDay; ++bin) {
      const int bursts = on ? bursts_in(plan, patient.minute_of_day()) : 0;
      if (!patient.asleep() && bin % kTaken == 0) write_bin(plan, patient, day, bin);
      patient.advance(models::bursts_of(bursts, kPulses, rate_hz, charge_uc, share));
    }
  }

  void write_bin(const Plan& plan, const models::MoodPatient& patient, int day, int bin) {
    const biomarkers::BiomarkerSettings& sensing = plan.program.biomarkers;
    const biomarkers::MoodBin found = sim::bin_of(patient, sensing, true, 0);
    features_ << day + static_cast<double>(bin) / kBinsPerDay;
    for (std::size_t f = 0; f < sensing.mood.feature_count; ++f)
      features_ << ',' << found.values[f];
    features_ << '\n';
  }

  std::ofstream features_;
  std::ofstream labels_;
};

int run(const std::vector<std::string>& words) {
  if (words.size() != 6) {
    std::cerr
        << "commissioning_data PROGRAM PATIENT EPISODES BLOCK_DAYS BURSTS_A_DAY DIR\n";
    return 2;
  }
  const Plan plan{
      .program = clinical_configs::load_program(clinical_configs::find_program(words[0])),
      .patient = clinical_configs::load_patient(clinical_configs::find_patient(words[1])),
      .episodes = std::stoi(words[2]),
      .block_days = std::stoi(words[3]),
      .bursts_per_day = std::stoi(words[4])};
  fs::create_directories(words[5]);
  Days(plan, words[5]).live(plan);
  return 0;
}

}  // namespace
}  // namespace homeostat

int main(int argc, char** argv) { return homeostat::run({argv + 1, argv + argc}); }
