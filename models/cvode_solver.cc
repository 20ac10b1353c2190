#include "models/cvode_solver.h"

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_context.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/solver_failure.h"

namespace homeostat::models {
namespace {

constexpr long kMaxSteps = 1'000'000;  // between two stops; more means a blow-up
constexpr int kRecoverable = 1;        // CVODE: try a smaller step
constexpr double kTooClose = 1e-15;    // relative: CVODE takes such times for the same

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* thing) const {
    kFree(thing);
  }
};
using Vector = std::unique_ptr<_generic_N_Vector, Free<N_VDestroy>>;
using Matrix = std::unique_ptr<_generic_SUNMatrix, Free<SUNMatDestroy>>;
using LinearSolver = std::unique_ptr<_generic_SUNLinearSolver, Free<SUNLinSolFree>>;
using Iteration = std::unique_ptr<_generic_SUNNonlinearSolver, Free<SUNNonlinSolFree>>;

struct FreeIntegrator {
  void operator()(void* memory) const { CVodeFree(&memory); }
};

}  // namespace

class CvodeSolver::Integrator {
 public:
  Integrator(std::string model, OdeSolver::Rates rates, std::span<const double> initial,
             double time, CvodeMethod method, const Tolerances& tolerances,
             Jacobian jacobian)
      : model_(std::move(model)),
        rates_(std::move(rates)),
        jacobian_(std::move(jacobian)),
        time_(time) {
    const auto n = static_cast<sunindextype>(initial.size());
    state_.reset(N_VNew_Serial(n, context_));
    std::copy(initial.begin(), initial.end(), values().begin());
    if (!all_finite(initial)) fail("begins in a state that is not finite");
    memory_.reset(CVodeCreate(method == CvodeMethod::kBdf ? CV_BDF : CV_ADAMS, context_));
    if (!memory_) fail("cannot be set up");
    require(CVodeSetErrHandlerFn(memory_.get(), keep_message, &message_));
    require(CVodeInit(memory_.get(), &Integrator::evaluate, time, state_.get()));
    require(CVodeSetUserData(memory_.get(), this));
    require(CVodeSStolerances(memory_.get(), tolerances.relative, tolerances.absolute));
    require(CVodeSetMaxNumSteps(memory_.get(), kMaxSteps));
    if (method == CvodeMethod::kBdf) {
      matrix_.reset(SUNDenseMatrix(n, n, context_));
      linear_.reset(SUNLinSol_Dense(state_.get(), matrix_.get(), context_));
      require(CVodeSetLinearSolver(memory_.get(), linear_.get(), matrix_.get()));
      if (jacobian_) require(CVodeSetJacFn(memory_.get(), &Integrator::differentiate));
    } else {
      iteration_.reset(SUNNonlinSol_FixedPoint(state_.get(), 0, context_));
      require(CVodeSetNonlinearSolver(memory_.get(), iteration_.get()));
    }
  }

  void advance(double time) {
    if (!(time >= time_)) fail("was asked to go back in time");
    if (time - time_ <= kTooClose * std::abs(time)) {
      time_ = time;
      return;
    }
    require(CVodeSetStopTime(memory_.get(), time));
    double reached = time_;
    if (CVode(memory_.get(), time, state_.get(), &reached, CV_NORMAL) < 0) {
      fail("stopped: " + message_);
    }
    if (!all_finite(values())) fail("reached a state that is not finite");
    time_ = time;
  }

  void restart(std::span<const double> state) {
    std::copy(state.begin(), state.end(), values().begin());
    require(CVodeReInit(memory_.get(), time_, state_.get()));
  }

  double time() const { return time_; }
  long evaluations() const { return evaluations_; }
  std::span<double> values() {
    return {N_VGetArrayPointer(state_.get()),
            static_cast<std::size_t>(N_VGetLength(state_.get()))};
  }

 private:
  static int evaluate(double time, N_Vector state, N_Vector rates, void* self) {
    auto& integrator = *static_cast<Integrator*>(self);
    const auto n = static_cast<std::size_t>(N_VGetLength(state));
    const std::span<const double> in{N_VGetArrayPointer(state), n};
    const std::span<double> out{N_VGetArrayPointer(rates), n};
    ++integrator.evaluations_;
    integrator.rates_(time, in, out);
    return all_finite(out) ? 0 : kRecoverable;
  }

  static int differentiate(double time, N_Vector state, N_Vector, SUNMatrix matrix,
                           void* self, N_Vector, N_Vector, N_Vector) {
    auto& integrator = *static_cast<Integrator*>(self);
    const auto n = static_cast<std::size_t>(N_VGetLength(state));
    const std::span<const double> in{N_VGetArrayPointer(state), n};
    const std::span<double> out{SUNDenseMatrix_Data(matrix), n * n};
    integrator.jacobian_(time, in, out);
    return all_finite(out) ? 0 : kRecoverable;
  }

  void require(int result) {
    if (result < 0) fail("refused by CVODE: " + message_);
  }
  [[noreturn]] void fail(const std::string& what) {
    throw SolverError(failure_line(model_, time_, what, values()));
  }

  sundials::Context context_;
  std::string model_;
  OdeSolver::Rates rates_;
  Jacobian jacobian_;
  long evaluations_ = 0;  // CVODE's own count leaves out what estimates a Jacobian
  std::string message_ = "no reason given";
  Vector state_;
  Matrix matrix_;
  LinearSolver linear_;
  Iteration iteration_;
  std::unique_ptr<void, FreeIntegrator> memory_;
  double time_;
};

CvodeSolver::CvodeSolver(std::string model, OdeSolver::Rates rates,
                         std::span<const double> initial, double time, CvodeMethod method,
                         const Tolerances& tolerances, Jacobian jacobian)
    : integrator_(std::make_unique<Integrator>(std::move(model), std::move(rates),
                                               initial, time, method, tolerances,
                                               std::move(jacobian))) {}
CvodeSolver::~CvodeSolver() = default;

void CvodeSolver::advance(double time) { integrator_->advance(time); }
void CvodeSolver::restart(std::span<const double> state) { integrator_->restart(state); }
double CvodeSolver::time() const { return integrator_->time(); }
std::span<const double> CvodeSolver::state() const { return integrator_->values(); }
long CvodeSolver::rate_evaluations() const { return integrator_->evaluations(); }

}  // namespace homeostat::models
