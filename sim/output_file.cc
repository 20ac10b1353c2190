#include "sim/output_file.h"

#include <cerrno>
#include <cstring>

#include "sim/error.h"

namespace homeostat::sim {

std::ofstream open_output(const std::filesystem::path& path) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  if (!out) {
    throw RecordingError(path.string() + ": cannot be written (" + std::strerror(errno) +
                         "); give a folder that exists and may be written to");
  }
  return out;
}

void close_output(std::ofstream& out, const std::filesystem::path& path) {
  out.close();
  if (!out) {
    throw RecordingError(path.string() + ": not written completely; is the disk full?");
  }
}

}  // namespace homeostat::sim
