#include "sim/run.h"

namespace homeostat::sim {

std::int64_t run(Loop& loop, models::PlantGroup& plant, const RunPlan& plan,
                 std::span<Observer* const> observers, const std::atomic<bool>& stop) {
  biomarkers::SampleFrame frame;
  safety::StimCommand command = safety::StimCommand::off();
  for (std::int64_t done = 0; done < plan.frames; ++done) {
    if (done >= plan.fewest && stop.load(std::memory_order_relaxed)) return done;
    plant.advance({&command, 1}, {&frame, 1});
    if (done == 0 && plan.arm_at_start) {
      frame.clinician_events |= biomarkers::kClinicianStart;
    }
    command = loop.step(frame);
    for (Observer* observer : observers) observer->see(frame, loop.report());
  }
  return plan.frames;
}

}  // namespace homeostat::sim
