#include "sim/progress.h"

#include <algorithm>
#include <ostream>

namespace homeostat::sim {
namespace {
constexpr int kBarWidth = 30;
constexpr int kPlainStep = 10;  // percent
}  // namespace

Progress::Progress(std::ostream& out, bool terminal, std::string title, double duration_s)
    : out_(out), terminal_(terminal), title_(std::move(title)), duration_s_(duration_s) {}

Progress::~Progress() {
  if (terminal_ && shown_ >= 0) out_ << '\n';
}

void Progress::see(const biomarkers::SampleFrame& frame, const controller::LoopReport&) {
  at(seconds(frame.time));
}

void Progress::at(double done_s) {
  const int percent =
      std::min(100, static_cast<int>(100.0 * done_s / duration_s_ + 1e-6));
  const int step = terminal_ ? 1 : kPlainStep;
  if (percent / step == shown_ / step && shown_ >= 0) return;
  shown_ = percent;
  draw(percent);
}

void Progress::draw(int percent) const {
  if (!terminal_) {
    out_ << title_ << ": " << percent << " %\n";
    return;
  }
  const auto filled = static_cast<std::size_t>(percent * kBarWidth / 100);
  out_ << '\r' << title_ << " [" << std::string(filled, '#')
       << std::string(kBarWidth - filled, ' ') << "] " << percent << " %" << std::flush;
}

}  // namespace homeostat::sim
