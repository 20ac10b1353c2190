// The study of sim/DEPRESSION.md: what six months of a dosed therapy do to hypothetical
// patients, beside a sham with the same random numbers. Prints the page's table.
//
//   depression_study SEEDS PAIRS    treated and sham of SEEDS seeds; PAIRS of both on the
//                                   patient whom nothing helps
#include <algorithm>
#include <atomic>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "clinical_configs/load.h"
#include "sim/outcomes.h"
#include "sim/slow_run.h"

namespace homeostat::sim {
namespace {

constexpr double kDays = 180.0;
constexpr double kFromDay = 14.0;  // a clinician starts the therapy

struct Arm {
  int lives = 0;
  int responders = 0;
  int remitters = 0;
  double bursts_per_day = 0.0;
  double madrs_last = 0.0;
  std::int64_t night_bursts = 0;
  std::int64_t most_in_a_day = 0;
};

struct Life {
  Outcome outcome;
  SlowRunTotals totals;
};

Life live(const char* patient, bool sham, std::uint64_t seed) {
  SlowRunPlan plan{
      .program = clinical_configs::load_program(
          clinical_configs::find_program("depression/amygdala_gamma_dosed")),
      .patient = clinical_configs::load_patient(clinical_configs::find_patient(patient)),
      .key = {.seed = seed},
      .days = kDays,
      .arm_day = kFromDay};
  plan.program.dosed.sham = sham;
  const std::atomic<bool> stop{false};
  const SlowRun run = live_slowly(plan, stop);
  const auto ratings = ratings_of(run.history.ratings, ScaleId::kMadrs);
  return {judge_outcome(ratings, usual_definition(ScaleId::kMadrs).value(), kFromDay),
          run.totals};
}

void add(const Life& life, Arm& arm) {
  ++arm.lives;
  arm.responders += life.outcome.responds ? 1 : 0;
  arm.remitters += life.outcome.remits ? 1 : 0;
  arm.bursts_per_day += static_cast<double>(life.totals.bursts) / (kDays - kFromDay);
  arm.madrs_last += life.outcome.last ? life.outcome.last->total : 0.0;
  arm.night_bursts += life.totals.night_bursts;
  arm.most_in_a_day = std::max(arm.most_in_a_day, life.totals.most_bursts_in_a_day);
}

void print(const char* patient, const char* name, const Arm& arm) {
  std::cout << "| " << patient << " | " << name << " | " << arm.lives << " | "
            << arm.responders << " | " << arm.remitters << " | " << std::fixed
            << std::setprecision(1) << arm.madrs_last / arm.lives << " | "
            << std::setprecision(0) << arm.bursts_per_day / arm.lives << " | "
            << arm.most_in_a_day << " | " << arm.night_bursts << " |\n";
}

// Treated who respond where their sham does not, and the other way round.
struct Pairs {
  Arm treated;
  Arm sham;
  int treated_alone = 0;
  int sham_alone = 0;
};

Pairs live_pairs(const char* patient, int number) {
  Pairs pairs;
  for (int seed = 1; seed <= number; ++seed) {
    const Life treated = live(patient, false, static_cast<std::uint64_t>(seed));
    const Life sham = live(patient, true, static_cast<std::uint64_t>(seed));
    add(treated, pairs.treated);
    add(sham, pairs.sham);
    pairs.treated_alone += treated.outcome.responds && !sham.outcome.responds ? 1 : 0;
    pairs.sham_alone += sham.outcome.responds && !treated.outcome.responds ? 1 : 0;
  }
  return pairs;
}

constexpr char kAbove[] = R"(# Six months of a dosed therapy, in simulation

Hypothetical patients, made to test a controller with: no published model ties stimulation to mood, the size of every effect is
declared in the patient's file, and nothing here says what a therapy does to a person.

    homeostat run --program depression/amygdala_gamma_dosed --patient treatment_resistant --duration 180d --therapy-from 14d --out DIR

lives a patient with a mood ([models/MOOD.md](../models/MOOD.md)) and the device that treats it in bins of ten minutes: the patient tells
what the device's listener would have found in its channels, the device's own chain ([biomarkers/MOOD.md](../biomarkers/MOOD.md)) makes a score of it,
and its loop steps frame by frame while anything is under way and rests where nothing can happen. That resting changes no command, no
count and no score is tested on three shorter runs; that bins tell what samples do, on eight hours of them (`ctest -R Months`).
Where current goes on, as in SCHEDULE and OPEN_LOOP, or a device is in fault, there is nothing to rest through: about a second of
processor a simulated day.
`--sham` does all as if and gives no current, with the same random numbers; `--untreated` only listens; `--every-sample` lives
samples in the place of bins. Raters come once a week; what they flag lowers the dose and keeps it from rising until a visit without a flag.
`DIR/report.html` is the half year on one page, [SCALES](SCALES.md) says by which definitions; the run prints its outcome as the page tells it.
`DIR/features.csv` and `DIR/labels.csv` are what `homeostat commission` reads. A visit a week labels one bin a week, and none is carried
to other days: the 30 bins that a commissioning asks for take 30 visits, `--duration 204d`, and of a patient who is ill and well in turn.

## What came of it

Program `depression/amygdala_gamma_dosed`, 180 days, therapy from day 14 on; response: half of the MADRS at the last visit; remission:
10 or less. Its score was commissioned on six lives of the same patient (area under the curve 0.94, [COMMISSIONING](COMMISSIONING.md)).

)";

constexpr char kBelow[] = R"(
Made by `cmake --build --preset release --target accept_depression`, held by `ctest -R depression.study`; `ctest -R
depression.four_hundred` (deep) asks four hundred pairs of the patient whom nothing helps.

Not all respond: the score of this patient strays for days at a time (its bins tell ill from well with an area of 0.94, not 1), a
partly treated patient lies nearer to the thresholds, and then too little is given. A score that is better, or a lower threshold, gives
more; that is for a clinician to weigh against stimulation that nobody needed.
)";

int run(int seeds, int pairs_wanted) {
  std::cout << kAbove;
  std::cout
      << "| patient | arm | lives | respond | remit | last MADRS, mean | bursts a "
         "day, mean | most in 24 h | at night |\n|---|---|---|---|---|---|---|---|---|\n";
  const Pairs helped = live_pairs("treatment_resistant", seeds);
  print("treatment_resistant", "treated", helped.treated);
  print("treatment_resistant", "sham", helped.sham);
  const Pairs none = live_pairs("treatment_resistant_no_effect", pairs_wanted);
  print("treatment_resistant_no_effect", "treated", none.treated);
  print("treatment_resistant_no_effect", "sham", none.sham);
  std::cout << "\nPairs of one seed in which the treated responds and the sham does not: "
            << helped.treated_alone << " of " << seeds << " (the other way round "
            << helped.sham_alone << "); where nothing helps " << none.treated_alone
            << " of " << pairs_wanted << ".\n";
  std::cout << kBelow;
  const bool helps = helped.treated.responders > helped.sham.responders;
  const bool fooled = none.treated_alone * 20 > pairs_wanted;  // more than 5 %
  return helps && !fooled ? 0 : 1;
}

}  // namespace
}  // namespace homeostat::sim

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "depression_study SEEDS PAIRS\n";
    return 2;
  }
  return homeostat::sim::run(std::stoi(argv[1]), std::stoi(argv[2]));
}
