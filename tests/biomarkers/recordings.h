// Reads the shared recordings for tests of sensing: just enough of EDF for files that are
// known to be good.
#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/shared_data.h"

namespace homeostat::biomarkers {

inline std::string bytes_of(const std::string& path) {
  std::ifstream file(homeostat::testing::shared_data(path), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::int16_t int16_at(const std::string& bytes, std::size_t at) {
  return static_cast<std::int16_t>(static_cast<std::uint8_t>(bytes[at]) |
                                   static_cast<std::uint8_t>(bytes[at + 1]) << 8);
}

// All signals of an EDF file, each in its physical unit; annotations count as one.
inline std::vector<std::vector<float>> signals_of(const std::string& path) {
  const std::string bytes = bytes_of(path);
  if (bytes.size() < 256) return {};
  const auto number = [&](std::size_t at, std::size_t width) {
    return std::stod(bytes.substr(at, width));
  };
  const auto header = static_cast<std::size_t>(number(184, 8));
  const auto signals = static_cast<std::size_t>(number(252, 4));
  const auto field = [&](std::size_t offset, std::size_t signal) {
    return number(256 + signals * offset + signal * 8, 8);
  };
  std::vector<std::size_t> start{0};  // of each signal within a record, in samples
  for (std::size_t s = 0; s < signals; ++s) {
    start.push_back(start.back() + static_cast<std::size_t>(field(216, s)));
  }
  const std::size_t record = 2 * start.back();
  std::vector<std::vector<float>> uv(signals);
  for (std::size_t s = 0; s < signals; ++s) {
    const double low = field(104, s), low_digit = field(120, s);
    const double step = (field(112, s) - low) / (field(128, s) - low_digit);
    for (std::size_t at = header; at + record <= bytes.size(); at += record) {
      for (std::size_t i = start[s]; i < start[s + 1]; ++i) {
        const double digit = int16_at(bytes, at + 2 * i);
        uv[s].push_back(static_cast<float>(low + (digit - low_digit) * step));
      }
    }
  }
  return uv;
}

inline std::vector<float> first_signal(const std::string& path) {
  const auto all = signals_of(path);
  return all.empty() ? std::vector<float>{} : all[0];
}

// One of the five Bonn sets: a hundred clips of 4097 samples at 173.61 Hz.
inline std::string bonn_path(char set) {
  std::string path = "bonn/bonn_?_100x4097_i16.bin";
  path[path.find('?')] = set;
  return path;
}

inline std::vector<std::vector<float>> bonn_clips(char set) {
  const std::string bytes = bytes_of(bonn_path(set));
  std::vector<std::vector<float>> clips;
  for (std::size_t at = 0; at + 2 * 4097 <= bytes.size(); at += 2 * 4097) {
    std::vector<float>& clip = clips.emplace_back();
    for (std::size_t i = 0; i < 4097; ++i) {
      clip.push_back(static_cast<float>(int16_at(bytes, at + 2 * i)));
    }
  }
  return clips;
}

}  // namespace homeostat::biomarkers
