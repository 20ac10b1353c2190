// What a person may write wrong in a scenario is refused before anything runs, with file
// and line.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "clinical_configs/load.h"
#include "hil/conformance/kit.h"
#include "hil/rig/rig.h"
#include "sim/error.h"
#include "sim/known_keys.h"
#include "sim/signing_key.h"
#include "tests/support/scratch.h"

namespace homeostat::hil {
namespace {

namespace fs = std::filesystem;

// The shipped scenario with `from` replaced.
class Written {
 public:
  Written(const std::string& name, const std::string& from, const std::string& to)
      : file_(homeostat::testing::scratch_path(".textproto")) {
    std::ifstream in(clinical_configs::find_scenario(name));
    std::stringstream text;
    text << in.rdbuf();
    text_ = text.str();
    const std::size_t at = text_.find(from);
    EXPECT_NE(std::string::npos, at) << from;
    line_ = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at),
                           '\n');
    std::ofstream(file_) << text_.replace(at, from.size(), to);
  }
  ~Written() { fs::remove(file_); }
  // "FILE:LINE", of what was replaced.
  std::string place() const { return file_.string() + ':' + std::to_string(line_); }
  std::string refused() const {
    try {
      (void)clinical_configs::load_scenario(file_);
    } catch (const clinical_configs::ConfigError& error) {
      return error.what();
    }
    return "";
  }
  const fs::path& file() const { return file_; }

 private:
  fs::path file_;
  std::string text_;
  std::ptrdiff_t line_ = 0;
};

struct Mistake {
  const char* from;
  const char* to;
  const char* told;
};

TEST(ScenarioMistakes, Saf379_AreRefusedWithTheirLine) {
  for (const auto& [from, to, told] : {
           Mistake{"act: MAGNET", "act: MAGNETS", "MAGNET"},
           Mistake{"for_s: 5 }", "}", "for_s"},
           Mistake{"for_s: 5 }", "for_s: -5 }", "for_s"},
           Mistake{"for_s: 5 }", "for_s: 5 value: 3 }", "value"},
           Mistake{"at_s: 80 for_s: 30 value: 8", "at_s: 80 for_s: 30 value: 800",
                   "value"},
           Mistake{"at_s: 80 for_s: 30", "at_s: 800 for_s: 30", "at_s"},
           Mistake{"at_s: 1 }", "}", "at_s"},
           Mistake{"at_s: 1 }", "at_s: 1 after_first_pulse_s: 1 }", "at_s"},
           Mistake{"name: \"inhibited\"", "name: \"inhibted\"", "inhibted"},
           Mistake{"name: \"magnet\"", "name: \"magnets\"", "magnets"},
           Mistake{"number: \"8.2\"", "number: \"clause 8.2\"", "8.2"},
           Mistake{"within_s: 0.1 for_s", "for_s", "within_s"},
           Mistake{"duration_s: 100", "duration_s: 0", "duration_s"},
       }) {
    const Written written("magnet_stops_a_burst", from, to);
    const std::string line = written.refused();
    EXPECT_NE(std::string::npos, line.find(written.place())) << to << ": " << line;
    EXPECT_NE(std::string::npos, line.find(told)) << to << ": " << line;
  }
}

TEST(ScenarioMistakes, Saf379_WishesThatNoDeviceCanFulfilAreRefused) {
  for (const auto& [from, to, told] :
       {Mistake{"THERAPIES_AT_LEAST value: 1", "THERAPIES_AT_LEAST value: 6",
                "more than THERAPIES_AT_MOST"},
        Mistake{"NO_LATCH at_s: 0 }", "NO_PULSE at_s: 79 for_s: 20 }",
                "where NO_PULSE wants none"}}) {
    const std::string line = Written("detects_and_treats", from, to).refused();
    EXPECT_NE(std::string::npos, line.find(told)) << to << ": " << line;
  }
  EXPECT_EQ("", Written("detects_and_treats", "NO_LATCH at_s: 0 }",
                        "NO_PULSE at_s: 0 for_s: 79 }")
                    .refused());
}

TEST(ScenarioMistakes, Saf379_AreRefusedBeforeAnythingRuns) {
  const Written written("replays_are_refused", "\"wrong_number\"", "\"wrong_numbers\"");
  std::ostringstream out;
  const std::atomic<bool> stop{false};
  const fs::path folder = homeostat::testing::scratch_path();
  try {
    run_kit({.rig = "loopback",
             .scenarios = {"quiet_brain", written.file().string()},
             .out = folder},
            {out, out, false, stop});
    ADD_FAILURE() << "not refused";
  } catch (const clinical_configs::ConfigError& error) {
    EXPECT_NE(std::string::npos, std::string(error.what()).find("wrong_numbers"));
  }
  EXPECT_EQ("", out.str());
  EXPECT_FALSE(fs::exists(folder));
}

TEST(KitMistakes, AWrongKeyIsAMistakeAndNoVerdict) {
  const fs::path key = homeostat::testing::scratch_path(".pem");
  sim::make_key(key);
  std::ostringstream out;
  const std::atomic<bool> stop{false};
  try {
    run_kit({.rig = "loopback",
             .scenarios = {"quiet_brain"},
             .out = homeostat::testing::scratch_path(),
             .key = key},
            {out, out, false, stop}, [](const std::string& rig, const auto&) {
              const fs::path own = sim::signing_key_or_development({});
              return open_rig(rig, sim::read_public_key(own));
            });
    ADD_FAILURE() << "not refused";
  } catch (const sim::UsageError& error) {
    EXPECT_NE(std::string::npos, std::string(error.what()).find("trusts"));
  }
}

}  // namespace
}  // namespace homeostat::hil
