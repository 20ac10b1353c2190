#include "sim/network_command.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "sim/error.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {
namespace {

class NetworkCommand : public ::testing::Test {
 protected:
  static std::filesystem::path file(const std::string& name, const std::string& text) {
    const auto path = testing::scratch_path("_" + name);
    std::ofstream(path) << text;
    return path;
  }
  static NetworkRunOptions three_nodes() {
    return {.name = "wilson_cowan",
            .weights = file("weights.csv", "0,1,0\n1,0,1\n0,1,0\n"),
            .lengths = file("lengths.csv", "0,20,0\n20,0,40\n0,40,0\n"),
            .speed = 20.0,
            .set = {"exc_ext=0.8"},
            .scheme = "euler",
            .t_end = 10.0,
            .output_step = 1.0};
  }
  std::string ran(const NetworkRunOptions& options) {
    std::ostringstream out;
    run_network(options, {out, out, false, stop_});
    return out.str();
  }
  std::string refusal(const NetworkRunOptions& options) {
    try {
      ran(options);
    } catch (const UsageError& error) {
      return error.what();
    } catch (const RecordingError& error) {
      return error.what();
    }
    return "";
  }
  std::atomic<bool> stop_{false};
};

TEST_F(NetworkCommand, WritesAColumnForEachNode) {
  const std::string csv = ran(three_nodes());
  EXPECT_EQ(csv.substr(0, csv.find('\n')), "t,node0,node1,node2");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 11);
}

TEST_F(NetworkCommand, WritesWhatSensorsSee) {
  NetworkRunOptions options = three_nodes();
  options.lead_field = file("lead.csv", "1,0,0\n0,0,0\n");
  const std::string csv = ran(options);
  EXPECT_EQ(csv.substr(0, csv.find('\n')), "t,sensor0,sensor1");
  EXPECT_EQ(csv.substr(csv.size() - 3), ",0\n");
  options.lead_field = file("lead.csv", "1,0\n");
  EXPECT_NE(refusal(options).find("2 columns, where the network has 3 nodes"),
            std::string::npos);
}

TEST_F(NetworkCommand, TakesConnectionsOneByOne) {
  NetworkRunOptions options = three_nodes();
  const std::string dense = ran(options);
  options.weights.clear();
  options.lengths.clear();
  options.connections = file("edges.csv", "0,1,1,20\n1,0,1,20\n1,2,1,40\n2,1,1,40\n");
  EXPECT_EQ(ran(options), dense);
}

TEST_F(NetworkCommand, PulsesTheNodesThatAreNamedOrThatASensorSees) {
  NetworkRunOptions options = three_nodes();
  const std::string still = ran(options);
  options.pulse_trains = {"130,500,1,2.3,9"};
  EXPECT_NE(refusal(options).find("--stimulate-node"), std::string::npos);
  options.stimulated_nodes = {"1=0"};
  EXPECT_EQ(ran(options), still);
  options.stimulated_nodes = {"0", "2=-0.5"};
  const std::string named = ran(options);
  EXPECT_NE(named, still);
  // Two sensors; the second sees what was named, three times as strongly.
  NetworkRunOptions through = options;
  through.stimulated_nodes.clear();
  through.lead_field = file("reach.csv", "0,0,0\n3,0,-1.5\n");
  through.stimulated_through = 1;
  options.lead_field = through.lead_field;
  EXPECT_EQ(ran(through), ran(options));
  through.stimulated_through = 0;
  EXPECT_NE(refusal(through).find("sees no node"), std::string::npos);
  through.stimulated_through = 2;
  EXPECT_NE(refusal(through).find("sensors 0 to 1"), std::string::npos);
  options.stimulated_nodes = {"3"};
  EXPECT_NE(refusal(options).find("NODE 0 to 2"), std::string::npos);
}

TEST_F(NetworkCommand, GivesTheSameBytesForTheSameSeed) {
  NetworkRunOptions options = three_nodes();
  options.set.push_back("sigma=0.01");
  options.noise = 3;
  options.ou_time = 5.0;
  const std::string one = ran(options);
  EXPECT_EQ(ran(options), one);
  options.noise = 4;
  EXPECT_NE(ran(options), one);
}

TEST_F(NetworkCommand, RefusesWhatWouldBeNothing) {
  NetworkRunOptions options = three_nodes();
  options.noise = 3;
  EXPECT_NE(refusal(options).find("an intensity to sigma"), std::string::npos);
  options = three_nodes();
  options.set.push_back("sigma=0.01");
  EXPECT_NE(refusal(options).find("only with --noise SEED"), std::string::npos);
  options = three_nodes();
  options.ou_time = 5.0;
  EXPECT_NE(refusal(options).find("--ou-time is for --noise"), std::string::npos);
  options = three_nodes();
  options.stimulated_nodes = {"0"};
  options.pulse_trains = {"130,500,1,10,20"};
  EXPECT_NE(refusal(options).find("the run ends at --t-end 10"), std::string::npos);
  options = three_nodes();
  options.t_end = options.output_step = 1e300;
  EXPECT_NE(refusal(options).find("at most 1e15"), std::string::npos);
  options = three_nodes();
  options.gain = INFINITY;
  EXPECT_NE(refusal(options).find("gain must be finite"), std::string::npos);
}

TEST_F(NetworkCommand, OverwritesNoneOfItsInputs) {
  NetworkRunOptions options = three_nodes();
  const auto size = std::filesystem::file_size(options.weights);
  options.csv = options.weights;
  EXPECT_NE(refusal(options).find("is also --weights"), std::string::npos);
  EXPECT_EQ(std::filesystem::file_size(options.weights), size);
}

TEST_F(NetworkCommand, StopsWithinARowAndLivesALongOneAsManyShortOnes) {
  NetworkRunOptions options = three_nodes();
  options.t_end = 2000.0;
  const std::string rows = ran(options);
  options.output_step = 2000.0;
  const std::string one = ran(options);
  EXPECT_EQ(one.substr(one.find("\n2000,")), rows.substr(rows.find("\n2000,")));
  stop_ = true;
  options.t_end = options.output_step = 1e9;
  EXPECT_NE(ran(options).find("stopped after 0 of 1 rows"), std::string::npos);
}

TEST_F(NetworkCommand, SaysWhatDoesNotFit) {
  NetworkRunOptions options = three_nodes();
  options.speed = 0.0;
  EXPECT_NE(refusal(options).find("--speed"), std::string::npos);
  options = three_nodes();
  options.lengths.clear();
  EXPECT_NE(refusal(options).find("--weights and --lengths"), std::string::npos);
  options = three_nodes();
  options.output_step = 0.15;
  EXPECT_NE(refusal(options).find("whole number of steps"), std::string::npos);
  options = three_nodes();
  options.scheme = "erk5";
  EXPECT_NE(refusal(options).find("rk4, heun or euler"), std::string::npos);
  options = three_nodes();
  options.name = "stn_gpe";
  options.set.clear();
  EXPECT_NE(refusal(options).find("delays of its own"), std::string::npos);
  options = three_nodes();
  options.weights = file("weights.csv", "0,1\n1,x\n");
  EXPECT_NE(refusal(options).find("line 2"), std::string::npos);
}

}  // namespace
}  // namespace homeostat::sim
