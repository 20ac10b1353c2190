// The folder that a command writes into: which files are its own, and that none is lost
// there but those of an earlier run of it. Knows nothing of what they hold.
#pragma once

#include <filesystem>
#include <span>

namespace homeostat::sim {

// What a command writes into its folder. The last is its mark: the first that is written
// and the last that is taken away. Where it is, the others are the command's own.
using OutputFiles = std::span<const char* const>;

// Of `homeostat run` and `replay`.
extern const OutputFiles kRunFiles;

// Whether anything has that name: a file, a folder, a link to nothing.
[[nodiscard]] bool is_there(const std::filesystem::path& path);

// Throws UsageError where one of `inputs`, by whatever path, is a file that would be
// written into `folder`.
void refuse_to_overwrite(const std::filesystem::path& folder,
                         std::span<const std::filesystem::path> inputs,
                         OutputFiles files = kRunFiles);

// Makes the folder where it is not there, and takes away what an earlier run left in it:
// what this run does not write must not be taken for its own. Throws UsageError where
// files of those names are no run's, RecordingError where the folder cannot be written.
void make_output_folder(const std::filesystem::path& folder,
                        OutputFiles files = kRunFiles);

}  // namespace homeostat::sim
