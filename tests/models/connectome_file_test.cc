#include "models/connectome_file.h"

#include <gtest/gtest.h>
#include <hdf5.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "models/lead_field.h"
#include "tests/support/scratch.h"

namespace homeostat::models {
namespace {

class ConnectomeFile : public ::testing::Test {
 protected:
  std::filesystem::path file(const std::string& name, const std::string& text) {
    const auto path = testing::scratch_path("_" + name);
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
  EXPECT_NE(refusal("", good).find("no numbers"), std::string::npos);
  EXPECT_NE(refusal(good, "0\n").find("another size"), std::string::npos);
  EXPECT_NE(refusal(good, "0,-1\n1,0\n").find("negative"), std::string::npos);
}

TEST_F(ConnectomeFile, TakesAByteOrderMarkAndALastComma) {
  const auto c = read_connectome(file("weights.csv",
                                      "\xEF\xBB\xBF"
                                      "0,1,\r\n2,0,\r\n"),
                                 file("lengths.csv", "0, 4\n4, 0\n"), 4.0, 0.5);
  EXPECT_EQ(c.weights, (std::vector<double>{0.0, 1.0, 2.0, 0.0}));
}

// Else what stands behind an empty cell would move into its place.
TEST_F(ConnectomeFile, GuessesAtNoEmptyCellAndAtNoTwoNumbersInOne) {
  const std::string good = "0,1\n1,0\n";
  for (const char* bad :
       {"0,,1\n1,,0\n", ",0,1\n,1,0\n", "0, ,1\n1, ,0\n", "0,1,,\n1,0,,\n"}) {
    EXPECT_NE(refusal(bad, good).find("weights.csv: line 1: an empty cell"),
              std::string::npos)
        << bad << refusal(bad, good);
  }
  EXPECT_NE(refusal("0 1\n1-2\n", good).find("line 2: numbers"), std::string::npos);
  EXPECT_NE(refusal("0,1\n0.5.1\n", good).find("line 2: numbers"), std::string::npos);
}

TEST_F(ConnectomeFile, SaysWhereALengthDoesNotFit) {
  const std::string good = "0,1\n1,0\n";
  EXPECT_NE(
      refusal(good, "0,1\n-3,0\n").find("lengths.csv: row 2, column 1: a length of -3"),
      std::string::npos);
  EXPECT_NE(refusal(good, "0,1e9\n3,0\n").find("longer than 33554432 mm"),
            std::string::npos);
  EXPECT_NE(refusal(good, "0\n").find("1 nodes, not 2"), std::string::npos);
  const auto edges = file("edges.csv", "0,1,1,5\n1,0,1,-5\n");
  try {
    (void)read_connections(edges, 4.0, 0.5);
    ADD_FAILURE();
  } catch (const ConnectomeError& error) {
    EXPECT_NE(std::string(error.what()).find("row 2: a length of -5"), std::string::npos);
  }
}

TEST_F(ConnectomeFile, NamesAFileThatIsNotThere) {
  EXPECT_THROW((void)read_table(std::filesystem::temp_directory_path(), ""),
               ConnectomeError);
  EXPECT_THROW((void)read_table("no/such/file.csv", ""), ConnectomeError);
  EXPECT_THROW((void)read_table("no/such/file.h5", "weights"), ConnectomeError);
}

// As TVB exports a connectivity.
class Hdf5File {
 public:
  explicit Hdf5File(const std::string& name)
      : path_(testing::scratch_path("_" + name)),
        file_(H5Fcreate(path_.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)) {}
  void put(const char* dataset, const std::vector<hsize_t>& size,
           const std::vector<double>& values) {
    const hid_t space =
        H5Screate_simple(static_cast<int>(size.size()), size.data(), nullptr);
    const hid_t data = H5Dcreate2(file_, dataset, H5T_IEEE_F64LE, space, H5P_DEFAULT,
                                  H5P_DEFAULT, H5P_DEFAULT);
    if (!values.empty()) {
      H5Dwrite(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    }
    H5Dclose(data);
    H5Sclose(space);
  }
  std::filesystem::path close() {
    H5Fclose(file_);
    return path_;
  }

 private:
  std::filesystem::path path_;
  hid_t file_;
};

std::string refusal_of_hdf5(const std::filesystem::path& path, const char* dataset) {
  try {
    (void)read_table(path, dataset);
  } catch (const ConnectomeError& error) {
    return error.what();
  }
  return "";
}

TEST_F(ConnectomeFile, ReadsWeightsAndLengthsOfOneHdf5File) {
  Hdf5File out("connectivity.h5");
  out.put("weights", {2, 2}, {0.0, 1.5, 0.2, 0.0});
  out.put("tract_lengths", {2, 2}, {0.0, 20.9, 41.0, 0.0});
  const auto path = out.close();
  const auto c = read_connectome(path, path, 4.0, 0.5);
  EXPECT_EQ(c.nodes, 2U);
  EXPECT_EQ(c.weights, (std::vector<double>{0.0, 1.5, 0.2, 0.0}));
  EXPECT_EQ(c.delay_steps, (std::vector<std::uint32_t>{0, 10, 21, 0}));
}

TEST_F(ConnectomeFile, SaysWhatAnHdf5FileLacks) {
  Hdf5File out("lacking.h5");
  out.put("line", {4}, {1.0, 2.0, 3.0, 4.0});
  out.put("nan", {1, 1}, {std::nan("")});
  out.put("wide", {1, 3}, {1.0, 2.0, 3.0});
  out.put("vast", {1 << 15, 1 << 14}, {});
  const auto path = out.close();
  EXPECT_NE(refusal_of_hdf5(path, "vast").find("32768 by 16384: at most 2^28 numbers"),
            std::string::npos);
  EXPECT_NE(refusal_of_hdf5(path, "weights").find("no dataset 'weights'"),
            std::string::npos);
  EXPECT_NE(refusal_of_hdf5(path, "line").find("two dimensions"), std::string::npos);
  EXPECT_NE(refusal_of_hdf5(path, "nan").find("finite"), std::string::npos);
  EXPECT_EQ(refusal_of_hdf5(path, "wide"), "");
  EXPECT_NE(refusal_of_hdf5(file("text.h5", "0,1\n"), "weights").find("as HDF5"),
            std::string::npos);
}

TEST_F(ConnectomeFile, ReadsConnectionsOneByOne) {
  const auto c =
      read_connections(file("edges.csv", "0,2,1.5,20.9\n2,0,-0.2,41\n"), 4.0, 0.5);
  EXPECT_EQ(c.nodes, 3U);
  ASSERT_EQ(c.connections.size(), 2U);
  EXPECT_EQ(c.connections[0].speaker, 2U);
  EXPECT_EQ(c.connections[0].delay_steps, 10U);
  EXPECT_EQ(c.connections[1].weight, -0.2);
  for (const char* bad :
       {"0,1,1\n", "0.5,1,1,1\n", "-1,1,1,1\n", "0,40000,1,1\n", "0,1,1,-1\n"}) {
    EXPECT_THROW((void)read_connections(file("edges.csv", bad), 4.0, 0.5),
                 ConnectomeError)
        << bad;
  }
}

TEST_F(ConnectomeFile, LeadFieldsSumWhatNodesSend) {
  const LeadField field = read_lead_field(file("lead.csv", "1,2,3\n0,-1,0.5\n"));
  EXPECT_EQ(field.sensors(), 2U);
  EXPECT_EQ(field.nodes(), 3U);
  const std::vector<double> sources{1.0, 10.0, 100.0};
  std::vector<double> seen(2);
  field.sense(sources, seen);
  EXPECT_EQ(seen, (std::vector<double>{321.0, 40.0}));
  std::vector<double> one(1);
  EXPECT_THROW(field.sense(sources, one), std::invalid_argument);
}

}  // namespace
}  // namespace homeostat::models
