#include "clinical_configs/conformance_words.h"

#include "controller/notice.h"
#include "controller/therapy_mode.h"
#include "safety/envelope.h"

namespace homeostat::clinical_configs {
namespace {

constexpr auto kMoment = Lasting::kMoment;
constexpr auto kWhile = Lasting::kWhile;
constexpr double kPermille = 1000.0;
constexpr double kMostCount = 100'000;

constexpr ActWord kActs[] = {
    {Act::kSeizure, kWhile, true, 1.0, 100.0},
    {Act::kSamplesMissing, kWhile, true},
    {Act::kLeadOff, kWhile, true, 1.0, 100.0},
    {Act::kFlat, kWhile, true},
    {Act::kRail, kWhile, true},
    {Act::kHum, kWhile, true, 1.0, 4000.0},
    {Act::kClinicianStart, kMoment},
    {Act::kClinicianStop, kMoment},
    {Act::kClinicianReset, kMoment},
    {Act::kClinicianEnd, kMoment},
    {Act::kMagnet, kWhile},
    {Act::kMriMode, kWhile},
    {Act::kPatientMarker, kMoment},
    {Act::kBatteryMv, kWhile, false, 0.0, 10'000.0},
    {Act::kTemperatureMillicelsius, kWhile, false, -40'000.0, 100'000.0},
    {Act::kImpedanceOhm, kWhile, false, 0.0, 1'000'000.0},
    {Act::kImpedanceUnknown, kWhile},
    {Act::kPulsesMissing, kWhile},
    {Act::kPulsesUnasked, kWhile},
    {Act::kDeliveredAmplitudePercent, kWhile, false, 0.0, 1000.0},
    {Act::kSecondPhasePercent, kWhile, false, 0.0, 1000.0},
    {Act::kSourceFault, kWhile},
    {Act::kFramesLost, kWhile},
    {Act::kFrameRepeated, kMoment},
    {Act::kClockStepMs, kMoment, false, -1'000'000.0, 1'000'000.0},
    {Act::kLineLosesPacket, kWhile, false, 1.0, kPermille},
    {Act::kLineDropsByte, kWhile, false, 1.0, kPermille},
    {Act::kLineInsertsByte, kWhile, false, 1.0, kPermille},
    {Act::kLineFlipsBit, kWhile, false, 1.0, kPermille},
    {Act::kLineCutsPacket, kWhile, false, 1.0, kPermille},
    {Act::kLineNoise, kWhile, false, 1.0, kPermille},
    {Act::kLineDelaysPacket, kWhile, false, 1.0, kPermille},
    {Act::kLineDoublesPacket, kWhile, false, 1.0, kPermille},
    {Act::kLineSwapsPackets, kWhile, false, 1.0, kPermille},
    {Act::kDeviceReset, kMoment},
    {Act::kUploadOlder, kMoment},
    {Act::kUploadOfAnotherKey, kMoment},
    {Act::kUploadSpoilt, kMoment},
    {Act::kUploadCut, kMoment},
    {Act::kUploadGood, kMoment},
    {Act::kOrderOutsideSession, kMoment},
    {Act::kOrderOfAnotherKey, kMoment},
    {Act::kOrderReplayed, kMoment},
    {Act::kSessionReplayed, kMoment},
};

constexpr ExpectedWord kExpected[] = {
    {Expected::kModeWithin, true, true, false, Names::kModes},
    {Expected::kPulseWithin, true, true},
    {Expected::kLastPulseWithin, true, true, true},
    {Expected::kLatchWithin, true, true},
    {Expected::kNoticeWithin, true, true, false, Names::kNotices},
    {Expected::kNoPulse, true, false, true},
    {Expected::kNotInMode, true, false, true, Names::kModes},
    {Expected::kNoLatch, true, false, true},
    {Expected::kReason, true, false, true, Names::kReasons},
    {Expected::kEndsInMode, false, false, false, Names::kModes},
    {Expected::kAmplitudeUaAtMost, false, false, false, Names::kNone, 25'000.0},
    {Expected::kChargeNcAtMost, false, false, false, Names::kNone, 100'000.0},
    {Expected::kRateHzAtMost, false, false, false, Names::kNone, 1000.0},
    {Expected::kTherapiesAtMost, false, false, false, Names::kNone, kMostCount},
    {Expected::kTherapiesAtLeast, false, false, false, Names::kNone, kMostCount},
    {Expected::kRefusedWith, false, false, false, Names::kRefusals},
    {Expected::kProgramStays},
};

// Empty where it is one of them.
template <class Name>
std::string not_among(const std::string& name, int count, Name name_at) {
  std::string list;
  for (int i = 0; i < count; ++i) {
    const std::string there = name_at(i);
    if (there == name) return "";
    list += (list.empty() ? "" : ", ") + there;
  }
  return list;
}

}  // namespace

bool is_act(Act act) { return word_of(act) != nullptr; }

bool lasts(Act act) {
  const ActWord* word = word_of(act);
  return word != nullptr && word->lasting == Lasting::kWhile;
}

const ActWord* word_of(Act act) {
  for (const ActWord& word : kActs) {
    if (word.act == act) return &word;
  }
  return nullptr;
}

const ExpectedWord* word_of(Expected what) {
  for (const ExpectedWord& word : kExpected) {
    if (word.what == what) return &word;
  }
  return nullptr;
}

std::string others_than(const std::string& name, Names names) {
  switch (names) {
    case Names::kModes:
      return not_among(name, controller::kModes, [](int i) {
        return controller::name_of(static_cast<controller::Mode>(i));
      });
    case Names::kNotices:
      return not_among(name, controller::kNotices, [](int i) {
        return controller::name_of(static_cast<controller::Notice>(i));
      });
    case Names::kReasons:
      return not_among(name, GUARD_REASON_COUNT, [](int i) {
        return safety::name_of(static_cast<safety::Reason>(i));
      });
    case Names::kRefusals:
    case Names::kNone:
      break;
  }
  return "";
}

}  // namespace homeostat::clinical_configs
