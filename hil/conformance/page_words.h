// What the report's page says, in both languages.
#pragma once

#include "hil/conformance/text.h"

namespace homeostat::hil::words {

#define HOMEOSTAT_PAGE_WORDS(X)                                                                                    \
  X(kTitle, "Conformance of a closed-loop neuromodulation controller: test report",                                \
    "闭环神经调控控制器符合性测试报告")                                                                            \
  X(kResearch,                                                                                                     \
    "Research software. A report of this kit is evidence of the tests that it lists, "                             \
    "and of nothing else; it is no statement that a device may be used on a patient.",                             \
    "研究用软件。本报告仅为所列测试的证据，不表示被测设备可用于患者。")                                            \
  X(kSummary, "Summary", "结果汇总")                                                                               \
  X(kVerdict, "Verdict", "判定")                                                                                   \
  X(kScenario, "Scenario", "测试场景")                                                                             \
  X(kClauses, "Clause", "标准条款")                                                                                \
  X(kExpectationsHeld, "Expectations held", "满足的要求")                                                          \
  X(kStopped, "Stopped by its user before its end.", "测试被用户提前停止。")                                       \
  X(kIdentity, "Identity", "标识信息")                                                                             \
  X(kReportNumber, "Report number: SHA-256 of report.json",                                                        \
    "报告编号（report.json 的 SHA-256）")                                                                          \
  X(kDate, "Begun (UTC)", "开始时间（UTC）")                                                                       \
  X(kLaboratory, "Laboratory", "检测实验室")                                                                       \
  X(kEngineer, "Test engineer", "检测人员")                                                                        \
  X(kDeviceGiven, "Device under test: model, serial number", "被测设备：型号、序列号")                             \
  X(kBlank, "____________________", "____________________")                                                        \
  X(kRig, "Rig", "测试台")                                                                                         \
  X(kTiming, "Timing", "时序方式")                                                                                 \
  X(kPaced, "paced, in real time", "实时")                                                                         \
  X(kLockstep, "lockstep: simulated time waits for the device",                                                    \
    "锁步：仿真时间等待被测设备")                                                                                  \
  X(kDeviceId, "Device's own number", "设备标识符")                                                                \
  X(kFirmware, "Firmware version", "固件版本")                                                                     \
  X(kProtocol, "Protocol / program schema", "通信协议 / 程序格式版本")                                             \
  X(kKey, "Programs and orders signed with", "程序与指令的签名密钥")                                               \
  X(kKitVersion, "Kit version", "测试套件版本")                                                                    \
  X(kCompiler, "Kit's compiler", "测试套件编译器")                                                                 \
  X(kGuardHash, "SHA-256 of the kit's safety envelope",                                                            \
    "测试套件安全包络源码的 SHA-256")                                                                              \
  X(kNewDevice,                                                                                                    \
    "A scenario begins with a device that was never used where the rig makes one. "                                \
    "Another is reset by a clinician's order and waits, off, until a latch has cooled "                            \
    "down; what it had spent before stays spent, and the host goes on from what the "                              \
    "device tells.",                                                                                               \
    "测试台能够生成新设备时，每个场景均以全新设备开始；否则先由医生指令复位，" \
    "在关闭状态下等待锁存冷却。此前已用的预算不恢复，主机从设备报告的状态继续。")                                  \
  X(kUsed, "The device had run before: it began with what was left of its budgets.",                               \
    "设备此前已运行过：以剩余预算开始。")                                                                          \
  X(kClauseTable, "Clauses and the scenarios that serve them", "条款与对应的测试场景")                             \
  X(kClauseCaveat,                                                                                                 \
    "Clauses are named by number only. Which number a scenario serves is to be checked "                           \
    "against the bought text; a scenario serves a clause in part, never as a whole.",                              \
    "条款仅以编号标注。编号与场景的对应关系须对照购买的标准文本核"                   \
    "对；一个场景仅部分对应"                                                                            \
    "条款要求。")                                                                                                  \
  X(kToBeChecked, "to be checked against the bought text", "须对照购买的标准文本核对")                             \
  X(kRule, "Measurement uncertainty and decision rule", "测量不确定度与判定规则")                                  \
  X(kRuleText,                                                                                                     \
    "Each source is a rectangular distribution of half-width a: u = a / sqrt(3). They "                            \
    "are combined as the root of the sum of squares and expanded with k = 2 (about 95 "                            \
    "%). Decision rule, with a guard band as wide as the expanded uncertainty U (the "                             \
    "idea of ISO/IEC Guide 98-4): a time has passed where value + U <= limit, and has "                            \
    "failed otherwise.",                                                                                           \
    "各不确定度来源按半宽为 a 的均匀分布处理：u = a / "                                         \
    "√3；以平方和的平方根合成，包含因子 k = 2（约 95 "                                         \
    "%）。判定规则采用宽度等于扩展不确定度 U 的保护带（ISO"                                 \
    "/IEC Guide 98-4 "                                                                                             \
    "的方法）：测得值 + U ≤ 限值时判为通过，否则判为不通过。")                                                     \
  X(kQuantity, "Quantity", "被测量")                                                                               \
  X(kSource, "Source", "不确定度来源")                                                                             \
  X(kHalfWidth, "Half-width a, ms", "半宽 a（ms）")                                                                \
  X(kStandard, "Standard uncertainty u, ms", "标准不确定度 u（ms）")                                               \
  X(kTimesOfModes, "times of modes, latch, notices", "模式、锁存、提示的时间")                                     \
  X(kTimesOfPulses, "times of pulses", "脉冲的时间")                                                               \
  X(kCombined, "combined", "合成标准不确定度")                                                                     \
  X(kExpanded, "expanded, k = 2", "扩展不确定度（k = 2）")                                                         \
  X(kExact,                                                                                                        \
    "Counts, modes and the whole numbers that the device commands (uA, us, pC) are "                               \
    "exact and carry no uncertainty. What a current source makes of a command is not "                             \
    "measured here: whoever measures at an electrode adds the instrument's "                                       \
    "uncertainty.",                                                                                                \
    "计数、模式及设备指令中的整数量（μA、μs、pC）为精确值，"                             \
    "无不确定度。本测试不测量电流"                                                                   \
    "源的实际输出；若在电极处测量，须另计仪器的不确定度。")                                                        \
  X(kSamples,                                                                                                      \
    "Samples are whole quarters of a microvolt and travel unrounded; they add nothing.",                           \
    "采样值为 0.25 μV 的整数倍，传输中不舍入，不引入不确定度。")                                                   \
  X(kDetails, "Scenarios", "测试场景详情")                                                                         \
  X(kProgram, "program", "治疗程序")                                                                               \
  X(kDuration, "ran", "运行时间")                                                                                  \
  X(kAfterFirstPulse, "after the first pulse", "（首个脉冲后）")                                                   \
  X(kDone, "What is done", "激励与注入的故障")                                                                     \
  X(kAt, "At", "时刻")                                                                                             \
  X(kAct, "Act", "操作")                                                                                           \
  X(kFor, "For", "持续")                                                                                           \
  X(kValue, "Value", "数值")                                                                                       \
  X(kExpectations, "What must hold", "要求与结果")                                                                 \
  X(kExpectation, "Expectation", "要求")                                                                           \
  X(kMeasured, "Measured", "测得")                                                                                 \
  X(kLimit, "Limit", "限值")                                                                                       \
  X(kEvidence, "Evidence, with SHA-256", "证据文件及 SHA-256")                                                     \
  X(kSignatures, "Signatures", "签署")                                                                             \
  X(kRole, "Role", "角色")                                                                                         \
  X(kName, "Name", "姓名")                                                                                         \
  X(kDay, "Date", "日期")                                                                                          \
  X(kSignature, "Signature", "签名")                                                                               \
  X(kTestedBy, "Tested by", "检测")                                                                                \
  X(kCheckedBy, "Checked by", "审核")                                                                              \
  X(kOnlyThisDevice, "Results hold for the device that was tested, as it was tested.",                             \
    "结果仅对所测样品及其被测状态有效。")

#define X(name, en, zh) inline const Text name{en, zh};
HOMEOSTAT_PAGE_WORDS(X)
#undef X

}  // namespace homeostat::hil::words
