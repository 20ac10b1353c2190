#include "hil/conformance/expectation_words.h"

#include "hil/conformance/glossary.h"
#include "sim/html.h"

namespace homeostat::hil {
namespace {

using clinical_configs::Expectation;
using clinical_configs::Expected;
using clinical_configs::Moment;

std::string in_s(double s) { return sim::html::number(s, 6) + " s"; }

Text moment_words(const Moment& moment) {
  const std::string s = in_s(moment.s);
  if (!moment.after_first_pulse) return {s + " after the first frame", "首帧后 " + s};
  return {s + " after the first pulse", "首个脉冲后 " + s};
}

template <class Value>
Value value_named(const std::string& name, int count) {
  for (int i = 0; i < count; ++i) {
    const auto value = static_cast<Value>(i);
    using controller::name_of;
    using safety::name_of;
    if (name == name_of(value)) return value;
  }
  return Value{};
}

}  // namespace

controller::Mode mode_named(const std::string& name) {
  return value_named<controller::Mode>(name, controller::kModes);
}
controller::Notice notice_named(const std::string& name) {
  return value_named<controller::Notice>(name, controller::kNotices);
}
safety::Reason reason_named(const std::string& name) {
  return value_named<safety::Reason>(name, GUARD_REASON_COUNT);
}

Text words_for(const Expectation& wish) {
  const std::string within = in_s(wish.within_s);
  const std::string value = sim::html::number(wish.value, 3);
  const Text moment = moment_words(wish.from);
  const Text late = {" within " + within + " of " + moment.en,
                     "（" + moment.zh + "起 " + within + " 内）"};
  const Text lasting =
      wish.for_s < 0.0
          ? Text{" from " + moment.en + " to the end", "（" + moment.zh + "起直至结束）"}
          : Text{" from " + moment.en + " for " + in_s(wish.for_s),
                 "（" + moment.zh + "起 " + in_s(wish.for_s) + "）"};
  switch (wish.what) {
    case Expected::kModeWithin:
      return Text{"mode ", "进入模式 "} + gloss(mode_named(wish.name)) + late;
    case Expected::kPulseWithin:
      return Text{"stimulation begins", "开始刺激"} + late;
    case Expected::kLastPulseWithin:
      return Text{"the last pulse begins", "最后一个脉冲开始"} + late +
             (wish.for_s < 0.0 ? Text{}
                               : Text{", watched for " + in_s(wish.for_s),
                                      "，观察 " + in_s(wish.for_s)});
    case Expected::kLatchWithin:
      return Text{"the device latches", "设备锁存故障"} + late;
    case Expected::kNoticeWithin:
      return Text{"the patient is told ", "向患者提示："} +
             gloss(notice_named(wish.name)) + late;
    case Expected::kNoPulse:
      return Text{"no pulse", "无脉冲"} + lasting;
    case Expected::kNotInMode:
      return Text{"never in mode ", "不进入模式 "} + gloss(mode_named(wish.name)) +
             lasting;
    case Expected::kNoLatch:
      return Text{"nothing latches", "不锁存故障"} + lasting;
    case Expected::kReason:
      return Text{"gives the reason ", "给出原因："} + gloss(reason_named(wish.name)) +
             lasting;
    case Expected::kEndsInMode:
      return Text{"ends in mode ", "结束时处于模式 "} + gloss(mode_named(wish.name));
    case Expected::kAmplitudeUaAtMost:
      return {"amplitude at most " + value + " uA", "幅度不超过 " + value + " uA"};
    case Expected::kChargeNcAtMost:
      return {"charge of a phase at most " + value + " nC",
              "每相电荷不超过 " + value + " nC"};
    case Expected::kRateHzAtMost:
      return {"rate at most " + value + " Hz", "频率不超过 " + value + " Hz"};
    case Expected::kTherapiesAtMost:
      return {"at most " + value + " therapies", "治疗不超过 " + value + " 次"};
    case Expected::kTherapiesAtLeast:
      return {"at least " + value + " therapies", "治疗不少于 " + value + " 次"};
    case Expected::kRefusedWith:
      return {"each attempt is refused, one as " + wish.name,
              "每次尝试均被拒绝，其中之一的原因为 " + wish.name};
    case Expected::kProgramStays:
      return {"the program stays what it was", "程序保持不变"};
    case Expected::kNone:
      break;
  }
  return plain("?");
}

const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kFailed:
      return "failed";
    case Verdict::kNotApplicable:
      return "not applicable";
    case Verdict::kNotRun:
      break;
  }
  return "not run";
}

Text words_for(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return {"passed", "通过"};
    case Verdict::kFailed:
      return {"failed", "不通过"};
    case Verdict::kNotApplicable:
      return {"not applicable", "不适用"};
    case Verdict::kNotRun:
      break;
  }
  return {"not run", "未执行"};
}

}  // namespace homeostat::hil
