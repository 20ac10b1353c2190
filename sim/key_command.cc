#include "sim/key_command.h"

#include <ostream>

#include "sim/known_keys.h"
#include "sim/signing_key.h"

namespace homeostat::sim {
namespace {

std::string name_of_key(const std::filesystem::path& file) {
  return name_of(controller::identity_of(read_public_key(file)), known_keys({file}));
}

}  // namespace

int key_new_command(const std::filesystem::path& file, const Console& console) {
  make_key(file);
  console.out << file.string() << ": " << name_of_key(file)
              << "; keep it secret, and give away what `homeostat key show` prints\n";
  return 0;
}

int key_show_command(const std::filesystem::path& file, const Console& console) {
  console.out << name_of_key(file) << '\n' << public_pem(file);
  return 0;
}

}  // namespace homeostat::sim
