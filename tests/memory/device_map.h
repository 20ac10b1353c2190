// Where what lies in a firmware's memory, read out of its image (ELF for 32 bits): the
// section that hil/firmware/device_layout.h makes.
#pragma once

#include <elf.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace homeostat::memory {

struct Region {
  std::string name;
  std::uint32_t address;
  std::uint32_t bytes;
};

// The first region that holds a byte is meant; the last one is the whole device.
inline std::vector<Region> map_of(const std::filesystem::path& image) {
  std::ifstream file(image, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const auto at = [&]<class Part>(std::size_t offset, Part& part) {
    if (offset + sizeof part > bytes.size())
      throw std::runtime_error(image.string() + ": ends before its map does");
    std::memcpy(&part, bytes.data() + offset, sizeof part);
  };
  Elf32_Ehdr head;
  at(0, head);
  Elf32_Shdr names;
  at(head.e_shoff + head.e_shstrndx * sizeof names, names);
  for (std::size_t s = 0; s < head.e_shnum; ++s) {
    Elf32_Shdr section;
    at(head.e_shoff + s * sizeof section, section);
    if (bytes.compare(names.sh_offset + section.sh_name, 5, std::string(".map\0", 5)) !=
        0)
      continue;
    struct Head {
      std::uint32_t device, loop_offset, count;
    } map;
    at(section.sh_offset, map);
    std::vector<Region> regions;
    for (std::uint32_t i = 0; i < map.count + 2; ++i) {
      struct Entry {
        char name[12];
        std::uint32_t offset, bytes;
      } entry;
      at(section.sh_offset + sizeof map + i * sizeof entry, entry);
      const std::uint32_t base = map.device + (i < map.count ? map.loop_offset : 0);
      regions.push_back({entry.name, base + entry.offset, entry.bytes});
    }
    return regions;
  }
  throw std::runtime_error(image.string() + ": has no map");
}

}  // namespace homeostat::memory
