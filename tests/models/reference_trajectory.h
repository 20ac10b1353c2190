// Reads a reference trajectory of the shared data: rows of numbers under one line of
// column names.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/shared_data.h"

namespace homeostat::models {

inline std::vector<std::vector<double>> read_trajectory(const std::string& path) {
  std::ifstream in(homeostat::testing::shared_data(path));
  std::vector<std::vector<double>> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<double> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');)
      row.push_back(std::stod(cell));
    rows.push_back(row);
  }
  return rows;
}

}  // namespace homeostat::models
