#include "clinical_configs/find_config.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>

#include "clinical_configs/finding.h"

namespace homeostat::clinical_configs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEnding = ".textproto";
constexpr const char* kPatients = "patients";

// Searched in this order; what the first has, the second cannot replace.
std::vector<fs::path> roots() {
  const char* chosen = std::getenv("HOMEOSTAT_CONFIGS");
  if (chosen != nullptr && *chosen != '\0') return {chosen};
  return {HOMEOSTAT_INSTALLED_CONFIGS, HOMEOSTAT_SOURCE_CONFIGS};
}

using Files = std::map<std::string, fs::path>;  // bare name -> file

// Folders that cannot be read hold nothing.
void add_files(const fs::path& root, bool patients, Files& files) {
  std::error_code unreadable;
  fs::recursive_directory_iterator entry(root, unreadable);
  for (; !unreadable && entry != fs::recursive_directory_iterator();
       entry.increment(unreadable)) {
    if (entry->path().extension() != kEnding) continue;
    const fs::path relative = entry->path().lexically_relative(root);
    if ((*relative.begin() == kPatients) != patients) continue;
    files.emplace(fs::path(relative).replace_extension().generic_string(), entry->path());
  }
}

Files all_files(bool patients) {
  Files files;
  for (const fs::path& root : roots()) add_files(root, patients, files);
  return files;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

std::vector<std::string> names_in(const Files& files) {
  std::vector<std::string> names;
  for (const auto& [name, file] : files) names.push_back(name);
  return names;
}

// "responsive" and "epilepsy/responsive" both name "epilepsy/responsive".
bool names(const std::string& wanted, const std::string& name) {
  return name == wanted || name.ends_with('/' + wanted);
}

fs::path find(const fs::path& wanted, bool patients) {
  std::error_code ignored;
  if (fs::exists(wanted, ignored) && !fs::is_directory(wanted, ignored)) return wanted;
  const char* what = patients ? "patient" : "program";
  const Files files = all_files(patients);
  std::string name = wanted.generic_string();
  if (name.ends_with(kEnding)) name.resize(name.size() - std::string(kEnding).size());
  std::vector<std::string> fitting;
  for (const std::string& candidate : names_in(files)) {
    if (candidate == name) return files.at(candidate);
    if (!name.empty() && names(name, candidate)) fitting.push_back(candidate);
  }
  if (fitting.size() == 1) return files.at(fitting.front());
  if (fitting.size() > 1) {
    throw ConfigError(wanted.string() + ": more than one " + what +
                      " of that name; choose one of " + joined(fitting));
  }
  throw ConfigError(wanted.string() + ": no such file and no " + what +
                    " of that name; shipped: " + joined(names_in(files)));
}

}  // namespace

fs::path find_program(const fs::path& name_or_file) { return find(name_or_file, false); }
fs::path find_patient(const fs::path& name_or_file) { return find(name_or_file, true); }

std::vector<std::string> program_names() { return names_in(all_files(false)); }
std::vector<std::string> patient_names() { return names_in(all_files(true)); }

}  // namespace homeostat::clinical_configs
