// Reads a reference trajectory of shared/data/models: rows of numbers under one line of
// column names.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace homeostat::models {

inline std::string trajectory_path(const std::string& file) {
  const char* elsewhere = std::getenv("HOMEOSTAT_DATA");
  return std::string(elsewhere != nullptr ? elsewhere : HOMEOSTAT_SHARED_DATA) +
         "/models/" + file;
}

// Empty where the file is not there.
inline std::vector<std::vector<double>> read_trajectory(const std::string& file) {
  std::ifstream in(trajectory_path(file));
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
