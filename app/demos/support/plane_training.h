/// Networks trained on sets with two features: how well they do, and the regions they draw.
#pragma once
#include "experiment.h"
#include "gradus/models/mlp.h"

#include <string>
#include <vector>

namespace gradus::demos {

/// One trained network.
struct PlaneTraining {
  double accuracy = 0;  ///< on the test set
  /// Of the class whose region is the nearest to convex, and of the farthest (convexity.h).
  double least_defect = 0, most_defect = 0;
  report::Region region = {};  ///< over the axes that show the training set
};

/// Trains `network` (its inputs and outputs are taken from the data) on `data`, as after `--data`;
/// `seed` decides the draws, the first weights and the order of examples.
PlaneTraining train_on_plane(models::MlpOptions network, const std::string& data,
                             const Recipe& recipe, const Setup& setup, uint64_t seed);

std::vector<double> accuracies_of(const std::vector<PlaneTraining>& trainings);

/// The training whose accuracy is the median, or next below it; of at least one.
const PlaneTraining& median_of(const std::vector<PlaneTraining>& trainings);

}  // namespace gradus::demos
