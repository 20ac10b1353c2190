// The report as one page that prints: what was tested, by whom and with what, each
// scenario's verdict, and how verdicts are reached. No network, no script.
#include <algorithm>
#include <iomanip>
#include <map>
#include <sstream>

#include "hil/conformance/glossary.h"
#include "hil/conformance/page_style.h"
#include "hil/conformance/page_words.h"
#include "hil/conformance/report.h"
#include "sim/build_identity.h"
#include "sim/hex.h"
#include "sim/html.h"
#include "sim/output_file.h"

namespace homeostat::hil {
namespace {

namespace html = sim::html;
using Rows = std::vector<std::vector<std::string>>;

std::string hex32(std::uint32_t value) {
  std::ostringstream text;
  text << std::hex << std::setw(8) << std::setfill('0') << value;
  return text.str();
}

class Page {
 public:
  Page(const KitReport& report, const std::string& number, Language language)
      : report_(report), number_(number), language_(language) {}

  std::string text() const {
    const bool english = language_ == Language::kEnglish;
    return std::string("<!doctype html>\n<html lang=\"") + (english ? "en" : "zh-CN") +
           "\">\n<head>\n<meta charset=\"utf-8\">\n<title>" +
           html::escape(say(words::kTitle)) + "</title>\n<style>" + kPageStyle +
           "</style>\n</head>\n<body>\n" + head() + summary() + identity() + clauses() +
           rule() + details() + signatures() + "</body>\n</html>\n";
  }

 private:
  std::string say(const Text& text) const { return text.in(language_); }
  std::string heading(const char* tag, const Text& text) const {
    return html::element(tag, html::escape(say(text))) + '\n';
  }
  std::string paragraph(const Text& text, const char* css = "") const {
    return html::element("p", html::escape(say(text)), css) + '\n';
  }
  std::string or_blank(const std::string& text) const {
    return text.empty() ? say(words::kBlank) : text;
  }

  std::string head() const {
    return heading("h1", words::kTitle) + paragraph(words::kResearch, "warning");
  }

  std::string badge(Verdict verdict) const {
    static constexpr const char* kCss[] = {"verdict passed", "verdict failed",
                                           "verdict neither", "verdict neither"};
    return html::element("span", html::escape(say(words_for(verdict))),
                         kCss[static_cast<std::size_t>(verdict)]);
  }

  std::string summary() const {
    std::string rows;
    for (const ScenarioResult& result : report_.results) {
      const auto held = std::ranges::count(result.judgements, true, &Judgement::holds);
      const std::string told =
          std::to_string(held) + " / " + std::to_string(result.judgements.size());
      rows +=
          html::element("tr", html::element("td", badge(result.verdict)) +
                                  html::element("td", link_to(result)) +
                                  html::element("td", html::escape(clauses_of(result))) +
                                  html::element("td", result.judgements.empty()
                                                          ? html::escape(say(result.why))
                                                          : html::escape(told)));
    }
    std::string heads;
    for (const Text& head :
         {words::kVerdict, words::kScenario, words::kClauses, words::kExpectationsHeld}) {
      heads += html::element("th", html::escape(say(head)));
    }
    return heading("h2", words::kSummary) + overall() +
           html::element("table",
                         html::element("thead", html::element("tr", heads)) +
                             html::element("tbody", rows),
                         "summary");
  }

  std::string overall() const {
    std::string line;
    for (const Verdict verdict : {Verdict::kPassed, Verdict::kFailed,
                                  Verdict::kNotApplicable, Verdict::kNotRun}) {
      line += badge(verdict) + ' ' + std::to_string(report_.count(verdict)) + " &ensp; ";
    }
    if (!report_.complete) line += html::escape(say(words::kStopped));
    return html::element("p", line, "overall") + '\n';
  }

  std::string title(const ScenarioResult& result) const {
    return language_ == Language::kEnglish ? result.scenario.title_en
                                           : result.scenario.title_zh;
  }

  // "IEC 60601-1-10: 8.2; ISO 14708-3 / YY 0989.3-2023: 16, 19".
  static std::string clauses_of(const ScenarioResult& result) {
    std::map<std::string, std::string> numbers;
    for (const auto& clause : result.scenario.clauses) {
      std::string& list = numbers[clause.standard];
      list += (list.empty() ? "" : ", ") + clause.number;
    }
    std::string all;
    for (const auto& [standard, list] : numbers)
      all += (all.empty() ? "" : "; ") + standard + ": " + list;
    return all;
  }

  std::string link_to(const ScenarioResult& result) const {
    return "<a href=\"#" + html::escape(result.name) + "\">" +
           html::escape(title(result)) + "</a>";
  }

  std::string two_columns(const Rows& rows) const {
    std::string body;
    for (const auto& row : rows) {
      body += html::element("tr", html::element("th", html::escape(row[0])) +
                                      html::element("td", html::escape(row[1])));
    }
    return html::element("table", html::element("tbody", body), "identity");
  }

  std::string identity() const {
    Rows rows = {
        {say(words::kReportNumber), number_},
        {say(words::kDate), report_.started},
        {say(words::kLaboratory), or_blank(report_.laboratory)},
        {say(words::kEngineer), or_blank(report_.engineer)},
        {say(words::kDeviceGiven), or_blank(report_.device)},
        {say(words::kRig), report_.rig},
        {say(words::kTiming), say(report_.paced ? words::kPaced : words::kLockstep)}};
    if (!report_.results.empty()) {
      const wire::Identity& device = report_.results.front().identity;
      rows.push_back({say(words::kDeviceId), sim::to_hex(device.device_id)});
      rows.push_back({say(words::kFirmware), device.firmware_version.data()});
      rows.push_back({say(words::kProtocol), std::to_string(device.protocol_version) +
                                                 " / " +
                                                 std::to_string(device.schema_version)});
    }
    rows.push_back({say(words::kKey), report_.key});
    rows.push_back({say(words::kKitVersion), sim::kVersion});
    rows.push_back({say(words::kCompiler), sim::kCompiler});
    rows.push_back({say(words::kGuardHash), sim::kGuardSha256});
    return heading("h2", words::kIdentity) + two_columns(rows) +
           paragraph(words::kNewDevice, "caveat");
  }

  // Clause -> scenarios, in order.
  std::string clauses() const {
    std::map<std::string, std::string> served;
    for (const ScenarioResult& result : report_.results) {
      for (const auto& clause : result.scenario.clauses)
        served[clause.standard + ": " + clause.number] +=
            html::element("li", badge(result.verdict) + ' ' + link_to(result));
    }
    std::string rows;
    for (const auto& [clause, list] : served) {
      rows += html::element(
          "tr",
          html::element("th", html::escape(clause) + "<br><small>" +
                                  html::escape(say(words::kToBeChecked)) + "</small>") +
              html::element("td", html::element("ul", list)));
    }
    return heading("h2", words::kClauseTable) +
           paragraph(words::kClauseCaveat, "caveat") +
           html::element("table", html::element("tbody", rows), "clauses");
  }

  std::string rule() const {
    const double frame_s = report_.results.empty() ? 0.0 : longest_frame();
    Rows rows;
    for (const Seen how : {Seen::kAtFrameEnds, Seen::kAtOnsets}) {
      const TimeUncertainty uncertainty =
          uncertainty_of(how, frame_s, longest_round_trip());
      const Text what =
          how == Seen::kAtFrameEnds ? words::kTimesOfModes : words::kTimesOfPulses;
      for (const Contribution& source : uncertainty.sources) {
        rows.push_back({say(what), say(source.source), ms(source.half_width_s),
                        ms(source.standard_s())});
      }
      rows.push_back(
          {say(what), say(words::kCombined), "", ms(uncertainty.combined_s())});
      rows.push_back(
          {say(what), say(words::kExpanded), "", ms(uncertainty.expanded_s())});
    }
    return heading("h2", words::kRule) + paragraph(words::kRuleText) +
           html::table({say(words::kQuantity), say(words::kSource),
                        say(words::kHalfWidth), say(words::kStandard)},
                       rows, "uncertainty") +
           paragraph(words::kExact, "caveat") + paragraph(words::kSamples, "caveat");
  }

  static std::string ms(double s) { return html::number(s * 1e3, 4); }
  double longest_frame() const {
    return std::ranges::max(report_.results, {}, &ScenarioResult::frame_s).frame_s;
  }
  double longest_round_trip() const {
    if (report_.results.empty()) return 0.0;
    return std::ranges::max(report_.results, {}, &ScenarioResult::round_trip_s)
        .round_trip_s;
  }

  std::string details() const {
    std::string all = heading("h2", words::kDetails);
    for (const ScenarioResult& result : report_.results) all += detail(result);
    return all;
  }

  std::string detail(const ScenarioResult& result) const {
    const auto& scenario = result.scenario;
    const std::string purpose =
        language_ == Language::kEnglish ? scenario.purpose_en : scenario.purpose_zh;
    std::string section =
        "<h3 id=\"" + html::escape(result.name) + "\">" + badge(result.verdict) + ' ' +
        html::escape(title(result)) + " <code>" + html::escape(result.name) +
        "</code></h3>\n" + html::element("p", html::escape(purpose)) +
        html::element(
            "p",
            html::escape(clauses_of(result) + ". " + say(words::kProgram) + ": " +
                         scenario.program + ", CRC-32 " +
                         hex32(result.identity.program_crc32) + "; " +
                         say(words::kDuration) + ": " + html::number(result.ran_s, 3) +
                         " / " + html::number(scenario.duration_s, 3) + " s"),
            "caveat");
    if (result.used) section += paragraph(words::kUsed, "caveat");
    if (result.judgements.empty())
      return section + html::element("p", html::escape(say(result.why)));
    return section + done(result) + expectations(result) + evidence(result);
  }

  std::string done(const ScenarioResult& result) const {
    Rows rows;
    for (const auto& step : result.scenario.steps) {
      std::string when = html::number(step.at.s, 6) + " s";
      if (step.at.after_first_pulse) when += ' ' + say(words::kAfterFirstPulse);
      std::string how_long = step.for_s > 0.0 ? html::number(step.for_s, 6) + " s" : "";
      const auto* word = step.value == 0.0 ? nullptr : &step.value;
      rows.push_back({when, say(gloss(step.act, step.name)), how_long,
                      word == nullptr ? "" : html::number(*word, 3)});
    }
    if (rows.empty()) return "";
    return heading("h4", words::kDone) +
           html::table(
               {say(words::kAt), say(words::kAct), say(words::kFor), say(words::kValue)},
               rows, "done");
  }

  std::string expectations(const ScenarioResult& result) const {
    std::string rows;
    for (const Judgement& judgement : result.judgements) {
      const Verdict verdict = judgement.holds ? Verdict::kPassed : Verdict::kFailed;
      rows += html::element(
          "tr",
          html::element("td", badge(verdict)) +
              html::element("td", html::escape(say(judgement.expectation))) +
              html::element("td", html::escape(say(judgement.measured))) +
              html::element("td", judgement.uncertainty && judgement.limit
                                      ? ms(*judgement.limit) + " ms"
                                      : ""),
          judgement.holds ? "" : "broken");
    }
    std::string heads;
    for (const Text& head :
         {words::kVerdict, words::kExpectation, words::kMeasured, words::kLimit}) {
      heads += html::element("th", html::escape(say(head)));
    }
    return heading("h4", words::kExpectations) +
           html::element("table",
                         html::element("thead", html::element("tr", heads)) +
                             html::element("tbody", rows),
                         "expectations");
  }

  std::string evidence(const ScenarioResult& result) const {
    std::string rows;
    for (const EvidenceFile& file : result.evidence) {
      rows += html::element(
          "tr", html::element("td", "<a href=\"" + html::escape(file.name) + "\">" +
                                        html::escape(file.name) + "</a>") +
                    html::element("td", file.sha256, "hash"));
    }
    return heading("h4", words::kEvidence) +
           html::element("table", html::element("tbody", rows), "evidence");
  }

  std::string signatures() const {
    Rows rows;
    for (const Text& who : {words::kTestedBy, words::kCheckedBy})
      rows.push_back({say(who), "", "", ""});
    return heading("h2", words::kSignatures) +
           html::table({say(words::kRole), say(words::kName), say(words::kDay),
                        say(words::kSignature)},
                       rows, "signatures") +
           paragraph(words::kOnlyThisDevice, "caveat");
  }

  const KitReport& report_;
  const std::string& number_;
  Language language_;
};

}  // namespace

void write_page(const KitReport& report, const std::string& json_sha256,
                Language language, const std::filesystem::path& file) {
  std::ofstream out = sim::open_output(file);
  out << Page(report, json_sha256, language).text();
  sim::close_output(out, file);
}

}  // namespace homeostat::hil
