// events.tsv: what is accepted can be written, says the same when it is read again, and
// then no longer changes. What is refused is refused in one line that names the place.
#include <cmath>

#include "sim/error.h"
#include "sim/events_tsv.h"
#include "tests/fuzz/harness.h"

namespace {

using homeostat::fuzz::claim;
using homeostat::fuzz::MemoryFile;
using homeostat::sim::Event;
using homeostat::sim::EventFile;

constexpr double kHalfStep_s = 0.005 + 1e-6;  // two decimals are written, of up to 1e9

bool in_range(double value, double lowest) { return value >= lowest && value <= 1e9; }

void claim_sound(const EventFile& file) {
  claim(!file.events.empty(), "a file without events was accepted");
  claim(in_range(file.recording_duration_s, 0.01), "recordingDuration outside its range");
  for (const Event& e : file.events) {
    claim(in_range(e.onset_s, 0.0) && in_range(e.duration_s, 0.0), "time out of range");
    claim(!e.event_type.empty() && e.event_type != "n/a", "an event without a type");
    claim(!e.confidence || (*e.confidence >= 0.0 && *e.confidence <= 1.0), "confidence");
  }
}

bool near(double a, double b) { return std::abs(a - b) <= kHalfStep_s; }

void claim_same(const EventFile& was, const EventFile& is) {
  claim(was.events.size() == is.events.size(), "rows were lost or made up");
  claim(was.date_time == is.date_time, "another dateTime");
  claim(near(was.recording_duration_s, is.recording_duration_s), "another duration");
  for (std::size_t i = 0; i < was.events.size(); ++i) {
    const Event& a = was.events[i];
    const Event& b = is.events[i];
    claim(near(a.onset_s, b.onset_s) && near(a.duration_s, b.duration_s), "other times");
    claim(a.event_type == b.event_type, "another type", a.event_type);
    claim(a.channels == b.channels, "other channels", a.channels);
    claim(a.confidence == b.confidence, "another confidence");
  }
  claim(seizures(was).size() == seizures(is).size(), "another number of seizures");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MemoryFile in;
  static const MemoryFile out;
  in.write(homeostat::fuzz::text_of(data, size));
  EventFile file;
  try {
    file = homeostat::sim::read_events(in.path());
  } catch (const homeostat::sim::RecordingError& error) {
    const std::string_view what = error.what();
    claim(what.starts_with(in.path().native()), "a refusal that names no file");
    claim(what.find('\n') == std::string_view::npos, "a refusal of more than one line");
    return 0;
  }
  claim_sound(file);
  homeostat::sim::write_events(out.path(), file);
  const std::string once = out.read();
  const EventFile again = homeostat::sim::read_events(out.path());
  claim_same(file, again);
  homeostat::sim::write_events(out.path(), again);
  claim(out.read() == once, "what was written and read is written differently");
  return 0;
}
