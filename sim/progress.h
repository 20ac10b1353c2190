// How far a run has come, on standard error: a bar on a terminal, plain lines elsewhere.
// Reads no clock: it speaks at each percent or tenth of the simulated time.
#pragma once

#include <iosfwd>
#include <string>

#include "sim/observer.h"

namespace homeostat::sim {

class Progress final : public Observer {
 public:
  // `title` leads each line. `terminal`: redraw one line; else a line each 10 %.
  Progress(std::ostream& out, bool terminal, std::string title, double duration_s);
  ~Progress() override;

  void see(const biomarkers::SampleFrame& frame,
           const controller::LoopReport& report) override;
  // The same for who has no frames.
  void at(double done_s);

 private:
  void draw(int percent) const;

  std::ostream& out_;
  bool terminal_;
  std::string title_;
  double duration_s_;
  int shown_ = -1;
};

}  // namespace homeostat::sim
