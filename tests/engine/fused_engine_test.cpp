// The fused engine's trainings, predictions and refusals. gradients_test.cpp looks at single steps.
#include "fused_engine.h"

#include "gradus/core/error.h"
#include "gradus/core/threads.h"
#include "networks.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include <limits>
#include <numeric>

#include "catch.h"

using namespace gradus::engine;
using torch::Tensor;
namespace optim = torch::optim;

namespace {

const std::string kTiny = "linear 20 16 | tanh | linear 16 5";
const std::string kLarge = "linear 20 130 | relu | linear 130 70 | relu | linear 70 5";
const std::string kBatchNorm =
    "linear 20 130 | batch_norm 130 | relu | linear 130 50 | batch_norm 50 | relu | linear 50 5";
const std::string kLayerNorm = "linear 20 33 no_bias | layer_norm 33 | prelu | linear 33 5";

OptimizerFactory momentum() {
  return [](std::vector<Tensor> parameters) {
    return std::make_unique<optim::SGD>(parameters, optim::SGDOptions(0.02).momentum(0.9));
  };
}

OptimizerFactory adam() {
  return [](std::vector<Tensor> parameters) {
    return std::make_unique<optim::Adam>(parameters, optim::AdamOptions(0.002));
  };
}

OptimizerFactory rmsprop() {
  return [](std::vector<Tensor> parameters) {
    return std::make_unique<optim::RMSprop>(parameters, optim::RMSpropOptions(0.002).momentum(0.5));
  };
}

OptimizerFactory adagrad() {
  return [](std::vector<Tensor> parameters) {
    return std::make_unique<optim::Adagrad>(parameters, optim::AdagradOptions(0.02));
  };
}

/// Five classes of points that a linear teacher tells apart; the last batch is shorter.
EpochRows taught_rows() {
  torch::manual_seed(21);
  auto rows = random_rows(500, 20, 5, "cross_entropy", 64);
  rows.targets = torch::matmul(rows.inputs, torch::randn({20, 5})).argmax(1);
  return rows;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.) / static_cast<double>(values.size());
}

void check_curve(const std::string& text, const OptimizerFactory& optimizer, EngineKind kind,
                 int threads) {
  INFO(text << ", engine " << static_cast<int>(kind) << ", " << threads << " threads");
  const gradus::ThreadsGuard guard(threads);
  torch::manual_seed(22);
  auto plain = make_layers(text);
  Setup setup(copy_layers(plain, text, torch::kFloat32), "cross_entropy", optimizer, kind, threads);
  REQUIRE(setup.choice.engine->name() == (kind == EngineKind::kEager ? "eager" : "fused"));
  const auto plain_optimizer = optimizer(plain->parameters());
  auto rows = taught_rows();
  double first = 0, last = 0;
  for (int epoch = 0; epoch < 5; ++epoch) {
    rows.order = torch::randperm(500, torch::kInt64);
    last = mean(setup.train_epoch(rows));
    if (epoch == 0) first = last;
    CHECK(last ==
          Approx(mean(plain_epoch(plain, "cross_entropy", *plain_optimizer, rows))).epsilon(1e-4));
  }
  CHECK(last < 0.9 * first);
}

/// The network's parameters and buffers in one tensor.
Tensor state_of(const Layers& network) {
  std::vector<Tensor> parts;
  for (const auto& tensor : network->parameters()) parts.push_back(tensor.detach().flatten());
  for (const auto& tensor : network->buffers())
    parts.push_back(tensor.flatten().to(parts.front().scalar_type()));
  return torch::cat(parts);
}

/// The state after two epochs, from a fixed seed.
Tensor train(const std::string& text, int threads, torch::ScalarType type = torch::kFloat32) {
  auto rows = taught_rows();
  rows.inputs = rows.inputs.to(type);
  torch::manual_seed(31);
  Setup setup(make_layers(text, type), "cross_entropy", adam(), EngineKind::kFused, threads);
  for (int epoch = 0; epoch < 2; ++epoch) setup.train_epoch(rows);
  return state_of(setup.network);
}

void check_predictions(const std::string& text, int threads) {
  INFO(text << ", " << threads << " threads");
  const auto rows = taught_rows();
  Setup setup(make_layers(text), "cross_entropy", adam(), EngineKind::kFused, threads);
  setup.train_epoch(rows);
  setup.network->eval();
  const auto before = state_of(setup.network);
  const torch::NoGradGuard no_gradient;
  for (const int64_t count : {1, 2, 63, 255, 257, 513, 1500}) {
    const auto inputs = torch::randn({count, 4, 5});
    const auto outputs = setup.choice.engine->predict(inputs);
    CHECK(outputs.sizes() == torch::IntArrayRef({count, 5}));
    CHECK(relative_difference(outputs, setup.network->forward(inputs)) < 1e-5);
  }
  const auto bytes = torch::randint(256, {40, 20}, torch::kUInt8);
  CHECK(relative_difference(setup.choice.engine->predict(bytes),
                            setup.network->forward(bytes.to(torch::kFloat32) / 255)) < 1e-5);
  CHECK(setup.choice.engine->predict(torch::empty({0, 20})).sizes() == torch::IntArrayRef({0, 5}));
  CHECK(torch::equal(state_of(setup.network), before));
}

}  // namespace

TEST_CASE("Training follows the plain loop's loss curve, with each engine and more threads") {
  for (const auto kind : {EngineKind::kEager, EngineKind::kFused}) {
    for (const int threads : {1, 2}) {
      for (const auto& text : {kTiny, kLarge, kBatchNorm, kLayerNorm}) {
        check_curve(text, momentum(), kind, threads);
        check_curve(text, adam(), kind, threads);
      }
    }
  }
}

TEST_CASE("A training may change engines in the middle") {
  for (const auto& optimizer : {momentum(), adam(), rmsprop(), adagrad()}) {
    for (const auto& text : {kTiny, kBatchNorm}) {
      torch::manual_seed(23);
      auto rows = taught_rows();
      rows.inputs = rows.inputs.to(torch::kFloat64);
      auto plain = make_layers(text, torch::kFloat64);
      Setup setup(copy_layers(plain, text, torch::kFloat64), "cross_entropy", optimizer);
      const auto plain_optimizer = optimizer(plain->parameters());
      for (const auto kind : {EngineKind::kEager, EngineKind::kFused, EngineKind::kEager}) {
        setup.change_engine(kind);
        setup.train_epoch(rows);
        plain_epoch(plain, "cross_entropy", *plain_optimizer, rows);
        CHECK(relative_difference(state_of(setup.network), state_of(plain)) < 1e-9);
      }
    }
  }
}

TEST_CASE("Batch normalization keeps LibTorch's running figures") {
  for (const int threads : {1, 2, 3}) {
    torch::manual_seed(24);
    auto rows = taught_rows();
    rows.inputs = rows.inputs.to(torch::kFloat64);
    auto plain = make_layers(kBatchNorm, torch::kFloat64);
    Setup setup(copy_layers(plain, kBatchNorm, torch::kFloat64), "cross_entropy", momentum(),
                EngineKind::kFused, threads);
    const auto plain_optimizer = momentum()(plain->parameters());
    setup.train_epoch(rows);
    plain_epoch(plain, "cross_entropy", *plain_optimizer, rows);
    for (const auto& item : plain->named_buffers()) {
      INFO(item.key() << ", " << threads << " threads");
      CHECK(relative_difference(setup.network->named_buffers()[item.key()], *item) < 1e-10);
    }
  }
}

TEST_CASE("Predictions are the module's in evaluation, and change nothing") {
  const std::string dropping = "linear 20 33 | relu | dropout 0.5 | linear 33 5";
  for (const auto& text : {kTiny, kLarge, kBatchNorm, kLayerNorm, dropping})
    for (const int threads : {1, 2}) check_predictions(text, threads);
}

TEST_CASE("A prediction between two steps leaves the training as it was") {
  const auto rows = taught_rows();
  const auto train_with = [&](bool predicts) {
    torch::manual_seed(25);
    Setup setup(make_layers(kBatchNorm), "cross_entropy", adam(), EngineKind::kFused, 2);
    setup.choice.engine->start_epoch(rows);
    for (int64_t step = 0; step < rows.steps(); ++step) {
      if (predicts) setup.choice.engine->predict(torch::randn({700, 20}));
      setup.choice.engine->step(step);
    }
    return state_of(setup.network);
  };
  CHECK(torch::equal(train_with(true), train_with(false)));
}

TEST_CASE("The same seed gives the same weights bit for bit") {
  const std::string dropping =
      "linear 20 130 | relu | dropout 0.3 | linear 130 70 | relu | linear 70 5";
  for (const auto& text : {kTiny, kLarge, kBatchNorm, kLayerNorm, dropping}) {
    for (const int threads : {1, 2}) {
      INFO(text << ", " << threads << " threads");
      CHECK(torch::equal(train(text, threads), train(text, threads)));
    }
    INFO(text);
    // Sums go another way with more workers, masks do not.
    CHECK(relative_difference(train(text, 3, torch::kFloat64), train(text, 1, torch::kFloat64)) <
          1e-9);
  }
}

TEST_CASE("The last, shorter batch has as many outputs as rows") {
  for (const auto& text : {kTiny, kLarge}) {
    Setup setup(make_layers(text), "cross_entropy", adam());
    const auto rows = taught_rows();
    setup.choice.engine->start_epoch(rows);
    CHECK(setup.choice.engine->step(0).outputs.sizes() == torch::IntArrayRef({64, 5}));
    CHECK(setup.choice.engine->step(7).outputs.sizes() == torch::IntArrayRef({52, 5}));
  }
}

TEST_CASE("Epochs may differ in their rows and batch sizes") {
  for (const auto& text : {kTiny, kBatchNorm}) {
    torch::manual_seed(26);
    auto plain = make_layers(text, torch::kFloat64);
    Setup setup(copy_layers(plain, text, torch::kFloat64), "mse", momentum(), EngineKind::kFused,
                2);
    const auto plain_optimizer = momentum()(plain->parameters());
    for (const auto& [count, batch] : {std::pair<int64_t, int64_t>{40, 8}, {90, 45}, {12, 4}}) {
      auto rows = random_rows(count, 20, 5, "mse", batch);
      rows.inputs = rows.inputs.to(torch::kFloat64);
      rows.targets = rows.targets.to(torch::kFloat64);
      setup.train_epoch(rows);
      plain_epoch(plain, "mse", *plain_optimizer, rows);
      CHECK(relative_difference(state_of(setup.network), state_of(plain)) < 1e-9);
    }
  }
}

TEST_CASE("One row alone cannot be normalized over its batch") {
  Setup setup(make_layers(kBatchNorm), "cross_entropy", adam());
  auto rows = taught_rows();
  rows.batch_size = 499;
  setup.network->train();
  setup.choice.engine->start_epoch(rows);
  setup.choice.engine->step(0);
  const auto before = state_of(setup.network);
  CHECK_THROWS_MESSAGE(setup.choice.engine->step(1), gradus::DataError,
                       "a batch of 1 row: batch normalization needs at least 2 in training");
  CHECK(torch::equal(state_of(setup.network), before));
}

TEST_CASE("Rows that do not fit the model are refused before the first step") {
  for (const auto& text : {kTiny, kLarge}) {
    Setup setup(make_layers(text), "cross_entropy", adam());
    Setup regression(make_layers(text), "mse", adam());
    const auto good = taught_rows();
    const auto refuses = [&](Setup& by, Tensor inputs, Tensor targets, const std::string& message) {
      CHECK_THROWS_MESSAGE(
          by.choice.engine->start_epoch({inputs, targets, good.order, good.batch_size}),
          gradus::DataError, message);
    };
    refuses(setup, torch::randn({500, 19}), good.targets,
            "inputs of 19 numbers a row do not fit a model of 20 input features");
    refuses(setup, good.inputs, good.targets.clone().fill_(5),
            "class 5 among the targets: expected 0 to 4");
    refuses(setup, good.inputs, good.targets - 1, "class -1 among the targets: expected 0 to 4");
    refuses(regression, good.inputs, torch::randn({500, 3}),
            "3 target columns do not fit a model of 5 outputs");
    // What a loss does not take must not be read as what it takes.
    refuses(regression, good.inputs, good.targets, "mse");
    refuses(setup, good.inputs, torch::rand({500, 5}), "cross_entropy");
  }
  Setup binary(make_layers("linear 20 1"), "bce", adam());
  const auto good = taught_rows();
  CHECK_THROWS_MESSAGE(binary.choice.engine->start_epoch(good), gradus::DataError,
                       "among the targets: expected 0 to 1");
  CHECK_THROWS_MESSAGE(binary.choice.engine->predict(torch::randn({3, 2})), gradus::DataError,
                       "inputs of 2 numbers a row");
}

TEST_CASE("A loss that is no number is seen, whatever it passes through") {
  for (const std::string loss : {"cross_entropy", "bce", "mse", "hinge", "perceptron"}) {
    for (const std::string activation :
         {"identity", "sign", "step", "sigmoid", "tanh", "relu", "prelu", "leaky_relu", "elu",
          "selu", "gelu", "gelu:approximate=tanh", "silu", "softplus", "mish", "hardtanh"}) {
      for (const std::string extra : {"", "layer_norm 6 | ", "batch_norm 6 | "}) {
        const int outputs = loss == "bce" ? 1 : 3;
        const auto text =
            "linear 4 6 | " + extra + activation + " | linear 6 " + std::to_string(outputs);
        INFO(loss << " of " << text);
        Setup setup(make_layers(text), loss, adam());
        auto rows = random_rows(8, 4, outputs, loss, 8);
        rows.inputs[3][2] = std::numeric_limits<float>::quiet_NaN();
        CHECK_FALSE(std::isfinite(setup.train_epoch(rows).front()));
      }
    }
  }
}

TEST_CASE("The caller's denormal numbers are left alone") {
  for (const auto& text : {kTiny, kLarge}) {
    Setup setup(make_layers(text), "cross_entropy", adam());
    setup.train_epoch(taught_rows());
    setup.choice.engine->predict(torch::randn({3, 20}));
    volatile float smallest = std::numeric_limits<float>::min();
    CHECK(smallest / 4 > 0);
  }
}
