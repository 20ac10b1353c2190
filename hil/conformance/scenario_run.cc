#include "hil/conformance/scenario_run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <thread>

#include "clinical_configs/find_config.h"
#include "hil/conformance/attempts.h"
#include "hil/conformance/bedside.h"
#include "hil/link/link_error.h"

namespace homeostat::hil {
namespace {

using clinical_configs::Act;
using clinical_configs::ConformanceScenario;
using clinical_configs::ScenarioStep;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kNoiseBytes = 64;
constexpr std::int64_t kDelayUs = 300'000;
constexpr std::int64_t kCutBytes = 4;

constexpr std::array kOfBudgets = {
    safety::Reason::kHour, safety::Reason::kDay,          safety::Reason::kOnTime,
    safety::Reason::kDuty, safety::Reason::kChargeBudget, safety::Reason::kEnergy};

// Acts of the line stand in the order of the line's faults.
LineTrouble trouble_of(const ScenarioStep& step, Direction direction) {
  LineTrouble trouble{
      .fault = static_cast<LineFault>(static_cast<int>(step.act) -
                                      static_cast<int>(Act::kLineLosesPacket)),
      .direction = direction,
      .packets = kEveryPacket,
      .permille = static_cast<int>(step.value)};
  if (trouble.fault == LineFault::kNoise) trouble.amount = kNoiseBytes;
  if (trouble.fault == LineFault::kDelay) trouble.amount = kDelayUs;
  if (trouble.fault == LineFault::kTruncate) trouble.amount = kCutBytes;
  return trouble;
}

bool refuses_what_it_cannot_carry(const wire::Verdict& verdict) {
  return verdict.refusal == wire::Refusal::kImageRefused &&
         (verdict.detail ==
              static_cast<std::uint32_t>(controller::ImageRefusal::kInvalid) ||
          verdict.detail ==
              static_cast<std::uint32_t>(controller::ImageRefusal::kUndecodable));
}

class Run {
 public:
  Run(const ConformanceScenario& scenario, DeviceUnderTest& device, bool paced,
      Observations& seen)
      : scenario_(scenario),
        device_(device),
        paced_(paced),
        seen_(seen),
        bedside_(device.program(), scenario.steps, seen) {}

  void go(const std::atomic<bool>& stop) {
    while (bedside_.now_s() < scenario_.duration_s) {
      if (stop.load(std::memory_order_relaxed)) throw LinkError("stopped by its user");
      live_frame();
      seen_.ended_s = bedside_.now_s();
    }
  }

 private:
  void live_frame() {
    bedside_.live(trains_);
    if (paced_) {
      std::this_thread::sleep_until(
          started_ + std::chrono::microseconds(std::llround(bedside_.now_s() * 1e6)));
    }
    trouble_the_line();
    for (const ScenarioStep* step : bedside_.begins()) {
      if (clinical_configs::is_attempt(step->act)) try_it(*step);
    }
    if (bedside_.is_on(Act::kDeviceReset)) return reset();
    if (bedside_.is_on(Act::kFramesLost)) return;
    show();
    if (bedside_.is_on(Act::kFrameRepeated)) show();
  }

  // What is on the line now; set anew when any of it begins or ends.
  void trouble_the_line() {
    std::vector<const ScenarioStep*> on;
    for (const ScenarioStep& step : scenario_.steps) {
      if (clinical_configs::is_of_the_line(step.act) && bedside_.is_on(step.act))
        on.push_back(&step);
    }
    if (on == troubles_) return;
    troubles_ = on;
    device_.line().clear();
    for (const ScenarioStep* step : troubles_) {
      for (const auto direction : {Direction::kToDevice, Direction::kToHost})
        device_.line().add(trouble_of(*step, direction));
    }
  }

  void try_it(const ScenarioStep& step) {
    seen_.attempts.push_back({bedside_.now_s(), step.name, attempt(step.act, device_)});
  }

  // The frame under way is lost with the power.
  void reset() {
    trains_ = {};
    device_.reset(seen_);
    bedside_.restart();
  }

  void show() {
    const wire::Report& told = device_.step(bedside_.frame(), seen_);
    trains_ = told.granted;
    const Told now{.s = bedside_.now_s(),
                   .mode = told.loop.mode,
                   .reasons = told.loop.granted.reasons.bits(),
                   .latched = told.loop.granted.latched,
                   .notices = told.loop.notices.bits()};
    if (seen_.told.empty() || !seen_.told.back().says_as(now)) seen_.told.push_back(now);
  }

  const ConformanceScenario& scenario_;
  DeviceUnderTest& device_;
  bool paced_;
  Observations& seen_;
  Bedside bedside_;
  Trains trains_{};
  std::vector<const ScenarioStep*> troubles_;
  Clock::time_point started_ = Clock::now();
};

bool wants_reset(const ConformanceScenario& scenario) {
  return std::ranges::any_of(scenario.steps, [](const ScenarioStep& step) {
    return step.act == Act::kDeviceReset;
  });
}

std::vector<firmware::LogRecord> log_of(DeviceUnderTest& device) {
  wire::Request request{.ask = wire::Ask::kReadLog, .from = 1};
  std::vector<firmware::LogRecord> records;
  for (;;) {
    const wire::LogPage& page = device.link().ask(request, wire::Answer::kLogPage).log;
    if (page.count == 0) return records;
    records.insert(records.end(), page.events.begin(),
                   page.events.begin() + static_cast<std::ptrdiff_t>(page.count));
    request.from = records.back().number + 1;
  }
}

// False where the run would say nothing of the device.
bool begin(const ConformanceScenario& scenario, DeviceUnderTest& device,
           ScenarioRun& run) {
  run.used = !device.is_new();
  if (wants_reset(scenario) && !device.can_reset()) {
    run.not_run = "this rig cannot reset its device";
    return false;
  }
  try {
    device.start(clinical_configs::find_program(scenario.program));
  } catch (const RefusedError& refused) {
    run.key_refused = refused.verdict.refusal == wire::Refusal::kBadSignature;
    if (!refuses_what_it_cannot_carry(refused.verdict)) throw;
    run.not_applicable = "the device does not carry what program " + scenario.program +
                         " needs (" + name_of_refusal(refused.verdict) + ")";
    return false;
  }
  return true;
}

}  // namespace

bool ScenarioRun::was_spent_before() const {
  if (!used || !seen.pulses.empty() || !seen.broke_off.empty()) return false;
  if (!seen.difference.empty() || !seen.complaint.empty()) return false;
  return std::ranges::any_of(seen.told, [](const Told& told) {
    const safety::ReasonSet reasons(told.reasons);
    return std::ranges::any_of(kOfBudgets, [&](auto why) { return reasons.has(why); });
  });
}

ScenarioRun run_scenario(const ConformanceScenario& scenario, const DeviceAccess& access,
                         DeviceUnderTest::RigMaker make, bool paced,
                         const std::atomic<bool>& stop) {
  ScenarioRun run;
  DeviceUnderTest device(access, make);
  run.seen.before = device.link().identity();
  try {
    if (!begin(scenario, device, run)) return run;
    run.seen.before = device.link().identity();
    Run(scenario, device, paced, run.seen).go(stop);
    device.line().clear();
    run.seen.after = device.hello();
    run.seen.log = log_of(device);
  } catch (const LinkError& error) {
    run.seen.broke_off = error.what();
  }
  run.seen.link = device.link().statistics();
  return run;
}

}  // namespace homeostat::hil
