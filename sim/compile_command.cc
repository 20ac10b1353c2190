#include "sim/compile_command.h"

#include <ostream>
#include <stdexcept>

#include "clinical_configs/load.h"
#include "sim/error.h"
#include "sim/image_file.h"
#include "sim/known_keys.h"
#include "sim/output_file.h"

namespace homeostat::sim {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const ImageBytes& image) {
  std::ofstream out = open_output(file);
  out.write(reinterpret_cast<const char*>(image.data()),
            static_cast<std::streamsize>(image.size()));
  close_output(out, file);
}

// Beside its place first, so that a reader finds the old image or the new one.
void save(const fs::path& file, const ImageBytes& image) {
  expect_writable(file);
  std::error_code error;
  const bool in_place = fs::exists(file, error) && !fs::is_regular_file(file, error);
  if (in_place) return write(file, image);
  const fs::path part = file.string() + ".part";
  try {
    write(part, image);
    fs::rename(part, file);
  } catch (...) {
    fs::remove(part, error);
    throw;
  }
}

}  // namespace

int compile_command(const CompileOptions& options, const Console& console) {
  const fs::path source = clinical_configs::find_program(options.program);
  const fs::path key = signing_key_or_development(options.key);
  expect_other_file(options.out, source, "the program");
  expect_other_file(options.out, key, "the key");
  const ImageBytes image =
      make_image(clinical_configs::load_program_bytes(source), options.counter, key);
  const ImageReading reading = judge_image(image, known_keys({key}), options.counter);
  if (!reading.verdict.ok()) {
    throw std::runtime_error(options.out.string() + ": " + words_of(reading.verdict));
  }
  save(options.out, image);
  console.out << options.out.string() << ": " << image.size() << " bytes, counter "
              << options.counter << ", signed with " << reading.key << '\n';
  return 0;
}

}  // namespace homeostat::sim
