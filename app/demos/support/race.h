/// Several treatments trained on the same data with the same seeds.
#pragma once
#include "experiment.h"
#include "gradus/report/panel.h"
#include "stage.h"
#include "train_test.h"

#include <functional>
#include <string>
#include <vector>

namespace gradus::demos {

struct Runner {
  std::string name;
  std::vector<double> accuracies = {};           ///< on the test part, one a seed
  std::vector<std::vector<double>> losses = {};  ///< in training, [epoch][seed]
};

/// Trains `build(name)` for each name on `data`, with seeds setup.seed, setup.seed + 1, …; all
/// trainings side by side. `build` may draw its weights.
std::vector<Runner> run_race(const std::vector<std::string>& names, int64_t seeds,
                             const std::function<torch::nn::AnyModule(const std::string&)>& build,
                             const TrainTest& data, const Recipe& recipe, const Setup& setup);

/// Mean accuracies of the runners for which `chosen` is true, one a seed; empty for none.
std::vector<double> group_accuracies(const std::vector<Runner>& runners,
                                     const std::function<bool(size_t)>& chosen);

/// Accuracies and last losses, a runner a row.
void show_race(Stage& stage, const std::vector<Runner>& runners);

/// The losses epoch by epoch with bands over seeds, at most seven runners a panel, and the
/// accuracies as bars with 95 % intervals.
report::Panels race_picture(const std::vector<Runner>& runners);

}  // namespace gradus::demos
