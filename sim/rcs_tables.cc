#include "sim/rcs_tables.h"

#include <string>

#include "clinical_configs/field_name.h"
#include "sim/output_file.h"
#include "sim/rounding.h"

namespace homeostat::sim {
namespace {

using clinical_configs::number_text;

enum PowerFlags { kOverRange = 1, kMissingSamples = 2 };

constexpr int kLevels = 3;         // of one detector: states count in threes
constexpr int kStatusBytes = 256;  // detector 1's status stands above detector 0's

}  // namespace

RcsTables::RcsTables(const std::filesystem::path& folder,
                     const biomarkers::RcsSettings& settings, double start_s)
    : settings_(settings),
      start_s_(start_s),
      power_{folder / "power.csv", open_output(folder / "power.csv")},
      detector_{folder / "detector.csv", open_output(folder / "detector.csv")},
      therapy_{folder / "therapy.csv", open_output(folder / "therapy.csv")} {
  power_.out << "t_s";
  for (std::size_t b = 0; b < settings_.band_count; ++b) power_.out << ",band" << b;
  power_.out << ",flags\n";
  detector_.out << "t_s,ld0,ld1,immediate,confirmed,status\n";
  therapy_.out << "t_s,state,current_ma";
  for (std::size_t p = 1; p < settings_.states[0].amplitude_count; ++p) {
    therapy_.out << ",current" << p << "_ma";
  }
  therapy_.out << '\n';
}

void RcsTables::see(const biomarkers::RcsChain& chain,
                    const biomarkers::RcsChain::Step& step) {
  if (!step.power) return;
  const std::string t_s =
      number_text(to_millionth(start_s_ + static_cast<double>(chain.now_us()) * 1e-6));
  write_power(chain, t_s);
  if (step.detection) write_detection(chain, t_s);
  write_therapy(chain, t_s);
}

void RcsTables::close() {
  for (Table* table : {&power_, &detector_, &therapy_}) {
    close_output(table->out, table->path);
  }
}

void RcsTables::write_power(const biomarkers::RcsChain& chain, const std::string& t_s) {
  const biomarkers::RcsPower& power = chain.spectrum().power();
  power_.out << t_s;
  for (std::size_t b = 0; b < settings_.band_count; ++b) {
    power_.out << ',';
    if ((power.missing >> b & 1U) != 0) {
      power_.out << "n/a";
    } else {
      power_.out << power.bands[b];
    }
  }
  const int flags = (power.over_range != 0 ? kOverRange : 0) |
                    (power.missing != 0 ? kMissingSamples : 0);
  power_.out << ',' << flags << '\n';
}

void RcsTables::write_detection(const biomarkers::RcsChain& chain,
                                const std::string& t_s) {
  detector_.out << t_s;
  for (std::size_t d = 0; d < biomarkers::kRcsDetectors; ++d) {
    if (d >= settings_.detector_count) {
      detector_.out << ",n/a";
      continue;
    }
    const double one = 1 << settings_.detectors[d].fractional_bits;
    detector_.out << ',' << number_text(chain.detector(d).output() / one);
  }
  const biomarkers::RcsDetector& first = chain.detector(0);
  const biomarkers::RcsDetector& second = chain.detector(1);
  detector_.out << ',' << first.immediate() + kLevels * second.immediate() << ','
                << first.confirmed() + kLevels * second.confirmed() << ','
                << first.status() + kStatusBytes * second.status() << '\n';
}

void RcsTables::write_therapy(const biomarkers::RcsChain& chain, const std::string& t_s) {
  therapy_.out << t_s << ',' << chain.state();
  for (std::size_t p = 0; p < settings_.states[0].amplitude_count; ++p) {
    const double current_ma =
        static_cast<double>(chain.current(p)) / biomarkers::RcsRamp::kPerMa;
    therapy_.out << ',' << number_text(to_millionth(current_ma));
  }
  therapy_.out << '\n';
}

}  // namespace homeostat::sim
