#include "tests/rig_faults/bedside.h"

#include "clinical_configs/load.h"
#include "hil/link/link_error.h"
#include "sim/image_file.h"
#include "sim/known_keys.h"
#include "sim/run_command.h"
#include "sim/signing_key.h"

namespace homeostat::hil::testing {
namespace {

// Patience on a busy machine: an emulated line takes a second for noise when it is idle.
LinkTiming timing_of(const std::string& rig) {
  return {.patience = std::chrono::milliseconds(150),
          .tries = rig.substr(0, 4) == "qemu" ? 60 : 20,
          .hello_tries = 200};
}
constexpr int kMostFrames = 6000;

std::vector<std::uint8_t> told(const wire::Report& report) {
  wire::Reply reply;
  reply.answer = wire::Answer::kReport;
  reply.report = report;
  std::vector<std::uint8_t> bytes(wire::kMaxReply);
  bytes.resize(wire::encode(reply, bytes));
  return bytes;
}

}  // namespace

Bedside::Bedside(const std::string& rig, const std::string& program)
    : key_(sim::signing_key_or_development({})),
      signer_(key_),
      timing_(timing_of(rig)),
      program_(clinical_configs::load_program(program)),
      settings_(clinical_configs::load_patient("temporal_lobe")),
      rig_(open_rig(rig, sim::read_public_key(key_))),
      line_(rig_->channel(), 1),
      watched_(line_, on_send) {
  scales_.fill(settings_.sensing.step_uv);
  wake_patient();
  connect();
  programmer_->upload(image(program, 1));
  link_->hello();
  begin(read_start(*link_));
}

// A device's clock begins with its start, and a patient who is simulated keeps to it.
void Bedside::wake_patient() {
  patient_.emplace(settings_, sim::device_setup(program_), models::NoiseKey{.seed = 1});
  command_ = safety::StimCommand::off();
  frame_ = {};
}

void Bedside::connect() {
  link_.emplace(watched_, ++connection_, timing_);
  link_->hello();
  programmer_.emplace(*link_, signer_);
  programmer_->open();
}

void Bedside::begin(const LoopStart& start) {
  twin_ = std::make_unique<controller::ClosedLoop>(program_, Instant{});
  if (start.restored) (void)twin_->restore(start.state);
  referee_.emplace(program_, start, Instant{});
  mode_ = report().mode;
  note_stored();
}

void Bedside::note_stored() {
  stored_before_ = stored_;
  stored_ = twin_->persist();
}

void Bedside::start_again() {
  order(biomarkers::kClinicianReset);
  live();
  start();
}

void Bedside::live(int frames) {
  for (int i = 0; i < frames; ++i) {
    prepare();
    exchange();
  }
}

void Bedside::live_until_stimulation() {
  for (int i = 0; i < kMostFrames; ++i) {
    live();
    if (is_on()) return;
  }
  throw LinkError("bedside: no stimulation came");
}

void Bedside::prepare() {
  patient_->advance({&command_, 1}, {&frame_, 1});
  frame_.clinician_events |= std::exchange(orders_, std::uint8_t{0});
  frame_.reset_cause = std::exchange(reset_, biomarkers::ResetCause::kNone);
  if (on_frame) on_frame(frame_);
  request_->ask = wire::Ask::kFrame;
  request_->frame = frame_;
  request_->uv_per_count = scales_;
  std::vector<std::uint8_t> payload(wire::kMaxPayload);
  payload.resize(wire::encode(*request_, payload));
  if (!wire::decode(payload, *heard_)) throw LinkError("bedside: a frame is none");
  heard_->frame.clinician_events = frame_.clinician_events;
}

void Bedside::exchange() {
  if (frame_.clinician_events != 0) programmer_->order(frame_.clinician_events);
  agree(link_->ask(*request_, wire::Answer::kReport).report);
}

void Bedside::agree(const wire::Report& device) {
  command_ = twin_->step(heard_->frame);
  if (told(device) != told(wire::report_of(report(), frame_.sequence)))
    throw LinkError("device: differs from the host");
  referee_->judge(frame_, report());
  ++frames_;
  if (is_on() || report().mode != mode_) note_stored();
  mode_ = report().mode;
}

void Bedside::catch_up() {
  link_->hello();
  agree(ask(wire::Ask::kReadReport, wire::Answer::kReport).report);
}

void Bedside::come_back(bool or_before) {
  link_->hello();
  expect_refusal(wire::Refusal::kNoReport,
                 [this] { ask(wire::Ask::kReadReport, wire::Answer::kReport); });
  const std::uint32_t crc = link_->identity().program_crc32;
  if (crc != controller::checksum(program_))
    throw LinkError("device: its program is another after a reset");
  const LoopStart start = read_start(*link_);
  if (!start.restored) throw LinkError("device: what it had stored is gone");
  if (start.state != stored_ && !(or_before && start.state == stored_before_))
    throw LinkError("device: begins from another state than it stored");
  wake_patient();
  begin(start);
  reset_ = biomarkers::ResetCause::kBrownOut;
  connect();
}

void Bedside::inject(const wire::Fault& fault) {
  std::array<std::uint8_t, wire::kChangeBytes> bytes;
  const std::size_t size = wire::encode(fault, bytes);
  programmer_->change(wire::Bytes(bytes.data(), size), wire::Answer::kDone);
}

const wire::Reply& Bedside::ask(wire::Ask what, wire::Answer expected) {
  wire::Request request{.ask = what};
  return link_->ask(request, expected);
}

std::vector<firmware::LogRecord> Bedside::log() {
  wire::Request request{.ask = wire::Ask::kReadLog, .from = 1};
  std::vector<firmware::LogRecord> records;
  for (;;) {
    const wire::LogPage page = link_->ask(request, wire::Answer::kLogPage).log;
    if (page.count == 0) return records;
    records.insert(records.end(), page.events.begin(),
                   page.events.begin() + static_cast<std::ptrdiff_t>(page.count));
    request.from = records.back().number + 1;
  }
}

void Bedside::expect_refusal(wire::Refusal why, const std::function<void()>& request) {
  try {
    request();
  } catch (const RefusedError& refused) {
    if (refused.verdict.refusal == why) return;
    throw;
  }
  throw LinkError(std::string("device: does not refuse: ") + wire::name_of(why));
}

std::vector<std::uint8_t> Bedside::image(const std::string& program,
                                         std::uint32_t counter) const {
  const sim::ImageBytes bytes =
      sim::make_image(clinical_configs::load_program_bytes(program), counter, key_);
  return {bytes.begin(), bytes.end()};
}

}  // namespace homeostat::hil::testing
