#include "sim/report.h"

#include <fstream>
#include <string_view>
#include <vector>

#include "sim/error.h"
#include "sim/html.h"
#include "sim/mood_history.h"
#include "sim/mood_report.h"
#include "sim/output_file.h"
#include "sim/report_figures.h"
#include "sim/report_file.h"
#include "sim/report_style.h"
#include "sim/report_tables.h"
#include "sim/run_folder.h"

namespace homeostat::sim {
namespace {

constexpr const char* kLegend =
    "<p class=\"legend\"><span class=\"key seizure\"></span>known seizure "
    "<span class=\"key detection\"></span>detection (top edge) "
    "<span class=\"key burst\"></span>stimulation burst (bottom edge) "
    "<span class=\"key value\"></span>biomarker "
    "<span class=\"key threshold\"></span>its threshold "
    "<span class=\"key asked\"></span>amplitude asked "
    "<span class=\"key granted\"></span>granted</p>\n";

constexpr const char* kModes =
    "<p class=\"legend\">Mode: <span class=\"key mode-sensing\"></span>sensing "
    "<span class=\"key mode-treating-burst\"></span>treating "
    "<span class=\"key mode-treating-pause\"></span>pause "
    "<span class=\"key mode-refractory\"></span>refractory "
    "<span class=\"key mode-lockout\"></span>lockout "
    "<span class=\"key mode-fallback\"></span>fallback "
    "<span class=\"key mode-inhibited\"></span>inhibited "
    "<span class=\"key mode-fault\"></span>fault "
    "<span class=\"key mode-off\"></span>off, self test</p>\n";

std::string title_of(const RunFolder& run) {
  return run.summary.value("kind", "run") == "replay"
             ? "Replay of " + run.summary.value("title", "")
             : run.summary.value("title", "");
}

// What a replay can and cannot say.
std::string caveat(const RunFolder& run) {
  if (run.summary.value("kind", "") != "replay") return "";
  const std::string until =
      run.bursts.empty() ? "No stimulation was granted, so every detection is exact."
                         : "Detections are exact until the first burst at " +
                               html::clock(run.bursts.front().onset_s, 1) +
                               "; after it the patient might have answered.";
  return html::element(
      "p",
      "Open loop: the recording does not answer to what is commanded here, "
      "and bursts show what would have been given. " +
          until,
      "caveat");
}

std::string run_sections(const RunFolder& run) {
  using html::element;
  return element("h2", html::escape(title_of(run))) + fault_warning(run) + caveat(run) +
         element("h3", "The whole run") + element("figure", overview_figure(run)) +
         kLegend + kModes + element("h3", "Seizures and detections, closer") +
         episode_figures(run) + element("h3", "Decisions and their reasons") +
         decisions_table(run) + element("h3", "Limits that the guard enforced") +
         limits_table(run) + element("h3", "Program as written") +
         element("pre", html::escape(run.program_text)) + element("h3", "Made from") +
         identity_table(run);
}

void write_page(const std::filesystem::path& file, const std::string& title,
                const std::vector<RunFolder>& runs) {
  refuse_to_replace(file);
  std::ofstream out = open_output(file);
  out << kReportFirstLine << "\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      << "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
      << html::escape(title) << "</title>\n<style>\n"
      << kReportStyle << "</style>\n</head>\n<body>\n"
      << "<header><h1>" << html::escape(title) << "</h1>\n"
      << "<p class=\"warning\">Homeostat is research software, not approved for therapy."
      << "</p></header>\n"
      << figures_table(runs);
  for (const RunFolder& run : runs) out << html::element("section", run_sections(run));
  out << "</body>\n</html>\n";
  close_output(out, file);
}

}  // namespace

void write_report(const std::filesystem::path& run_folder) {
  if (holds_mood_history(run_folder)) return write_mood_report(run_folder);
  std::vector<RunFolder> runs;
  runs.push_back(read_run_folder(run_folder));
  write_page(run_folder / "report.html", title_of(runs.front()), runs);
}

void write_comparison(const std::filesystem::path& file,
                      std::span<const std::filesystem::path> run_folders) {
  std::vector<RunFolder> runs;
  for (const std::filesystem::path& folder : run_folders) {
    runs.push_back(read_run_folder(folder));
  }
  write_page(file, "Homeostat: " + std::to_string(runs.size()) + " runs compared", runs);
}

}  // namespace homeostat::sim
