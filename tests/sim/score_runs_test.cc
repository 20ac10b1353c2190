// `homeostat score` of a run's folder, and beside a recording: stimulation as delivered,
// loudness alone.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/edf_writer.h"
#include "sim/error.h"
#include "sim/events_tsv.h"
#include "sim/score_command.h"
#include "tests/sim/runs.h"

namespace homeostat::sim {
namespace {

class ScoreRuns : public Runs {
 protected:
  nlohmann::json score(ScoreOptions options) {
    options.json = true;
    options.draws = 20;
    std::ostringstream out;
    EXPECT_EQ(score_command(options, out, talk_), 0);
    return nlohmann::json::parse(out.str());
  }
};

TEST_F(ScoreRuns, CountTherapiesThatWereDelivered) {
  const Summary summary = run(run_options(600.0));
  const nlohmann::json got = score({.runs = {folder_ / "run"}});
  const nlohmann::json& onsets = got.at("alarm_onsets");
  EXPECT_EQ(onsets.at("rule").at("therapies"), "as delivered");
  EXPECT_EQ(onsets.at("coverage").at("seizures"), summary.seizures.value());
  EXPECT_EQ(onsets.at("coverage").at("alarms"), summary.detections);
  // Two bursts of 100 ms or more a therapy, without a pause that would part them.
  EXPECT_GE(onsets.at("therapies"), 1);
  EXPECT_LE(2 * onsets.at("therapies").get<std::int64_t>(), summary.bursts + 1);
  EXPECT_GE(onsets.at("stimulation_s").get<double>(),
            0.2 * onsets.at("therapies").get<double>() - 0.1);
  EXPECT_FALSE(got.at("beside").at("loudest").is_null());
}

TEST_F(ScoreRuns, WhoseSeizuresNobodyKnowsAreRefused) {
  run(run_options(2.0));
  replay(replay_options());
  std::ostringstream out;
  try {
    score_command({.runs = {folder_ / "replay"}}, out, talk_);
    FAIL();
  } catch (const RecordingError& error) {
    EXPECT_NE(std::string(error.what()).find("seizures.tsv: not there"),
              std::string::npos);
  }
}

class ScoreLoudness : public ScoreRuns {
 protected:
  // A minute: channel "A" loud at 20 to 24 s, channel "B" at 40 to 44 s.
  ScoreLoudness() {
    EdfWriter writer(folder_ / "r.edf", {{.label = "A", .rate_hz = 100.0},
                                         {.label = "B", .rate_hz = 100.0}});
    std::vector<float> a(6000), b(6000);
    for (std::size_t n = 0; n < 6000; ++n) {
      const float sign = n % 2 == 0 ? 1.0F : -1.0F;
      a[n] = sign * (n >= 2000 && n < 2400 ? 90.0F : 9.0F);
      b[n] = sign * (n >= 4000 && n < 4400 ? 90.0F : 9.0F);
    }
    const std::span<const float> block[] = {a, b};
    writer.append(block);
    writer.close();
    write_events(folder_ / "a.tsv", {{{20.0, 4.0, "sz", {}, "all"}}, 60.0, ""});
    write_events(folder_ / "b.tsv", {{{50.0, 4.0, "sz", {}, "all"}}, 60.0, ""});
    options_.references = {folder_ / "a.tsv"};
    options_.hypotheses = {folder_ / "b.tsv"};
    options_.recordings = {folder_ / "r.edf"};
  }
  ScoreOptions options_;
};

TEST_F(ScoreLoudness, OfTheFirstChannelOrTheNamedOne) {
  EXPECT_EQ(score(options_).at("beside").at("loudest").at("useful_sensitivity"), 1.0);
  options_.channel = "B";
  EXPECT_EQ(score(options_).at("beside").at("loudest").at("useful_sensitivity"), 0.0);
}

TEST_F(ScoreLoudness, OfAnotherRecordingIsRefused) {
  write_events(folder_ / "a.tsv", {{{20.0, 4.0, "sz", {}, "all"}}, 62.0, ""});
  write_events(folder_ / "b.tsv", {{{50.0, 4.0, "sz", {}, "all"}}, 62.0, ""});
  std::ostringstream out;
  EXPECT_THROW(score_command(options_, out, talk_), RecordingError);
}

}  // namespace
}  // namespace homeostat::sim
