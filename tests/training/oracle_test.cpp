#include "oracle.h"

#include "gradus/training/trainer.h"
#include "stack.h"

#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/linear.h>

#include "catch.h"

using gradus::data::Dataset;
using namespace gradus::training;

namespace {

/// The same examples as tests/oracle/training_oracle.py makes.
Dataset oracle_data() {
  torch::manual_seed(7);
  Dataset dataset;
  dataset.inputs = torch::randn({50, 6});
  dataset.targets = torch::randint(0, 3, {50}, torch::kInt64);
  dataset.class_names = {"a", "b", "c"};
  return dataset;
}

Stack oracle_network() {
  torch::manual_seed(11);
  Stack network;
  network->push_back(torch::nn::Linear(6, 5));
  network->push_back(torch::nn::Tanh());
  network->push_back(torch::nn::Linear(5, 3));
  return network;
}

void check_close(const torch::Tensor& actual, const std::vector<double>& expected,
                 double tolerance) {
  const auto want = torch::tensor(expected, torch::kFloat64);
  REQUIRE(actual.numel() == want.numel());
  const auto difference =
      (actual.detach().to(torch::kFloat64).flatten() - want).abs().max().item<double>();
  CHECK(difference <= tolerance);
}

}  // namespace

TEST_CASE("Losses equal PyTorch's in Python") {
  if (!oracle_available()) {
    WARN("skipped: no Python with torch");
    return;
  }
  const auto oracle = run_oracle("training_oracle.py");
  const auto dataset = oracle_data();
  const auto scores = dataset.inputs.narrow(1, 0, 3), targets = dataset.targets;
  const auto one = dataset.inputs.narrow(1, 0, 1), two = (targets > 0).to(torch::kInt64);
  constexpr double kTolerance = 1e-6;
  check_close(make_loss("cross_entropy").function(scores, targets), oracle.at("cross_entropy"),
              kTolerance);
  check_close(make_loss("hinge").function(scores, targets), oracle.at("hinge"), kTolerance);
  check_close(make_loss("perceptron").function(scores, targets), oracle.at("perceptron"),
              kTolerance);
  check_close(make_loss("mse").function(scores, dataset.inputs.narrow(1, 3, 3)), oracle.at("mse"),
              kTolerance);
  check_close(make_loss("bce").function(one, two), oracle.at("bce"), kTolerance);
  check_close(make_loss("hinge").function(one, two), oracle.at("hinge_two"), kTolerance);
  check_close(make_loss("perceptron").function(one, two), oracle.at("perceptron_two"), kTolerance);
}

TEST_CASE("One epoch of each optimizer through the trainer equals PyTorch's in Python") {
  if (!oracle_available()) {
    WARN("skipped: no Python with torch");
    return;
  }
  const auto dataset = oracle_data();
  for (const auto& [key, weights] : run_oracle("training_oracle.py")) {
    const auto named = gradus::NamedSettings::parse(key);
    const auto names = optimizer_names();
    if (std::find(names.begin(), names.end(), named.name) == names.end()) continue;
    CAPTURE(key);
    auto network = oracle_network();
    Trainer trainer(torch::nn::AnyModule(network), {named.name, std::nullopt, named.settings},
                    make_loss("cross_entropy"), TrainerOptions().epochs(1).batch_size(16).seed(3));
    trainer.fit(dataset);
    std::vector<torch::Tensor> parts;
    for (const auto& parameter : network->parameters()) parts.push_back(parameter.flatten());
    // L-BFGS adds up many more steps, and with them the rounding.
    check_close(torch::cat(parts), weights, named.name == "lbfgs" ? 1e-3 : 1e-6);
  }
}
