// State that outlives a loss of power: the newest of two records in non-volatile memory.
//
// A store erases and writes the slot that does not hold the newest record, its head last,
// so that power may fail after any byte and one whole record is left: the one before. Who
// stores before delivering (write-ahead) may then lose budget, and never gain any.
//
// A record, little-endian, at the start of a slot:
//   0  u32 magic "HSLT"     4  u16 layout, 1    6  u16 version of the content
//   8  u32 generation       12 u32 bytes of content
//   16 u32 CRC-32 of bytes 0 to 15 and the content
//   20 content
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace homeostat::firmware {

inline constexpr std::size_t kRecordHeadBytes = 20;

// Brings content of one version to the next, in place and of the same size. False: this
// content cannot be brought over.
struct Migration {
  std::uint16_t from;
  bool (*to_next)(std::span<std::uint8_t> content) noexcept;
};

enum class Loaded : std::uint8_t {
  kWell,
  kNothing,   // no slot holds a record that checks
  kUnknown,   // the newest is of a later version, of another size, or has no migration
  kMigrated,  // well, from an earlier version
};

// Not thread-safe. Allocates nothing, never throws. Needs hil/firmware/board.h.
class StateSlots {
 public:
  // `migrations` in the order of their versions.
  StateSlots(std::uint16_t version, std::span<const Migration> migrations) noexcept
      : version_(version), migrations_(migrations) {}

  // Reads the newest record that checks into `content`. A newest record that is not
  // understood hides older ones: to go back to them would be to grant a budget again.
  Loaded load(std::span<std::uint8_t> content) noexcept;

  // True where the record was written and reads back as such. After a failure the record
  // before is still there. Call load() once before. `more`: the end of the content, where
  // it lies elsewhere.
  [[nodiscard]] bool store(std::span<const std::uint8_t> content,
                           std::span<const std::uint8_t> more = {}) noexcept;

  // The newest record's content where it lies, after a load or a store that went well.
  std::span<const std::uint8_t> content() const noexcept;

 private:
  struct Head {
    std::uint16_t version = 0;
    std::uint32_t generation = 0;
    std::uint32_t size = 0;
    std::uint32_t crc = 0;
    bool sound = false;
  };
  static Head inspect(int slot) noexcept;
  static Head parse(std::span<const std::uint8_t> head) noexcept;
  int newest() noexcept;
  Loaded migrate(std::uint16_t from, std::span<std::uint8_t> content) const noexcept;

  std::uint16_t version_;
  std::span<const Migration> migrations_;
  std::uint32_t generation_ = 0;  // of the newest record
  int newest_ = 1;                // the first store goes to slot 0
};

}  // namespace homeostat::firmware
