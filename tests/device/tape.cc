// Plays the shipped patient before a device in this process, and writes what its link
// heard to standard output: what tape_replay.cc plays again to the firmware's own code on
// a Cortex-M4F.
//
//   link_tape FRAMES SCRATCH > TAPE
//
// A tape is the programmer's public key, and then records: a byte, 'f' for a frame and
// 's' for anything else of a session; two bytes of length; the packet as it came; four
// bytes, the CRC-32 of what was answered (little-endian, both). It ends with a byte 'e'.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <vector>

#include "clinical_configs/load.h"
#include "hil/firmware/device.h"
#include "hil/link/programmer.h"
#include "hil/link/remote_loop.h"
#include "models/virtual_patient.h"
#include "safety/crc32.h"
#include "sim/image_file.h"
#include "sim/run_command.h"
#include "sim/signing_key.h"
#include "tests/firmware/fake_board.h"

namespace homeostat::hil {
namespace {

using firmware::testing::board;

constexpr char kProgram[] = "epilepsy/responsive";
constexpr char kPatient[] = "temporal_lobe";

void put(std::uint32_t word, int bytes) {
  for (int i = 0; i < bytes; ++i)
    std::fputc(static_cast<int>(word >> 8 * i & 0xFF), stdout);
}

class FileSigner final : public Signer {
 public:
  explicit FileSigner(std::filesystem::path key) : key_(std::move(key)) {}
  wire::Signature sign(wire::Bytes text) override { return sim::sign(key_, {text}); }

 private:
  std::filesystem::path key_;
};

// A device at the end of a line that is written down.
class TapedLine final : public ByteChannel {
 public:
  explicit TapedLine(firmware::Device& device) : device_(device) {}

  void write(wire::Bytes bytes) override {
    auto& queue = board().to_device;
    queue.insert(queue.end(), bytes.begin(), bytes.end());
    while (!queue.empty()) device_.work();
    std::fputc(is_frame(bytes) ? 'f' : 's', stdout);
    put(static_cast<std::uint32_t>(bytes.size()), 2);
    std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    const auto& sent = board().from_device;
    put(safety::crc32(sent.data(), sent.size()), 4);
  }
  std::size_t read(std::span<std::uint8_t> room, std::chrono::microseconds) override {
    auto& sent = board().from_device;
    const std::size_t count = std::min(room.size(), sent.size());
    std::copy_n(sent.begin(), count, room.begin());
    sent.erase(sent.begin(), sent.begin() + static_cast<std::ptrdiff_t>(count));
    return count;
  }
  std::chrono::microseconds now() override { return std::chrono::microseconds(1); }

 private:
  static bool is_frame(wire::Bytes bytes) {
    wire::PacketReader reader;
    auto request = std::make_unique<wire::Request>();
    for (const std::uint8_t byte : bytes) {
      const wire::Bytes payload = reader.take(byte);
      if (!payload.empty())
        return decode(payload, *request) && request->ask == wire::Ask::kFrame;
    }
    return false;
  }

  firmware::Device& device_;
};

void play(int frames, const std::filesystem::path& key) {
  const std::array<controller::PublicKey, 1> keys{sim::read_public_key(key)};
  std::fwrite(keys[0].data(), 1, keys[0].size(), stdout);
  auto device = std::make_unique<firmware::Device>(keys, board().retained.log, true);
  device->boot();
  TapedLine line(*device);
  HostLink link(line, 1);
  link.hello();
  FileSigner signer(key);
  Programmer programmer(link, signer);
  programmer.open();
  programmer.upload(
      sim::make_image(clinical_configs::load_program_bytes(kProgram), 1, key));
  link.hello();
  const controller::TherapyProgram program = clinical_configs::load_program(kProgram);
  const auto settings = clinical_configs::load_patient(kPatient);
  models::VirtualPatient patient(settings, sim::device_setup(program), {.seed = 1});
  Scales scales{};
  scales.fill(settings.sensing.step_uv);
  RemoteLoop loop(link, programmer, program, scales, Instant{});
  safety::StimCommand command = safety::StimCommand::off();
  for (int i = 0; i < frames; ++i) {
    biomarkers::SampleFrame frame;
    patient.advance({&command, 1}, {&frame, 1});
    if (i == 0) frame.clinician_events |= biomarkers::kClinicianStart;
    command = loop.step(frame);
  }
  std::fputc('e', stdout);
}

}  // namespace
}  // namespace homeostat::hil

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::filesystem::path key = std::filesystem::path(argv[2]) / "tape_key.pem";
  std::filesystem::create_directories(argv[2]);
  std::filesystem::remove(key);
  homeostat::sim::make_key(key);
  homeostat::hil::play(std::atoi(argv[1]), key);
  std::filesystem::remove(key);
}
