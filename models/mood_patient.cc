#include "models/mood_patient.h"

#include <algorithm>
#include <stdexcept>

#include "biomarkers/numbers.h"
#include "models/elementary.h"
#include "models/mood_streams.h"

namespace homeostat::models {
namespace {

constexpr double kTwoPi = 6.283185307179586;
constexpr double kLn10 = 2.302585092994046;
constexpr double kDay_minutes = 1440.0;
constexpr double kBin_minutes = kMoodStep_s / 60.0;
constexpr double kSeconds = kMoodStep_s;
constexpr double kMedianToMean = 1.2533;  // how much more a median strays

double log10_of(double x) { return log_of(x) / kLn10; }

VirtualPatientSettings with_mood(const VirtualPatientSettings& settings) {
  require_valid(settings);
  if (!has_mood(settings.model)) {
    throw std::invalid_argument("virtual patient '" + settings.name +
                                "': model: has no mood; allowed MOOD_GAMMA, VACC_DLPFC");
  }
  return settings;
}

FastNode node_of(const VirtualPatientSettings& settings) {
  return node_of(settings.mood, settings.model == ModelKind::kMoodGamma
                                    ? MoodNode::kGamma
                                    : MoodNode::kVacc);
}

std::uint16_t stream_of(std::uint16_t first, std::size_t rhythm) {
  return static_cast<std::uint16_t>(first + rhythm);
}

// Is `minute`, since some midnight, within the night that begins on `day`?
bool in_night(const SleepHabit& habit, const NoiseKey& key, double day, double minute) {
  // Counters have no sign; the night before the first day is the first.
  const auto strayed =
      random_normals(key, mood_streams::kNight, static_cast<std::uint64_t>(day + 1.0));
  const double bed = day * kDay_minutes + habit.bed_minute;
  return minute >= bed + habit.jitter_minutes * strayed[0] &&
         minute < bed + habit.length_minutes + habit.jitter_minutes * strayed[1];
}

// Independent values that a second holds of a band.
double freedom_of(double low_hz, double high_hz) {
  return std::max(1.0, high_hz - low_hz);
}

std::uint32_t mixed(std::uint32_t sum, double hertz) {
  return (sum ^ static_cast<std::uint32_t>(hertz * 16.0)) * 16777619U;  // FNV-1
}

std::uint32_t number_of(const SensedPair& pair) {
  return static_cast<std::uint32_t>((pair.plus_contact + 1) * 32 +
                                    (pair.minus_contact + 1));
}

// The same in either order, and no pair's own.
std::uint32_t number_of(const SensedPair& one, const SensedPair& other) {
  const auto [low, high] = std::minmax({number_of(one), number_of(other)});
  return 1U << 31 | low << 15 | high;
}

double deviate_of(const NoiseKey& key, std::uint64_t bin, std::uint32_t estimated,
                  double low_hz, double high_hz) {
  const std::uint32_t what = mixed(mixed(estimated, low_hz), high_hz);
  return random_normals(key, mood_streams::kEstimate, bin << 32 | what)[0];
}

double shared_contacts(const SensedPair& one, const SensedPair& other) {
  const auto same = [](int a, int b) { return a >= 0 && a == b ? 1.0 : 0.0; };
  return same(one.plus_contact, other.plus_contact) +
         same(one.minus_contact, other.minus_contact) -
         same(one.plus_contact, other.minus_contact) -
         same(one.minus_contact, other.plus_contact);
}

}  // namespace

MoodPatient::MoodPatient(const VirtualPatientSettings& settings, double rate_hz,
                         const NoiseKey& key)
    : settings_(with_mood(settings)),
      key_(key),
      slow_(settings.mood.slow, node_of(settings), key),
      spectrum_(settings.mood.rhythms, settings.sensing, rate_hz) {
  for (std::size_t i = 0; i < kRhythms; ++i) {
    wander_[i] = random_normals(key_, stream_of(mood_streams::kWander, i), 0)[0];
  }
  begin_bin();
}

void MoodPatient::advance(const MoodDelivery& delivered) {
  slow_.advance(delivered);
  const double keep = exp_of(-kBin_minutes / (60.0 * settings_.mood.wander_hours));
  for (std::size_t i = 0; i < kRhythms; ++i) {
    wander_[i] =
        keep * wander_[i] +
        __builtin_sqrt(1.0 - keep * keep) *
            random_normals(key_, stream_of(mood_streams::kWander, i), bins_done())[0];
  }
  begin_bin();
}

double MoodPatient::depression() const {
  return std::clamp(settings_.mood.madrs_at_zero - settings_.mood.madrs_per_mood * mood(),
                    0.0, 60.0);
}

double MoodPatient::local_minutes() const {
  return settings_.mood.start_minute + static_cast<double>(bins_done()) * kBin_minutes;
}

double MoodPatient::minute_of_day() const {
  const double minutes = local_minutes();
  return minutes - kDay_minutes * __builtin_floor(minutes / kDay_minutes);
}

bool MoodPatient::sleeps() const {
  const double middle = local_minutes() + 0.5 * kBin_minutes;
  const double today = __builtin_floor(middle / kDay_minutes);
  const auto within = [&](double day) {
    return in_night(settings_.mood.sleep, key_, day, middle);
  };
  // Who goes to bed at midnight may be early by some minutes of the day before.
  return within(today - 1.0) || within(today) || within(today + 1.0);
}

double MoodPatient::power_at_one(std::size_t rhythm) const {
  const RhythmSettings& r = settings_.mood.rhythms[rhythm];
  const double rms = asleep_ ? r.asleep : r.awake;
  double turns = (minute_of_day() - r.peak_minute) / kDay_minutes;
  turns -= __builtin_floor(turns);
  return rms * rms *
         exp_of(kLn10 * (r.daily_log10 * biomarkers::cos(kTwoPi * turns) +
                         r.wander_log10 * wander_[rhythm]));
}

void MoodPatient::begin_bin() {
  asleep_ = sleeps();
  for (std::size_t i = 0; i < kRhythms; ++i) power_[i] = power_at_one(i);
}

double MoodPatient::rhythm_power(Rhythm rhythm, double recruited) const {
  const double power = power_[static_cast<std::size_t>(rhythm)];
  if (rhythm != Rhythm::kActivity) return power;
  return power * (settings_.mood.resting_activity + slow_.activity(recruited));
}

double MoodPatient::gain_of(const SensedPair& pair) const {
  const auto gain = [&](int contact) {
    return contact < 0
               ? 0.0
               : settings_.contacts[static_cast<std::size_t>(contact)].focus_gain_uv;
  };
  return gain(pair.plus_contact) - gain(pair.minus_contact);
}

double MoodPatient::drift() const {
  return exp_of(2.0 * settings_.sensing.gain_drift_per_day * slow_.time_days());
}

double MoodPatient::power_uv2(const SensedPair& pair, const BandShares& shares) const {
  const double gain = gain_of(pair);
  const double rms = settings_.sensing.background_uv_rms;
  const int contacts = (pair.plus_contact >= 0) + (pair.minus_contact >= 0);
  double power = contacts * rms * rms * shares.background;
  for (std::size_t i = 0; i < kRhythms; ++i) {
    power += gain * gain * rhythm_power(static_cast<Rhythm>(i)) * shares.rhythm[i];
  }
  return drift() * power + shares.white_uv2;
}

double MoodPatient::estimate_noise(const SensedPair& pair, double low_hz,
                                   double high_hz) const {
  return deviate_of(key_, bins_done(), number_of(pair), low_hz, high_hz);
}

double MoodPatient::band_power_log10(const SensedPair& pair, double low_hz,
                                     double high_hz) const {
  const double power = power_uv2(pair, spectrum_.in_band(low_hz, high_hz));
  const double freedom = freedom_of(low_hz, high_hz);
  // Median of chi squared of 2 n degrees, Wilson and Hilferty: n (1 - 1 / (9 n))^3.
  const double median = 3.0 * log10_of(1.0 - 1.0 / (9.0 * freedom));
  const double spread = kMedianToMean / (kLn10 * __builtin_sqrt(freedom * kSeconds));
  return log10_of(power) + median + spread * estimate_noise(pair, low_hz, high_hz);
}

double MoodPatient::coherence(const SensedPair& one, const SensedPair& other,
                              double low_hz, double high_hz) const {
  const BandShares& shares = spectrum_.in_band(low_hz, high_hz);
  const double rms = settings_.sensing.background_uv_rms;
  double cross = shared_contacts(one, other) * rms * rms * shares.background;
  for (std::size_t i = 0; i < kRhythms; ++i) {
    cross += gain_of(one) * gain_of(other) * rhythm_power(static_cast<Rhythm>(i)) *
             shares.rhythm[i];
  }
  cross *= drift();
  const double whole =
      cross * cross / (power_uv2(one, shares) * power_uv2(other, shares));
  // That of a second's few values is too high by the chance of what remains.
  const double freedom = freedom_of(low_hz, high_hz);
  const double found = whole + (1.0 - whole) * (1.0 - whole) / freedom;
  const double spread =
      kMedianToMean * (1.0 - whole) *
      __builtin_sqrt(2.0 * (whole + 0.5 / freedom) / (freedom * kSeconds));
  const double deviate =
      deviate_of(key_, bins_done(), number_of(one, other), low_hz, high_hz);
  return std::clamp(found + spread * deviate, 0.0, 1.0);
}

double MoodPatient::delta_over_beta_log10(const SensedPair& pair) const {
  return band_power_log10(pair, 1.0, 4.0) - band_power_log10(pair, 15.0, 30.0);
}

}  // namespace homeostat::models
