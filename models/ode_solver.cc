#include "models/ode_solver.h"

#include <arkode/arkode_erkstep.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_context.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/solver_failure.h"

namespace homeostat::models {
namespace {

constexpr long kMaxSteps = 100'000;  // between two stops; more means a blow-up
constexpr int kRecoverable = 1;      // ARKODE: try a smaller step
constexpr double kTooClose = 1e-15;  // relative: ARKODE takes such times for the same

struct FreeVector {
  void operator()(N_Vector v) const { N_VDestroy(v); }
};
using Vector = std::unique_ptr<_generic_N_Vector, FreeVector>;

struct FreeIntegrator {
  void operator()(void* memory) const { ERKStepFree(&memory); }
};

}  // namespace

class OdeSolver::Integrator {
 public:
  Integrator(std::string model, Rates rates, std::span<const double> initial, double time,
             const Tolerances& tolerances)
      : model_(std::move(model)), rates_(std::move(rates)), time_(time) {
    require_finite(initial);
    state_.reset(N_VNew_Serial(static_cast<sunindextype>(initial.size()), context_));
    std::copy(initial.begin(), initial.end(), values().begin());
    memory_.reset(ERKStepCreate(&Integrator::evaluate, time, state_.get(), context_));
    if (!memory_) fail("cannot be set up");
    require(ERKStepSetErrHandlerFn(memory_.get(), keep_message, &message_));
    require(ERKStepSetUserData(memory_.get(), this));
    require(ERKStepSetTableNum(memory_.get(), ARKODE_DORMAND_PRINCE_7_4_5));
    require(ERKStepSStolerances(memory_.get(), tolerances.relative, tolerances.absolute));
    require(ERKStepSetMaxNumSteps(memory_.get(), kMaxSteps));
  }

  void advance(double time) {
    if (!(time >= time_)) fail("was asked to go back to time " + nine_digits(time));
    if (time - time_ <= kTooClose * std::abs(time)) {
      time_ = time;
      return;
    }
    require(ERKStepSetStopTime(memory_.get(), time));
    double reached = time_;
    const int result =
        ERKStepEvolve(memory_.get(), time, state_.get(), &reached, ARK_NORMAL);
    if (result < 0) fail("stopped: " + message_);
    require_finite(values());
    time_ = time;
  }

  void restart(std::span<const double> state, double time) {
    require_finite(state);
    double next_step = 0.0;
    require(ERKStepGetCurrentStep(memory_.get(), &next_step));
    if (state.data() != values().data()) {
      std::copy(state.begin(), state.end(), values().begin());
    }
    time_ = time;
    require(ERKStepReset(memory_.get(), time, state_.get()));
    require(ERKStepSetInitStep(memory_.get(), next_step));
  }

  double time() const { return time_; }
  std::span<double> values() {
    return {N_VGetArrayPointer(state_.get()),
            static_cast<std::size_t>(N_VGetLength(state_.get()))};
  }
  long rate_evaluations() const {
    long count = 0;
    ERKStepGetNumRhsEvals(memory_.get(), &count);
    return count;
  }

 private:
  static int evaluate(double time, N_Vector state, N_Vector rates, void* self) {
    auto& integrator = *static_cast<Integrator*>(self);
    const auto n = static_cast<std::size_t>(N_VGetLength(state));
    const std::span<const double> in{N_VGetArrayPointer(state), n};
    const std::span<double> out{N_VGetArrayPointer(rates), n};
    integrator.rates_(time, in, out);
    return all_finite(out) ? 0 : kRecoverable;
  }

  void require(int result) {
    if (result < 0) fail("refused by ARKODE: " + message_);
  }
  void require_finite(std::span<const double> state) {
    if (!all_finite(state)) fail("reached a state that is not finite", state);
  }
  [[noreturn]] void fail(const std::string& what) { fail(what, values()); }
  [[noreturn]] void fail(const std::string& what, std::span<const double> state) {
    throw SolverError(failure_line(model_, time_, what, state));
  }

  sundials::Context context_;
  std::string model_;
  Rates rates_;
  std::string message_ = "no reason given";
  Vector state_;
  std::unique_ptr<void, FreeIntegrator> memory_;
  double time_;
};

OdeSolver::OdeSolver(std::string model, Rates rates, std::span<const double> initial,
                     double time, const Tolerances& tolerances)
    : integrator_(std::make_unique<Integrator>(std::move(model), std::move(rates),
                                               initial, time, tolerances)) {}
OdeSolver::~OdeSolver() = default;

void OdeSolver::advance(double time) { integrator_->advance(time); }
void OdeSolver::restart(std::span<const double> state, double time) {
  integrator_->restart(state, time);
}
double OdeSolver::time() const { return integrator_->time(); }
std::span<const double> OdeSolver::state() const { return integrator_->values(); }
long OdeSolver::rate_evaluations() const { return integrator_->rate_evaluations(); }

}  // namespace homeostat::models
