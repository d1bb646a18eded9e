/// What a classifier's experiment starts from, and one training of it.
#pragma once
#include "experiment.h"
#include "gradus/data/registry.h"
#include "gradus/models/mlp.h"

#include <string>
#include <vector>

namespace gradus::demos {

/// Training and test examples, inputs standardised by the training part.
struct TrainTest {
  data::Dataset train, test;
};

/// `request` as after `--data`. Throws `UsageError` for a set without classes.
data::LoadedData load_classes(const std::string& request);

/// At most `examples` for training and as many for testing, chosen by `seed`, from the set's own
/// parts; where it has no test part, a fifth of every class is held out by `seed` first.
TrainTest train_test(const data::LoadedData& loaded, int64_t examples, uint64_t seed);

/// `train_test` for `count` seeds from `seed` on.
std::vector<TrainTest> train_tests(const std::string& request, int64_t examples, int64_t count,
                                   uint64_t seed);

/// Accuracies after training, 0 to 1.
struct Accuracies {
  double test, train;
};

/// A new multilayer perceptron, trained; `seed` decides its weights and the order of examples.
Accuracies train_mlp(const models::MlpOptions& mlp, const TrainTest& data, const Recipe& recipe,
                     const Setup& setup, uint64_t seed);

}  // namespace gradus::demos
