/// What several trainings of one network measured, epoch by epoch.
#pragma once
#include "gradus/report/panel.h"
#include "gradus/report/text.h"
#include "gradus/training/history.h"

#include <utility>
#include <vector>

namespace gradus::demos {

/// As [epoch][training].
struct EpochCurves {
  std::vector<std::vector<double>> train_loss = {}, test_loss = {};
  std::vector<std::vector<double>> train_accuracy = {}, test_accuracy = {};
};

/// Of histories of the same length, with accuracies, the validation part being the test part.
EpochCurves epoch_curves(const std::vector<training::History>& histories);

/// In how many of how many steps from one epoch to the next a value falls, over all trainings.
std::pair<int64_t, int64_t> count_falls(const std::vector<std::vector<double>>& curve);

/// Loss and accuracy over epochs, training and test, a colour a network.
struct NamedCurves {
  report::Text name;
  const EpochCurves& curves;
};
std::vector<report::Panel> loss_and_accuracy(const std::vector<NamedCurves>& networks);

}  // namespace gradus::demos
