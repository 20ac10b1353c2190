#include "hil/conformance/device_under_test.h"

#include <random>

#include "clinical_configs/load.h"
#include "hil/link/link_error.h"
#include "hil/link/report_bytes.h"
#include "sim/signing_key.h"

namespace homeostat::hil {
namespace {

constexpr std::uint64_t kLineSeed = 1;
constexpr Microseconds kSettle{2'000'000};  // beyond the cooling of a latch

std::string where(const biomarkers::SampleFrame& frame) {
  return "frame " + std::to_string(frame.sequence) + ", at " +
         std::to_string(frame.time.count()) + " us of the device's clock";
}

}  // namespace

DeviceUnderTest::DeviceUnderTest(const DeviceAccess& access, RigMaker make)
    : access_(access),
      rig_(make(access.rig, sim::read_public_key(access.key))),
      line_(rig_->channel(), kLineSeed),
      signer_(access.key),
      request_(std::make_unique<wire::Request>()),
      heard_(std::make_unique<wire::Request>()),
      proof_(std::make_unique<wire::Request>()) {
  connect();
}

void DeviceUnderTest::connect() {
  programmer_.reset();
  link_ = std::make_unique<HostLink>(line_, std::random_device{}());
  link_->hello();
  programmer_ = std::make_unique<Programmer>(*link_, signer_);
}

void DeviceUnderTest::open_session() {
  programmer_->open();
  *proof_ = programmer_->last_request();
}

void DeviceUnderTest::start(const std::filesystem::path& program_file) {
  program_bytes_ = clinical_configs::load_program_bytes(program_file);
  program_ = std::make_unique<controller::TherapyProgram>(
      clinical_configs::load_program(program_file));
  const bool used = !is_new();
  open_session();
  if (link_->identity().channels != 0) (void)begin_anew(*link_, *programmer_);  // off
  const auto counter = static_cast<std::uint32_t>(link_->identity().image_counter + 1);
  programmer_->upload(sim::make_image(program_bytes_, counter, access_.key));
  link_->hello();
  if (link_->identity().program_crc32 != controller::checksum(*program_))
    throw LinkError("device: tells another program than the one that it took");
  begin(begin_anew(*link_, *programmer_));
  if (used) settle();
}

void DeviceUnderTest::begin(const LoopStart& start) {
  host_ = std::make_unique<controller::ClosedLoop>(*program_, Instant{});
  if (start.restored) (void)host_->restore(start.state);
  stored_ = host_->persist();
  mode_ = host_->report().mode;
  delivering_ = false;
  referee_.emplace(*program_, start, Instant{});
}

// Nothing of this is judged.
void DeviceUnderTest::settle() {
  Observations ignored;
  Bedside quiet(*program_, {}, ignored);
  const Microseconds cooling = program_->limits.latch_cooldown + kSettle;
  const double until_s = static_cast<double>(cooling.count()) / 1e6;
  for (bool first = true; quiet.now_s() < until_s; first = false) {
    quiet.live({});
    biomarkers::SampleFrame frame = quiet.frame();
    if (first)
      frame.clinician_events = biomarkers::kClinicianReset | biomarkers::kClinicianStop;
    (void)step(frame, ignored);
  }
  begin(begin_anew(*link_, *programmer_));
}

const wire::Report& DeviceUnderTest::step(const biomarkers::SampleFrame& frame,
                                          Observations& seen) {
  if (frame.clinician_events != 0) programmer_->order(frame.clinician_events);
  request_->ask = wire::Ask::kFrame;
  request_->frame = frame;
  request_->uv_per_count.fill(kUvPerCount);
  report_ = link_->ask(*request_, wire::Answer::kReport).report;

  std::vector<std::uint8_t> payload(wire::kMaxPayload);
  payload.resize(wire::encode(*request_, payload));
  if (!wire::decode(payload, *heard_))
    throw LinkError("link: frame: cannot be read back");
  heard_->frame.clinician_events = frame.clinician_events;
  (void)host_->step(heard_->frame);
  compare(report_, heard_->frame, seen);
  ask_referee(report_, heard_->frame, seen);
  const controller::LoopReport& host = host_->report();
  if (host.granted.command.on() || host.mode != mode_) stored_ = host_->persist();
  mode_ = host.mode;
  delivering_ = host.granted.command.on();
  return report_;
}

void DeviceUnderTest::compare(const wire::Report& device,
                              const biomarkers::SampleFrame& frame, Observations& seen) {
  if (!seen.difference.empty()) return;
  const wire::Report host = wire::report_of(host_->report(), frame.sequence);
  if (report_bytes(device) != report_bytes(host)) seen.difference = where(frame);
}

void DeviceUnderTest::ask_referee(const wire::Report& device,
                                  const biomarkers::SampleFrame& frame,
                                  Observations& seen) {
  if (!seen.complaint.empty()) return;
  try {
    referee_->judge(frame, device.loop, device.granted);
  } catch (const LinkError& complaint) {
    seen.complaint = complaint.what();
  }
}

void DeviceUnderTest::reset(Observations& seen) {
  rig_->act(RigAct::kReset);
  connect();
  open_session();
  const LoopStart told = begin_anew(*link_, *programmer_);
  if (delivering_ && (!told.restored || told.state != stored_) && seen.difference.empty())
    seen.difference = "after a reset: not what was stored before it was delivered";
  begin(told);
}

}  // namespace homeostat::hil
