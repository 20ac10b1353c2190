#include "tests/faults/campaign.h"
namespace homeostat::faults {
std::vector<Fault> faults_of_frames() { return {}; }
std::vector<Fault> faults_of_programs() { return {}; }
std::vector<Fault> faults_of_control() { return {}; }
std::vector<Fault> faults_of_people() { return {}; }
std::vector<Fault> harms_of_the_loop() { return {}; }
std::vector<OnTheDevice> faults_on_the_device() { return {}; }
}  // namespace homeostat::faults
