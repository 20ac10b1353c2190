// Device images as files: how the host writes one, and all that there is to say of one.
// The bytes: controller/DEVICE_IMAGE.md. Throws UsageError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "controller/device_image.h"
#include "sim/known_keys.h"

namespace homeostat::sim {

using ImageBytes = std::vector<std::uint8_t>;

// `program` is Protobuf's bytes of a program (clinical_configs/load.h); `key` the file of
// a private key.
ImageBytes make_image(const std::string& program, std::uint32_t counter,
                      const std::filesystem::path& key);

// Of a file that is larger than any image, one byte more than an image can have.
ImageBytes read_image(const std::filesystem::path& file);

// By its first bytes, or by its name where it is cut or altered there.
bool is_image_file(const std::filesystem::path& file);

struct ImageReading {
  controller::ImageHeader header;
  controller::ImageVerdict verdict;
  std::optional<std::string> program;  // its name, whoever signed it; none: unreadable
  std::string key;                     // "development key 0123456789abcdef"
};

// As a device would that trusts `keys`.
ImageReading judge_image(const ImageBytes& image, const std::vector<KnownKey>& keys,
                         std::uint64_t lowest_counter);

// One line, with the field where there is one.
std::string words_of(const controller::ImageVerdict& verdict);

}  // namespace homeostat::sim
