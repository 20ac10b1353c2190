#include "hil/conformance/evidence.h"

#include <algorithm>
#include <iomanip>
#include <nlohmann/json.hpp>

#include "hil/rig/link_figures.h"
#include "sim/error.h"
#include "sim/hash.h"
#include "sim/output_file.h"
#include "sim/reason_names.h"

namespace homeostat::hil {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

class Lines {
 public:
  explicit Lines(fs::path file) : file_(std::move(file)), out_(sim::open_output(file_)) {}
  void add(const Json& line) { out_ << line.dump() << '\n'; }
  void close() { sim::close_output(out_, file_); }

 private:
  fs::path file_;
  std::ofstream out_;
};

controller::NoticeSet notices_of(std::uint32_t bits) {
  controller::NoticeSet set;
  for (int i = 0; i < controller::kNotices; ++i)
    set.set(static_cast<controller::Notice>(i), (bits >> i & 1U) != 0);
  return set;
}

void write_told(const Observations& seen, const fs::path& file) {
  Lines lines(file);
  for (const Told& told : seen.told) {
    lines.add({{"s", told.s},
               {"mode", controller::name_of(told.mode)},
               {"reasons", sim::names_of(safety::ReasonSet(told.reasons))},
               {"latched", told.latched},
               {"notices", sim::names_of(notices_of(told.notices))}});
  }
  if (!seen.difference.empty()) lines.add({{"differs_from_host", seen.difference}});
  if (!seen.complaint.empty()) lines.add({{"referee", seen.complaint}});
  if (!seen.broke_off.empty())
    lines.add({{"s", seen.ended_s}, {"broke_off", seen.broke_off}});
  lines.close();
}

void write_pulses(const Observations& seen, const fs::path& file) {
  std::ofstream out = sim::open_output(file);
  out << "first_s\tpulses\tperiod_s\toutput\tamplitude_ua\tpulse_width_us\tcharge_pc\n"
      << std::fixed << std::setprecision(6);
  for (const DeliveredPulses& some : seen.pulses) {
    out << some.first_s << '\t' << some.count << '\t' << some.period_s << '\t'
        << some.output << '\t' << some.amplitude_ua << '\t' << some.pulse_width_us << '\t'
        << some.charge_pc << '\n';
  }
  sim::close_output(out, file);
}

void write_done(const Observations& seen, const fs::path& file) {
  Lines lines(file);
  for (const StepDone& step : seen.steps) lines.add({{"s", step.s}, {"act", step.name}});
  for (const Attempt& attempt : seen.attempts) {
    lines.add({{"s", attempt.s},
               {"attempt", attempt.name},
               {"refused", !attempt.refusal.empty()},
               {"refusal", attempt.refusal}});
  }
  lines.close();
}

void write_log(const Observations& seen, const fs::path& file) {
  Lines lines(file);
  for (const firmware::LogRecord& record : seen.log) {
    lines.add({{"number", record.number},
               {"device_time_us", record.time_us},
               {"event", static_cast<int>(record.event)},
               {"argument", record.argument},
               {"value", record.value}});
  }
  lines.close();
}

void write_link(const Observations& seen, const fs::path& file) {
  Json json;
  for (const LinkCount& count : counts_of(seen.link)) json[count.name] = count.value;
  const auto& times = seen.link.round_trips_us;
  json["longest_round_trip_us"] = times.empty() ? 0 : *std::ranges::max_element(times);
  std::ofstream out = sim::open_output(file);
  out << json.dump(2) << '\n';
  sim::close_output(out, file);
}

void copy_as(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed);
  if (failed) throw sim::RecordingError(to.string() + ": " + failed.message());
}

}  // namespace

std::vector<EvidenceFile> write_evidence(const fs::path& scenario_file,
                                         const Observations& seen,
                                         const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) throw sim::RecordingError(folder.string() + ": " + failed.message());
  copy_as(scenario_file, folder / "scenario.textproto");
  write_told(seen, folder / "told.jsonl");
  write_pulses(seen, folder / "pulses.tsv");
  write_done(seen, folder / "done.jsonl");
  write_log(seen, folder / "device_log.jsonl");
  write_link(seen, folder / "link.json");
  std::vector<EvidenceFile> files;
  for (const char* name : {"scenario.textproto", "told.jsonl", "pulses.tsv", "done.jsonl",
                           "device_log.jsonl", "link.json"}) {
    files.push_back({(folder.filename() / name).generic_string(),
                     sim::sha256_of_file(folder / name)});
  }
  return files;
}

}  // namespace homeostat::hil
