// Programs as files and images, and what the loader says of spoilt ones.
#pragma once

#include <string>

#include "tests/faults/outcome.h"

namespace homeostat::faults {

// A shipped program as its author wrote it, and as the device gets it.
std::string text_of(const std::string& name);
std::string image_of(const std::string& name);

// The first `from` becomes `to`; throws where there is none.
std::string with(std::string text, const std::string& from, const std::string& to);

// Counts a try, and whether it was refused.
void try_text(const std::string& text, Outcome& outcome);
void try_image(const std::string& image, Outcome& outcome);

}  // namespace homeostat::faults
