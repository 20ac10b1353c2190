// A program's text and its message: whether the one is the other, and text for a message
// that has none.
#pragma once

#include <string>

namespace homeostat::config {
class TherapyProgram;
}

namespace homeostat::clinical_configs {

[[nodiscard]] bool parses_to(const std::string& text,
                             const config::TherapyProgram& wanted);

// As protobuf writes it, with the lines that tell editors the schema.
[[nodiscard]] std::string written_anew(const config::TherapyProgram& message);

}  // namespace homeostat::clinical_configs
