// The hundred numbered faults and bad inputs that the device must survive: each is run,
// or is run on a rig (tests/rig_faults).
//
// What is expected of each was written down before it was run, from the rules that the
// guard, the chart and the papers state; what comes out is measured. A new fault is one
// line in the list of its kind. Numbers and names: the reference page on safety, 4.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/faults/outcome.h"
#include "tests/faults/rig.h"

namespace homeostat::faults {

struct Fault {
  int number;
  const char* name;
  const char* injection;  // how it is brought about
  std::vector<Expect> expected;
  std::function<Outcome()> run;
};

// By kind, as the reference page orders them.
std::vector<Fault> faults_of_samples();      // 1-18
std::vector<Fault> faults_of_frames();       // 19-30
std::vector<Fault> faults_of_time();         // 34-40
std::vector<Fault> faults_of_programs();     // 32, 33, 41-50
std::vector<Fault> faults_of_control();      // 54-62
std::vector<Fault> faults_of_output();       // 67-75
std::vector<Fault> faults_of_environment();  // 76-85
std::vector<Fault> faults_of_the_host();     // 87-90
std::vector<Fault> faults_of_people();       // 91-94
std::vector<Fault> harms_of_the_loop();      // 63-66, 96-100
// Numbers that nothing on the host can have: tests/rig_faults.
std::vector<int> faults_on_rigs();

// The shipped programs, as they are.
const controller::TherapyProgram& responsive();
const controller::TherapyProgram& open_loop();
const models::VirtualPatientSettings& demo_patient();

// Runs it and says what of its expectations did not hold; empty where it was survived.
std::string shortfall(const Fault& fault);

// Prints the page; true where every expectation held and no number is missing or twice.
bool run_campaign();

}  // namespace homeostat::faults
