#include "hil/conformance/glossary.h"

#include <array>

namespace homeostat::hil {
namespace {

using clinical_configs::Act;

constexpr std::array<const char*, controller::kModes> kModes = {
    "关闭",   "自检",     "监测", "治疗：脉冲串", "治疗：间歇", "治疗：连续刺激",
    "不应期", "限额锁定", "抑制", "后备模式",     "故障"};

constexpr std::array<const char*, controller::kNotices> kNotices = {
    "请联系医生",           "发作仍在持续",          "治疗已停止",   "电池耗尽",
    "电极导线故障",         "阻抗值已过期",          "感知信号丧失", "刺激预算用尽",
    "电池电量低",           "阻抗值即将过期",        "刺激预算将尽", "不良事件待处理",
    "生物标志物校验已过期", "生物标志物校验即将过期"};

constexpr std::array<const char*, GUARD_REASON_COUNT> kReasons = {
    "幅度超限",       "超出已滴定幅度", "总电流超限",
    "脉宽超限",       "频率超限",       "每相电荷超限",
    "两相电荷平衡",   "超出顺从电压",   "上升过快",
    "有效期截短",     "请求格式错误",   "请求已过期",
    "无此电极配置",   "阻抗异常",       "脉冲串过长",
    "脉冲串间隔过短", "脉冲串次数用尽", "本次发作治疗用尽",
    "每小时治疗用尽", "每日治疗用尽",   "连续刺激时间用尽",
    "占空比用尽",     "电荷预算用尽",   "能量预算用尽",
    "感知信号无效",   "磁铁",           "磁共振模式",
    "电池电压过低",   "温度过高",       "医生停止",
    "复位后等待",     "连续治疗过多",   "时钟异常",
    "输出与指令不符", "程序校验不符",   "状态数据损坏",
    "故障已锁存"};

struct ActWords {
  Act act;
  const char* zh;
};
constexpr ActWords kActs[] = {
    {Act::kSeizure, "癫痫发作信号"},
    {Act::kSamplesMissing, "采样缺失"},
    {Act::kLeadOff, "电极导线脱落"},
    {Act::kFlat, "信号为零不变"},
    {Act::kRail, "信号饱和"},
    {Act::kHum, "工频干扰"},
    {Act::kClinicianStart, "医生启动"},
    {Act::kClinicianStop, "医生停止"},
    {Act::kClinicianReset, "医生复位"},
    {Act::kClinicianEnd, "医生结束治疗"},
    {Act::kMagnet, "磁铁"},
    {Act::kMriMode, "磁共振模式"},
    {Act::kPatientMarker, "患者标记"},
    {Act::kBatteryMv, "电池电压"},
    {Act::kTemperatureMillicelsius, "温度"},
    {Act::kImpedanceOhm, "阻抗"},
    {Act::kImpedanceUnknown, "阻抗未知"},
    {Act::kPulsesMissing, "脉冲缺失"},
    {Act::kPulsesUnasked, "未指令的脉冲"},
    {Act::kDeliveredAmplitudePercent, "输出幅度偏离"},
    {Act::kSecondPhasePercent, "第二相电荷偏离"},
    {Act::kSourceFault, "电流源故障"},
    {Act::kFramesLost, "帧丢失"},
    {Act::kFrameRepeated, "帧重复"},
    {Act::kClockStepMs, "时钟跳变"},
    {Act::kLineLosesPacket, "链路：数据包丢失"},
    {Act::kLineDropsByte, "链路：字节丢失"},
    {Act::kLineInsertsByte, "链路：字节插入"},
    {Act::kLineFlipsBit, "链路：比特翻转"},
    {Act::kLineCutsPacket, "链路：数据包截断"},
    {Act::kLineNoise, "链路：噪声"},
    {Act::kLineDelaysPacket, "链路：数据包延迟"},
    {Act::kLineDoublesPacket, "链路：数据包重复"},
    {Act::kLineSwapsPackets, "链路：数据包乱序"},
    {Act::kDeviceReset, "设备复位"},
    {Act::kUploadOlder, "上传旧程序映像"},
    {Act::kUploadOfAnotherKey, "上传他人密钥签名的映像"},
    {Act::kUploadSpoilt, "上传损坏的映像"},
    {Act::kUploadCut, "上传截断的映像"},
    {Act::kUploadGood, "上传正确的映像"},
    {Act::kOrderOutsideSession, "会话外的指令"},
    {Act::kOrderOfAnotherKey, "他人密钥签名的指令"},
    {Act::kOrderReplayed, "重放指令"},
    {Act::kSessionReplayed, "重放会话证明"},
};

Text named(const char* name, const char* zh) {
  return {name, std::string(zh) + " (" + name + ")"};
}

}  // namespace

Text gloss(controller::Mode mode) {
  return named(controller::name_of(mode), kModes[static_cast<std::size_t>(mode)]);
}

Text gloss(controller::Notice notice) {
  return named(controller::name_of(notice), kNotices[static_cast<std::size_t>(notice)]);
}

Text gloss(safety::Reason reason) {
  return named(safety::name_of(reason), kReasons[static_cast<std::size_t>(reason)]);
}

Text gloss(Act act, const std::string& name) {
  for (const ActWords& words : kActs) {
    if (words.act == act) return named(name.c_str(), words.zh);
  }
  return plain(name);
}

}  // namespace homeostat::hil
