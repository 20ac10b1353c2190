// What the engines ask of a model's compiled equations: eight lanes forward in time.
//
// One table of functions for each model and instruction set, made by models/kernel.cc.in;
// every table gives the same bits. Plain data only: this header is read by code for every
// processor and must bring no function of its own.
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/population.h"

namespace homeostat::models {

constexpr std::size_t kGroup = 8;        // lanes of a group: patients, or nodes
constexpr std::size_t kNoiseAhead = 16;  // steps whose noise is drawn at once

// Steps of coupling that a network sums at once: the most, and for connections whose
// delay is too short for that.
constexpr std::size_t kAhead = 64;
constexpr std::size_t kBlocks[] = {kAhead, 16, 4, 1};
constexpr std::size_t kBlockKinds = 4;

enum class Scheme : std::uint8_t { kRk4, kHeun, kEuler };

// A stretch of a macro step within which every lane's stimulus is constant. A lane that
// has fewer stretches than the others has some of no length, which change nothing.
struct SubStep {
  double length[kGroup];
  double stimulus[kGroup];
  double jump[kGroup];  // of the states that Model::kJumped names, at its start
};

// White noise, or Ornstein-Uhlenbeck where a time is given, from counters.
struct GroupNoise {
  std::uint32_t key[2];          // the seed
  std::uint32_t stream[kGroup];  // replicate << 16 | stream of the lane's first source
  std::uint32_t patient[kGroup];
  bool ou = false;             // else white
  double ou_decay = 0.0;       // of a step: e^(-step / time)
  double ou_spread = 0.0;      // what an intensity of 1 adds in a step, as deviation
  double* ou_state = nullptr;  // [sources][kGroup], the processes as they stand
};

// What a model with delays remembers: states and rates on the grid of macro steps.
struct GroupHistory {
  double* values = nullptr;  // [slots][2][states][kGroup]
  std::size_t slots = 0;
};

struct GroupJob {
  double* state = nullptr;             // [states][kGroup], in and out
  const double* parameters = nullptr;  // [parameters][kGroup]
  double step = 0.0;
  std::uint64_t first_step = 0;  // counted since the start of the run
  std::size_t steps = 0;
  Scheme scheme = Scheme::kRk4;
  const SubStep* cuts = nullptr;  // of all steps in turn; null: no stimulus at all
  const std::uint16_t* cuts_of_step = nullptr;
  const GroupNoise* noise = nullptr;
  GroupHistory history;
  double* observed = nullptr;  // one row of kGroup for each `every` steps
  std::size_t every = 1;
};

// One connection: what it weighs, and where its speaker's past stands a longest delay
// before the present, within the past of a coupled state.
struct Connection {
  double weight;
  std::uint64_t from;
};
struct Connections {
  const Connection* all = nullptr;       // by listener
  const std::uint32_t* first = nullptr;  // [nodes + 1]
};

// A stretch of a step within which the stimulus of each node of two groups is constant.
struct NetworkCut {
  double length[2 * kGroup];
  double stimulus[2 * kGroup];
};
// Of two groups, in a block.
struct NetworkCuts {
  const NetworkCut* all = nullptr;       // of all steps in turn; null: none is cut
  const std::uint32_t* first = nullptr;  // of each step, and behind the last
};

// One block of at most kAhead steps of a network whose nodes stand in groups, an even
// number of them.
struct NetworkJob {
  std::size_t groups = 0;
  double* state = nullptr;             // [groups][states][kGroup]
  const double* parameters = nullptr;  // [groups][parameters][kGroup]
  double step = 0.0;
  std::uint64_t first_step = 0;
  std::size_t steps = 0;
  Scheme scheme = Scheme::kHeun;
  const GroupNoise* noise = nullptr;  // [groups], or null

  std::size_t nodes = 0;
  // By the largest of kBlocks whose steps all lie within the delay.
  Connections connections[kBlockKinds];
  const double* row_sum = nullptr;  // [groups][kGroup]: taken times the node's own
  double gain = 1.0;

  double* coupling = nullptr;  // [coupled][kAhead][groups * kGroup], scratch
  double* past = nullptr;      // [coupled][nodes][length]
  std::size_t length = 0;
  std::size_t now = 0;  // where the state at first_step stands, after the longest delay
  std::size_t longest = 0;
  const double* stimulus = nullptr;   // [groups][kGroup], constant in the block, or null
  const NetworkCuts* cuts = nullptr;  // [groups / 2], beside it, or null

  double* coefficients = nullptr;  // scratch, Kernel::coefficients for each group
  double* forcing = nullptr;       // scratch, Kernel::forcing for each group
  double* observed = nullptr;      // rows of groups * kGroup, or null
  std::size_t every = 1;           // steps between two rows
};

struct Kernel {
  void (*advance)(const GroupJob&) = nullptr;
  // Two groups without stimulus, equal but for what they point to; null where that gains
  // nothing.
  void (*advance_pair)(const GroupJob&, const GroupJob&) = nullptr;
  // Lane 0 alone, same bits; null where another set's code serves as well.
  void (*advance_one)(const GroupJob&) = nullptr;
  // Null where a model has delays of its own.
  void (*advance_network)(const NetworkJob&) = nullptr;
  // One lane, strides of kGroup: what the reference engine integrates.
  void (*rates)(const double* state, const double* parameters, double stimulus,
                double* out) = nullptr;
  double (*observable)(const double* state) = nullptr;
  // Doubles that a network's group needs for its coefficients and its noise.
  std::size_t coefficients = 0;
  std::size_t forcing = 0;
};

}  // namespace homeostat::models
