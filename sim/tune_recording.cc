#include "sim/tune_recording.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <ostream>

#include "sim/edf_reader.h"
#include "sim/error.h"
#include "sim/program_channels.h"
#include "sim/replay_rate.h"
#include "sim/resample.h"
#include "sim/spans.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

bool is_recording(const fs::path& file) {
  std::string ending = file.extension().string();
  for (char& c : ending)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending == ".edf" || ending == ".bdf";
}

std::vector<fs::path> files_of(const std::vector<fs::path>& given) {
  std::vector<fs::path> files;
  for (const fs::path& path : given) {
    if (!fs::exists(path)) {
      throw UsageError("--recordings " + path.string() + ": no such file or folder");
    }
    if (!fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    std::vector<fs::path> inside;
    for (const auto& entry : fs::directory_iterator(path)) {
      if (entry.is_regular_file() && is_recording(entry.path())) {
        inside.push_back(entry.path());
      }
    }
    std::ranges::sort(inside);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  if (files.empty()) {
    throw UsageError("--recordings: no EDF or BDF file there");
  }
  return files;
}

fs::path annotations_beside(const fs::path& recording) {
  fs::path file = recording.parent_path() / (recording.stem().string() + "_events.tsv");
  if (fs::exists(file)) return file;
  throw UsageError(recording.string() + ": no annotations; give --annotations, or " +
                   file.filename().string() +
                   " beside it (without seizures: one row 'bckg')");
}

std::vector<fs::path> annotations_for(const std::vector<fs::path>& recordings,
                                      const std::vector<fs::path>& given) {
  std::vector<fs::path> files = given;
  if (files.empty()) {
    for (const fs::path& file : recordings) files.push_back(annotations_beside(file));
  }
  if (files.size() != recordings.size()) {
    throw UsageError("--annotations names " + std::to_string(files.size()) +
                     " files for " + std::to_string(recordings.size()) +
                     " recordings; give one for each, in their order");
  }
  return files;
}

struct Read {
  TuneRecording recording;
  std::string start;
};

Read read_one(const fs::path& file, const fs::path& annotations,
              const std::vector<std::string>& labels,
              const biomarkers::BiomarkerSettings& sensing, TuneObjective objective,
              std::ostream& err) {
  Recording raw = read_edf(file, labels);
  check_rates(file, raw.channels, sensing, err);
  resample(raw.channels, static_cast<double>(sensing.sample_rate_hz));
  Read read{.recording = {.file = file, .duration_s = raw.duration_s},
            .start = raw.start_date_time};
  read.recording.known = read_tune_annotations(annotations, raw, labels, objective, err);
  std::size_t longest = 0;
  for (Channel& channel : raw.channels) {
    longest = std::max(longest, channel.samples_uv.size());
    read.recording.signals_uv.push_back(std::move(channel.samples_uv));
  }
  for (std::vector<float>& signal : read.recording.signals_uv) {
    signal.resize(longest, std::nanf(""));
  }
  return read;
}

Interval moved(const Interval& span, double by_s) {
  return {by_s + span.onset_s, by_s + span.offset_s};
}

void put_on_line(Timeline& line) {
  for (TuneRecording& recording : line.recordings) {
    recording.begin_s = line.duration_s;
    line.duration_s += recording.duration_s;
    const auto append = [&](const std::vector<Interval>& from,
                            std::vector<Interval>& to) {
      for (const Interval& each : from) to.push_back(moved(each, recording.begin_s));
    };
    const auto append_stretches = [&](const std::vector<TuneStretch>& from,
                                      std::vector<TuneStretch>& to) {
      for (const TuneStretch& each : from) {
        to.push_back({moved(each.span, recording.begin_s), each.channels});
      }
    };
    append(recording.known.events, line.events);
    append(recording.known.seizures, line.seizures);
    append_stretches(recording.known.artefacts, line.artefacts);
    append_stretches(recording.known.stimulated, line.stimulated);
  }
}

}  // namespace

double Timeline::background_h(double from_s, double to_s) const {
  double background_s = std::max(0.0, to_s - from_s);
  for (const Interval& event : events) {
    background_s -=
        std::max(0.0, std::min(event.offset_s, to_s) - std::max(event.onset_s, from_s));
  }
  return std::max(0.0, background_s) / 3600.0;
}

double Timeline::background_s(std::span<const TuneStretch> stretches) const {
  std::vector<Interval> spans;
  for (const TuneStretch& stretch : stretches) spans.push_back(stretch.span);
  const std::vector<Interval> apart = union_of(spans, duration_s);
  return length_s(apart) - common_s(apart, union_of(seizures, duration_s));
}

TuneRule rule_of(TuneObjective objective) {
  if (objective == TuneObjective::kOnset) return {};
  return {.alarm = {.useful_before_s = 1.0,
                    .useful_after_s = 2.0,
                    .clear_before_s = 2.0,
                    .clear_after_s = 3.0},
          .sure_after_s = 0.25,
          .shortest_event_s = 1.0,
          .before_event_s = 1.0,
          .after_event_s = 2.0};
}

Timeline read_timeline(const std::vector<fs::path>& recordings,
                       const std::vector<fs::path>& annotations,
                       const std::vector<std::string>& channels,
                       const controller::TherapyProgram& program, TuneObjective objective,
                       std::ostream& err) {
  const std::vector<fs::path> files = files_of(recordings);
  const std::vector<fs::path> notes = annotations_for(files, annotations);
  const std::vector<std::string> labels = recording_labels(channels, program.biomarkers);
  std::vector<Read> all;
  for (std::size_t i = 0; i < files.size(); ++i) {
    all.push_back(
        read_one(files[i], notes[i], labels, program.biomarkers, objective, err));
  }
  if (std::ranges::none_of(all, [](const Read& read) { return read.start.empty(); })) {
    std::ranges::stable_sort(all, {}, &Read::start);
  }
  Timeline line{.objective = objective, .rule = rule_of(objective)};
  for (Read& read : all) line.recordings.push_back(std::move(read.recording));
  put_on_line(line);
  return line;
}

}  // namespace homeostat::sim
