#include "sim/model_command.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "sim/error.h"
#include "sim/model_arguments.h"
#include "sim/model_page.h"
#include "tests/support/scratch.h"

namespace homeostat::sim {
namespace {

class ModelCommand : public ::testing::Test {
 protected:
  std::string ran(const ModelRunOptions& options) {
    std::ostringstream out;
    run_model(options, {out, out, false, stop_});
    return out.str();
  }
  static ModelRunOptions wendling() {
    return {.name = "wendling", .t_end = 0.01, .output_step = 1e-3};
  }
  std::string refusal(ModelRunOptions options) {
    try {
      ran(options);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  }
  static std::vector<double> last_row(const std::string& csv) {
    std::istringstream lines(csv);
    std::string line, last;
    while (std::getline(lines, line)) last = line;
    std::istringstream cells(last);
    std::vector<double> row;
    for (std::string cell; std::getline(cells, cell, ',');)
      row.push_back(std::stod(cell));
    return row;
  }

  std::atomic<bool> stop_{false};
};

TEST_F(ModelCommand, NamesItsColumnsTimeStatesAndObservable) {
  const std::string csv = ran(wendling());
  EXPECT_EQ(csv.substr(0, csv.find('\n')), "t,y0,y1,y2,y3,y5,y6,y7,y8,obs");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 12);
  EXPECT_EQ(last_row(csv)[0], 0.01);
}

TEST_F(ModelCommand, TakesParametersStatesAndPulses) {
  ModelRunOptions options = wendling();
  const auto plain = last_row(ran(options));
  options.set = {"B=40"};
  EXPECT_NE(last_row(ran(options)), plain);
  options = wendling();
  options.initial = "0,0,0,0,0,0,0,1";
  EXPECT_NE(last_row(ran(options)), plain);
  options = wendling();
  options.pulse_trains = {"130,90,20000,0.001,0.01"};
  const auto driven = last_row(ran(options));
  EXPECT_NE(driven, plain);
  options.engine = "erk5";
  options.rtol = 1e-9;
  options.atol = 1e-12;
  const auto adaptive = last_row(ran(options));
  for (std::size_t i = 0; i < driven.size(); ++i) {
    EXPECT_NEAR(driven[i], adaptive[i], 1e-3 * (1.0 + std::abs(adaptive[i])));
  }
}

TEST_F(ModelCommand, GivesTheSameBytesForTheSameSeed) {
  ModelRunOptions options = wendling();
  options.noise = 5;
  const std::string once = ran(options);
  EXPECT_EQ(ran(options), once);
  options.noise = 6;
  EXPECT_NE(ran(options), once);
}

TEST_F(ModelCommand, WritesEveryNumberSoThatItReadsBackTheSame) {
  for (const double value : {0.1, 1.0 / 3, 1e-300, -123456.789, 0.0}) {
    EXPECT_EQ(std::stod(exact(value)), value);
  }
}

TEST_F(ModelCommand, SaysWhatItWouldHaveTaken) {
  ModelRunOptions o = wendling();
  o.name = "wendlig";
  EXPECT_NE(refusal(o).find("known are epileptor"), std::string::npos);
  o = wendling();
  o.set = {"Q=1"};
  EXPECT_NE(refusal(o).find("one of A, B, G"), std::string::npos);
  o.set = {"B=x"};
  EXPECT_NE(refusal(o).find("give a number"), std::string::npos);
  o = wendling();
  o.initial = "1,2";
  EXPECT_NE(refusal(o).find("give 8 numbers"), std::string::npos);
  o = wendling();
  o.engine = "rk5";
  EXPECT_NE(refusal(o).find("cvode_bdf"), std::string::npos);
  o = wendling();
  o.step = 0.0007;
  EXPECT_NE(refusal(o).find("whole number"), std::string::npos);
  o = wendling();
  o.rtol = 1e-6;
  EXPECT_NE(refusal(o).find("erk5"), std::string::npos);
  o = wendling();
  o.engine = "erk5";
  o.noise = 1;
  EXPECT_NE(refusal(o).find("fixed step"), std::string::npos);
  for (const char* train : {"130,90", "0,90,1,0,1", "130,-1,1,0,1", "130,90,1,2,1",
                            "130,90,1,0,1,triphasic", "130,90,nan,0,1"}) {
    o = wendling();
    o.pulse_trains = {train};
    EXPECT_NE(refusal(o).find("--pulse-train"), std::string::npos) << train;
  }
  o = wendling();
  o.t_end = std::nan("");
  EXPECT_NE(refusal(o).find("--t-end"), std::string::npos);
}

// A silent zero is a wrong figure later.
TEST_F(ModelCommand, RefusesNoiseThatWouldBeNone) {
  ModelRunOptions o{.name = "montbrio", .t_end = 0.1, .output_step = 0.01, .noise = 1};
  EXPECT_NE(refusal(o).find("--set gives an intensity to sigma"), std::string::npos);
  o.set = {"sigma=0.1"};
  EXPECT_EQ(refusal(o), "");
  o.noise.reset();
  EXPECT_NE(refusal(o).find("only with --noise SEED"), std::string::npos);
  o.set = {"sigma=0"};
  EXPECT_EQ(refusal(o), "");
}

TEST_F(ModelCommand, RefusesStimulationThatWouldBeNoneOrOfAnotherShape) {
  const struct {
    std::string train;
    std::string said;  // empty: it is taken
  } trains[] = {{"100,90,1,0.005,0.005", "no pulse begins"},
                {"100,90,1,0.01,1", "begins at 0.01, the run ends at --t-end 0.01"},
                {"100,10000,1,0,0.01", ""},
                {"100,10000,1,0,0.1", ""},
                {"100,10001,1,0,0.1", "must end before the next"},
                {"100,5000,1,0,0.1,biphasic", ""},
                {"100,5001,1,0,0.1,biphasic", "must end before the next"},
                {"100,20000,1,0,0.01", ""}};  // one pulse
  for (const auto& [train, said] : trains) {
    ModelRunOptions o = wendling();
    o.pulse_trains = {train};
    const std::string answer = refusal(o);
    EXPECT_EQ(answer.empty(), said.empty()) << train << answer;
    EXPECT_NE(answer.find(said), std::string::npos) << train << answer;
  }
  ModelRunOptions o = wendling();
  o.burst_trains = {"3,30,100,10001,1,0,1"};
  EXPECT_NE(refusal(o).find("must end before the next"), std::string::npos);
  o.burst_trains = {"1,50,100,20001,1,0,1"};
  EXPECT_NE(refusal(o).find("must end before the next"), std::string::npos);
  o.burst_trains = {"2,50,100,9000,1,0,1"};
  EXPECT_EQ(refusal(o), "");
  o.burst_trains = {"2,50,100,5001,1,0,1,biphasic"};
  EXPECT_NE(refusal(o).find("must end before the next"), std::string::npos);
  o.burst_trains = {"3,20,100,90,1,0.005,0.005"};
  EXPECT_NE(refusal(o).find("no pulse begins"), std::string::npos);
  o = wendling();
  o.afferent = {"drive=1"};
  o.electrode_trains = {"130,90,2000,0.01,1"};
  EXPECT_NE(refusal(o).find("the run ends"), std::string::npos);
  o.electrode_trains = {"130,90,2000,0,0"};
  EXPECT_NE(refusal(o).find("no pulse begins"), std::string::npos);
  o = {.name = "taylor_wang", .t_end = 0.01, .output_step = 1e-3};
  o.jumps = {"5,-0.3"};
  EXPECT_NE(refusal(o).find("the run ends"), std::string::npos);
}

// Rates of a pulse train would not be in Hz for all that.
TEST_F(ModelCommand, TakesTheLengthOfAUnitOnlyWhereItIsRead) {
  ModelRunOptions o{.name = "epileptor", .t_end = 1.0, .output_step = 0.05};
  o.seconds_per_unit = 0.1;
  EXPECT_NE(refusal(o).find("is for --electrode-train"), std::string::npos);
  o = wendling();
  o.seconds_per_unit = 0.1;
  o.afferent = {"drive=1"};
  o.electrode_trains = {"130,90,2000,0,1"};
  EXPECT_NE(refusal(o).find("the unit of wendling's time is s"), std::string::npos);
}

TEST_F(ModelCommand, RefusesMoreStepsThanCanBeCounted) {
  ModelRunOptions o = wendling();
  o.t_end = o.output_step = 1e300;
  EXPECT_NE(refusal(o).find("steps of 0.001: allowed at most 1e15"), std::string::npos);
  o = wendling();
  o.step = 1e-21;
  EXPECT_NE(refusal(o).find("allowed at most 1e15"), std::string::npos);
  o = wendling();
  o.engine = "erk5";
  o.rtol = INFINITY;
  EXPECT_NE(refusal(o).find("finite"), std::string::npos);
}

// Output that tells whoever waits when its first character comes.
class FirstWrite : public std::stringbuf {
 public:
  void wait() const { begun_.wait(false); }

 protected:
  int_type overflow(int_type c) override {
    begin();
    return std::stringbuf::overflow(c);
  }
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    begin();
    return std::stringbuf::xsputn(text, size);
  }

 private:
  void begin() {
    begun_ = true;
    begun_.notify_all();
  }
  std::atomic<bool> begun_{false};
};

TEST_F(ModelCommand, StopsWithinARow) {
  ModelRunOptions o = wendling();
  o.t_end = o.output_step = 1e9;  // days, if it did not
  stop_ = true;
  std::ostringstream out, err;
  EXPECT_EQ(run_model(o, {out, err, false, stop_}), 0);
  EXPECT_NE(err.str().find("wendling: stopped after 0 s"), std::string::npos);
  stop_ = false;
  FirstWrite begun;
  std::ostream table(&begun);
  std::thread person([&] {
    begun.wait();
    stop_ = true;
  });
  EXPECT_EQ(run_model(o, {table, err, false, stop_}), 0);
  person.join();
  EXPECT_EQ(begun.str().find("\n1000000000"), std::string::npos);
}

// Parts of a row are lived one after another, pulses and noise with them.
TEST_F(ModelCommand, ALongRowIsLivedAsManyShortOnes) {
  ModelRunOptions o{.name = "montbrio", .t_end = 2500.0, .output_step = 2500.0};
  o.set = {"sigma=0.1"};
  o.noise = 1;
  o.pulse_trains = {"0.1,1.003,1,0,2500"};
  const auto once = last_row(ran(o));
  o.output_step = 0.01;
  EXPECT_EQ(last_row(ran(o)), once);
}

TEST_F(ModelCommand, OverwritesNoOutputByAnother) {
  const auto path = testing::scratch_path(".out");
  ModelRunOptions o = wendling();
  o.csv = path;
  o.plot = path.parent_path() / "." / path.filename();
  EXPECT_NE(refusal(o).find("is also --plot"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(path));
}

// A page that cannot be written is known before the life, and a life that fails leaves
// the page of the one before.
TEST_F(ModelCommand, AsksForThePageFirstAndLeavesItUntilTheEnd) {
  ModelRunOptions o = wendling();
  o.csv = testing::scratch_path(".csv");
  o.plot = "/no/such/folder/page.html";
  EXPECT_THROW(ran(o), RecordingError);
  EXPECT_FALSE(std::filesystem::exists(o.csv));
  o.csv.clear();
  o.plot = testing::scratch_path(".html");
  std::ofstream(o.plot) << "kept";
  o.set = {"A=1e308"};
  EXPECT_ANY_THROW(ran(o));
  EXPECT_EQ(std::filesystem::file_size(o.plot), 4U);
  std::filesystem::remove(o.plot);
  EXPECT_ANY_THROW(ran(o));
  EXPECT_FALSE(std::filesystem::exists(o.plot));
}

TEST_F(ModelCommand, ShowsTheUnitOfStepAndDelays) {
  std::ostringstream out;
  show_model("stn_gpe", {out, out, false, stop_});
  EXPECT_NE(out.str().find("step: 0.25 ms\n"), std::string::npos);
  EXPECT_NE(out.str().find("delay: S 21.5 ms\n"), std::string::npos);
}

TEST_F(ModelCommand, ShowsUnitsSourceAndEveryParameter) {
  std::ostringstream out;
  show_model("JansenRit", {out, out, false, stop_});
  for (const char* part : {"Biol Cybern 73:357", "unit of time: s", "1/mV", "sigma"}) {
    EXPECT_NE(out.str().find(part), std::string::npos) << part;
  }
}

TEST_F(ModelCommand, DrawsTraceSpectrumAndPhasePlane) {
  const auto path = testing::scratch_path(".html");
  ModelRunOptions options{.name = "wendling", .t_end = 8.0, .output_step = 1e-3};
  options.plot = path;
  options.set = {"B=25"};
  options.pulse_trains = {"1,90,20,2,5"};
  options.burst_trains = {"2,1,50,90,20,5,6"};
  EXPECT_EQ(ran(options), "");
  std::ifstream in(path);
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  std::filesystem::remove(path);
  for (const char* part :
       {"to 500 Hz; largest peak at 4.", "Phase plane", "rk4, step 0.001 s", "B=25",
        "pulse train 1,90,20,2,5", "burst train 2,1,50,90,20,5,6", "class=\"burst\""}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
}

TEST(ModelPage, LosesNoSpikeHoweverLongTheTrace) {
  const models::Model& model = *models::find_model("wendling");
  ModelPage page(model, 1e-3, "");
  for (int i = 0; i < 200'000; ++i) {
    page.add({{0.0, 0.0}, i == 123'457 ? 100.0 : 0.0});
  }
  const std::string drawn = page.str();
  // 2 % below the frame's upper edge, 150 px high.
  EXPECT_NE(drawn.find(" 2.9L"), std::string::npos);
  EXPECT_LT(drawn.size(), 600'000U);
}

TEST(PowerSpectrum, FindsASineAndItsPower) {
  std::vector<double> signal;
  for (int i = 0; i < 4096; ++i)
    signal.push_back(3.0 + 2.0 * std::sin(2 * M_PI * 10.0 * i * 1e-3));
  const auto density = power_spectrum(signal, 1e-3);
  const double bin = 500.0 / static_cast<double>(density.size() - 1);
  double power = 0.0;
  std::size_t peak = 0;
  for (std::size_t k = 0; k < density.size(); ++k) {
    power += density[k] * bin;
    if (density[k] > density[peak]) peak = k;
  }
  EXPECT_NEAR(static_cast<double>(peak) * bin, 10.0, bin);
  EXPECT_NEAR(power, 2.0, 0.02);
  EXPECT_TRUE(power_spectrum({1.0, 2.0}, 1.0).empty());
}

TEST_F(ModelCommand, StimulatesThroughAnElectrode) {
  ModelRunOptions options = wendling();
  const auto plain = last_row(ran(options));
  options.electrode_trains = {"130,90,2000,0.001,0.01,biphasic"};
  options.afferent = {"drive=2000"};
  const auto driven = last_row(ran(options));
  EXPECT_NE(driven, plain);
  options.afferent = {"drive=2000", "distance_mm=40"};  // out of reach
  EXPECT_EQ(last_row(ran(options)), plain);
  options.afferent = {"drive=2000"};
  options.electrode_trains = {"130,90,2000,0.001,0.01,anodic"};
  EXPECT_NE(last_row(ran(options)), driven);
}

TEST_F(ModelCommand, SaysWhatAnElectrodeTrainLacks) {
  ModelRunOptions options = wendling();
  options.electrode_trains = {"130,90,2000,0,1"};
  EXPECT_NE(refusal(options).find("drive=NUMBER"), std::string::npos);
  options.afferent = {"drive=1", "colour=2"};
  EXPECT_NE(refusal(options).find("one of drive, distance_mm"), std::string::npos);
  options.afferent = {"drive=1", "dispersion_ms=0"};
  EXPECT_NE(refusal(options).find("dispersion_ms"), std::string::npos);
  options.afferent = {"drive=1"};
  options.electrode_trains = {"130,90,2000,0"};
  EXPECT_NE(refusal(options).find("rate_hz,width_us,amplitude_ua"), std::string::npos);
  options.electrode_trains.clear();
  EXPECT_NE(refusal(options).find("--afferent is for"), std::string::npos);
  ModelRunOptions epileptor{.name = "epileptor", .t_end = 1.0, .output_step = 0.05};
  epileptor.electrode_trains = {"130,90,2000,0,1"};
  epileptor.afferent = {"drive=1"};
  EXPECT_NE(refusal(epileptor).find("--seconds-per-unit"), std::string::npos);
  epileptor.seconds_per_unit = 0.1;
  EXPECT_EQ(refusal(epileptor), "");
}

// A burst of one pulse is a periodic train.
TEST_F(ModelCommand, TakesPulsesInBursts) {
  ModelRunOptions periodic = wendling(), bursts = wendling();
  periodic.pulse_trains = {"100,90,20000,0.002,0.08"};
  bursts.burst_trains = {"1,100,1000,90,20000,0.002,0.08"};
  EXPECT_EQ(ran(bursts), ran(periodic));
  bursts.burst_trains = {"3,100,1000,90,20000,0.002,0.08"};
  EXPECT_NE(ran(bursts), ran(periodic));
  bursts.burst_trains = {"11,100,1000,90,20000,0.002,0.08"};
  EXPECT_NE(refusal(bursts).find("must end before the next"), std::string::npos);
  bursts.burst_trains = {"2.5,100,1000,90,20000,0.002,0.08"};
  EXPECT_NE(refusal(bursts).find("pulses of a burst"), std::string::npos);
  bursts.burst_trains = {"3,100,1000"};
  EXPECT_NE(refusal(bursts).find("pulses,burst_rate_hz,rate_hz"), std::string::npos);
}

TEST_F(ModelCommand, TakesPulsesAtAPhase) {
  ModelRunOptions options{.name = "wendling", .t_end = 2.0, .output_step = 1e-3};
  options.set = {"B=15", "G=0"};
  const auto plain = last_row(ran(options));
  options.phase_trains = {"11,0,90,20000,1,2"};
  EXPECT_NE(last_row(ran(options)), plain);
  options.phase_trains = {"11,0,90,20000,2,3"};
  EXPECT_EQ(last_row(ran(options)), plain);
  options.phase_trains = {"60,0,90,20000,1,2"};
  EXPECT_NE(refusal(options).find("twentieth of a cycle"), std::string::npos);
  options.phase_trains = {"11,0,90"};
  EXPECT_NE(refusal(options).find("frequency_hz,phase_deg"), std::string::npos);
}

TEST_F(ModelCommand, JumpsAtAnyTimeWhereTheModelDoes) {
  ModelRunOptions options{.name = "taylor_wang", .t_end = 0.01, .output_step = 1e-3};
  const auto plain = last_row(ran(options));
  options.jumps = {"0.00512,-0.3"};
  const auto fixed = last_row(ran(options));
  EXPECT_LT(fixed[1], plain[1] - 0.2);
  options.engine = "erk5";
  const auto adaptive = last_row(ran(options));
  EXPECT_NEAR(fixed[1], adaptive[1], 1e-5);
  options.jumps = {"0.00512"};
  EXPECT_NE(refusal(options).find("time,size"), std::string::npos);
  ModelRunOptions none = wendling();
  none.jumps = {"0.001,1"};
  EXPECT_NE(refusal(none).find("jumps"), std::string::npos);
}

}  // namespace
}  // namespace homeostat::sim
