#include "hil/unknown_word.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>

#include "clinical_configs/field_name.h"

namespace homeostat::hil {
namespace {

using Names = std::vector<std::string>;

std::string joined(const Names& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// The beginning of a name is near to it, however much is left out.
std::string nearest_of(const std::string& word, const Names& known) {
  const auto begun = std::find_if(known.begin(), known.end(), [&](const auto& name) {
    return word.size() > 2 && name.starts_with(word);
  });
  if (begun != known.end()) return *begun;
  const std::vector<std::string_view> views(known.begin(), known.end());
  return std::string(clinical_configs::nearest_name(word, views));
}

std::string told(const std::string& what, const std::string& word, const Names& known) {
  const std::string nearest = nearest_of(word, known);
  return "unknown " + what + " '" + word + "'; " +
         (nearest.empty() ? "" : "did you mean " + nearest + "? ") +
         "Known: " + joined(known);
}

Names commands_of(const CLI::App& app) {
  const auto every_one = [](const CLI::App*) { return true; };
  Names names;
  for (const CLI::App* command : app.get_subcommands(every_one)) {
    names.push_back(command->get_name());
  }
  return names;
}

bool has_commands(const CLI::App& app) { return !commands_of(app).empty(); }

const CLI::App* command_named(const CLI::App& app, const std::string& name) {
  const auto named = [&](const CLI::App* command) { return command->get_name() == name; };
  const std::vector<const CLI::App*> found = app.get_subcommands(named);
  return found.empty() ? nullptr : found.front();
}

Names options_of(const CLI::App& app) {
  Names names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

bool takes_words(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_positional()) return true;
  }
  return false;
}

// Null where neither the command nor what stands around it has the option.
const CLI::Option* option_of(const CLI::App& app, const CLI::App* command,
                             const std::string& name) {
  const CLI::Option* option =
      command == nullptr ? nullptr : command->get_option_no_throw(name);
  return option == nullptr ? app.get_option_no_throw(name) : option;
}

}  // namespace

std::string explain_unknown_word(const CLI::App& app, const Names& words) {
  const CLI::App* command = nullptr;
  bool is_value = false;  // of the option before
  for (const std::string& word : words) {
    if (word.starts_with("-") && word.size() > 1) {
      const std::string name = word.substr(0, word.find('='));
      const CLI::Option* option = option_of(app, command, name);
      if (option == nullptr) {
        if (is_value) continue;  // such as a negative number
        return told("option", name, options_of(command == nullptr ? app : *command));
      }
      is_value = name == word && option->get_items_expected_max() > 0;
    } else if (is_value) {
      is_value = false;
    } else if (command == nullptr || has_commands(*command)) {
      const CLI::App& above = command == nullptr ? app : *command;
      command = command_named(above, word);
      if (command == nullptr) return told("command", word, commands_of(above));
    } else if (!takes_words(*command)) {
      return "unexpected word '" + word +
             "'; an option begins with --: " + joined(options_of(*command));
    }
  }
  if (command != nullptr && !has_commands(*command)) return {};
  return "name a command: " + joined(commands_of(command == nullptr ? app : *command));
}

}  // namespace homeostat::hil
