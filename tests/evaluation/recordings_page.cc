#include <cstdio>

#include "clinical_configs/load.h"
#include "tests/evaluation/alarms.h"
#include "tests/evaluation/page.h"
#include "tests/evaluation/recordings.h"
#include "tests/evaluation/stream.h"

namespace homeostat::evaluation {
namespace {

using namespace homeostat::literals;

void print_row(const char* name, const biomarkers::BiomarkerSettings& settings,
               const ScalpSeizure& scalp) {
  const sim::Performance p = sim::performance(scalp.heard_by(settings));
  const double latency_s = sim::latency_quantile_s(p.alarms, 1.0).value();
  std::printf("| %s | %.2f | %.2f | %lld | %lld |\n", name,
              static_cast<double>(settings.detectors[0].threshold), latency_s,
              static_cast<long long>(p.alarms.false_alarms),
              static_cast<long long>(p.events.fp));
}

void print_seizure() {
  std::puts(R"(## One recorded seizure

Siena PN00-1, electrode F8: 43 minutes, one seizure at minute 19. One seizure says that the chain works on a real signal, and
nothing of another patient. Plain line length is chosen from the first fifteen minutes, all background, by a rule: 4 s against
a long window, 8 s on end (two windows that share nothing), 1.1 times the lowest threshold that gives no alarm there. The rule
itself was written with the recording known. So were features, windows and the four seconds of the shipped program.

| detector | threshold | latency, s | false alarms | the same, as the public scorer joins them |
|---|---|---|---|---|)");
  const ScalpSeizure scalp = scalp_seizure();
  const auto trained =
      std::span(scalp.uv).first(static_cast<std::size_t>(kTrainedOn_s * kRateHz));
  print_row("program replay/scalp, as shipped",
            clinical_configs::load_program("replay/scalp").biomarkers, scalp);
  print_row("line length, 4 s against 120 s", plain_line_length(120_s, trained), scalp);
  print_row("line length, 4 s against 240 s", plain_line_length(240_s, trained), scalp);
}

void print_background() {
  std::puts(R"(
## Healthy background

Sixteen recordings of healthy people at rest, 1 to 3 minutes each; each of their eight electrodes in the place of the channels
that the program detects on. Alarms in all, by electrode. T3 and T4 lie over the muscle of the temple. Twelve of the recordings
were cleaned by their publishers and end at 45 Hz: most of what would tell muscle from brain is gone from them.
)");
  const std::vector<Background> all = healthy_background();
  double hours = 0.0;
  for (const Background& each : all) {
    hours += static_cast<double>(each.uv.size()) / kRateHz / 3600.0;
  }
  std::printf("%zu signals, %.2f h.\n\n| program | alarms | where |\n|---|---|---|\n",
              all.size(), hours);
  for (const char* program : kShippedPrograms) {
    const auto settings = clinical_configs::load_program(program).biomarkers;
    std::size_t alarms = 0;
    std::string where;
    for (const Background& each : all) {
      const std::size_t here = alarms_of_bank(settings, each.uv).size();
      alarms += here;
      if (here == 0) continue;
      where += (where.empty() ? "" : "; ") + each.recording + " " + each.electrode +
               ": " + std::to_string(here);
    }
    std::printf("| %s | %zu | %s |\n", program, alarms, where.c_str());
  }
}

}  // namespace

void print_recordings() {
  print_seizure();
  print_background();
}

}  // namespace homeostat::evaluation
