// What is allowed of one number, as a person should be told it.
//
// Knows the rules only by asking them. A bound that the next check would refuse is no
// advice: every nearest value that is told has been tried.
#pragma once

#include <string>
#include <vector>

#include "clinical_configs/finding.h"
#include "clinical_configs/rules.h"

namespace homeostat::clinical_configs {

// Inclusive. From zero to zero: what is wrong is not a matter of range.
struct Range {
  double lowest = 0.0;
  double highest = 0.0;
  bool known() const { return lowest < highest || (lowest == highest && lowest != 0.0); }
};

// What `rules` accept at `path`, whatever stands there now.
Range range_of(const google::protobuf::Message& message, const std::string& path,
               Rules rules);

// `range` less what would be taken for another unit, and for a min_x less what is above
// the max_x beside it.
Range advised(const google::protobuf::Message& message, const std::string& path,
              Range range);

// "1 to 4000 uA", with the unit that `name` ends in; empty where the range is not known.
std::string range_text(const Range& range, const std::string& name);

// "amplitude_ua" of "responsive.therapies[0].bursts[0].outputs[0].amplitude_ua".
std::string leaf_name(const std::string& path);

// Tries the nearest value of each error; one that would be refused moves to what is
// nearest to it, and goes where that leads nowhere.
void settle_nearest(const google::protobuf::Message& message, Rules rules,
                    std::vector<Finding>& findings);

}  // namespace homeostat::clinical_configs
