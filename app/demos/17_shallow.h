/// Shallow networks: how many hidden layers the old and the modern recipe can train.
#pragma once
#include "demo.h"
#include "gradus/data/dataset.h"
#include "gradus/models/mlp.h"
#include "gradus/report/panel.h"

namespace gradus::demos::shallow {

struct Options {
  std::string data, activation;
  std::vector<int64_t> depths;  ///< numbers of hidden layers: 1, 2, some above
  int64_t width, epochs, seeds, batch_size, examples;
  double old_learning_rate, learning_rate;
};

/// How a network starts and learns.
enum class Era {
  kOld,     ///< sigmoid, weights from N(0, 0.01²), plain SGD
  kModern,  ///< ReLU family, He's initialisation, batch normalisation, Adam
};

/// Accuracies after the last epoch: [depth][seed].
struct Sweep {
  std::vector<std::vector<double>> test, train;
};

struct Result {
  std::vector<int64_t> depths;
  Sweep old_recipe, modern_recipe;
  int64_t train_examples = 0, test_examples = 0;
};

Options read_options(const Settings& settings, bool quick);
models::MlpOptions network(const Options& options, Era era, int64_t hidden_layers,
                           const data::Dataset& train);
Result measure(const Options& options, const Setup& setup);
std::vector<report::Finding> judge(const Result& result);
report::Panels picture(const Result& result);

}  // namespace gradus::demos::shallow
