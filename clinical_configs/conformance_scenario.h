// A scenario of the conformance kit, as a plain struct. What each word means:
// clinical_configs/conformance.proto, whose numbers these are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace homeostat::clinical_configs {

enum class Act : std::uint8_t {
  kNone = 0,
  kSeizure = 1,
  kSamplesMissing = 2,
  kLeadOff = 3,
  kFlat = 4,
  kRail = 5,
  kHum = 6,
  kClinicianStart = 10,
  kClinicianStop = 11,
  kClinicianReset = 12,
  kClinicianEnd = 13,
  kMagnet = 14,
  kMriMode = 15,
  kPatientMarker = 16,
  kBatteryMv = 20,
  kTemperatureMillicelsius = 21,
  kImpedanceOhm = 22,
  kImpedanceUnknown = 23,
  kPulsesMissing = 30,
  kPulsesUnasked = 31,
  kDeliveredAmplitudePercent = 32,
  kSecondPhasePercent = 33,
  kSourceFault = 34,
  kFramesLost = 40,
  kFrameRepeated = 41,
  kClockStepMs = 42,
  kLineLosesPacket = 50,
  kLineDropsByte = 51,
  kLineInsertsByte = 52,
  kLineFlipsBit = 53,
  kLineCutsPacket = 54,
  kLineNoise = 55,
  kLineDelaysPacket = 56,
  kLineDoublesPacket = 57,
  kLineSwapsPackets = 58,
  kDeviceReset = 60,
  kUploadOlder = 70,
  kUploadOfAnotherKey = 71,
  kUploadSpoilt = 72,
  kUploadCut = 73,
  kUploadGood = 74,
  kOrderOutsideSession = 75,
  kOrderOfAnotherKey = 76,
  kOrderReplayed = 77,
  kSessionReplayed = 78,
};

enum class Expected : std::uint8_t {
  kNone = 0,
  kModeWithin = 1,
  kPulseWithin = 2,
  kLastPulseWithin = 3,
  kLatchWithin = 4,
  kNoticeWithin = 5,
  kNoPulse = 10,
  kNotInMode = 11,
  kNoLatch = 12,
  kReason = 13,
  kEndsInMode = 20,
  kAmplitudeUaAtMost = 30,
  kChargeNcAtMost = 31,
  kRateHzAtMost = 32,
  kTherapiesAtMost = 33,
  kTherapiesAtLeast = 34,
  kRefusedWith = 40,
  kProgramStays = 41,
};

// Seconds from the first frame, or from the onset of the first pulse.
struct Moment {
  double s = 0.0;
  bool after_first_pulse = false;
};

inline constexpr int kEveryChannel = -1;
inline constexpr double kToTheEnd = -1.0;

struct ScenarioStep {
  Act act = Act::kNone;
  std::string name;  // as written: "MAGNET"
  Moment at;
  double for_s = 0.0;  // 0: a moment
  double value = 0.0;
  int channel = kEveryChannel;
};

struct Expectation {
  Expected what = Expected::kNone;
  Moment from;
  double within_s = 0.0;
  double for_s = kToTheEnd;
  std::string name;  // of a mode, notice, reason or refusal
  double value = 0.0;
};

struct Clause {
  std::string standard;  // "IEC 60601-1-10"
  std::string number;
};

struct ConformanceScenario {
  std::string title_en;
  std::string title_zh;
  std::string purpose_en;
  std::string purpose_zh;
  std::vector<Clause> clauses;
  std::string program;
  double duration_s = 0.0;
  std::vector<ScenarioStep> steps;
  std::vector<Expectation> expectations;
};

// Whether there is such an act, and whether it goes on for a while.
bool is_act(Act act);
bool lasts(Act act);
// Whether it tries what a device must refuse.
constexpr bool is_attempt(Act act) { return act >= Act::kUploadOlder; }
constexpr bool is_of_the_line(Act act) {
  return act >= Act::kLineLosesPacket && act <= Act::kLineSwapsPackets;
}

}  // namespace homeostat::clinical_configs
