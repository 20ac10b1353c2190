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

LoopStart begin_at(const controller::TherapyProgram& program, HostLink& link,
                   Programmer& programmer) {
  hold_to(program, link.identity());
  return begin_anew(link, programmer);
}

}  // namespace

RemoteLoop::RemoteLoop(HostLink& link, Programmer& programmer,
                       const controller::TherapyProgram& program,
                       const Scales& uv_per_count, Instant now)
    : link_(link),
      programmer_(programmer),
      uv_per_count_(uv_per_count),
      start_(begin_at(program, link, programmer)),
      host_(program, now),
      request_(std::make_unique<wire::Request>()),
      heard_(std::make_unique<wire::Request>()) {
  // Not believed: then neither does the device, and both are latched.
  if (start_.restored) (void)host_.restore(start_.state);
}

// Every value of a report travels: equal bytes are equal reports. A device that writes
// the same message in another way is read, and both are written alike.
bool RemoteLoop::told_the_same(std::uint32_t frame) const {
  const wire::Reply& told = link_.reply();
  wire::Reply own;
  own.sequence = told.sequence;
  own.request = told.request;
  own.answer = wire::Answer::kReport;
  own.report = wire::report_of(host_.report(), frame);
  const Payload bytes = bytes_of(own);
  return std::ranges::equal(bytes, link_.payload()) || bytes == bytes_of(told);
}

safety::StimCommand RemoteLoop::step(const biomarkers::SampleFrame& frame) {
  if (frame.clinician_events != 0) programmer_.order(frame.clinician_events);
  request_->ask = wire::Ask::kFrame;
  request_->frame = frame;
  request_->uv_per_count = uv_per_count_;
  link_.ask(*request_, wire::Answer::kReport);

  Payload payload(wire::kMaxPayload);
  payload.resize(wire::encode(*request_, payload));
  if (!wire::decode(payload, *heard_))
    throw LinkError("link: frame: cannot be read back");
  heard_->frame.clinician_events = frame.clinician_events;
  const safety::StimCommand command = host_.step(heard_->frame);
  if (!told_the_same(frame.sequence)) {
    throw LinkError("device: differs from the host in frame " +
                    std::to_string(frame.sequence) + ", at " +
                    std::to_string(frame.time.count()) + " us");
  }
  return command;
}

}  // namespace homeostat::hil
