/// Trainings on few noisy examples, with or without a remedy against overfitting.
#pragma once
#include "demo.h"
#include "gradus/report/panel.h"
#include "gradus/report/statistics.h"
#include "loss_curves.h"

#include <vector>

namespace gradus::demos::overfitting {

/// Two moons, and the network that is trained on them: Adam, each step on all training examples.
struct MoonsTask {
  int64_t examples = 60, most_examples = 600;  ///< without and with more data
  double noise = 0.3;
  int64_t layers = 1, epochs = 600;
  double learning_rate = 1e-2;
};

/// What is done against overfitting; by default nothing.
struct Remedy {
  report::Text name = {};
  int64_t patience = 0;  ///< epochs; 0 without early stopping
  double weight_decay = 0, dropout = 0;
  bool more_data = false;
};

/// A network at the end of its training. `train` is the loss on the examples it learnt from.
struct Trained {
  double train = 0, test = 0, gap = 0, accuracy = 0;  ///< gap = test - train; of the test
  double epochs = 0;                                  ///< that were trained
  LossPath path = {};
  report::Region region = {};
  std::vector<report::Marks> examples = {};
};

/// One network under one remedy, from several seeds.
struct Arm {
  report::Text name;
  std::vector<Trained> seeds;
};

/// `width` is of the hidden layers. Early stopping holds a third of the examples out for its
/// validation, so that it has none more than the others. Test set: 1000 examples.
Trained train_with(const Remedy& remedy, const MoonsTask& task, int64_t width, const Setup& setup,
                   uint64_t seed);

/// `train_with` from the seeds setup.seed, setup.seed + 1, …
Arm train_arm(const Remedy& remedy, const MoonsTask& task, int64_t width, const Setup& setup,
              int64_t seeds);

/// One number of each seed.
std::vector<double> column(const Arm& arm, double Trained::*member);

/// `to` less `from`, seed by seed.
report::Estimate change(const Arm& from, const Arm& to, double Trained::*member);

/// Training and test loss, and the test accuracy, over the width: means with 95 % intervals.
report::Panels capacity_panels(const std::vector<int64_t>& widths, const std::vector<Arm>& arms);
/// The decision regions of each arm's first seed, with its training examples.
report::Panels region_panels(const std::vector<const Arm*>& arms);
/// The losses of each arm over the epochs, then all their gaps as bars, with 95 % intervals.
report::Panels remedy_panels(const std::vector<const Arm*>& arms);

}  // namespace gradus::demos::overfitting
