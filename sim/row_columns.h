// Tables whose rows are plain structs: one list of columns says how each is called,
// written and read, so that reader and writer cannot part. Tab separated; "n/a" is what
// is not known. Knows no table.
#pragma once

#include <cmath>
#include <cstdio>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "sim/tsv_table.h"

namespace homeostat::sim {

inline constexpr const char* kNotKnownCell = "n/a";

template <class Row>
struct RowColumn {
  const char* name;
  std::string (*write)(const Row& row);
  void (*read)(std::string_view cell, const Place& place, Row& row);
};

// A word for each value of an enumeration, in its order.
using Words = std::span<const char* const>;

// Throws RecordingError where the cell is no number (in a table of whole ones, no whole
// one); an empty cell is NaN, and refused where a number must be there.
double number_cell(std::string_view cell, const Place& place, bool may_miss);
long long whole_cell(std::string_view cell, const Place& place);
// Days of a person's life, and of nothing longer; what is made by day stays small.
double day_cell(std::string_view cell, const Place& place);
std::size_t word_cell(std::string_view cell, const Place& place, Words words);
// As short as six digits allow; days have five decimals, less than a second.
std::string number_text_of(double value, const char* format = "%.6g");
// Text as a cell: without what parts cells and lines.
std::string text_cell(std::string_view text);

template <class Member>
struct MemberOf;
template <class Row, class Value>
struct MemberOf<Value Row::*> {
  using row = Row;
  using value = Value;
};
template <auto kMember>
using RowOf = typename MemberOf<decltype(kMember)>::row;
template <auto kMember>
using ValueOf = typename MemberOf<decltype(kMember)>::value;

template <auto kMember>
constexpr RowColumn<RowOf<kMember>> day_column(const char* name) {
  using Row = RowOf<kMember>;
  return {name, [](const Row& row) { return number_text_of(row.*kMember, "%.5f"); },
          [](std::string_view cell, const Place& place, Row& row) {
            row.*kMember = day_cell(cell, place);
          }};
}

template <auto kMember>
constexpr RowColumn<RowOf<kMember>> whole_day_column(const char* name) {
  using Row = RowOf<kMember>;
  return {name, [](const Row& row) { return std::to_string(row.*kMember); },
          [](std::string_view cell, const Place& place, Row& row) {
            (void)day_cell(cell, place);
            row.*kMember = static_cast<ValueOf<kMember>>(whole_cell(cell, place));
          }};
}

// A number that may be unknown.
template <auto kMember>
constexpr RowColumn<RowOf<kMember>> number_column(const char* name) {
  using Row = RowOf<kMember>;
  return {name, [](const Row& row) { return number_text_of(row.*kMember); },
          [](std::string_view cell, const Place& place, Row& row) {
            row.*kMember = number_cell(cell, place, true);
          }};
}

template <auto kMember>
constexpr RowColumn<RowOf<kMember>> whole_column(const char* name) {
  using Row = RowOf<kMember>;
  return {name, [](const Row& row) { return std::to_string(row.*kMember); },
          [](std::string_view cell, const Place& place, Row& row) {
            row.*kMember = static_cast<ValueOf<kMember>>(whole_cell(cell, place));
          }};
}

template <auto kMember, const auto& kWords>
constexpr RowColumn<RowOf<kMember>> word_column(const char* name) {
  using Row = RowOf<kMember>;
  return {name,
          [](const Row& row) {
            return std::string(kWords[static_cast<std::size_t>(row.*kMember)]);
          },
          [](std::string_view cell, const Place& place, Row& row) {
            row.*kMember = static_cast<ValueOf<kMember>>(word_cell(cell, place, kWords));
          }};
}

template <auto kMember>
constexpr RowColumn<RowOf<kMember>> text_column(const char* name) {
  using Row = RowOf<kMember>;
  return {name, [](const Row& row) { return text_cell(row.*kMember); },
          [](std::string_view cell, const Place&, Row& row) { row.*kMember = cell; }};
}

}  // namespace homeostat::sim
