#include "sim/output_folder.h"

#include <algorithm>
#include <string>

#include "sim/error.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNamesOfRun[] = {
    "program.textproto", "patient.textproto", "recording.edf", "recording.edf.part",
    "trend.tsv",         "detections.tsv",    "seizures.tsv",  "stimulation.tsv",
    "bins.tsv",          "days.tsv",          "story.tsv",     "scales.csv",
    "features.csv",      "labels.csv",        "summary.json",  "report.html",
    "decisions.jsonl"};

[[noreturn]] void fail(const fs::path& path, const std::error_code& error) {
  throw RecordingError(path.string() + ": cannot be written (" + error.message() +
                       "); give a folder that may be written to");
}

void refuse_files_of_others(const fs::path& folder, OutputFiles files) {
  if (is_there(folder / files.back())) return;
  const auto file = std::find_if(files.begin(), files.end(), [&](const char* name) {
    return is_there(folder / name);
  });
  if (file == files.end()) return;
  throw UsageError((folder / *file).string() +
                   ": would be overwritten, and is not from a run into this folder; give "
                   "another folder, or move the file away");
}

}  // namespace

const OutputFiles kRunFiles{kNamesOfRun};

bool is_there(const fs::path& path) {
  std::error_code unreadable;
  return fs::exists(fs::symlink_status(path, unreadable));
}

void refuse_to_overwrite(const fs::path& folder, std::span<const fs::path> inputs,
                         OutputFiles files) {
  for (const fs::path& input : inputs) {
    for (const char* name : files) {
      std::error_code absent;
      if (!fs::equivalent(input, folder / name, absent)) continue;
      throw UsageError(input.string() +
                       ": is read by this run and would be overwritten by it as " +
                       (folder / name).string() + "; give another folder");
    }
  }
}

void make_output_folder(const fs::path& folder, OutputFiles files) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error && !fs::is_directory(folder)) {
    error = std::make_error_code(std::errc::not_a_directory);
  }
  if (error) fail(folder, error);
  refuse_files_of_others(folder, files);
  for (const char* name : files) {
    fs::remove(folder / name, error);
    if (error) fail(folder / name, error);
  }
}

}  // namespace homeostat::sim
