#include "sim/tsv_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <system_error>
#include <utility>

#include "sim/error.h"
#include "sim/utf8.h"

namespace homeostat::sim {
namespace {

constexpr std::size_t kLargestFile = std::size_t{64} << 20;
constexpr std::size_t kQuotedBytes = 40;

[[noreturn]] void refuse_file(const std::filesystem::path& path, const char* what,
                              const std::string& accepted) {
  throw RecordingError(path.string() + ": " + what + "; accepted: " + accepted);
}

// The size is checked while reading, so that a pipe serves as well as a file.
std::string read_text(const std::filesystem::path& path, const std::string& kind) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    refuse_file(path, "is a folder", kind);
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) refuse_file(path, "cannot be opened", "a readable file, " + kind);
  std::string text;
  std::array<char, 1 << 16> block;
  while (in.read(block.data(), block.size()), in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > kLargestFile) refuse_file(path, "is larger than 64 MiB", kind);
  }
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view trimmed(std::string_view cell) {
  const std::size_t first = cell.find_first_not_of(" \r");
  if (first == std::string_view::npos) return {};
  return cell.substr(first, cell.find_last_not_of(" \r") - first + 1);
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells = split(line, '\t');
  std::ranges::transform(cells, cells.begin(), trimmed);
  return cells;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  std::vector<std::string_view> lines = split(text, '\n');
  while (lines.size() > 1 &&
         lines.back().find_first_not_of(" \t\r") == std::string_view::npos) {
    lines.pop_back();
  }
  return lines;
}

}  // namespace

void refuse(const Place& place, const std::string& what, const std::string& accepted) {
  throw RecordingError(place.path.string() + ":" + std::to_string(place.line) + ": " +
                       what + "; accepted: " + accepted);
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string in_quotes(std::string_view text) {
  std::size_t end = std::min(text.size(), kQuotedBytes);
  // Never half a UTF-8 character.
  while (end > 0 && end < text.size() && (text[end] & 0xc0) == 0x80) --end;
  return "\"" + printable_utf8(text.substr(0, end)) +
         (end < text.size() ? "...\"" : "\"");
}

std::optional<std::string_view> unquoted(std::string_view cell) {
  if (cell.size() < 2 || cell.front() != '"' || cell.back() != '"') return std::nullopt;
  return cell.substr(1, cell.size() - 2);
}

std::optional<double> number_in(std::string_view cell) {
  double value = 0.0;
  const char* const end = cell.data() + cell.size();
  const auto [stop, error] = std::from_chars(cell.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

TsvTable::TsvTable(std::filesystem::path path, const std::string& kind)
    : path_(std::move(path)), text_(read_text(path_, kind)) {
  const std::vector<std::string_view> lines = lines_of(text_);
  header_ = cells_of(lines.front());
  for (std::size_t i = 1; i < lines.size(); ++i) rows_.push_back(cells_of(lines[i]));
}

void TsvTable::check_row(std::size_t row) const {
  if (rows_[row].size() == header_.size()) return;
  const std::size_t n = rows_[row].size();
  refuse(place(row),
         "the row has " + std::to_string(n) + (n == 1 ? " column" : " columns"),
         std::to_string(header_.size()) + " tab separated columns, as in the header");
}

std::optional<std::size_t> TsvTable::find(std::string_view name,
                                          std::string_view alias) const {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < header_.size(); ++i) {
    if (header_[i].empty() || (header_[i] != name && header_[i] != alias)) continue;
    if (found) {
      refuse(header_place(), "two columns hold " + in_quotes(name),
             "one column of each name");
    }
    found = i;
  }
  return found;
}

std::string_view TsvTable::cell(std::size_t row, std::size_t column) const {
  return rows_[row][column];
}

std::string_view TsvTable::cell(std::size_t row,
                                std::optional<std::size_t> column) const {
  if (!column || rows_[row][*column] == "n/a") return {};
  return rows_[row][*column];
}

}  // namespace homeostat::sim
