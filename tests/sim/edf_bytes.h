// EDF and BDF files built byte by byte, so that the readers are tested against the format
// and not against our writer.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace homeostat::sim::testing {

// A header field: left-justified, padded with spaces.
inline std::string field(const std::string& text, std::size_t bytes) {
  std::string padded(bytes, ' ');
  text.copy(padded.data(), bytes);
  return padded;
}

struct RawSignal {
  std::string label = "F4";
  std::string unit = "uV";
  std::string physical_min = "-100";
  std::string physical_max = "100";
  std::string digital_min = "-1000";
  std::string digital_max = "1000";
  std::string samples_per_record = "4";
};

// A file as it stands in the header's own words: nothing is checked, so it may lie.
struct RawFile {
  std::string version = "0";
  std::string kind = "";  // "EDF+C", "EDF+D", "24BIT", ...
  std::string records = "2";
  std::string record_s = "1";
  std::vector<RawSignal> signals = {RawSignal{}};
  std::string data;

  static RawFile bdf() {
    RawFile file;
    file.version =
        "\xFF"
        "BIOSEMI";
    file.kind = "24BIT";
    file.signals[0].digital_min = "-8388608";
    file.signals[0].digital_max = "8388607";
    return file;
  }

  static RawFile plus(const std::string& kind) {
    RawFile file;
    file.kind = kind;
    RawSignal texts;
    texts.label = kind.substr(0, 3) + " Annotations";
    texts.unit = "";
    texts.digital_min = "-32768";
    texts.digital_max = "32767";
    texts.samples_per_record = "20";  // 40 bytes in EDF
    file.signals.push_back(texts);
    return file;
  }

  RawFile& samples16(const std::vector<int>& samples) { return append(samples, 2); }
  RawFile& samples24(const std::vector<int>& samples) { return append(samples, 3); }
  RawFile& texts(std::string text, std::size_t bytes = 40) {
    text.resize(bytes, '\0');
    data += text;
    return *this;
  }

  std::string bytes() const {
    const std::size_t count = signals.size();
    std::string all = field(version, 8) + field("X X X X", 80) +
                      field("Startdate 31-JAN-2001 X X X", 80) + "31.01.01" + "23.59.58" +
                      field(std::to_string(256 * (1 + count)), 8) + field(kind, 44) +
                      field(records, 8) + field(record_s, 8) +
                      field(std::to_string(count), 4);
    for (const RawSignal& s : signals) all += field(s.label, 16);
    all += field("", 80 * count);
    for (const RawSignal& s : signals) all += field(s.unit, 8);
    for (const RawSignal& s : signals) all += field(s.physical_min, 8);
    for (const RawSignal& s : signals) all += field(s.physical_max, 8);
    for (const RawSignal& s : signals) all += field(s.digital_min, 8);
    for (const RawSignal& s : signals) all += field(s.digital_max, 8);
    all += field("", 80 * count);
    for (const RawSignal& s : signals) all += field(s.samples_per_record, 8);
    all += field("", 32 * count);
    return all + data;
  }

 private:
  RawFile& append(const std::vector<int>& samples, int bytes_each) {
    for (const int sample : samples)
      for (int i = 0; i < bytes_each; ++i)
        data += static_cast<char>(static_cast<unsigned>(sample) >> (8 * i) & 0xFFu);
    return *this;
  }
};

// A file that is gone after the test.
class ScratchFile {
 public:
  ScratchFile() {
    static int count = 0;
    path_ = homeostat::testing::scratch_path("_" + std::to_string(count++) + ".edf");
  }
  explicit ScratchFile(const std::string& bytes) : ScratchFile() { write(bytes); }
  explicit ScratchFile(const RawFile& file) : ScratchFile(file.bytes()) {}
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

  void write(const std::string& bytes) const {
    std::ofstream file(path_, std::ios::binary);
    file << bytes;
    ASSERT_TRUE(file.flush()) << path_;
  }
  // Changes one byte in place, which the file system does not make us wait for.
  void put(std::size_t at, char byte) const {
    std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(at)).put(byte);
    ASSERT_TRUE(file.flush()) << path_;
  }
  std::string read() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace homeostat::sim::testing
