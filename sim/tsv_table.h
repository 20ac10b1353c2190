// A tab separated text file with a header line: cells by row and column name, and errors
// that say where. Knows no column by name. A byte order mark, CRLF and empty lines at the
// end are put up with; "n/a" is BIDS for an absent value.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace homeostat::sim {

// A line of a file, for messages; 1 is the header.
struct Place {
  const std::filesystem::path& path;
  std::size_t line;
};

// Throws RecordingError "file:line: what; accepted: accepted".
[[noreturn]] void refuse(const Place& place, const std::string& what,
                         const std::string& accepted);

// Text of a file inside a message: short, and on one line whatever it holds.
[[nodiscard]] std::string in_quotes(std::string_view text);

[[nodiscard]] bool is_control(char c);

// What stands between quotation marks, which this format does without; nothing where the
// cell has none.
[[nodiscard]] std::optional<std::string_view> unquoted(std::string_view cell);

// The whole cell as a decimal number, or nothing.
[[nodiscard]] std::optional<double> number_in(std::string_view cell);

class TsvTable {
 public:
  // Throws RecordingError where the text cannot be had; `kind` names what would be
  // accepted. The rows are not judged yet, so that a wrong header is named first.
  TsvTable(std::filesystem::path path, const std::string& kind);
  TsvTable(const TsvTable&) = delete;  // the cells look into the text
  TsvTable& operator=(const TsvTable&) = delete;

  // Throws RecordingError where two columns carry the name or its alias.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name,
                                                std::string_view alias = {}) const;
  // Throws RecordingError for a row with more or fewer cells than the header. Comes
  // before the row's first cell().
  void check_row(std::size_t row) const;
  [[nodiscard]] std::size_t columns() const { return header_.size(); }
  [[nodiscard]] std::string_view name(std::size_t column) const {
    return header_[column];
  }
  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] Place place(std::size_t row) const { return {path_, row + 2}; }
  [[nodiscard]] Place header_place() const { return {path_, 1}; }

  // The cell without spaces around it.
  [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const;
  // The same; empty where there is no such column and for "n/a".
  [[nodiscard]] std::string_view cell(std::size_t row,
                                      std::optional<std::size_t> column) const;

 private:
  using Cells = std::vector<std::string_view>;

  std::filesystem::path path_;
  std::string text_;
  Cells header_;
  std::vector<Cells> rows_;
};

}  // namespace homeostat::sim
