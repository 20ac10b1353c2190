// What is wrong with a file that a person wrote, one finding a line.
//
// Knows no schema. A finding tells the person where to look, what is wrong, what would be
// accepted, and the nearest value that would be safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace homeostat::clinical_configs {

enum class Severity : std::uint8_t {
  kError,    // the file is refused
  kWarning,  // allowed, but not recommended
};

struct Finding {
  std::filesystem::path file;
  int line = 0;         // from 1; 0: the file as a whole
  std::string field;    // path as in the schema; empty: no single field
  std::string what;     // "26000 uA: above the compiled ceiling"
  std::string allowed;  // "0 uA to 25000 uA"; empty: not a matter of range
  std::string nearest;  // "25000 uA"; empty: there is none
  Severity severity = Severity::kError;
};

// "FILE:LINE: FIELD: what; allowed RANGE; nearest safe value VALUE".
std::string to_line(const Finding& finding);

// True if any finding is an error.
bool refused(const std::vector<Finding>& findings);

// A program or patient that cannot be used. what() is one line: the first error, and how
// many more there are.
class ConfigError : public std::runtime_error {
 public:
  // At least one finding.
  explicit ConfigError(std::vector<Finding> findings);
  explicit ConfigError(const std::string& line);

  // All of them, warnings too; empty where the file could not even be found.
  const std::vector<Finding>& findings() const noexcept { return findings_; }

 private:
  std::vector<Finding> findings_;
};

}  // namespace homeostat::clinical_configs
