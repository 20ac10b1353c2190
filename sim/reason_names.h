// Reasons as the words under which logs and summaries name them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "controller/notice.h"
#include "safety/envelope.h"

namespace homeostat::sim {

std::vector<std::string> names_of(safety::ReasonSet reasons);
// The most urgent first.
std::vector<std::string> names_of(controller::NoticeSet notices);

// Of biomarkers::QualityFlag bits.
std::vector<std::string> names_of_quality(std::uint16_t flags);

// Of controller::SelfTestCheck bits.
std::vector<std::string> names_of_checks(std::uint8_t checks);

}  // namespace homeostat::sim
