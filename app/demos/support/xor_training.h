/// A network on the noisy corners of XOR, and whether training moved it at all.
#pragma once
#include "experiment.h"
#include "gradus/data/load.h"
#include "gradus/models/mlp.h"

#include <vector>

namespace gradus::demos {

/// 200 training and 400 test examples, equally many at each corner of the unit square.
data::LoadedData noisy_xor(double noise, uint64_t seed);

struct XorTraining {
  double gradient = 0;              ///< largest entry in size before training, of all weights
  double moved = 0;                 ///< largest change of a weight from start to end
  double accuracy = 0;              ///< of class 1 where the output is above one half, test set
  std::vector<double> losses = {};  ///< mean squared error on the training set, one an epoch
  report::Region region = {};       ///< after training
};

/// Trains `model`, whose one output is to say 0 or 1, by the mean squared error.
XorTraining train_on_xor(models::Mlp model, Recipe recipe, double noise, const Setup& setup,
                         uint64_t seed);

/// The mean loss over the epochs, with a band of one standard deviation of the seeds; at most 150
/// points.
report::Curve loss_curve(report::Text name, const std::vector<XorTraining>& seeds, int64_t colour);

}  // namespace gradus::demos
