// Faults by rigs: what was done, what had to come, and whether it came.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace homeostat::hil::testing {

struct RigFault {
  int number;  // of the hundred; 0: of the rig's own
  const char* name;
  const char* injected;
  const char* expected;
};

class Table {
 public:
  // Runs it on that rig. `run` throws where what is expected did not come; what it says
  // is the reaction, the same on every rig.
  void row(const RigFault& fault, const std::string& rig,
           const std::function<std::string()>& run);

  // The page's section. True where every fault that was run held.
  bool print(const std::vector<std::string>& rigs) const;

 private:
  struct Row {
    RigFault fault;
    std::string reaction;
    std::map<std::string, std::string> verdicts;  // by rig
  };
  std::vector<Row> rows_;
};

// Those of a kind, on a rig of these words ("qemu:mps2-an386"). `deep`: every byte.
void faults_of_the_line(Table& table, const std::string& rig);
void faults_of_the_processor(Table& table, const std::string& rig);
void faults_of_power(Table& table, const std::string& rig, bool deep);
void faults_of_what_is_sensed(Table& table, const std::string& rig);
void faults_of_programs(Table& table, const std::string& rig, bool deep);

}  // namespace homeostat::hil::testing
