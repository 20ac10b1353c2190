// The demonstration's inputs are looked at before anything is simulated.
#include "sim/demo_command.h"

#include "clinical_configs/finding.h"
#include "tests/sim/edf_bytes.h"
#include "tests/sim/runs.h"

namespace homeostat::sim {
namespace {

class Demo : public Runs {
 protected:
  // Ten seconds at 256 Hz, called F8.
  std::filesystem::path recording() const {
    testing::RawFile file;
    file.records = "10";
    file.signals[0].label = "F8";
    file.signals[0].samples_per_record = "256";
    file.samples16(std::vector<int>(2560, 0));
    const std::filesystem::path path = folder_ / "scalp.edf";
    std::ofstream(path, std::ios::binary) << file.bytes();
    return path;
  }
  DemoOptions options() const {
    return {.recording = recording(), .duration_s = 2.0, .out = folder_ / "demo"};
  }
  std::string refused(const DemoOptions& demo) {
    try {
      demonstrate(demo, console_);
    } catch (const RecordingError& error) {
      return error.what();
    } catch (const UsageError& error) {
      return error.what();
    }
    return "done";
  }
};

TEST_F(Demo, ReplaysARecordingThatIsGiven) { EXPECT_EQ(refused(options()), "done"); }

TEST_F(Demo, LooksAtItsInputsBeforeItSimulates) {
  DemoOptions no_recording = options();
  no_recording.recording = folder_ / "none.edf";
  DemoOptions no_annotations = options();
  no_annotations.annotations = folder_ / "none.tsv";
  DemoOptions no_channel = options();
  no_channel.channels = {"Cz"};
  DemoOptions too_many = options();
  too_many.channels = {"F8", "F8"};
  for (const DemoOptions& demo : {no_recording, no_annotations, no_channel, too_many}) {
    EXPECT_NE(refused(demo), "done");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "demo"));
    EXPECT_EQ(talk_.str(), "");
  }
}

}  // namespace
}  // namespace homeostat::sim
