// A closed loop behind a link, as sim sees loops: frames go out, commands come back.
//
// A permission is made by an Envelope alone, so the host runs the same loop beside it: it
// begins from the state that the device begins from, takes the frame that the device
// takes, and what both report must be equal in every value. Then its command is the
// device's. The first frame that differs ends the run.
#pragma once

#include <array>
#include <memory>

#include "hil/link/host_link.h"
#include "hil/link/loop_start.h"
#include "hil/link/programmer.h"
#include "sim/loop.h"

namespace homeostat::hil {

// Microvolts of one count, for each channel.
using Scales = std::array<double, biomarkers::kMaxChannels>;

// Not thread-safe.
class RemoteLoop final : public sim::Loop {
 public:
  // The link has said hello, the programmer's session is open; both outlive the loop.
  // `program` is the one that the device runs; another, by its checksum or the shape of
  // its frames, throws LinkError. A device that has stepped already begins anew.
  RemoteLoop(HostLink& link, Programmer& programmer,
             const controller::TherapyProgram& program, const Scales& uv_per_count,
             Instant now);

  // A clinician's events go first, as changes of the session. Samples are rounded to
  // counts, on both sides alike: where a plant's own are whole steps of that size nothing
  // changes. Throws LinkError, naming the frame, where device and host differ.
  safety::StimCommand step(const biomarkers::SampleFrame& frame) override;
  const controller::LoopReport& report() const override { return host_.report(); }

  // What both began from.
  const LoopStart& start() const { return start_; }

 private:
  bool told_the_same(std::uint32_t frame) const;

  HostLink& link_;
  Programmer& programmer_;
  Scales uv_per_count_;
  LoopStart start_;
  controller::ClosedLoop host_;
  std::unique_ptr<wire::Request> request_;
  std::unique_ptr<wire::Request> heard_;  // the frame as the device reads it
};

}  // namespace homeostat::hil
