// The folder that a run writes into: which files are a run's, and that none is lost there
// but those of an earlier run. Knows nothing of what they hold.
#pragma once

#include <filesystem>
#include <span>

namespace homeostat::sim {

// Throws UsageError where one of `inputs`, by whatever path, is a file that a run into
// `folder` would write.
void refuse_to_overwrite(const std::filesystem::path& folder,
                         std::span<const std::filesystem::path> inputs);

// Makes the folder where it is not there, and takes away what an earlier run left in it:
// what this run does not write must not be taken for its own. Throws UsageError where
// files of those names are no run's, RecordingError where the folder cannot be written.
void make_output_folder(const std::filesystem::path& folder);

}  // namespace homeostat::sim
