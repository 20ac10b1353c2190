#include "hil/link/remote_loop.h"

#include <algorithm>
#include <string>
#include <vector>

#include "hil/link/link_error.h"

namespace homeostat::hil {
namespace {

using Payload = std::vector<std::uint8_t>;

Payload bytes_of(const wire::Reply& reply) {
  Payload bytes(wire::kMaxReply);
  bytes.resize(wire::encode(reply, bytes));
  return bytes;
}

// Every value of a report travels: equal bytes are equal reports.
Payload as_told(const controller::LoopReport& report, std::uint32_t frame) {
  wire::Reply reply;
  reply.answer = wire::Answer::kReport;
  reply.report = wire::report_of(report, frame);
  return bytes_of(reply);
}

Payload as_told(const wire::Report& report) {
  wire::Reply reply;
  reply.answer = wire::Answer::kReport;
  reply.report = report;
  return bytes_of(reply);
}

void hold_to(const controller::TherapyProgram& program, const wire::Identity& device) {
  if (device.program_crc32 != controller::checksum(program)) {
    throw LinkError("device: runs another program than the host; upload it first");
  }
  if (device.channels != program.biomarkers.channel_count ||
      device.samples !=
          static_cast<std::uint32_t>(program.biomarkers.samples_per_frame)) {
    throw LinkError("device: takes frames of another shape than its program");
  }
}

}  // namespace

RemoteLoop::RemoteLoop(HostLink& link, Programmer& programmer,
                       const controller::TherapyProgram& program,
                       const Scales& uv_per_count, Instant now)
    : link_(link),
      programmer_(programmer),
      uv_per_count_(uv_per_count),
      host_(program, now),
      request_(std::make_unique<wire::Request>()),
      heard_(std::make_unique<wire::Request>()) {
  hold_to(program, link.identity());
}

safety::StimCommand RemoteLoop::step(const biomarkers::SampleFrame& frame) {
  if (frame.clinician_events != 0) programmer_.order(frame.clinician_events);
  request_->ask = wire::Ask::kFrame;
  request_->frame = frame;
  request_->uv_per_count = uv_per_count_;
  const wire::Report& device = link_.ask(*request_, wire::Answer::kReport).report;

  Payload payload(wire::kMaxPayload);
  payload.resize(wire::encode(*request_, payload));
  if (!wire::decode(payload, *heard_))
    throw LinkError("link: frame: cannot be read back");
  heard_->frame.clinician_events = frame.clinician_events;
  const safety::StimCommand command = host_.step(heard_->frame);
  if (as_told(device) != as_told(host_.report(), frame.sequence)) {
    throw LinkError("device: differs from the host in frame " +
                    std::to_string(frame.sequence) + ", at " +
                    std::to_string(frame.time.count()) + " us");
  }
  return command;
}

}  // namespace homeostat::hil
