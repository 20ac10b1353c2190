#include "models/connectome_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace homeostat::models {
namespace {

class ConnectomeFile : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& name, const std::string& text) {
    const auto path = std::filesystem::temp_directory_path() / ("homeostat_" + name);
    std::ofstream(path) << text;
    return path;
  }
  std::string refusal(const std::string& weights, const std::string& lengths) {
    try {
      (void)read_connectome(file("weights.csv", weights), file("lengths.csv", lengths),
                            4.0, 0.5);
    } catch (const ConnectomeError& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(ConnectomeFile, MakesStepsOfLengthsWithCommasOrBlanks) {
  const auto c = read_connectome(file("weights.csv", "0,1.5\n2e-1,0\n"),
                                 file("lengths.csv", "0 20.9\n\n 41 0\r\n"), 4.0, 0.5);
  EXPECT_EQ(c.nodes, 2U);
  EXPECT_EQ(c.weights, (std::vector<double>{0.0, 1.5, 0.2, 0.0}));
  EXPECT_EQ(c.delay_steps, (std::vector<std::uint32_t>{0, 10, 21, 0}));
}

TEST_F(ConnectomeFile, SaysWhichLineDoesNotFit) {
  const std::string good = "0,1\n1,0\n";
  EXPECT_EQ(refusal(good, good), "");
  EXPECT_NE(refusal("0,1\n1,x\n", good).find("weights.csv: line 2: numbers"),
            std::string::npos);
  EXPECT_NE(refusal("0,1\n1\n", good).find("line 2: 1 numbers"), std::string::npos);
  EXPECT_NE(refusal("0,nan\n1,0\n", good).find("line 1"), std::string::npos);
  EXPECT_NE(refusal("0,1\n", good).find("square"), std::string::npos);
  EXPECT_NE(refusal("", good).find("square"), std::string::npos);
  EXPECT_NE(refusal(good, "0\n").find("another size"), std::string::npos);
  EXPECT_NE(refusal(good, "0,-1\n1,0\n").find("negative"), std::string::npos);
}

TEST_F(ConnectomeFile, NamesAFileThatIsNotThere) {
  EXPECT_THROW((void)read_square_table("no/such/file.csv"), ConnectomeError);
}

}  // namespace
}  // namespace homeostat::models
