#include "sim/rns_tables.h"

#include <string>

#include "clinical_configs/field_name.h"
#include "sim/output_file.h"
#include "sim/rounding.h"

namespace homeostat::sim {
namespace {

using clinical_configs::number_text;

constexpr const char* kDetector = "detector.csv";
constexpr const char* kTherapy = "therapy.csv";

std::string time_text(double t_s) { return number_text(to_millionth(t_s)); }

}  // namespace

RnsTables::RnsTables(const std::filesystem::path& folder,
                     const biomarkers::RnsSettings& settings, double start_s)
    : settings_(settings),
      start_s_(start_s),
      folder_(folder),
      detector_(open_output(folder / kDetector)),
      therapy_(open_output(folder / kTherapy)) {
  detector_ << "t_s";
  for (std::size_t t = 0; t < settings_.tool_count; ++t) {
    detector_ << ",tool" << t << ",threshold" << t << ",on" << t;
  }
  detector_ << ",pattern_a,pattern_b,detected\n";
  therapy_ << "t_s,event,therapy,burst,current_ma,pulse_width_us,rate_hz,duration_ms\n";
}

void RnsTables::see(const biomarkers::RnsChain& chain) {
  const double t_s = static_cast<double>(chain.samples()) / settings_.sample_rate_hz;
  write_detector(chain, t_s);
  follow_event(chain, t_s);
  if (chain.therapy() > 0) write_bursts(chain, t_s);
}

void RnsTables::close() {
  close_output(detector_, folder_ / kDetector);
  close_output(therapy_, folder_ / kTherapy);
}

void RnsTables::write_detector(const biomarkers::RnsChain& chain, double t_s) {
  detector_ << time_text(start_s_ + t_s);
  for (std::size_t t = 0; t < settings_.tool_count; ++t) {
    const biomarkers::RnsReading& reading = chain.tool(t);
    if (reading.valid) {
      detector_ << ',' << number_text(static_cast<double>(reading.value)) << ','
                << number_text(static_cast<double>(reading.threshold));
    } else {
      detector_ << ",n/a,n/a";
    }
    detector_ << ',' << reading.on;
  }
  detector_ << ',' << chain.pattern(0) << ',' << chain.pattern(1) << ','
            << chain.detected() << '\n';
}

void RnsTables::follow_event(const biomarkers::RnsChain& chain, double t_s) {
  if (chain.in_event() && !in_event_) {
    const double window_s = settings_.window_ms / 1000.0;
    events_.push_back({t_s - window_s, t_s});
  }
  if (chain.detected()) events_.back().offset_s = t_s;
  in_event_ = chain.in_event();
}

void RnsTables::write_bursts(const biomarkers::RnsChain& chain, double t_s) {
  ++therapies_;
  const auto index = static_cast<std::size_t>(chain.therapy() - 1);
  const biomarkers::RnsTherapySettings& therapy = settings_.therapies[index];
  double begins_s = start_s_ + t_s;
  for (std::size_t b = 0; b < therapy.burst_count; ++b) {
    const biomarkers::RnsBurstSettings& burst = therapy.bursts[b];
    therapy_ << time_text(begins_s) << ',' << events_.size() << ',' << chain.therapy()
             << ',' << b + 1 << ',' << number_text(burst.amplitude_ma) << ','
             << number_text(burst.pulse_width_us) << ',' << number_text(burst.rate_hz)
             << ',' << number_text(burst.duration_ms) << '\n';
    begins_s += burst.duration_ms / 1000.0;
  }
}

}  // namespace homeostat::sim
