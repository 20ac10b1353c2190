#include "sim/rcs_powers.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "biomarkers/channel.h"
#include "biomarkers/rcs_listener.h"
#include "biomarkers/rcs_spectrum.h"
#include "biomarkers/rcs_units.h"

namespace homeostat::sim {
namespace {

using namespace biomarkers;

struct Band_hz {
  double low;
  double high;
  bool own = false;
};
// The usual ones and, for rhythms that slow down, one across two.
constexpr std::array<Band_hz, 7> kGrid{
    {{2, 8}, {1, 4}, {4, 8}, {8, 13}, {13, 30}, {30, 60}, {60, 100}}};
constexpr double kMvPerUv = 1.0e-3;

struct Row {
  double end_s = 0.0;
  RcsPower power;
};

// A chain of this channel alone.
RcsSettings alone(const controller::TherapyProgram& program, std::size_t channel) {
  RcsSettings settings = program.adaptive.chain;
  settings.channel_count = 1;
  settings.channels[0].gain250_trim = rcs_trim_of(program, channel);
  settings.band_count = 0;
  return settings;
}

std::vector<Band_hz> bands_for(const controller::TherapyProgram& program,
                               std::size_t channel) {
  const RcsSettings& chain = program.adaptive.chain;
  const ChannelSettings& heard = program.biomarkers.channels[channel];
  const double lowest_hz = static_cast<double>(heard.high_pass_hz);
  const double highest_hz = heard.low_pass_hz > 0.0F
                                ? static_cast<double>(heard.low_pass_hz)
                                : 0.5 * chain.sample_rate_hz;
  std::vector<Band_hz> all;
  std::vector<RcsBins> taken;
  const auto add = [&](Band_hz band) {
    const RcsBins bins = rcs_bins({.low_hz = band.low, .high_hz = band.high},
                                  chain.sample_rate_hz, chain.fft_size);
    for (const RcsBins& other : taken) {
      if (other.first == bins.first && other.last == bins.last) return;
    }
    taken.push_back(bins);
    all.push_back(band);
  };
  for (std::size_t b = 0; b < chain.band_count; ++b) {
    const RcsBandSettings& band = chain.bands[b];
    const auto& label = chain.channels[static_cast<std::size_t>(band.channel)].label;
    if (channel_called(label, program.biomarkers) == static_cast<int>(channel)) {
      add({band.low_hz, band.high_hz, true});
    }
  }
  for (const Band_hz band : kGrid) {
    if (band.low >= lowest_hz && band.high <= highest_hz) add(band);
  }
  return all;
}

std::vector<Row> rows_of(const TuneRecording& recording, const RcsSettings& chain,
                         const BiomarkerSettings& settings, std::size_t channel) {
  const Cadence cadence{settings.sample_rate_hz, settings.samples_per_frame};
  biomarkers::Channel sensed(settings.channels[channel], settings.quality, cadence);
  RcsSpectrumOf<kRcsAdaptiveChannels> spectrum(chain);
  const std::vector<float>& signal_uv = recording.signals_uv[channel];
  const std::size_t per_frame = settings.samples_per_frame;
  SampleFrame frame;
  frame.sample_count = settings.samples_per_frame;
  std::vector<Row> rows;
  for (std::size_t at = 0; at + per_frame <= signal_uv.size(); at += per_frame) {
    std::copy_n(&signal_uv[at], per_frame, frame.samples_uv[0].begin());
    const bool whole = std::all_of(&signal_uv[at], &signal_uv[at] + per_frame,
                                   [](float uv) { return std::isfinite(uv); });
    frame.front_end[0] = whole ? std::uint8_t{0} : std::uint8_t{kMissing};
    (void)sensed.sense(frame, 0, {.flags = 0, .after_gap = at == 0}, {}, false);
    const ChannelSamples* samples = sensed.samples();
    for (std::size_t i = 0; i < per_frame; ++i) {
      RcsCounts counts{};
      const bool lost = samples == nullptr || (i == 0 && samples->after_gap);
      counts[0] = lost ? kRcsMissing
                       : rcs_counts(static_cast<double>(samples->uv[i]) * kMvPerUv,
                                    chain.channels[0].gain250_trim);
      if (!spectrum.update(counts)) continue;
      rows.push_back({static_cast<double>(at + per_frame) /
                          static_cast<double>(settings.sample_rate_hz),
                      spectrum.power()});
    }
  }
  return rows;
}

void append(const std::vector<Row>& rows, std::size_t band, RcsBandPowers& to) {
  for (const Row& row : rows) {
    to.power.push_back(row.power.bands[band]);
    to.over_range.push_back(row.power.over_range >> band & 1U);
    to.missing.push_back(row.power.missing >> band & 1U);
  }
}

// Two bands at a time, as many as a channel has.
void add_channel(const controller::TherapyProgram& program, const Timeline& line,
                 std::size_t channel, RcsPowerTable& table) {
  const std::vector<Band_hz> bands = bands_for(program, channel);
  for (std::size_t b = 0; b < bands.size(); b += kRcsBandsPerChannel) {
    RcsSettings chain = alone(program, channel);
    const std::size_t first = table.bands.size();
    while (chain.band_count < kRcsBandsPerChannel &&
           b + chain.band_count < bands.size()) {
      const Band_hz band = bands[b + chain.band_count];
      RcsBandSettings& told = chain.bands[chain.band_count++];
      told = {.channel = 0, .low_hz = band.low, .high_hz = band.high};
      const RcsBins bins = rcs_bins(told, chain.sample_rate_hz, chain.fft_size);
      table.bands.push_back({.channel = channel,
                             .low_hz = band.low,
                             .high_hz = band.high,
                             .bins = bins.last - bins.first + 1,
                             .own = band.own});
    }
    const bool tells_time = table.end_s.empty();
    for (const TuneRecording& recording : line.recordings) {
      const auto rows = rows_of(recording, chain, program.biomarkers, channel);
      if (tells_time) {
        table.first_row.push_back(table.end_s.size());
        for (const Row& row : rows) table.end_s.push_back(recording.begin_s + row.end_s);
      }
      for (std::size_t i = 0; i < chain.band_count; ++i) {
        append(rows, i, table.bands[first + i]);
      }
    }
  }
}

}  // namespace

int rcs_trim_of(const controller::TherapyProgram& program, std::size_t channel) {
  const RcsSettings& chain = program.adaptive.chain;
  for (std::size_t c = 0; c < chain.channel_count; ++c) {
    if (channel_called(chain.channels[c].label, program.biomarkers) ==
        static_cast<int>(channel)) {
      return chain.channels[c].gain250_trim;
    }
  }
  return chain.channels[0].gain250_trim;
}

RcsPowerTable rcs_powers(const controller::TherapyProgram& program, const Timeline& line,
                         const std::function<void()>& step) {
  RcsPowerTable table;
  for (std::size_t c = 0; c < program.biomarkers.channel_count; ++c) {
    add_channel(program, line, c, table);
    step();
  }
  return table;
}

}  // namespace homeostat::sim
