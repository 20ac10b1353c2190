#include "sim/reason_names.h"

#include "biomarkers/signal_quality.h"
#include "controller/self_test.h"

namespace homeostat::sim {

std::vector<std::string> names_of(safety::ReasonSet reasons) {
  std::vector<std::string> names;
  for (int i = 0; i < GUARD_REASON_COUNT; ++i) {
    const auto reason = static_cast<safety::Reason>(i);
    if (reasons.has(reason)) names.emplace_back(safety::name_of(reason));
  }
  return names;
}

std::vector<std::string> names_of(controller::NoticeSet notices) {
  std::vector<std::string> names;
  for (int i = 0; i < controller::kNotices; ++i) {
    const auto notice = static_cast<controller::Notice>(i);
    if (notices.has(notice)) names.emplace_back(controller::name_of(notice));
  }
  return names;
}

std::vector<std::string> names_of_quality(std::uint16_t flags) {
  std::vector<std::string> names;
  for (int i = 0; i < biomarkers::kQualityFlags; ++i) {
    if ((flags >> i & 1) == 0) continue;
    names.emplace_back(biomarkers::name_of(static_cast<biomarkers::QualityFlag>(1 << i)));
  }
  return names;
}

std::vector<std::string> names_of_checks(std::uint8_t checks) {
  std::vector<std::string> names;
  for (int i = 0; i < controller::kSelfTestChecks; ++i) {
    if ((checks >> i & 1) == 0) continue;
    names.emplace_back(
        controller::name_of(static_cast<controller::SelfTestCheck>(1 << i)));
  }
  return names;
}

}  // namespace homeostat::sim
