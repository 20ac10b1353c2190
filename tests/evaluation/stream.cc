#include "tests/evaluation/stream.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>

#include "sim/random_draws.h"
#include "sim/resample.h"
#include "tests/biomarkers/recordings.h"

namespace homeostat::evaluation {
namespace {

constexpr double kClipRateHz = 173.61;
constexpr std::size_t kClipsOfSet = 100;
constexpr std::size_t kClipsOfQuarter = kClipsOfSet / kQuarters;
constexpr std::size_t kParts = 4;
constexpr std::uint64_t kTestSeed = 2;       // and the quarter
constexpr std::uint64_t kChoosingSeed = 10;  // and four times the quarter, and the part

std::vector<float> prepared(const std::vector<float>& clip) {
  const double mean =
      std::accumulate(clip.begin(), clip.end(), 0.0) / static_cast<double>(clip.size());
  std::vector<float> about_zero(clip.size());
  std::ranges::transform(clip, about_zero.begin(), [mean](float uv) {
    return static_cast<float>(static_cast<double>(uv) - mean);
  });
  return sim::resample(about_zero, kClipRateHz, kRateHz);
}

// Resampling takes longer than many a detector: once a set.
const std::vector<std::vector<float>>& clips_of_set(char set) {
  static std::map<char, std::vector<std::vector<float>>> sets;
  auto& clips = sets[set];
  if (!clips.empty()) return clips;
  const auto all = biomarkers::bonn_clips(set);
  if (all.size() != kClipsOfSet) {
    throw std::runtime_error("no " + biomarkers::bonn_path(set) +
                             " of 100 clips among the shared data");
  }
  for (const std::vector<float>& clip : all) clips.push_back(prepared(clip));
  return clips;
}

void add_clips(char set, const std::vector<std::size_t>& numbers,
               std::vector<std::vector<float>>& clips) {
  for (const std::size_t number : numbers) clips.push_back(clips_of_set(set)[number]);
}

Clips clips_numbered(const std::vector<std::size_t>& numbers) {
  Clips clips;
  add_clips('N', numbers, clips.background);
  add_clips('F', numbers, clips.background);
  add_clips('S', numbers, clips.seizures);
  return clips;
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

}  // namespace

Clips clips_of(int quarter) {
  std::vector<std::size_t> numbers(kClipsOfQuarter);
  std::iota(numbers.begin(), numbers.end(),
            static_cast<std::size_t>(quarter) * kClipsOfQuarter);
  return clips_numbered(numbers);
}

std::vector<Clips> clips_beside(int quarter) {
  std::vector<std::size_t> others;
  for (std::size_t number = 0; number < kClipsOfSet; ++number) {
    if (number / kClipsOfQuarter != static_cast<std::size_t>(quarter)) {
      others.push_back(number);
    }
  }
  std::vector<std::vector<std::size_t>> parts(kParts);
  for (std::size_t i = 0; i < others.size(); ++i) {
    parts[i * kParts / others.size()].push_back(others[i]);
  }
  std::vector<Clips> clips;
  for (const auto& part : parts) clips.push_back(clips_numbered(part));
  return clips;
}

Stream stream_of(const Clips& clips, const Length& wanted, std::uint64_t seed) {
  sim::RandomDraws random(seed);
  const std::size_t length = clips.background.front().size();
  const auto slots = static_cast<std::size_t>(wanted.hours * 3600.0 * kRateHz) / length;
  const std::vector<bool> seizure =
      places_of_seizures(slots, static_cast<std::size_t>(wanted.seizures), random);
  Deck background(clips.background.size(), random);
  Deck ictal(clips.seizures.size(), random);
  Stream stream;
  for (std::size_t slot = 0; slot < slots; ++slot) {
    const std::vector<float>& clip = seizure[slot] ? clips.seizures[ictal.next()]
                                                   : clips.background[background.next()];
    const double onset_s = static_cast<double>(stream.uv.size()) / kRateHz;
    stream.uv.insert(stream.uv.end(), clip.begin(), clip.end());
    const double offset_s = static_cast<double>(stream.uv.size()) / kRateHz;
    if (seizure[slot]) stream.seizures.push_back({onset_s, offset_s});
  }
  stream.duration_s = static_cast<double>(stream.uv.size()) / kRateHz;
  return stream;
}

Stream test_stream(int quarter) {
  return stream_of(clips_of(quarter), kTestLength,
                   kTestSeed + static_cast<std::uint64_t>(quarter));
}

std::vector<Stream> streams_beside(int quarter, const Length& length) {
  std::vector<Stream> streams;
  std::uint64_t seed = kChoosingSeed + kParts * static_cast<std::uint64_t>(quarter);
  for (const Clips& clips : clips_beside(quarter)) {
    streams.push_back(stream_of(clips, length, seed++));
  }
  return streams;
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
