// JUnit's form, as continuous integration reads it: a suite, a case for each scenario.
#include <pugixml.hpp>
#include <sstream>

#include "hil/conformance/report.h"
#include "sim/output_file.h"

namespace homeostat::hil {
namespace {

std::string line_of(const Judgement& judgement) {
  return judgement.expectation.en + ": " + judgement.measured.en;
}

std::string broken(const ScenarioResult& result) {
  std::string lines;
  for (const Judgement& judgement : result.judgements) {
    if (!judgement.holds) lines += line_of(judgement) + '\n';
  }
  return lines;
}

std::string seconds(double s) {
  std::ostringstream text;
  text.precision(3);
  text << std::fixed << s;
  return text.str();
}

double add_case(pugi::xml_node suite, const ScenarioResult& result) {
  pugi::xml_node test = suite.append_child("testcase");
  test.append_attribute("name") = result.name.c_str();
  test.append_attribute("classname") = "homeostat.conformance";
  test.append_attribute("time") = seconds(result.wall_s).c_str();
  if (result.verdict == Verdict::kFailed) {
    const std::string lines = broken(result);
    pugi::xml_node failure = test.append_child("failure");
    failure.append_attribute("message") = lines.substr(0, lines.find('\n')).c_str();
    failure.append_attribute("type") = "expectation";
    failure.text() = lines.c_str();
  } else if (result.verdict != Verdict::kPassed) {
    const std::string why = name_of(result.verdict) + (": " + result.why.en);
    test.append_child("skipped").append_attribute("message") = why.c_str();
  }
  std::string all;
  for (const Judgement& judgement : result.judgements)
    all += (judgement.holds ? "holds: " : "broken: ") + line_of(judgement) + '\n';
  test.append_child("system-out").text() = all.c_str();
  return result.wall_s;
}

}  // namespace

void write_junit(const KitReport& report, const std::filesystem::path& file) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node suites = document.append_child("testsuites");
  pugi::xml_node suite = suites.append_child("testsuite");
  suite.append_attribute("name") = ("homeostat conformance on " + report.rig).c_str();
  suite.append_attribute("timestamp") = report.started.substr(0, 19).c_str();
  suite.append_attribute("tests") = report.results.size();
  suite.append_attribute("failures") = report.count(Verdict::kFailed);
  suite.append_attribute("errors") = 0;
  suite.append_attribute("skipped") =
      report.count(Verdict::kNotApplicable) + report.count(Verdict::kNotRun);
  pugi::xml_attribute time = suite.append_attribute("time");
  double sum = 0.0;
  for (const ScenarioResult& result : report.results) sum += add_case(suite, result);
  time = seconds(sum).c_str();
  std::ofstream out = sim::open_output(file);
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  sim::close_output(out, file);
}

}  // namespace homeostat::hil
