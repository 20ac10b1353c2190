// What came of a bit that was turned in a controller's memory, and the table of it all.
#pragma once

#include <array>
#include <iomanip>
#include <map>
#include <ostream>
#include <string>

namespace homeostat::memory {

enum class Outcome : std::uint8_t {
  kMasked,    // every command as without it, and nothing was said
  kDetected,  // found, with silence, before any other command differed
  kChanged,   // another command that nothing had announced, within the envelope
  kLeft,      // out of the envelope
  kReset,     // the processor trapped or reset itself before any command differed
  kHung,      // no answer any more
};
inline constexpr int kOutcomes = 6;

constexpr const char* name_of(Outcome outcome) {
  constexpr std::array kNames{"masked", "detected", "changed", "left", "reset", "hung"};
  return kNames[static_cast<std::size_t>(outcome)];
}

// What a therapy rests on: a change there must be noticed. What the signal left is not.
inline bool is_critical(const std::string& region) {
  return region == "guard" || region == "mode" || region == "clock" ||
         region == "budgets" || region == "program" || region == "model";
}

class Table {
 public:
  void count(const std::string& region, Outcome outcome) {
    ++rows_[region][static_cast<std::size_t>(outcome)];
  }
  int of(Outcome outcome) const { return sum(outcome, false); }
  int of_critical(Outcome outcome) const { return sum(outcome, true); }
  int all_critical() const {
    int all = 0;
    for (int o = 0; o < kOutcomes; ++o) all += of_critical(static_cast<Outcome>(o));
    return all;
  }

  // | region | flips | masked | ... |
  void print(std::ostream& out) const {
    out << "| region | flips |";
    for (int o = 0; o < kOutcomes; ++o) out << ' ' << name_of(Outcome(o)) << " |";
    out << "\n|---|";
    for (int column = 0; column <= kOutcomes; ++column) out << "---|";
    out << '\n';
    std::array<int, kOutcomes> total{};
    for (const auto& [region, row] : rows_) {
      print_row(out, region, row);
      for (std::size_t o = 0; o < row.size(); ++o) total[o] += row[o];
    }
    print_row(out, "all", total);
  }

 private:
  static void print_row(std::ostream& out, const std::string& region,
                        const std::array<int, kOutcomes>& row) {
    int flips = 0;
    for (const int count : row) flips += count;
    out << "| " << region << " | " << flips << " |";
    for (const int count : row) out << ' ' << count << " |";
    out << '\n';
  }
  int sum(Outcome outcome, bool critical_only) const {
    int count = 0;
    for (const auto& [region, row] : rows_) {
      if (!critical_only || is_critical(region))
        count += row[static_cast<std::size_t>(outcome)];
    }
    return count;
  }

  std::map<std::string, std::array<int, kOutcomes>> rows_;
};

}  // namespace homeostat::memory
