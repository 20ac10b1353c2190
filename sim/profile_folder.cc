#include "sim/profile_folder.h"

#include <nlohmann/json.hpp>
#include <ostream>

#include "sim/build_identity.h"
#include "sim/duration.h"
#include "sim/error.h"
#include "sim/hash.h"
#include "sim/output_file.h"
#include "sim/utf8.h"

namespace homeostat::sim {

void begin_profile_folder(const ProfileOptions& options,
                          const std::filesystem::path& settings, OutputFiles files,
                          const ProfileMark& mark) {
  const std::filesystem::path inputs[] = {settings, options.signal};
  refuse_to_overwrite(options.out, inputs, files);
  make_output_folder(options.out, files);
  nlohmann::ordered_json json = {
      {"profile", mark.profile},
      {"name", mark.name},
      {"source", mark.source},
      {"settings", settings.filename().string()},
      {"settings_sha256", sha256_of_file(settings)},
      {"signal", printable_utf8(options.signal.filename().string())},
      {"signal_sha256", sha256_of_file(options.signal)},
      {"homeostat", kVersion}};
  json.update(nlohmann::ordered_json::parse(mark.details));
  std::ofstream out = open_output(options.out / kProfileMark);
  out << json.dump(2) << '\n';
  close_output(out, options.out / kProfileMark);
}

std::vector<std::string> profile_labels(const ProfileOptions& options,
                                        const std::vector<std::string>& own) {
  if (options.channels.empty()) return own;
  if (options.channels.size() != own.size()) {
    throw UsageError("--channels names " + std::to_string(options.channels.size()) +
                     " channels, the profile senses " + std::to_string(own.size()) +
                     "; give one label for each, in the profile's order");
  }
  return options.channels;
}

void tell_end(const ProfileOptions& options, double done_s, double duration_s,
              const Console& console) {
  if (done_s < duration_s) {
    console.err << "profile: stopped after " << spell_duration(done_s) << " of "
                << spell_duration(duration_s) << "; the tables hold what was done\n";
  }
  console.out << "tables: " << options.out.string() << '\n';
}

}  // namespace homeostat::sim
