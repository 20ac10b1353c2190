#include "hil/rig/hil_command.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>
#include <random>
#include <thread>

#include "clinical_configs/load.h"
#include "hil/link/link_error.h"
#include "hil/link/programmer.h"
#include "hil/link/remote_loop.h"
#include "hil/rig/key_signer.h"
#include "hil/rig/link_figures.h"
#include "hil/rig/referee.h"
#include "hil/rig/rig.h"
#include "sim/error.h"
#include "sim/image_file.h"
#include "sim/known_keys.h"
#include "sim/signing_key.h"

namespace homeostat::hil {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// All that is needed to talk to a device as its programmer.
struct Connection {
  Connection(const HilOptions& options, const fs::path& key)
      : rig(open_rig(options.rig, sim::read_public_key(key))),
        signer(key),
        link(rig->channel(), std::random_device{}()),
        programmer(link, signer) {
    link.hello();
  }
  std::unique_ptr<Rig> rig;
  KeySigner signer;
  HostLink link;
  Programmer programmer;
};

// Both halves of a device's run under one eye; in real time where asked for.
class WatchedLoop final : public sim::Loop {
 public:
  WatchedLoop(Connection& device, const sim::LoopTask& task, const HilOptions& options,
              LinkFigures& figures)
      : device_(device.link, device.programmer, task.program, scales_of(task), Instant{}),
        referee_(task.program, device_.start(), Instant{}),
        paced_(options.paced),
        reset_due_(options.reset),
        figures_(figures) {
    figures_.restored = device_.start().restored;
  }

  safety::StimCommand step(const biomarkers::SampleFrame& plants) override {
    biomarkers::SampleFrame frame = plants;
    if (reset_due_) frame.clinician_events |= biomarkers::kClinicianReset;
    reset_due_ = false;
    if (paced_) await(frame.time);
    const safety::StimCommand command = device_.step(frame);
    referee_.judge(frame, device_.report());
    return command;
  }
  const controller::LoopReport& report() const override { return device_.report(); }

 private:
  static Scales scales_of(const sim::LoopTask& task) {
    Scales scales{};
    for (std::size_t c = 0; c < task.uv_per_count.size() && c < scales.size(); ++c)
      scales[c] = task.uv_per_count[c];
    return scales;
  }
  void await(Instant time) {
    const auto due = started_ + std::chrono::microseconds(time.count());
    std::this_thread::sleep_until(due);
    const auto late = Clock::now() - due;
    figures_.late_us.push_back(
        std::chrono::duration_cast<std::chrono::microseconds>(late).count());
  }

  RemoteLoop device_;
  Referee referee_;
  bool paced_;
  bool reset_due_;
  LinkFigures& figures_;
  Clock::time_point started_ = Clock::now();
};

// The device runs this program from here on; one that it runs already stays.
void bring_program(Connection& device, const fs::path& file, const fs::path& key) {
  const wire::Identity& identity = device.link.identity();
  device.programmer.open();
  const controller::TherapyProgram program = clinical_configs::load_program(file);
  if (identity.program_crc32 == controller::checksum(program)) return;
  if (identity.channels != 0) (void)begin_anew(device.link, device.programmer);  // off
  const auto counter = static_cast<std::uint32_t>(identity.image_counter + 1);
  const sim::ImageBytes image =
      sim::make_image(clinical_configs::load_program_bytes(file), counter, key);
  device.programmer.upload(image);
  device.link.hello();
  spdlog::info("hil: uploaded {}, {} bytes, counter {}", file.string(), image.size(),
               counter);
}

// What a device refuses because of what it was given, as the mistake that it is.
[[noreturn]] void tell_mistake(const RefusedError& refused, const HilOptions& options,
                               const fs::path& key) {
  using controller::ImageRefusal;
  const wire::Verdict& why = refused.verdict;
  if (why.refusal == wire::Refusal::kBadSignature) {
    throw sim::UsageError("--key " + key.string() + ": no key that the device at " +
                          options.rig + " trusts");
  }
  const bool is_beyond_it =
      why.detail == static_cast<std::uint32_t>(ImageRefusal::kUndecodable) ||
      why.detail == static_cast<std::uint32_t>(ImageRefusal::kInvalid);
  if (why.refusal == wire::Refusal::kImageRefused && is_beyond_it) {
    throw sim::UsageError("--program " + options.program +
                          ": asks for what the device at " + options.rig +
                          " does not carry (features, channels or policies)");
  }
  throw refused;
}

sim::Summary run_against(const HilOptions& options, const sim::LoopMaker& maker,
                         const sim::Console& console) {
  if (options.patient.empty()) {
    return sim::replay_recording({.program = options.program,
                                  .recording = options.recording,
                                  .annotations = std::nullopt,
                                  .channels = options.channels,
                                  .out = options.out,
                                  .make_loop = maker},
                                 console);
  }
  return sim::run_virtual_patient({.program = options.program,
                                   .patient = options.patient,
                                   .duration_s = options.duration_s,
                                   .seed = options.seed,
                                   .out = options.out,
                                   .every_sample = true,
                                   .make_loop = maker},
                                  console);
}

}  // namespace

sim::Summary run_on_rig(const HilOptions& options, const sim::Console& console) {
  if (options.patient.empty() == options.recording.empty())
    throw sim::UsageError("hil: give one of --patient and --recording");
  if (!options.patient.empty() && !(options.duration_s > 0.0))
    throw sim::UsageError("hil: --patient needs a --duration, such as 10m");
  const fs::path key = sim::signing_key_or_development(options.key);
  Connection device(options, key);
  try {
    bring_program(device, clinical_configs::find_program(options.program), key);
  } catch (const RefusedError& refused) {
    tell_mistake(refused, options, key);
  }
  LinkFigures figures{.rig = options.rig};
  const auto started = Clock::now();
  const sim::LoopMaker maker = [&](const sim::LoopTask& task) {
    return std::make_unique<WatchedLoop>(device, task, options, figures);
  };
  const sim::Summary summary = run_against(options, maker, console);
  figures.wall_s = std::chrono::duration<double>(Clock::now() - started).count();
  figures.simulated_s = summary.duration_s;
  figures.identity = device.link.identity();
  figures.link = device.link.statistics();
  write_link_figures(figures, options.out / "link.json");
  print_link_figures(figures, console.out);
  return summary;
}

}  // namespace homeostat::hil
