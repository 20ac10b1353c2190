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

void expect_writable(const std::filesystem::path& path) {
  std::error_code ignored;
  const bool was_there = std::filesystem::exists(path, ignored);
  if (!std::ofstream(path, std::ios::binary | std::ios::app)) (void)open_output(path);
  if (!was_there) std::filesystem::remove(path, ignored);
}

void expect_other_file(const std::filesystem::path& path,
                       const std::filesystem::path& other, const std::string& what) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::exists(path, error) && !fs::is_regular_file(path, error)) return;  // /dev/null
  const fs::path one = fs::weakly_canonical(path, error);
  if (one.empty() || one != fs::weakly_canonical(other, error)) return;
  throw UsageError(path.string() + " is also " + what + ": give another file");
}

void close_output(std::ofstream& out, const std::filesystem::path& path) {
  out.close();
  if (!out) {
    throw RecordingError(path.string() + ": not written completely; is the disk full?");
  }
}

void write_text(const std::string& text, const std::filesystem::path& path) {
  std::ofstream out = open_output(path);
  out << text;
  close_output(out, path);
}

void copy_text(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::ifstream in(from, std::ios::binary);
  std::ofstream out = open_output(to);
  out << in.rdbuf();
  close_output(out, to);
}

}  // namespace homeostat::sim
