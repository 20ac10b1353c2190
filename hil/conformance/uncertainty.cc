#include "hil/conformance/uncertainty.h"

#include <cmath>

namespace homeostat::hil {
namespace {

constexpr double kClockStep_s = 1e-6;

}  // namespace

double Contribution::standard_s() const { return half_width_s / std::sqrt(3.0); }

double TimeUncertainty::combined_s() const {
  double squares = 0.0;
  for (const Contribution& source : sources)
    squares += source.standard_s() * source.standard_s();
  return std::sqrt(squares);
}

double TimeUncertainty::expanded_s() const { return kCoverage * combined_s(); }

TimeUncertainty uncertainty_of(Seen seen, double frame_s, double round_trip_s) {
  TimeUncertainty result;
  result.sources.push_back(
      {{"what is done takes effect for whole frames", "激励以整帧为单位生效"},
       frame_s / 2.0});
  if (seen == Seen::kAtFrameEnds) {
    result.sources.push_back(
        {{"the device reports at the end of a frame", "被测设备在帧末报告"},
         frame_s / 2.0});
  }
  result.sources.push_back(
      {{"resolution of the clock", "时钟分辨率"}, kClockStep_s / 2.0});
  if (round_trip_s > 0.0) {
    result.sources.push_back(
        {{"round trip of the link, paced", "链路往返时间（实时模式）"},
         round_trip_s / 2.0});
  }
  return result;
}

}  // namespace homeostat::hil
