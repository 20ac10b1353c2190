#include "clinical_configs/find_config.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>

namespace homeostat::clinical_configs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEnding = ".textproto";
// What is not a program lies in a folder of its own.
enum class Kind { kProgram, kPatient, kProfile, kScenario };
constexpr const char* kPatients = "patients";
constexpr const char* kProfiles = "profiles";
constexpr const char* kScenarios = "conformance";

const char* word_for(Kind kind) {
  switch (kind) {
    case Kind::kPatient:
      return "patient";
    case Kind::kProfile:
      return "device profile";
    case Kind::kScenario:
      return "scenario";
    case Kind::kProgram:
      break;
  }
  return "program";
}

Kind kind_in(const fs::path& folder) {
  if (folder == kPatients) return Kind::kPatient;
  if (folder == kScenarios) return Kind::kScenario;
  return folder == kProfiles ? Kind::kProfile : Kind::kProgram;
}

// Searched in this order; what the first has, the second cannot replace.
std::vector<fs::path> roots() {
  const char* chosen = std::getenv("HOMEOSTAT_CONFIGS");
  if (chosen != nullptr && *chosen != '\0') return {chosen};
  return {HOMEOSTAT_INSTALLED_CONFIGS, HOMEOSTAT_SOURCE_CONFIGS};
}

using Files = std::map<std::string, fs::path>;  // bare name -> file

// Folders that cannot be read hold nothing.
void add_files(const fs::path& root, Kind kind, Files& files) {
  std::error_code unreadable;
  fs::recursive_directory_iterator entry(root, unreadable);
  for (; !unreadable && entry != fs::recursive_directory_iterator();
       entry.increment(unreadable)) {
    if (entry->path().extension() != kEnding) continue;
    const fs::path relative = entry->path().lexically_relative(root);
    if (kind_in(*relative.begin()) != kind) continue;
    files.emplace(fs::path(relative).replace_extension().generic_string(), entry->path());
  }
}

Files all_files(Kind kind) {
  Files files;
  for (const fs::path& root : roots()) add_files(root, kind, files);
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

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored) && !fs::is_directory(path, ignored);
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

// The file in the present folder that a person may have meant by a shipped name.
fs::path namesake(const std::string& name) {
  for (const fs::path& here : {fs::path(name), fs::path(name + kEnding)}) {
    if (is_file(here)) return here;
  }
  return {};
}

void refuse_two_meanings(const std::string& name, const fs::path& shipped) {
  const fs::path here = namesake(name);
  std::error_code ignored;
  if (here.empty() || fs::equivalent(here, shipped, ignored)) return;
  throw AmbiguousName(name + ": both a shipped name and a file here; write ./" +
                      here.string() + " for the file, or " + shipped.string());
}

// What is shipped under that name; empty: nothing. Throws where more than one thing is.
fs::path shipped_as(const std::string& name, const char* what, const Files& files) {
  if (const auto whole = files.find(name); whole != files.end()) return whole->second;
  std::vector<std::string> fitting;
  for (const std::string& candidate : names_in(files)) {
    if (!name.empty() && names(name, candidate)) fitting.push_back(candidate);
  }
  if (fitting.size() > 1) {
    throw AmbiguousName(name + ": more than one " + what +
                        " of that name; choose one of " + joined(fitting));
  }
  return fitting.empty() ? fs::path() : files.at(fitting.front());
}

fs::path find(const fs::path& wanted, Kind kind) {
  const char* what = word_for(kind);
  std::string name = wanted.generic_string();
  const bool has_ending = name.ends_with(kEnding);
  if (has_ending && is_file(wanted)) return wanted;
  if (has_ending) name.resize(name.size() - std::string(kEnding).size());
  const Files files = all_files(kind);
  const fs::path shipped = shipped_as(name, what, files);
  if (!shipped.empty()) {
    refuse_two_meanings(name, shipped);
    return shipped;
  }
  if (is_file(wanted)) return wanted;
  const std::string list = joined(names_in(files));
  if (is_folder(wanted)) {
    throw ConfigError(wanted.string() + ": a folder; give a " + what +
                      "'s file, or the name of one that is shipped: " + list);
  }
  throw ConfigError(wanted.string() + ": no such file and no " + what +
                    " of that name; shipped: " + list);
}

}  // namespace

fs::path find_program(const fs::path& name_or_file) {
  return find(name_or_file, Kind::kProgram);
}
fs::path find_patient(const fs::path& name_or_file) {
  return find(name_or_file, Kind::kPatient);
}
fs::path find_profile(const fs::path& name_or_file) {
  return find(name_or_file, Kind::kProfile);
}

fs::path find_scenario(const fs::path& name_or_file) {
  return find(name_or_file, Kind::kScenario);
}

std::vector<std::string> program_names() { return names_in(all_files(Kind::kProgram)); }
std::vector<std::string> patient_names() { return names_in(all_files(Kind::kPatient)); }
std::vector<std::string> profile_names() { return names_in(all_files(Kind::kProfile)); }
std::vector<std::string> scenario_names() { return names_in(all_files(Kind::kScenario)); }

}  // namespace homeostat::clinical_configs
