#include "sim/tune_annotations.h"

#include <algorithm>
#include <ostream>
#include <string_view>

#include "sim/annotated_stretches.h"
#include "sim/annotations.h"
#include "sim/events_tsv.h"

namespace homeostat::sim {
namespace {

bool is_burst(const Event& event) {
  return !is_seizure(event.event_type) && event.event_type != "bckg" &&
         stretch_kind(event.event_type) == StretchKind::kNone;
}

std::vector<Interval> bursts_in(const EventFile& file, double recording_s) {
  std::vector<Interval> bursts;
  for (const Event& event : file.events) {
    if (!is_burst(event) || event.onset_s >= recording_s) continue;
    bursts.push_back({event.onset_s, event.onset_s + event.duration_s});
  }
  std::ranges::sort(bursts, {}, &Interval::onset_s);
  return bursts;
}

class Stretches {
 public:
  Stretches(TuneAnnotations& known, const std::vector<std::string>& labels,
            double recording_s)
      : known_(known), labels_(labels), recording_s_(recording_s) {}

  void add(std::string_view label, std::string_view channels, double onset_s,
           double duration_s) {
    const StretchKind kind = stretch_kind(label);
    if (kind == StretchKind::kNone || onset_s >= recording_s_) return;
    TuneStretch stretch{.span = {onset_s, std::min(onset_s + duration_s, recording_s_)}};
    for (std::size_t c = 0; c < labels_.size(); ++c) {
      if (speaks_of(channels, labels_[c])) stretch.channels |= 1U << c;
    }
    if (stretch.channels == 0) return;
    (kind == StretchKind::kArtefact ? known_.artefacts : known_.stimulated)
        .push_back(stretch);
  }

 private:
  TuneAnnotations& known_;
  const std::vector<std::string>& labels_;
  double recording_s_;
};

// EDF+ files name the channel of an annotation behind "@@".
void add_own(Stretches& stretches, const Annotation& annotation) {
  const std::string_view text = annotation.text;
  const std::size_t at = text.find("@@");
  const std::string_view channels =
      at == std::string_view::npos ? std::string_view() : text.substr(at + 2);
  stretches.add(text.substr(0, at), channels, annotation.onset_s, annotation.duration_s);
}

}  // namespace

TuneAnnotations read_tune_annotations(const std::filesystem::path& path,
                                      const Recording& recording,
                                      const std::vector<std::string>& labels,
                                      TuneObjective objective, std::ostream& err) {
  const double recording_s = recording.duration_s;
  Annotations annotations = read_annotations(path, recording_s);
  const EventFile file = read_events(path);
  if (objective == TuneObjective::kOnset) {
    for (const std::string& note : annotations.notes) {
      err << "homeostat: warning: " << path.string() << ": " << note << '\n';
    }
  }
  TuneAnnotations known{.seizures = std::move(annotations.seizures)};
  known.events =
      objective == TuneObjective::kOnset ? known.seizures : bursts_in(file, recording_s);
  Stretches stretches(known, labels, recording_s);
  for (const Event& event : file.events) {
    stretches.add(event.event_type, event.channels, event.onset_s, event.duration_s);
  }
  for (const Annotation& annotation : recording.annotations) {
    add_own(stretches, annotation);
  }
  return known;
}

}  // namespace homeostat::sim
