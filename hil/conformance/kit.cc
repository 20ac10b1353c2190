#include "hil/conformance/kit.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iomanip>
#include <ostream>
#include <sstream>

#include "clinical_configs/load.h"
#include "hil/conformance/attempts.h"
#include "hil/conformance/report.h"
#include "hil/conformance/scenario_run.h"
#include "sim/error.h"
#include "sim/hash.h"
#include "sim/known_keys.h"
#include "sim/output_folder.h"
#include "sim/signing_key.h"

namespace homeostat::hil {
namespace {

namespace fs = std::filesystem;
using clinical_configs::ConfigError;
using clinical_configs::ConformanceScenario;
using clinical_configs::Expected;
using Clock = std::chrono::steady_clock;

// The last is the mark of what the kit wrote.
constexpr const char* kFiles[] = {"report.en.html", "report.zh.html", "junit.xml",
                                  "report.json"};

struct Chosen {
  std::string name;
  fs::path file;
  ConformanceScenario scenario;
};

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::ostringstream text;
  text << std::put_time(&parts, "%Y-%m-%dT%H:%M:%SZ");
  return text.str();
}

// What only the link knows to be a name.
void check_refusals(const Chosen& chosen) {
  const auto& wishes = chosen.scenario.expectations;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (wishes[i].what != Expected::kRefusedWith || is_refusal(wishes[i].name)) continue;
    throw ConfigError(chosen.file.string() + ": expectations[" + std::to_string(i) +
                      "].name: '" + wishes[i].name +
                      "' is no refusal; hil/CONFORMANCE.md lists them");
  }
}

Chosen load(const std::string& name) {
  const fs::path file = clinical_configs::find_scenario(name);
  Chosen chosen{file.stem().string(), file, clinical_configs::load_scenario(file)};
  check_refusals(chosen);
  (void)clinical_configs::find_program(chosen.scenario.program);
  return chosen;
}

std::vector<Chosen> load_all(const std::vector<std::string>& names) {
  std::vector<Chosen> all;
  for (const std::string& name :
       names.empty() ? clinical_configs::scenario_names() : names) {
    Chosen chosen = load(name);
    const auto same = [&](const Chosen& other) { return other.name == chosen.name; };
    if (std::ranges::any_of(all, same))
      throw ConfigError(chosen.file.string() + ": two scenarios of the name '" +
                        chosen.name + "': their evidence would be one");
    all.push_back(std::move(chosen));
  }
  return all;
}

double longest_s(const std::vector<std::int64_t>& times_us) {
  if (times_us.empty()) return 0.0;
  return static_cast<double>(*std::ranges::max_element(times_us)) / 1e6;
}

// Times that this rig cannot tell well enough: nothing it could have seen would pass.
bool is_too_coarse(const std::vector<Judgement>& judgements) {
  return std::ranges::any_of(judgements, [](const Judgement& judgement) {
    return judgement.uncertainty && judgement.limit &&
           *judgement.uncertainty >= *judgement.limit;
  });
}

void judge_run(const ScenarioRun& run, bool paced, ScenarioResult& result) {
  result.identity = run.seen.before;
  result.used = run.used;
  result.frame_s = run.seen.frame_s;
  result.ran_s = run.seen.ended_s;
  result.round_trip_s = paced ? longest_s(run.seen.link.round_trips_us) : 0.0;
  if (!run.not_applicable.empty()) {
    result.verdict = Verdict::kNotApplicable;
    result.why = {run.not_applicable,
                  "被测设备不具备该程序所需的功能：" + run.not_applicable};
    return;
  }
  if (!run.not_run.empty()) {
    result.verdict = Verdict::kNotRun;
    result.why = {run.not_run, "测试台不具备条件：" + run.not_run};
    return;
  }
  result.judgements = judge(result.scenario, run.seen, result.round_trip_s);
  const bool holds = std::ranges::all_of(result.judgements, &Judgement::holds);
  result.verdict = holds ? Verdict::kPassed : Verdict::kFailed;
  if (holds) return;
  if (run.was_spent_before()) {
    result.why = {
        "the device's budgets were spent by what it ran before: erase it, or wait",
        "设备的预算已被此前的运行用尽：请擦除设备或等待后重试"};
  } else if (is_too_coarse(result.judgements)) {
    result.why = {
        "a time is known no better than its limit: this rig's round trips are too long",
        "时间的测量不确定度不小于其限值：测试台的往返时延过长"};
  } else {
    return;
  }
  result.verdict = Verdict::kNotRun;
  result.judgements.clear();
}

void print(const ScenarioResult& result, std::ostream& out) {
  out << std::left << std::setw(16) << name_of(result.verdict) << std::setw(36)
      << result.name;
  if (result.judgements.empty()) {
    out << result.why.en << '\n';
    return;
  }
  const auto held = std::ranges::count(result.judgements, true, &Judgement::holds);
  out << std::right << std::setw(3) << held << '/' << std::left << std::setw(3)
      << result.judgements.size() << std::right << std::fixed << std::setprecision(1)
      << std::setw(8) << result.wall_s << " s\n";
  for (const Judgement& judgement : result.judgements) {
    if (!judgement.holds)
      out << "    broken: " << judgement.expectation.en << ": " << judgement.measured.en
          << '\n';
  }
}

// Whoever gave a wrong key is told so, and the device is not blamed.
void check_key(const ScenarioRun& run, const DeviceAccess& access) {
  if (!run.key_refused) return;
  throw sim::UsageError("--key " + access.key.string() + ": no key that the device at " +
                        access.rig + " trusts");
}

ScenarioResult run_one(const Chosen& chosen, const KitOptions& options,
                       const DeviceAccess& access, DeviceUnderTest::RigMaker make,
                       bool is_first, const sim::Console& console) {
  ScenarioResult result{.name = chosen.name, .scenario = chosen.scenario};
  const auto started = Clock::now();
  const ScenarioRun run =
      run_scenario(chosen.scenario, access, make, options.paced, console.stop);
  if (is_first) check_key(run, access);
  result.wall_s = std::chrono::duration<double>(Clock::now() - started).count();
  judge_run(run, options.paced, result);
  if (console.stop.load() && result.verdict == Verdict::kFailed) {
    result.verdict = Verdict::kNotRun;
    result.judgements.clear();
    result.why = {"stopped by its user", "被用户中止"};
  }
  if (!result.judgements.empty())
    result.evidence = write_evidence(chosen.file, run.seen, options.out / chosen.name);
  return result;
}

// Evidence of an earlier kit lies beside its report: any other folder of that name is
// somebody's.
void refuse_evidence_of_others(const fs::path& out, const std::vector<Chosen>& chosen) {
  if (fs::exists(out / *std::rbegin(kFiles))) return;
  for (const Chosen& one : chosen) {
    if (!fs::exists(out / one.name)) continue;
    throw sim::UsageError((out / one.name).string() +
                          ": is there, and is not from a kit into this folder; give "
                          "another folder, or move it away");
  }
}

void print_sum(const KitReport& report, std::ostream& out) {
  out << report.count(Verdict::kPassed) << " passed, " << report.count(Verdict::kFailed)
      << " failed, " << report.count(Verdict::kNotApplicable) << " not applicable, "
      << report.count(Verdict::kNotRun) << " not run"
      << (report.complete ? "" : "; stopped before its end") << '\n';
}

}  // namespace

int run_kit(const KitOptions& options, const sim::Console& console,
            DeviceUnderTest::RigMaker make) {
  const std::vector<Chosen> chosen = load_all(options.scenarios);
  const DeviceAccess access{options.rig, sim::signing_key_or_development(options.key)};
  refuse_evidence_of_others(options.out, chosen);
  sim::make_output_folder(options.out, kFiles);
  KitReport report{.rig = options.rig,
                   .laboratory = options.laboratory,
                   .engineer = options.engineer,
                   .device = options.device,
                   .started = utc_now(),
                   .paced = options.paced};
  const controller::PublicKey key = sim::read_public_key(access.key);
  report.key = sim::name_of(controller::identity_of(key), sim::known_keys({access.key}));
  for (const Chosen& one : chosen) {
    if (console.stop.load()) break;
    report.results.push_back(
        run_one(one, options, access, make, report.results.empty(), console));
    print(report.results.back(), console.out);
    console.out.flush();
  }
  report.complete = !console.stop.load();
  const fs::path json = options.out / "report.json";
  write_json(report, json);
  const std::string number = sim::sha256_of_file(json);
  write_page(report, number, Language::kEnglish, options.out / "report.en.html");
  write_page(report, number, Language::kChinese, options.out / "report.zh.html");
  write_junit(report, options.out / "junit.xml");
  print_sum(report, console.out);
  console.out << "report: " << (options.out / "report.en.html").string() << ", "
              << (options.out / "report.zh.html").string() << '\n';
  return report.passed() ? 0 : 1;
}

int list_scenarios(const sim::Console& console) {
  for (const std::string& name : clinical_configs::scenario_names()) {
    const Chosen chosen = load(name);
    console.out << std::left << std::setw(36) << chosen.name << chosen.scenario.title_en
                << '\n';
  }
  return 0;
}

}  // namespace homeostat::hil
