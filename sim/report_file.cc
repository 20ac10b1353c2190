#include "sim/report_file.h"

#include <fstream>
#include <string>
#include <string_view>

#include "sim/error.h"

namespace homeostat::sim {

void refuse_to_replace(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string_view first = kReportFirstLine;
  std::string begin(first.size(), '\0');
  if (!in || std::filesystem::is_empty(file)) return;
  in.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  if (begin == first) return;
  throw UsageError(file.string() +
                   ": is no report and would be overwritten by one; give another name");
}

}  // namespace homeostat::sim
