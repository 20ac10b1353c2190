#include "clinical_configs/finding.h"

#include <algorithm>

namespace homeostat::clinical_configs {
namespace {

bool is_error(const Finding& finding) { return finding.severity == Severity::kError; }

std::string summary_of(const std::vector<Finding>& findings) {
  const auto first = std::find_if(findings.begin(), findings.end(), is_error);
  std::string line = to_line(first == findings.end() ? findings.front() : *first);
  const auto errors = std::count_if(findings.begin(), findings.end(), is_error);
  if (errors > 1) {
    line += " (and " + std::to_string(errors - 1) + " more: homeostat check " +
            findings.front().file.string() + ")";
  }
  return line;
}

}  // namespace

std::string to_line(const Finding& finding) {
  std::string line = finding.file.string();
  if (finding.line > 0) line += ':' + std::to_string(finding.line);
  line += ": ";
  if (finding.severity == Severity::kWarning) line += "warning: ";
  if (!finding.field.empty()) line += finding.field + ": ";
  line += finding.what;
  if (!finding.allowed.empty()) line += "; allowed " + finding.allowed;
  if (!finding.nearest.empty()) line += "; nearest safe value " + finding.nearest;
  return line;
}

bool refused(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), is_error);
}

ConfigError::ConfigError(std::vector<Finding> findings)
    : std::runtime_error(summary_of(findings)), findings_(std::move(findings)) {}

ConfigError::ConfigError(const std::string& line) : std::runtime_error(line) {}

}  // namespace homeostat::clinical_configs
