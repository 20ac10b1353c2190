#include "tests/evaluation/stream.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "sim/random_draws.h"
#include "sim/resample.h"
#include "tests/biomarkers/recordings.h"

namespace homeostat::evaluation {
namespace {

constexpr double kClipRateHz = 173.61;
constexpr std::size_t kClipsOfSet = 100;

struct Share {
  std::size_t first;
  std::size_t last;  // excluded
};

Share share_of(Part part) {
  if (part == Part::kTraining) return {0, 40};
  if (part == Part::kValidation) return {40, 70};
  return {70, kClipsOfSet};
}

std::vector<float> prepared(const std::vector<float>& clip) {
  const double mean =
      std::accumulate(clip.begin(), clip.end(), 0.0) / static_cast<double>(clip.size());
  std::vector<float> about_zero(clip.size());
  std::ranges::transform(clip, about_zero.begin(), [mean](float uv) {
    return static_cast<float>(static_cast<double>(uv) - mean);
  });
  return sim::resample(about_zero, kClipRateHz, kRateHz);
}

void add_clips(char set, Part part, std::vector<std::vector<float>>& clips) {
  const auto all = biomarkers::bonn_clips(set);
  if (all.size() != kClipsOfSet) {
    throw std::runtime_error("no " + biomarkers::bonn_path(set) +
                             " of 100 clips among the shared data");
  }
  const Share share = share_of(part);
  for (std::size_t i = share.first; i < share.last; ++i)
    clips.push_back(prepared(all[i]));
}

// Clip numbers in shuffled rounds, each once a round.
class Deck {
 public:
  Deck(std::size_t clips, sim::RandomDraws& random) : order_(clips), random_(random) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }
  std::size_t next() {
    if (at_ == 0) random_.shuffle(order_);
    const std::size_t clip = order_[at_];
    at_ = (at_ + 1) % order_.size();
    return clip;
  }

 private:
  std::vector<std::size_t> order_;
  sim::RandomDraws& random_;
  std::size_t at_ = 0;
};

std::vector<bool> places_of_seizures(std::size_t slots, std::size_t seizures,
                                     sim::RandomDraws& random) {
  std::vector<bool> seizure(slots, false);
  const std::size_t stretch = slots / seizures;
  const std::size_t before = stretch / 4;
  for (std::size_t i = 0; i < seizures; ++i) {
    seizure[i * stretch + before + random.below(stretch - before)] = true;
  }
  return seizure;
}

// One of `parts` equal parts of a stream's time and seizures, at the stream's end.
void append(Stream& stream, const Clips& clips, std::size_t parts,
            sim::RandomDraws& random) {
  const std::size_t length = clips.background.front().size();
  const auto slots = static_cast<std::size_t>(kHours * 3600.0 * kRateHz) / length / parts;
  const std::vector<bool> seizure = places_of_seizures(slots, kSeizures / parts, random);
  Deck background(clips.background.size(), random);
  Deck ictal(clips.seizures.size(), random);
  for (std::size_t slot = 0; slot < slots; ++slot) {
    const std::vector<float>& clip = seizure[slot] ? clips.seizures[ictal.next()]
                                                   : clips.background[background.next()];
    const double onset_s = static_cast<double>(stream.uv.size()) / kRateHz;
    stream.uv.insert(stream.uv.end(), clip.begin(), clip.end());
    const double offset_s = static_cast<double>(stream.uv.size()) / kRateHz;
    if (seizure[slot]) stream.seizures.push_back({onset_s, offset_s});
  }
  stream.duration_s = static_cast<double>(stream.uv.size()) / kRateHz;
}

// Each `parts`th clip, from the `first` on.
Clips every(const Clips& clips, std::size_t parts, std::size_t first) {
  Clips some;
  for (std::size_t i = first; i < clips.background.size(); i += parts)
    some.background.push_back(clips.background[i]);
  for (std::size_t i = first; i < clips.seizures.size(); i += parts)
    some.seizures.push_back(clips.seizures[i]);
  return some;
}

}  // namespace

Clips clips_of(Part part) {
  Clips clips;
  add_clips('N', part, clips.background);
  add_clips('F', part, clips.background);
  add_clips('S', part, clips.seizures);
  return clips;
}

Stream stream_of(const Clips& clips, std::uint64_t seed) {
  sim::RandomDraws random(seed);
  Stream stream;
  append(stream, clips, 1, random);
  return stream;
}

Stream parted_stream_of(const Clips& clips, std::uint64_t seed) {
  constexpr std::size_t kParts = 4;
  sim::RandomDraws random(seed);
  Stream stream;
  for (std::size_t part = 0; part < kParts; ++part) {
    append(stream, every(clips, kParts, part), kParts, random);
  }
  return stream;
}

Stream with_gain(Stream stream, const Gain& gain) {
  const double steps = std::max(1.0, static_cast<double>(stream.uv.size()) - 1.0);
  const double change = std::log(gain.last / gain.first);
  for (std::size_t k = 0; k < stream.uv.size(); ++k) {
    const double now = gain.first * std::exp(change * static_cast<double>(k) / steps);
    stream.uv[k] = static_cast<float>(static_cast<double>(stream.uv[k]) * now);
  }
  return stream;
}

}  // namespace homeostat::evaluation
