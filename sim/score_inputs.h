// What `homeostat score` is to compare, read and found to belong together.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "sim/performance.h"
#include "sim/score_command.h"

namespace homeostat::sim {

struct ScoreSignal {
  std::string channel;
  double rate_hz = 0.0;
  std::vector<float> samples_uv;
};

struct ScoreInput {
  std::string reference;  // file, for people
  std::string hypothesis;
  ScoredRecording events;
  std::optional<ScoreSignal> signal;
};

struct ScoreInputs {
  std::vector<ScoreInput> recordings;
  std::vector<std::string> notes;  // before trusting the figures
  bool delivered = false;          // stimulation is known, of every recording

  std::vector<ScoredRecording> events() const;
  bool signals() const;  // of every recording
};

// See score_command() for what is thrown and what is said on `err`.
[[nodiscard]] ScoreInputs read_score_inputs(const ScoreOptions& options,
                                            std::ostream& err);

}  // namespace homeostat::sim
