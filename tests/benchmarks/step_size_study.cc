// How large an error which step makes, as the picture in models/ADDING_A_MODEL.md:
// step_size_study SVG. The largest difference of the observable from the adaptive engine
// at its tightest, over the first second (Wendling) or 300 units (Epileptor).
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "models/simulation.h"

namespace homeostat::models {
namespace {

struct Study {
  const char* title;
  const char* model;
  std::vector<std::pair<const char*, double>> set;
  std::vector<PulseTrain> pulses;
  double until;
  double row;  // between two comparisons
  std::vector<double> steps;
  const char* unit;  // that steps are shown in
  double units;      // of it in one of the model's
};

SimulationSetup setup_of(const Study& study) {
  const Model& model = *find_model(study.model);
  SimulationSetup setup{.pulses = study.pulses};
  for (const auto& p : model.parameters) setup.parameters.push_back(p.value);
  for (const auto& [name, value] : study.set) {
    setup.parameters[model.parameter(name)] = value;
  }
  return setup;
}

std::vector<double> lived(const Study& study, const SimulationSetup& setup) {
  const auto life = simulate(*find_model(study.model), setup);
  std::vector<double> seen;
  const auto rows = static_cast<int>(std::lround(study.until / study.row));
  for (int row = 1; row <= rows; ++row) {
    life->advance(row * study.row);
    seen.push_back(life->observable());
  }
  return seen;
}

double worst(const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

// One panel: log of the error over the log of the step, a line for each scheme.
class Panel {
 public:
  static constexpr double kWidth = 300.0;
  static constexpr double kHeight = 260.0;

  Panel(const Study& study, double left) : study_(study), left_(left) {}

  void line(const char* name, const char* colour, const std::vector<double>& errors) {
    std::string points;
    for (std::size_t i = 0; i < errors.size(); ++i) {
      points += text("%.1f,%.1f ", x(study_.steps[i]), y(errors[i]));
      marks_ += text("<circle cx='%.1f' cy='%.1f' r='2.5' fill='%s'/>\n",
                     x(study_.steps[i]), y(errors[i]), colour);
    }
    lines_ += "<polyline fill='none' stroke='" + std::string(colour) + "' points='" +
              points + "'/>\n";
    names_.push_back({y(errors.back()) + 4.0, name, colour});
  }

  std::string str() const {
    std::string all = text("<text x='%.1f' y='16'>%s</text>\n", left_, study_.title);
    for (int decade = kLowest; decade <= kHighest; ++decade) {
      const double at = y(std::pow(10.0, decade));
      all += text("<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' stroke='#ddd'/>\n",
                  left_, left_ + kWidth - 90.0, at, at);
      all += text("<text class='s' text-anchor='end' x='%.1f' y='%.1f'>1e%d</text>\n",
                  left_ - 6.0, at + 3.0, decade);
    }
    for (const double step : study_.steps) {
      all += text("<text class='s' text-anchor='middle' x='%.1f' y='%.1f'>%g</text>\n",
                  x(step), kHeight + 12.0, step * study_.units);
    }
    all +=
        text("<text class='s' text-anchor='middle' x='%.1f' y='%.1f'>step, %s</text>\n",
             0.5 * (x(study_.steps.front()) + x(study_.steps.back())), kHeight + 28.0,
             study_.unit);
    return all + lines_ + marks_ + names();
  }

 private:
  static constexpr int kLowest = -8;
  static constexpr int kHighest = 2;

  template <class... Parts>
  static std::string text(const char* format, Parts... parts) {
    char line[256];
    std::snprintf(line, sizeof line, format, parts...);
    return line;
  }
  // At the ends of their lines, and no closer together than they can be read.
  std::string names() const {
    constexpr double kApart = 13.0;
    std::vector<Name> sorted = names_;
    std::sort(sorted.begin(), sorted.end(),
              [](const Name& a, const Name& b) { return a.y < b.y; });
    std::string all;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      if (i > 0) sorted[i].y = std::max(sorted[i].y, sorted[i - 1].y + kApart);
      all += text("<text x='%.1f' y='%.1f' fill='%s'>%s</text>\n",
                  x(study_.steps.back()) + 8.0, sorted[i].y, sorted[i].colour,
                  sorted[i].text);
    }
    return all;
  }
  double x(double step) const {
    const double first = std::log(study_.steps.front());
    const double last = std::log(study_.steps.back());
    return left_ + 10.0 + (kWidth - 120.0) * (std::log(step) - first) / (last - first);
  }
  static double y(double error) {
    const double decade =
        std::clamp(std::log10(error), double{kLowest}, double{kHighest});
    return 30.0 + (kHeight - 40.0) * (kHighest - decade) / (kHighest - kLowest);
  }

  struct Name {
    double y;
    const char* text;
    const char* colour;
  };

  const Study& study_;
  double left_;
  std::vector<Name> names_;
  std::string lines_;
  std::string marks_;
};

std::vector<Study> studies() {
  const std::vector<double> steps{0.125e-3, 0.25e-3, 0.5e-3, 1e-3, 2e-3};
  const PulseTrain pulses{
      .period = 1.0 / 130, .pulses = 130, .width = 90e-6, .amplitude = 20'000};
  return {{"Wendling type 3, mV", "wendling", {}, {}, 1.0, 2e-3, steps, "ms", 1e3},
          {"Wendling type 2 under 130 Hz, 90 us, mV",
           "wendling",
           {{"B", 40.0}},
           {pulses},
           1.0,
           2e-3,
           steps,
           "ms",
           1e3},
          {"Epileptor, first 300 units",
           "epileptor",
           {},
           {},
           300.0,
           0.1,
           {0.00625, 0.0125, 0.025, 0.05, 0.1},
           "units",
           1.0}};
}

std::string picture() {
  std::string svg =
      "<svg xmlns='http://www.w3.org/2000/svg' width='960' height='300' "
      "font-family='sans-serif' font-size='12'>\n<style>.s{font-size:9px;fill:#555}"
      "</style>\n<rect width='960' height='300' fill='white'/>\n";
  double left = 40.0;
  for (const Study& study : studies()) {
    SimulationSetup setup = setup_of(study);
    setup.engine = Engine::kErk5;
    setup.tolerances = {1e-11, 1e-13};
    const auto exact = lived(study, setup);
    Panel panel(study, left);
    for (const auto& [name, engine, colour] : {std::tuple{"rk4", Engine::kRk4, "#1b6ca8"},
                                               {"heun", Engine::kHeun, "#c0571b"},
                                               {"euler", Engine::kEuler, "#777"}}) {
      setup.engine = engine;
      std::vector<double> errors;
      for (const double step : study.steps) {
        setup.step = step;
        errors.push_back(worst(lived(study, setup), exact));
        std::printf("%s %s %g %.3g\n", study.title, name, step, errors.back());
      }
      panel.line(name, colour, errors);
    }
    svg += panel.str();
    left += 310.0;
  }
  return svg + "</svg>\n";
}

}  // namespace
}  // namespace homeostat::models

int main(int count, char** words) {
  if (count != 2) {
    std::fprintf(stderr, "step_size_study SVG: where the picture goes\n");
    return 2;
  }
  std::ofstream out(words[1]);
  out << homeostat::models::picture();
  return out.flush() ? 0 : 1;
}
