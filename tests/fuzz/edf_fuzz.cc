// EDF and BDF: an accepted recording has the length, rates and range that its header
// declares, no number that is none outside its gaps, and reads the same through EDFlib
// and through our own reader of records.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <bit>
#include <cctype>
#include <cmath>

#include "sim/edf_file.h"
#include "sim/edf_header.h"
#include "sim/edf_reader.h"
#include "sim/edf_records.h"
#include "sim/error.h"
#include "tests/fuzz/harness.h"

namespace {

using homeostat::fuzz::claim;
using homeostat::fuzz::MemoryFile;
using homeostat::sim::Channel;
using homeostat::sim::EdfHeader;
using homeostat::sim::EdfPick;
using homeostat::sim::EdfSignal;
using homeostat::sim::Gap;
using homeostat::sim::Recording;

// Gaps are filled in memory, up to gigabytes (tests/sim asks for that bound): a time
// stamp of three digits or more is left to those tests.
bool has_long_times(std::string_view bytes) {
  for (std::size_t at = 256; at + 3 < bytes.size(); ++at) {
    const auto digit = [&](std::size_t i) {
      return std::isdigit(bytes[at + i] & 0xFF) != 0;
    };
    if (bytes[at] == '+' && digit(1) && digit(2) && digit(3)) return true;
  }
  return false;
}

double microvolts_per(const std::string& unit) {
  if (unit == "nV") return 1e-3;
  if (unit == "mV") return 1e3;
  return unit == "V" ? 1e6 : 1.0;
}

bool in_a_gap(const Recording& recording, double at_s, double slack_s) {
  return std::any_of(recording.gaps.begin(), recording.gaps.end(), [&](const Gap& gap) {
    return at_s >= gap.start_s - slack_s &&
           at_s <= gap.start_s + gap.duration_s + slack_s;
  });
}

void claim_channel(const Recording& recording, const Channel& channel,
                   const EdfHeader& header, const EdfSignal& signal) {
  claim(channel.label == signal.label, "a channel out of order");
  claim(channel.rate_hz >= 1e-3 && channel.rate_hz <= 1e6, "a rate beyond belief");
  const double own_hz = static_cast<double>(signal.samples_per_record) / header.record_s;
  claim(std::abs(channel.rate_hz - own_hz) <= 1e-9 * own_hz, "another rate");
  const double last_s = recording.duration_s * channel.rate_hz;
  const double samples = static_cast<double>(channel.samples_uv.size());
  // Each record's stamp may lie half a sample off; gaps are whole samples.
  const double slack =
      1.0 + (header.discontinuous ? static_cast<double>(header.records) : 0.0);
  claim(std::abs(samples - last_s) <= slack, "another length than duration times rate");
  const double unit_uv = microvolts_per(signal.unit);
  const double low = unit_uv * std::min(signal.physical_min, signal.physical_max);
  const double high = unit_uv * std::max(signal.physical_min, signal.physical_max);
  const double rounding = 1e-5 * std::max(std::abs(low), std::abs(high));
  for (std::size_t k = 0; k < channel.samples_uv.size(); ++k) {
    const auto value = static_cast<double>(channel.samples_uv[k]);
    if (std::isnan(value)) {
      const double at_s = static_cast<double>(k) / channel.rate_hz;
      claim(in_a_gap(recording, at_s, slack / channel.rate_hz), "no number, and no gap");
    } else {
      claim(value >= low - rounding && value <= high + rounding, "outside its range");
    }
  }
}

void claim_gaps(const Recording& recording) {
  double end_s = 0.0;
  for (const Gap& gap : recording.gaps) {
    claim(gap.start_s >= end_s && gap.duration_s > 0.0, "gaps out of order");
    end_s = gap.start_s + gap.duration_s;
  }
}

bool same(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b) ||
         (std::isnan(a) && std::isnan(b));
}

// Asked for one by one, a channel holds what it held among the others.
void claim_choice_agrees(const Recording& all, const MemoryFile& file) {
  for (const Channel& channel : all.channels) {
    const auto twins =
        std::count_if(all.channels.begin(), all.channels.end(),
                      [&](const Channel& other) { return other.label == channel.label; });
    if (twins != 1) continue;
    const std::string label[] = {channel.label};
    const Recording one = homeostat::sim::read_edf(file.path(), label);
    claim(one.channels.size() == 1, "one was asked for");
    claim(std::ranges::equal(one.channels[0].samples_uv, channel.samples_uv, same),
          "another signal when asked for alone");
    return;
  }
}

// Without stamps to place records by, EDFlib and our own reader find the same counts.
void claim_readers_agree(const Recording& recording, const EdfHeader& header,
                         const MemoryFile& file) {
  std::vector<EdfPick> picks;
  for (std::size_t i = 0; i < header.signals.size(); ++i) {
    const EdfSignal& signal = header.signals[i];
    if (signal.annotations) return;
    picks.push_back({i, static_cast<int>(signal.digital_min),
                     static_cast<int>(signal.digital_max), 1.0, 0.0});
  }
  if (header.discontinuous) return;
  Recording theirs = recording;
  for (Channel& channel : theirs.channels) channel.samples_uv.clear();
  Recording ours = theirs;
  if (!read_by_edflib(file.path(), header, picks, theirs)) return;
  read_edf_records(file.path(), header, picks, ours);
  for (std::size_t i = 0; i < picks.size(); ++i) {
    claim(theirs.channels[i].samples_uv == ours.channels[i].samples_uv,
          "EDFlib reads another signal");
  }
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  spdlog::set_level(spdlog::level::off);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = homeostat::fuzz::text_of(data, size);
  if (has_long_times(bytes)) return -1;
  static const MemoryFile file;
  file.write(bytes);
  Recording recording;
  try {
    recording = homeostat::sim::read_edf(file.path());
  } catch (const homeostat::sim::RecordingError& error) {
    const std::string_view what = error.what();
    claim(what.starts_with(file.path().native()), "a refusal that names no file");
    claim(what.find('\n') == std::string_view::npos, "a refusal of more than one line");
    return 0;
  }
  const EdfHeader header = homeostat::sim::read_edf_header(file.path());
  std::vector<EdfSignal> signals = header.signals;
  std::erase_if(signals, [](const EdfSignal& signal) { return signal.annotations; });
  claim(recording.duration_s > 0.0, "no time");
  claim(recording.channels.size() == signals.size(), "signals were lost or made up");
  claim_gaps(recording);
  for (std::size_t i = 0; i < signals.size(); ++i) {
    claim_channel(recording, recording.channels[i], header, signals[i]);
  }
  claim_choice_agrees(recording, file);
  claim_readers_agree(recording, header, file);
  return 0;
}
