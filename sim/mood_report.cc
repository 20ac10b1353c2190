#include "sim/mood_report.h"

#include "sim/html.h"
#include "sim/mood_events.h"
#include "sim/mood_history.h"
#include "sim/mood_panels.h"
#include "sim/mood_strip.h"
#include "sim/mood_style.h"
#include "sim/mood_words.h"
#include "sim/output_file.h"
#include "sim/report_file.h"
#include "sim/report_style.h"

namespace homeostat::sim {
namespace {

std::string warning_of(const MoodFacts& facts) {
  std::string text = "Homeostat is research software, not approved for therapy.";
  if (facts.hypothetical) {
    text +=
        " The person is a model and the effect of stimulation in it a declared "
        "hypothesis.";
  }
  return html::element("p", text, "warning");
}

std::string page_of(const MoodHistory& history) {
  const auto shares = shares_by_day(history.bins);
  const auto events = events_of(history);
  return html::element("h1", "Mood and therapy over " +
                                 std::to_string(history.days.size()) + " days") +
         warning_of(history.facts) + facts_table(history, shares) +
         html::element("figure", ratings_panel(history) + truth_panel(history) +
                                     score_panel(history, shares) +
                                     confidence_panel(history, shares) +
                                     therapies_panel(history) + dose_panel(history) +
                                     budget_panel(history) +
                                     html::element("h4", "<b>Events</b>, by day") +
                                     events_strip(events, days_of(history))) +
         events_list(events);
}

}  // namespace

void write_mood_report(const std::filesystem::path& folder) {
  const MoodHistory history = read_mood_history(folder);
  const std::filesystem::path file = folder / "report.html";
  refuse_to_replace(file);
  std::ofstream out = open_output(file);
  out << kReportFirstLine << "\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      << "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
      << html::escape(history.facts.program) << "</title>\n<style>\n"
      << kReportStyle << kMoodStyle << "</style>\n</head>\n<body>\n"
      << page_of(history) << "</body>\n</html>\n";
  close_output(out, file);
}

}  // namespace homeostat::sim
