#include "clinical_configs/check.h"

#include <string>
#include <vector>

#include "clinical_configs/load.h"

namespace homeostat::clinical_configs {
namespace {

namespace fs = std::filesystem;

// A name that finds neither is told as the missing file that it is.
fs::path found(const fs::path& name_or_file) {
  try {
    return find_program(name_or_file);
  } catch (const ConfigError&) {
  }
  try {
    return find_patient(name_or_file);
  } catch (const ConfigError&) {
    return name_or_file;
  }
}

std::string verdict(const fs::path& file, std::size_t warnings) {
  std::string line = file.string() + ": ok";
  if (warnings == 1) line += " (1 warning)";
  if (warnings > 1) line += " (" + std::to_string(warnings) + " warnings)";
  return line;
}

}  // namespace

int check_command(std::span<const fs::path> files, std::ostream& out) {
  int exit_code = 0;
  for (const fs::path& name_or_file : files) {
    const fs::path file = found(name_or_file);
    const std::vector<Finding> findings = check_file(file);
    for (const Finding& finding : findings) out << to_line(finding) << '\n';
    if (refused(findings)) {
      exit_code = 2;
    } else {
      out << verdict(file, findings.size()) << '\n';
    }
  }
  return exit_code;
}

}  // namespace homeostat::clinical_configs
