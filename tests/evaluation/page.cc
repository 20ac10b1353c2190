#include "tests/evaluation/page.h"

#include <cmath>
#include <cstdio>
#include <numbers>
#include <span>
#include <string>

#include "sim/null_detectors.h"
#include "sim/performance.h"
#include "tests/evaluation/choice.h"

namespace homeostat::evaluation {
namespace {

constexpr std::uint64_t kRandomSeed = 3;
constexpr int kDraws = 200;
constexpr std::size_t kUseful = 1;  // of compared_figures()

using Recordings = std::vector<sim::ScoredRecording>;

std::string fixed(double value, int decimals) {
  if (std::isinf(value)) return "missed";
  char text[40];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string known(const std::optional<double>& value, int decimals) {
  return value && !std::isnan(*value) ? fixed(*value, decimals) : "not known";
}

std::string chance(const Recordings& recordings) {
  const auto drawn = sim::random_alarms(recordings, {}, kRandomSeed, kDraws).at(kUseful);
  if (!drawn) return "not known";
  return fixed(drawn->mean, 2) + " (" + fixed(drawn->low, 2) + " to " +
         fixed(drawn->high, 2) + ")";
}

void print_row(const std::string& name, const Recordings& recordings,
               const std::string& by_chance) {
  const sim::Performance p = sim::performance(recordings);
  std::printf("| %s | %s | %s | %s | %s | %s | %s | %s |\n", name.c_str(),
              known(sim::useful_sensitivity(p.alarms), 2).c_str(), by_chance.c_str(),
              known(sim::sensitivity(p.alarms), 2).c_str(),
              known(sim::latency_quantile_s(p.alarms, 0.5), 2).c_str(),
              known(sim::false_alarms_per_hour(p.alarms), 2).c_str(),
              known(100.0 * sim::false_alarm_share(p.alarms).value_or(NAN), 2).c_str(),
              known(sim::event_f1(p), 2).c_str());
}

void print_nulls(const std::vector<Stream>& streams) {
  Recordings on;
  Recordings loud;
  for (const Stream& s : streams) {
    const sim::ScoredRecording known_ones{s.seizures, s.seizures, s.duration_s, {}};
    on.push_back(sim::always_on(known_ones));
    loud.push_back(sim::loudest(known_ones, s.uv, kRateHz));
  }
  print_row("*always on*", on, "");
  print_row("*loudest, as long as the seizures*", loud, "");
}

}  // namespace

const std::vector<Condition>& conditions() {
  static const std::vector<Condition> all{
      {"As recorded", {{1.0, 1.0}}},
      {"Gain twice, and half", {{2.0, 2.0}, {0.5, 0.5}}},
      {"Gain drifts to e, and to 1/e, within the six hours",
       {{1.0, std::numbers::e}, {1.0, 1.0 / std::numbers::e}}}};
  return all;
}

void print_head() {
  std::puts(R"(# Detectors compared

Written by `tests/evaluation`; `evaluation.page` runs it again and compares. Where a change is meant:

    cmake --build --preset release --target accept_detection

**A smoke test. It ranks designs and is no headline.** Streams are put together from the Bonn clips (Andrzejak et al. 2001,
sets N and F as background, S as seizure): six hours of 23.6 s clips, 24 of them seizures, one in each quarter of an hour,
behind two minutes of background or more. Validation and test hold different clips, and training, for what learns, others
again (40, 30 and 30 of each set). Each clip's mean is taken off and it is brought to 250 Hz. Seeds: 1 to validate, 2 to test.

What it does not tell:

- One channel. Background jumps to another contact or patient every 23.6 s, which is unkind to whatever compares with its
  own past, and clips come back some fifteen times in six hours.
- A seizure begins at its height: the clips hold no onsets. Latencies are times to react, not to recognise a beginning.
- Sixty seconds after each seizure and thirty before are nobody's: alarms there are neither useful nor false.
- 24 seizures: a share of 0.9 might as well be 0.75 or 0.97. A stream is one recording, so no interval can be given; rows of
  a condition with two gains hold the same clips twice.
- No patient, no other state, no artefact, no stimulation. Four seizures an hour flatter F1: always on scores what its row
  says.
)");
}

void print_choices(const std::vector<Contender>& contenders) {
  std::puts(R"(## What was chosen

The threshold of each grid with the highest useful sensitivity less 0.05 for a false alarm an hour less 2 times the share of
time in false alarm, on the validation stream as recorded. Programs and profiles are as shipped and nothing was chosen; all
of their channels are shown the one signal. The `rcs` profile's thresholds are one patient's power units and say nothing here.

| detector | settings; unit | threshold | out of |
|---|---|---|---|)");
  for (const Contender& c : contenders) {
    std::string grid;
    for (const double t : c.grid) grid += (grid.empty() ? "" : ", ") + fixed(t, 1);
    std::printf("| %s | %s | %s | %s |\n", c.name.c_str(), c.settings.c_str(),
                fixed(c.threshold, 1).c_str(), grid.empty() ? "given" : grid.c_str());
  }
  std::puts(R"(
## Results

*Useful*: of the seizures, those with an alarm's onset within -5 and +10 s. *By chance*: the same of as many alarms, as long,
anywhere (mean and 95 % of 200 draws). *Detected*, *median latency*: an onset before the seizure's end; a miss is later than
any alarm. *False alarms an hour*, *time in false alarm*: outside -30 and +60 s of seizures, nothing joined. *F1*: the public
scorer's. *Loudest* is told how long the seizures are together and hears the whole stream beforehand. Definitions:
[`sim/alarm_figures.h`](../sim/alarm_figures.h), [`sim/null_detectors.h`](../sim/null_detectors.h).
)");
}

void print_condition(const Condition& condition, const std::vector<Contender>& contenders,
                     const Stream& test) {
  std::vector<Stream> streams;
  double hours = 0.0;
  for (const Gain& gain : condition.gains) {
    streams.push_back(with_gain(test, gain));
    hours += test.duration_s / 3600.0;
  }
  std::printf("### %s\n\n%zu %s, %s h, %zu seizures.\n\n", condition.title,
              streams.size(), streams.size() == 1 ? "stream" : "streams",
              fixed(hours, 2).c_str(), streams.size() * test.seizures.size());
  std::puts(
      "| detector | useful | by chance | detected | median latency, s | false alarms an "
      "hour | time in false alarm, % | F1 |\n|---|---|---|---|---|---|---|---|");
  for (const Contender& contender : contenders) {
    Recordings recordings;
    for (const Stream& stream : streams) {
      recordings.push_back(heard(contender, stream, contender.threshold));
    }
    print_row(contender.name, recordings, chance(recordings));
  }
  print_nulls(streams);
  std::puts("");
}

}  // namespace homeostat::evaluation
