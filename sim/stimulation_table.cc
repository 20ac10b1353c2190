#include "sim/stimulation_table.h"

#include <iomanip>

#include "sim/output_file.h"

namespace homeostat::sim {

void write_stimulation_table(const std::filesystem::path& path,
                             const std::vector<DeliveredBurst>& bursts) {
  std::ofstream out = open_output(path);
  out << "onset\tduration\toutput\tconfiguration\tpulses\tamplitude_ua\tpulse_width_us\t"
         "period_us\tcharge_uc\n"
      << std::fixed;
  for (const DeliveredBurst& burst : bursts) {
    out << std::setprecision(6) << burst.onset_s << '\t' << burst.duration_s << '\t'
        << burst.output << '\t' << burst.configuration << '\t' << burst.pulses << '\t'
        << burst.amplitude_ua << '\t' << burst.pulse_width_us << '\t' << burst.period_us
        << '\t' << burst.charge_uc << '\n';
  }
  close_output(out, path);
}

}  // namespace homeostat::sim
