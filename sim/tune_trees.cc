#include "sim/tune_trees.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "biomarkers/tree_detector.h"
#include "sim/tune_groups.h"

namespace homeostat::sim {
namespace {

using namespace biomarkers;

constexpr std::array kGains{0.5, 0.7, 1.0, 1.4, 2.0};
constexpr std::array kDrifts{0.0F, 0.5F, 1.0F, 2.0F, 3.0F};
constexpr std::array kAlarms{2.0F, 4.0F, 6.0F, 9.0F, 13.0F, 18.0F, 25.0F, 35.0F, 50.0F};
constexpr std::size_t kMostQuiet = 6000;      // half seconds of background, before gains
constexpr std::size_t kFewestArtefacts = 20;  // half seconds of channels, for a veto
constexpr float kStandsOut = 3.0F;  // sigma of the line length: background to keep
constexpr float kTakesPart = 4.0F;  // sigma of any feature, in the middle of an event

enum class Label { kQuiet, kArtefact, kEvent, kNeither };

bool overlaps(const std::vector<TuneStretch>& stretches, std::size_t channel,
              double from_s, double to_s) {
  return std::ranges::any_of(stretches, [&](const TuneStretch& stretch) {
    return (stretch.channels >> channel & 1U) != 0 && stretch.span.onset_s < to_s &&
           stretch.span.offset_s >= from_s;
  });
}

Interval sure_part(const Interval& event, const TuneRule& rule) {
  return {event.onset_s + rule.sure_after_s,
          std::max(event.offset_s, event.onset_s + rule.shortest_event_s)};
}

bool near(double end_s, const std::vector<Interval>& events, const TuneRule& rule) {
  return std::ranges::any_of(events, [&](const Interval& event) {
    return end_s > event.onset_s - rule.before_event_s &&
           end_s < event.offset_s + rule.after_event_s;
  });
}

bool within(double end_s, const Interval& span) {
  return end_s >= span.onset_s && end_s <= span.offset_s;
}

// What is annotated as artefact or stimulated is background however near an event is, but
// not inside one, nor in a seizure.
Label label_of(const HalfSecond& half, double hop_s, std::size_t channel,
               const std::vector<Interval>& events, const Timeline& line) {
  const double end_s = half.end_s;
  for (const Interval& event : events) {
    if (within(end_s, sure_part(event, line.rule))) return Label::kEvent;
    if (within(end_s, event)) return Label::kNeither;
  }
  for (const Interval& seizure : line.seizures) {
    if (within(end_s, seizure)) return Label::kNeither;
  }
  if (overlaps(line.artefacts, channel, end_s - hop_s, end_s)) return Label::kArtefact;
  if (overlaps(line.stimulated, channel, end_s - hop_s, end_s)) return Label::kQuiet;
  const bool neither =
      near(end_s, events, line.rule) || near(end_s, line.seizures, TuneRule{});
  return neither ? Label::kNeither : Label::kQuiet;
}

bool inside(double at_s, const TuneSpan& span) {
  return at_s >= span.from_s && at_s < span.to_s;
}

float largest_departure(const TreeFeatures& features) {
  float largest = 0.0F;
  for (std::size_t f = kSeizureFeatures; f < features.size(); ++f) {
    largest = std::max(largest, std::abs(features[f]));
  }
  return largest;
}

float median_departure(const std::vector<HalfSecond>& halves, const Interval& sure) {
  std::vector<float> departures;
  for (const HalfSecond& half : halves) {
    if (!within(half.end_s, sure)) continue;
    departures.push_back(largest_departure(half.features));
  }
  if (departures.empty()) return 0.0F;
  const auto middle =
      departures.begin() + static_cast<std::ptrdiff_t>(departures.size() / 2);
  std::ranges::nth_element(departures, middle);
  return *middle;
}

std::size_t artefacts_in(const std::vector<TreeExample>& examples) {
  return static_cast<std::size_t>(std::ranges::count_if(
      examples, [](const TreeExample& example) { return example.artefact; }));
}

}  // namespace

TreeTuner::TreeTuner(const BiomarkerSettings& settings, const Timeline& line,
                     std::uint64_t seed)
    : settings_(settings),
      line_(line),
      seed_(seed),
      hop_s_(std::floor(0.5 * static_cast<double>(settings.sample_rate_hz) + 0.5) /
             static_cast<double>(settings.sample_rate_hz)),
      ticks_(static_cast<std::size_t>(line.duration_s / hop_s_) + 2) {
  const std::size_t channels =
      std::min<std::size_t>(settings.channel_count, kMostTreeChannels);
  channels_.resize(channels);
  for (const TuneRecording& recording : line.recordings) {
    for (std::size_t c = 0; c < channels; ++c) {
      for (HalfSecond& half : half_seconds(recording.signals_uv[c], settings, c)) {
        half.end_s += recording.begin_s;
        channels_[c].push_back(half);
      }
    }
  }
}

std::size_t TreeTuner::tick_of(double end_s) const {
  return std::min(static_cast<std::size_t>(end_s / hop_s_), ticks_ - 1);
}

// A seizure of one place is background everywhere else; one channel at least shows it.
bool TreeTuner::takes_part(std::size_t channel, const Interval& event) const {
  const Interval sure = sure_part(event, line_.rule);
  const float here = median_departure(channels_[channel], sure);
  if (here >= kTakesPart) return true;
  return std::ranges::all_of(channels_, [&](const std::vector<HalfSecond>& other) {
    return median_departure(other, sure) <= here;
  });
}

std::vector<TreeExample> TreeTuner::examples(const std::vector<TuneSpan>& spans) const {
  std::vector<TreeExample> seizing;
  std::vector<TreeExample> quiet;
  std::vector<TreeExample> standing_out;
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    std::vector<Interval> shown;
    for (const Interval& event : line_.events) {
      if (takes_part(c, event)) shown.push_back(event);
    }
    for (const HalfSecond& half : channels_[c]) {
      if (std::ranges::none_of(
              spans, [&](const TuneSpan& span) { return inside(half.end_s, span); })) {
        continue;
      }
      TreeExample example{.features = half.features};
      switch (label_of(half, hop_s_, c, line_.events, line_)) {
        case Label::kArtefact:
          example.artefact = true;
          standing_out.push_back(example);
          break;
        case Label::kQuiet: {
          const bool far = half.features[kSeizureFeatures] > kStandsOut;
          (far ? standing_out : quiet).push_back(example);
          break;
        }
        case Label::kEvent:
        case Label::kNeither:
          if (label_of(half, hop_s_, c, shown, line_) == Label::kEvent) {
            example.seizure = true;
            seizing.push_back(example);
          }
          break;
      }
    }
  }
  const std::size_t stride = quiet.size() / kMostQuiet + 1;
  for (std::size_t i = 0; i < quiet.size(); i += stride) {
    quiet[i].weight = static_cast<float>(stride);
    seizing.push_back(quiet[i]);
  }
  seizing.insert(seizing.end(), standing_out.begin(), standing_out.end());
  return seizing;
}

TreeModel TreeTuner::train(const std::vector<TuneSpan>& spans) const {
  std::vector<TreeExample> at_gains;
  std::vector<TreeExample> shown = examples(spans);
  if (artefacts_in(shown) < kFewestArtefacts) {
    for (TreeExample& example : shown) example.artefact = false;
  }
  for (const TreeExample& example : shown) {
    for (const double gain : kGains) {
      at_gains.push_back(example);
      at_gains.back().features = at_gain(example.features, gain);
    }
  }
  return fit_trees(at_gains, {.seed = seed_});
}

void TreeTuner::judge(const TreeModel& model, const TuneSpan& span, Odds& odds) const {
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    for (const HalfSecond& half : channels_[c]) {
      if (!inside(half.end_s, span)) continue;
      const TreeOdds both = odds_of(model, levels_of(model, half.features));
      const bool vetoed = both.artefact > 0.0F;
      odds[c][tick_of(half.end_s)] = vetoed ? std::min(both.seizure, 0.0F) : both.seizure;
    }
  }
}

TreeTuner::Odds TreeTuner::unseen_odds(const TuneSpan& span) const {
  Odds odds(channels_.size(), std::vector<float>(ticks_, std::nanf("")));
  const std::vector<TuneSpan> groups = groups_of(line_, span);
  for (std::size_t left_out = 0; left_out < groups.size(); ++left_out) {
    std::vector<TuneSpan> others;
    for (std::size_t group = 0; group < groups.size(); ++group) {
      if (group != left_out || groups.size() == 1) others.push_back(groups[group]);
    }
    judge(train(others), groups[left_out], odds);
  }
  return odds;
}

std::vector<Interval> TreeTuner::detect(const Odds& odds,
                                        const BiomarkerSettings& settings) const {
  const TreeSettings& trees = settings.trees;
  const Microseconds hop(static_cast<std::int64_t>(std::llround(hop_s_ * 1e6)));
  std::vector<Interval> detections;
  for (const TuneRecording& recording : line_.recordings) {
    std::vector<OddsSum> sums(odds.size());
    Persistence persistence(settings.persistence);
    bool seizure = false;
    const std::size_t last = tick_of(recording.begin_s + recording.duration_s);
    for (std::size_t tick = tick_of(recording.begin_s) + 1; tick <= last; ++tick) {
      int alarms = 0;
      int readable = 0;
      for (std::size_t c = 0; c < odds.size(); ++c) {
        const float log_odds = odds[c][tick];
        if (std::isnan(log_odds)) continue;
        sums[c].add(log_odds, trees.drift, trees.alarm_at);
        ++readable;
        alarms += sums[c].votes();
      }
      const bool now =
          persistence.update(evidence_of(alarms, readable, trees.votes), hop);
      const double now_s = static_cast<double>(tick + 1) * hop_s_;
      if (now && !seizure) detections.push_back({now_s, now_s});
      if (now || seizure) detections.back().offset_s = now_s;
      seizure = now;
    }
  }
  return detections;
}

std::string TreeTuner::veto_words() const {
  const std::size_t artefacts = artefacts_in(examples({{0.0, line_.duration_s + 1.0}}));
  char words[160];
  std::snprintf(words, sizeof words,
                artefacts < kFewestArtefacts
                    ? "no artefact veto: %zu half seconds of channels are annotated as "
                      "artefact outside events; %zu at least"
                    : "an artefact veto was trained on %zu half seconds of channels",
                artefacts, kFewestArtefacts);
  return words;
}

std::vector<TuneCandidate> TreeTuner::candidates(const TuneSpan& span) const {
  const Odds odds = unseen_odds(span);
  TuneCandidate pattern{.settings = settings_};
  TreeSettings& trees = pattern.settings.trees;
  trees = {};
  trees.model = train({span});
  for (std::size_t c = 0; c < channels_.size(); ++c) {
    trees.channels[trees.channel_count++] = static_cast<std::uint8_t>(c);
  }
  std::vector<TuneCandidate> all;
  for (int votes = 1; votes <= std::min<int>(2, trees.channel_count); ++votes) {
    for (std::size_t drift = 0; drift < kDrifts.size(); ++drift) {
      for (const float alarm_at : kAlarms) {
        trees.votes = static_cast<std::uint8_t>(votes);
        trees.drift = kDrifts[drift];
        trees.alarm_at = alarm_at;
        char words[96];
        std::snprintf(words, sizeof words,
                      "boosted trees, %d of %d channels, drift %.4g, alarm at %.4g",
                      votes, trees.channel_count, static_cast<double>(trees.drift),
                      static_cast<double>(alarm_at));
        pattern.words = words;
        pattern.family = votes * 100 + static_cast<int>(drift);
        pattern.strict = static_cast<double>(alarm_at);
        pattern.detections = detect(odds, pattern.settings);
        all.push_back(pattern);
      }
    }
  }
  return all;
}

std::vector<Interval> TreeTuner::detections(const TuneCandidate& candidate) const {
  Odds odds(channels_.size(), std::vector<float>(ticks_, std::nanf("")));
  judge(candidate.settings.trees.model, {0.0, line_.duration_s + 1.0}, odds);
  return detect(odds, candidate.settings);
}

}  // namespace homeostat::sim
