// A kit that no device could fail would be worth nothing: for each kind of expectation,
// a device that breaks it.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "hil/conformance/kit.h"
#include "sim/signing_key.h"
#include "tests/conformance/doctored_rig.h"
#include "tests/support/scratch.h"

namespace homeostat::hil::testing {
namespace {

namespace fs = std::filesystem;
using biomarkers::SampleFrame;

class WrongDevice : public ::testing::Test {
 protected:
  WrongDevice() : folder_(homeostat::testing::scratch_path()) {
    fs::create_directories(folder_);
    if (!fs::exists(key())) sim::make_key(key());
  }
  ~WrongDevice() override { fs::remove_all(folder_); }

  // What the kit printed, and its exit code.
  int run(const std::string& scenario) {
    std::ostringstream out;
    std::ostringstream err;
    const std::atomic<bool> stop{false};
    const int code = run_kit({.rig = "loopback",
                              .scenarios = {scenario},
                              .out = folder_ / "out",
                              .key = key()},
                             {out, err, false, stop}, make_doctored_rig);
    printed_ = out.str();
    return code;
  }
  // The kit failed the device, and said of that expectation that it is broken.
  void expect_broken(const std::string& scenario,
                     const std::vector<std::string>& expectations) {
    EXPECT_EQ(1, run(scenario)) << printed_;
    for (const std::string& words : expectations)
      EXPECT_NE(std::string::npos, printed_.find("broken: " + words)) << printed_;
  }
  fs::path key() const { return folder_ / "key.pem"; }

  Doctor doctor_;
  std::string printed_;

 private:
  fs::path folder_;
};

constexpr char kDiffers[] = "every report equals";

TEST_F(WrongDevice, Saf375_ThatDoesNoWrongPasses) {
  for (const char* scenario : {"magnet_stops_a_burst", "replays_are_refused"})
    EXPECT_EQ(0, run(scenario)) << printed_;
}

TEST_F(WrongDevice, Saf375_ThatIsDeafToTheMagnetFails) {
  doctor_.hears = [](wire::Request& request) { request.frame.magnet_present = false; };
  expect_broken("magnet_stops_a_burst",
                {"the last pulse begins", "mode inhibited", "gives the reason magnet",
                 kDiffers, "the referee"});
}

TEST_F(WrongDevice, Saf375_ThatSeesNoSeizureFails) {
  doctor_.hears = [](wire::Request& request) {
    for (auto& channel : request.frame.samples_uv)
      for (float& sample : channel) sample = std::clamp(sample, -9.0F, 9.0F);
  };
  expect_broken("detects_and_treats", {"stimulation begins", "mode treating.burst",
                                       "at least 1 therapies", kDiffers});
}

TEST_F(WrongDevice, Saf375_ThatTreatsWhatALooseLeadHearsFails) {
  doctor_.hears = [](wire::Request& request) {
    request.frame.front_end = {};
    for (auto& channel : request.frame.samples_uv)
      for (float& sample : channel) sample /= 12.0F;
  };
  expect_broken("lead_off", {"no pulse", "mode fallback", "the patient is told"});
}

TEST_F(WrongDevice, Saf375_ThatDoesNotListenToItsStimulatorFails) {
  doctor_.hears = [](wire::Request& request) { request.frame.echo = {}; };
  expect_broken("pulses_nobody_asked_for",
                {"the device latches", "ends in mode fault", "the patient is told"});
}

TEST_F(WrongDevice, Saf375_ThatLatchesForNothingFails) {
  doctor_.hears = [](wire::Request& request) {
    if (request.frame.sequence == 500) request.frame.time = Instant{};
  };
  expect_broken("quiet_brain", {"nothing latches", "ends in mode sensing"});
}

TEST_F(WrongDevice, Saf375_ThatIsNeverOffFails) {
  doctor_.says = [](wire::Reply& reply) {
    if (reply.answer != wire::Answer::kReport) return;
    if (reply.report.loop.mode == controller::Mode::kOff)
      reply.report.loop.mode = controller::Mode::kSensing;
  };
  expect_broken("stopped_stays_silent", {"mode off", "never in mode sensing"});
}

TEST_F(WrongDevice, Saf375_ThatDeliversMoreThanItsLimitsFails) {
  doctor_.says = [](wire::Reply& reply) {
    if (reply.answer != wire::Answer::kReport) return;
    for (safety::PulseTrain& train : reply.report.granted) {
      train.amplitude = Microamps(2 * train.amplitude.count() + 1);
      train.period = Microseconds(train.period.count() / 2);
    }
  };
  expect_broken("detects_and_treats", {"amplitude at most", "charge of a phase at most",
                                       "rate at most", "the referee", kDiffers});
}

TEST_F(WrongDevice, Saf375_ThatTreatsForEverFails) {
  doctor_.says = [n = 0](wire::Reply& reply) mutable {
    if (reply.answer != wire::Answer::kReport) return;
    ++n;
    if (n % 64 != 0) return;
    const auto now = static_cast<std::uint64_t>(n) * 32'000U;
    reply.report.granted[0] = {.configuration = 0,
                               .amplitude = Microamps(1000),
                               .pulse_width = Microseconds(160),
                               .period = Microseconds(5000),
                               .first_pulse = Instant(now + 1000),
                               .valid_until = Instant(now + 20'000)};
  };
  expect_broken("detects_and_treats", {"at most 5 therapies", "the referee"});
}

TEST_F(WrongDevice, Saf375_ThatTakesWhatItMustRefuseFails) {
  doctor_.says = [](wire::Reply& reply) {
    if (reply.answer == wire::Answer::kError) reply.answer = wire::Answer::kDone;
  };
  expect_broken("replays_are_refused", {"each attempt is refused"});
}

TEST_F(WrongDevice, Saf375_ThatRunsAnotherProgramAfterwardsFails) {
  doctor_.says = [n = 0](wire::Reply& reply) mutable {
    if (reply.answer != wire::Answer::kIdentity) return;
    if (++n > 3) ++reply.identity.program_crc32;
  };
  expect_broken("images_are_refused", {"the program stays"});
}

TEST_F(WrongDevice, Saf375_ThatNoLongerAnswersFails) {
  doctor_.answers = [n = 0]() mutable { return ++n < 1000; };
  expect_broken("quiet_brain", {"the device answers to the end"});
}

// What a rig cannot do is not told to have passed.
TEST_F(WrongDevice, Saf377_WhatWasNotRunIsNotPassed) {
  doctor_.can_reset = false;
  EXPECT_EQ(1, run("reset_in_a_burst"));
  EXPECT_NE(std::string::npos, printed_.find("not run         reset_in_a_burst"));
  EXPECT_NE(std::string::npos, printed_.find("0 passed, 0 failed, 0 not applicable, 1"));
}

TEST_F(WrongDevice, Saf377_AProgramThatADeviceDoesNotCarryIsNotApplicable) {
  doctor_.says = [](wire::Reply& reply) {
    if (reply.answer != wire::Answer::kDone) return;
    reply.answer = wire::Answer::kError;
    reply.refusal = wire::Refusal::kImageRefused;
    reply.detail = static_cast<std::uint32_t>(controller::ImageRefusal::kInvalid);
  };
  // The first change that is answered by "done" is the switch; the session's proof before
  // it is answered so too, and must hold.
  const auto refuse = doctor_.says;
  doctor_.says = [refuse, n = 0](wire::Reply& reply) mutable {
    if (reply.answer == wire::Answer::kDone && ++n > 1) refuse(reply);
  };
  EXPECT_EQ(1, run("adaptive_follows"));
  EXPECT_NE(std::string::npos, printed_.find("not applicable  adaptive_follows"))
      << printed_;
}

}  // namespace
}  // namespace homeostat::hil::testing
