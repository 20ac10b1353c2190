// Prints sim/COMMISSIONING.md: what the commissioning test asks, and what it lets
// through.
#include <cstdio>

#include "sim/commissioning_clauses.h"
#include "tests/commissioning/synthetic_person.h"

namespace homeostat::commissioning {
namespace {

constexpr int kPersons = 60;
constexpr int kDays[] = {60, 120, 240};

struct Kind {
  const char* words;
  Person person;
};

constexpr Kind kKinds[] = {
    {"nothing", {}},
    {"nothing but a trend", {.trend = 4.0}},
    {"nothing but a trend, and the person recovers", {.trend = -4.0, .recovers = true}},
    {"0.5 SD", {.strength = 0.5}},
    {"1 SD", {.strength = 1.0}},
    {"1.5 SD", {.strength = 1.5}},
    {"2 SD", {.strength = 2.0}},
    {"2 SD, and the person recovers", {.strength = 2.0, .recovers = true}},
    {"3 SD", {.strength = 3.0}},
    {"the label itself", {.leak = true}},
};

int passed_of(Person person, int days) {
  person.days = days;
  int passed = 0;
  sim::CommissioningPlan plan;
  plan.draws = 300;
  plan.most_permutations = 99;
  for (int p = 0; p < kPersons; ++p) {
    const auto bins = bins_of(person, static_cast<std::uint64_t>(p));
    passed += sim::all_passed(sim::clauses_of(sim::judge_biomarker(bins, plan)));
  }
  return passed;
}

void print_page() {
  std::fputs(R"(# Commissioning a mood biomarker

No two published biomarkers of mood agree on site, band or sign, and a recording of someone who recovers tells early days
from late ones by anything that drifts. So a biomarker is one person's, and is put to this test before anything may rest on
it:

    homeostat commission --features F.csv --labels L.csv --symptomatic-from 20 --well-to 10 --out DIR

Both files are tables with commas: `day`, the time in days from any origin, and a column for each feature (`--use` names at
most eight; `--log10` where they are powers), or for the rater's scale. A row of features takes the label of its own day;
days whose label stands for neither class are left out. `DIR` gets `commission.html` and `commission.json`. A report of an earlier run goes
first; a folder with a program in it is refused, for it may rest on the report there, and files of others are never
overwritten. The exit code is 0 where every clause holds, 3 where one does not.

| clause | asks | why |
|---|---|---|
| enough_data | 30 bins, 10 of each class, 7 days; 4 stretches of one class; all bins worth 8 independent stretches | weeks within one episode are one observation |
| tells_held_out_days | area under the curve, each day scored by a fit without it, above 0.5 | in-sample figures flatter |
| beats_time | more than a fit on date and hour alone | whatever drifts would do as well |
| survives_detrending | still above 0.5 without each feature's line over days | the same, another way |
| keeps_its_sign | in 80 % of at least 3 blocks of days with both classes symptomatic bins score higher | a sign that turns is no biomarker |
| not_by_chance | labels shifted along the days do as well in less than 5 % | shifted labels are as alike from day to day as true ones |
| not_too_good | area below 0.98 | a leak of the label is likelier |

The score is Fisher's discriminant of features in their own standard deviations, its pooled covariance drawn a tenth of the
way to the diagonal. On each side of a day that is judged, as many days are left out of the fit as a label stands, by the
median: a score of a weekly visit that is carried to the next one leaks otherwise (`--embargo-days` sets another).
"Above" means that the lower end of a 95 % interval is. Intervals draw stretches of bins with replacement, as long as it takes
the classes to correlate by less than a fifth, and no more than a quarter of all; fewer than eight of them make intervals
that are too narrow, and the first clause refuses those.

## The record

A device arms no therapy that follows mood without a record of this test in its program:

    homeostat commission ... --program P.textproto --approver "NAME" --date 2026-11-27 --valid-days 180

Then the program's own features are judged, by their names, and where every clause holds a copy of the program is written
(`program.textproto` beside the report, or where `--write-to` says, where no file may be yet) with what was found: where each
feature lay on well days and how far it strayed there (a device follows that level while mood is well), its weight, the bias, and thresholds. `sick_from` lies midway between the means of both
classes, `on` half a width above and `off` half a width below it; the width is the score's standard deviation within classes,
pooled, or its robust one (1.4826 times the median of what it strays from its class's median), whichever is wider. This rule
is ours.

The record names the person who answers for it and the day, how long it holds, how many clauses held, the SHA-256 of
`commission.json`, and a sum over all that the score rests on (controller/commissioning.h). None of it has a default. Where a
clause fails nothing is written, and the program stays without a record. Where lead, gain, firmware, medication or stimulation
become other ones, or the time is over, the record holds no longer, and the test is due again.

## What it lets through

Persons who were made: a bin a day, four features that correlate from day to day by 0.7, stretches of illness and health of
twelve days on average; one feature lies higher on symptomatic days by what the row says, in its own standard deviations (SD);
a trend moves all features by four of them from the first day to the last. Of )",
             stdout);
  std::printf("%d persons each, how many passed (300 draws, 99 shifts):\n\n", kPersons);
  std::printf("| the biomarker tells |");
  for (const int days : kDays) std::printf(" %d days |", days);
  std::printf("\n|---|---|---|---|\n");
  for (const Kind& kind : kKinds) {
    std::printf("| %s |", kind.words);
    for (const int days : kDays) {
      std::printf(" %d |", passed_of(kind.person, days));
      std::fflush(stdout);
    }
    std::printf("\n");
  }
  std::puts(R"(
The first three rows are false, the last is a leak, and what lies between is how often a true one is found: a strong one needs
months, a weak one is better not relied on. From 3 SD on most are refused as too good: who has such a biomarker shows by other
means that it is no leak. Where the person recovers date and state are one, and less can be told apart.

Made by `cmake --build --preset release --target accept_commissioning`, held by `ctest -R commissioning.page`.)");
}

}  // namespace
}  // namespace homeostat::commissioning

int main() { homeostat::commissioning::print_page(); }
