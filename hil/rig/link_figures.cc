#include "hil/rig/link_figures.h"

#include <algorithm>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>

#include "sim/hex.h"
#include "sim/output_file.h"

namespace homeostat::hil {
namespace {

using Times = std::vector<std::int64_t>;

// Of sorted times: the one that so many of a thousand do not exceed.
std::int64_t permille(const Times& sorted, std::size_t part) {
  if (sorted.empty()) return 0;
  return sorted[(sorted.size() - 1) * part / 1000];
}

Times sorted(Times times) {
  std::ranges::sort(times);
  return times;
}

nlohmann::ordered_json spread(const Times& times) {
  const Times in_order = sorted(times);
  return {{"count", in_order.size()},
          {"p50", permille(in_order, 500)},
          {"p99", permille(in_order, 990)},
          {"p999", permille(in_order, 999)},
          {"max", permille(in_order, 1000)}};
}

const char* began(const LinkFigures& figures) {
  return figures.restored ? "from its stored state" : "with full budgets";
}

void print_spread(std::ostream& out, const char* name, const Times& times) {
  if (times.empty()) return;
  const Times in_order = sorted(times);
  out << name << std::fixed << std::setprecision(2)
      << static_cast<double>(permille(in_order, 500)) / 1e3 << " ms, 99 % within "
      << static_cast<double>(permille(in_order, 990)) / 1e3 << ", at most "
      << static_cast<double>(permille(in_order, 1000)) / 1e3 << '\n';
}

}  // namespace

std::vector<LinkCount> counts_of(const LinkStatistics& link) {
  return {{"requests", link.requests}, {"retries", link.retries},
          {"lost", link.lost},         {"stray", link.stray},
          {"corrupt", link.corrupt},   {"bytes_out", link.bytes_out},
          {"bytes_in", link.bytes_in}};
}

void write_link_figures(const LinkFigures& figures, const std::filesystem::path& file) {
  nlohmann::ordered_json json = {{"rig", figures.rig},
                                 {"device", sim::to_hex(figures.identity.device_id)},
                                 {"firmware", figures.identity.firmware_version.data()},
                                 {"protocol", figures.identity.protocol_version},
                                 {"program_crc32", figures.identity.program_crc32},
                                 {"image_counter", figures.identity.image_counter},
                                 {"began", began(figures)}};
  for (const LinkCount& count : counts_of(figures.link)) json[count.name] = count.value;
  json["round_trip_us"] = spread(figures.link.round_trips_us);
  json["late_us"] = spread(figures.late_us);
  json["wall_s"] = figures.wall_s;
  json["simulated_s"] = figures.simulated_s;
  std::ofstream out = sim::open_output(file);
  out << json.dump(2) << '\n';
  sim::close_output(out, file);
}

void print_link_figures(const LinkFigures& figures, std::ostream& out) {
  const LinkStatistics& link = figures.link;
  out << "link: " << figures.rig << ", firmware "
      << figures.identity.firmware_version.data() << ": " << link.requests
      << " requests, " << link.retries << " repeated, " << link.corrupt
      << " corrupt replies\nthe device began " << began(figures) << '\n';
  print_spread(out, "round trip: median ", link.round_trips_us);
  print_spread(out, "frames sent late: median ", figures.late_us);
  if (figures.wall_s > 0.0)
    out << "speed: " << std::fixed << std::setprecision(1)
        << figures.simulated_s / figures.wall_s << " times real time\n";
}

}  // namespace homeostat::hil
