#include "hil/image_words.h"

#include <CLI/CLI.hpp>
#include <limits>

#include "hil/whole_number.h"
#include "sim/compile_command.h"
#include "sim/error.h"
#include "sim/image_command.h"
#include "sim/key_command.h"

namespace homeostat::hil {
namespace {

namespace fs = std::filesystem;

std::uint32_t counter_of(const std::string& text) {
  constexpr std::uint32_t kLast = std::numeric_limits<std::uint32_t>::max();
  const std::uint64_t value = whole_number("--counter", text);
  if (value > kLast) {
    throw sim::UsageError("--counter '" + text + "': give a whole number from 0 to " +
                          std::to_string(kLast));
  }
  return static_cast<std::uint32_t>(value);
}

void describe_compile(CLI::App& app, Command& chosen) {
  CLI::App* compile =
      app.add_subcommand("compile", "A program as a signed image for a device");
  auto options = std::make_shared<sim::CompileOptions>();
  compile->add_option("program", options->program, "Shipped program's name, or a file")
      ->required();
  compile->add_option("-o,--out", options->out, "The image, such as program.hsp")
      ->required();
  compile->add_option("--key", options->key,
                      "Private key to sign with; this build's development key if not "
                      "given");
  compile
      ->add_option_function<std::string>(
          "--counter",
          [options](const std::string& text) { options->counter = counter_of(text); },
          "A device takes no lower one than it took before; 1 if not given")
      ->type_name("UINT");
  compile->callback([&chosen, options] {
    chosen = [options](const sim::Console& console) {
      return sim::compile_command(*options, console);
    };
  });
}

void describe_key(CLI::App& app, Command& chosen) {
  CLI::App* key = app.add_subcommand("key", "Keys that programs are signed with");
  key->require_subcommand(1);
  auto file = std::make_shared<fs::path>();
  CLI::App* made = key->add_subcommand("new", "Make a private key, for its owner alone");
  made->add_option("--out", *file, "Where it goes; never overwritten")->required();
  made->callback([&chosen, file] {
    chosen = [file](const sim::Console& console) {
      return sim::key_new_command(*file, console);
    };
  });
  CLI::App* show = key->add_subcommand("show", "Its identity and public half");
  show->add_option("key", *file, "A private or a public key, in PEM form")->required();
  show->callback([&chosen, file] {
    chosen = [file](const sim::Console& console) {
      return sim::key_show_command(*file, console);
    };
  });
}

void describe_image(CLI::App& app, Command& chosen) {
  CLI::App* image = app.add_subcommand("image", "Device images that compile has made");
  image->require_subcommand(1);
  CLI::App* show = image->add_subcommand(
      "show", "Its header, who signed it, and the verdict of each check");
  auto options = std::make_shared<sim::ImageShowOptions>();
  show->add_option("image", options->file, "The image")->required();
  show->add_option("--key", options->keys,
                   "Trust this key too, beside this build's development key");
  show->add_option_function<std::string>(
          "--lowest-counter",
          [options](const std::string& text) {
            options->lowest_counter = whole_number("--lowest-counter", text);
          },
          "The lowest that the device would take; 0 if not given")
      ->type_name("UINT");
  show->add_flag("--json", options->json, "Print one JSON object");
  show->callback([&chosen, options] {
    chosen = [options](const sim::Console& console) {
      return sim::image_show_command(*options, console);
    };
  });
}

}  // namespace

void describe_images(CLI::App& app, Command& chosen) {
  describe_compile(app, chosen);
  describe_key(app, chosen);
  describe_image(app, chosen);
}

}  // namespace homeostat::hil
