/// Softmax regression trained on data sets of any kind, several seeds each.
#pragma once
#include "demo.h"
#include "experiment.h"
#include "gradus/data/registry.h"
#include "gradus/data/split.h"
#include "gradus/models/softmax_regression.h"

namespace gradus::demos {

/// Trainings on one data set, one a seed.
struct SoftmaxRuns {
  std::string name;
  int64_t classes = 0;
  int64_t train = 0;               ///< examples
  std::vector<double> accuracies;  ///< on the test examples, 0 to 1
  /// Of the first seed: the model, and the test examples as it takes them.
  models::SoftmaxRegression model{nullptr};
  data::Dataset test = {};
};

/// The set's own test part, or where it has none 30 % of every class; at most `examples` for
/// training, chosen by `seed`. Columns of a table are standardized; pixels are from 0 to 1.
data::Split prepare(const data::LoadedData& loaded, int64_t examples, uint64_t seed);

/// Plain stochastic gradient descent. Sets of different sizes get the same number of steps.
struct SoftmaxRecipe {
  double learning_rate;
  int64_t batch_size;
  int64_t steps;  ///< at least; whole epochs are trained
};

/// Starts from weights of 0, and ends in evaluation mode on the CPU.
models::SoftmaxRegression train_softmax(const data::Dataset& train, const SoftmaxRecipe& recipe,
                                        const Setup& setup, uint64_t seed);

/// `request` as after `--data`.
SoftmaxRuns run_softmax(const std::string& request, int64_t examples, const SoftmaxRecipe& recipe,
                        int64_t seeds, const Setup& setup);

/// Name, examples for training and for testing, accuracy; for a table.
std::vector<std::vector<report::Text>> accuracy_rows(const std::vector<SoftmaxRuns>& sets);

/// The weights of each class as a picture of the inputs, red where a bright pixel speaks for the
/// class. The inputs are [N, H, W].
report::Figure weight_pictures(const SoftmaxRuns& runs, report::Language language);

}  // namespace gradus::demos
