// Bits turned in the memory of the firmware on an emulated board, between two frames of a
// therapy, and what came of each.
//
//   board_flips IMAGE KEY FOLDER FLIPS [SEED]
//
// The board's memory is shared with this process. One run is made up to the end of a
// treated seizure, and at some of its frames memory is copied; each flip begins anew from
// one of them: the processor waits for a frame there, so memory is all there is to it.
// Exit code 1 where a bound does not hold (SAF-369).
#include <bit>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <thread>

#include "clinical_configs/load.h"
#include "hil/link/link_error.h"
#include "hil/link/programmer.h"
#include "hil/link/stream_channel.h"
#include "hil/rig/child_process.h"
#include "hil/rig/key_signer.h"
#include "sim/image_file.h"
#include "sim/signing_key.h"
#include "tests/memory/device_map.h"
#include "tests/memory/seizing_patient.h"
#include "tests/memory/shared_memory.h"
#include "tests/memory/witness.h"

namespace homeostat::memory {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

using Bedside = Witness<SeizingPatient>;

constexpr char kProgram[] = "epilepsy/responsive";
constexpr std::size_t kFrames = 2150;
constexpr std::size_t kFirstMoment = 1900;  // the seizure begins at 1950
constexpr std::size_t kMomentEvery = 5;
constexpr std::size_t kWatched = 32;  // a second
// A frame takes five milliseconds or so; asking again is safe.
constexpr hil::LinkTiming kTiming{.patience = 60ms, .tries = 250, .hello_tries = 250};

// The board: its memory, its processor, and lines to it.
class Board {
 public:
  Board(const fs::path& image, const fs::path& folder)
      : image_(image), file_((folder / "memory").string()), memory_(file_) {
    start();
  }

  // Begins anew with what memory holds.
  void start() {
    channel_.reset();
    emulator_.reset();
    emulator_ = std::make_unique<hil::ChildProcess>(std::vector<std::string>{
        "taskset", "-c", "0", "qemu-system-arm", "-name", "debug-threads=on", "-M",
        "mps2-an386,memory-backend=ps", "-object",
        "memory-backend-file,id=ps,share=on,size=16M,mem-path=" + file_, "-kernel",
        image_.string(), "-display", "none", "-monitor", "none", "-serial", "stdio"});
    channel_ = hil::adopt_socket(emulator_->take_socket());
  }
  hil::ByteChannel& channel() { return *channel_; }
  SharedMemory& memory() { return memory_; }
  std::unique_ptr<hil::HostLink> connect() {
    return std::make_unique<hil::HostLink>(*channel_, ++connections_, kTiming);
  }
  // The reply has gone: waits until the processor waits too. Its thread then sleeps,
  // where one that merely got no time could run.
  void settle() const {
    for (int asleep = 0; asleep < 4;) {
      std::this_thread::yield();
      asleep = is_asleep() ? asleep + 1 : 0;
    }
  }

 private:
  // "... (CPU 0/TCG) S ..." of one of its threads.
  bool is_asleep() const {
    const fs::path threads = "/proc/" + std::to_string(emulator_->id()) + "/task";
    for (const auto& thread : fs::directory_iterator(threads)) {
      std::ifstream file(thread.path() / "stat");
      const std::string stat{std::istreambuf_iterator<char>(file), {}};
      const std::size_t name_end = stat.find("/TCG) ");
      if (name_end != std::string::npos) return stat[name_end + 6] == 'S';
    }
    throw std::runtime_error("the emulator has no processor");
  }

  fs::path image_;
  std::string file_;
  SharedMemory memory_;
  std::unique_ptr<hil::ChildProcess> emulator_;
  std::unique_ptr<hil::ByteChannel> channel_;
  std::uint32_t connections_ = 0;
};

using Trains = std::array<safety::PulseTrain, safety::kOutputs>;

struct Told {
  controller::LoopReport report;
  Trains granted;
};

// Of an envelope that is not here: the device's.
safety::StimCommand command_of(const Trains& trains) {
  return std::bit_cast<safety::StimCommand>(trains);
}

Told step(hil::HostLink& link, const biomarkers::SampleFrame& frame) {
  static wire::Request request;
  request.ask = wire::Ask::kFrame;
  request.frame = frame;
  request.uv_per_count.fill(0.25);
  const wire::Report& told = link.ask(request, wire::Answer::kReport).report;
  Told heard{told.loop, told.granted};
  heard.report.granted.command = command_of(told.granted);
  return heard;
}

struct Moment {
  Bedside witness;
  std::vector<std::uint8_t> memory;
  std::size_t frame;
};

class Campaign {
 public:
  Campaign(Board& board, const fs::path& key)
      : board_(board), signer_(key), link_(board.connect()) {
    link_->hello();
    hil::Programmer programmer(*link_, signer_);
    programmer.open();
    programmer.upload(
        sim::make_image(clinical_configs::load_program_bytes(kProgram), 1, key));
    link_->hello();
    live_undisturbed(programmer);
  }

  const std::vector<Moment>& moments() const { return moments_; }

  Outcome outcome_of(const Moment& moment, std::uint32_t address, int bit) {
    board_.settle();
    board_.memory().restore(moment.memory);
    board_.memory().flip(address, bit);
    return watch(moment);
  }
  // The same without a flip: must be as the first time.
  Outcome control(const Moment& moment) {
    board_.settle();
    board_.memory().restore(moment.memory);
    return watch(moment);
  }

 private:
  void live_undisturbed(hil::Programmer& programmer) {
    const controller::TherapyProgram program = clinical_configs::load_program(kProgram);
    Bedside witness(program);
    auto twin = std::make_unique<controller::ClosedLoop>(program, Instant{});
    bool treated = false;
    for (std::size_t i = 0; i < kFrames; ++i) {
      const biomarkers::SampleFrame& frame = witness.next_frame();
      if (frame.clinician_events != 0) programmer.order(frame.clinician_events);
      const Told told = step(*link_, frame);
      if (twin->step(frame) != told.report.granted.command)
        throw std::runtime_error("device and host differ before any flip");
      witness.judge(told.report);
      trains_.push_back(told.granted);
      treated = treated || told.report.granted.command.on();
      if (i < kFirstMoment || i + kWatched >= kFrames || i % kMomentEvery != 0) continue;
      board_.settle();
      moments_.push_back({witness, board_.memory().copy(), i});
    }
    if (witness.complaint() != nullptr) throw std::runtime_error(witness.complaint());
    if (!treated) throw std::runtime_error("no therapy in the undisturbed run");
  }

  Outcome watch(const Moment& moment) {
    Bedside witness = moment.witness;
    bool found = false;
    bool changed = false;
    try {
      for (std::size_t i = 1; i <= kWatched && !found; ++i) {
        const Told told = step(*link_, witness.next_frame());
        witness.judge(told.report);
        if (witness.complaint() != nullptr) return Outcome::kLeft;
        found = told.report.granted.latched && !told.report.granted.command.on();
        changed = changed || (!found && told.granted != trains_[moment.frame + i]);
      }
    } catch (const hil::LinkError&) {
      const Outcome why = why_silent();
      return changed ? Outcome::kChanged : why;
    }
    if (changed) return Outcome::kChanged;
    return found ? Outcome::kDetected : Outcome::kMasked;
  }

  // It reset itself, and its log says why; or it answers nobody any more.
  Outcome why_silent() {
    try {
      const std::unique_ptr<hil::HostLink> link = board_.connect();
      link->hello();
      return last_event(*link, firmware::LogEvent::kMemoryChanged) >
                     last_event(*link, firmware::LogEvent::kProcessorFault)
                 ? Outcome::kDetected
                 : Outcome::kReset;
    } catch (const hil::LinkError&) {
      board_.start();
      link_->hello();
      return Outcome::kHung;
    }
  }

  // Its number in the log; 0: none there.
  static std::uint32_t last_event(hil::HostLink& link, firmware::LogEvent event) {
    static wire::Request request;
    request.ask = wire::Ask::kReadLog;
    std::uint32_t last = 0;
    for (request.from = 1;;) {
      const wire::LogPage page = link.ask(request, wire::Answer::kLogPage).log;
      if (page.count == 0) return last;
      for (std::size_t i = 0; i < page.count; ++i) {
        request.from = page.events[i].number + 1;
        if (page.events[i].event == event) last = page.events[i].number;
      }
    }
  }

  Board& board_;
  hil::KeySigner signer_;
  std::unique_ptr<hil::HostLink> link_;
  std::vector<Trains> trains_;
  std::vector<Moment> moments_;
};

std::string region_of(const std::vector<Region>& map, std::uint32_t address) {
  for (const Region& region : map) {
    if (address >= region.address && address - region.address < region.bytes)
      return region.name;
  }
  return "none";
}

bool holds(const Table& table) {
  const int borne =
      table.of_critical(Outcome::kMasked) + table.of_critical(Outcome::kDetected);
  return table.of(Outcome::kLeft) == 0 && table.of(Outcome::kHung) == 0 &&
         100 * borne >= 99 * table.all_critical();
}

int run(const fs::path& image, const fs::path& key, const fs::path& folder, int flips,
        std::uint64_t seed) {
  fs::create_directories(folder);
  const std::vector<Region> map = map_of(image);
  const Region& whole = map.back();
  Board board(image, folder);
  Campaign campaign(board, key);
  std::cerr << campaign.moments().size() << " moments\n";
  for (std::size_t m = 0; m < campaign.moments().size(); m += 8) {
    if (campaign.control(campaign.moments()[m]) != Outcome::kMasked)
      throw std::runtime_error("a moment does not begin anew as it was");
  }
  std::mt19937_64 random(seed);
  Table table;
  for (int i = 0; i < flips; ++i) {
    const Moment& moment = campaign.moments()[random() % campaign.moments().size()];
    const auto address =
        static_cast<std::uint32_t>(whole.address + random() % whole.bytes);
    const int bit = static_cast<int>(random() % 8);
    const Outcome outcome = campaign.outcome_of(moment, address, bit);
    table.count(region_of(map, address), outcome);
    if (outcome == Outcome::kMasked || outcome == Outcome::kDetected) continue;
    std::cerr << "frame " << moment.frame << ", 0x" << std::hex << address << std::dec
              << " bit " << bit << " of " << region_of(map, address) << ": "
              << name_of(outcome) << '\n';
  }
  table.print(std::cout);
  return holds(table) ? 0 : 1;
}

}  // namespace
}  // namespace homeostat::memory

int main(int argc, char** argv) try {
  if (argc < 5) {
    std::cerr << "usage: board_flips IMAGE KEY FOLDER FLIPS [SEED]\n";
    return 2;
  }
  return homeostat::memory::run(argv[1], argv[2], argv[3], std::atoi(argv[4]),
                                argc > 5 ? std::strtoull(argv[5], nullptr, 10) : 369);
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
