#include "gradus/engine/predictor.h"

#include "gradus/core/error.h"
#include "networks.h"

#include <torch/nn/modules/linear.h>

#include "catch.h"

using gradus::engine::Predictor;

namespace {

/// Not a stack of layers: nothing but its own forward knows what it does.
struct DoubledImpl : torch::nn::Module {
  DoubledImpl() { linear = register_module("linear", torch::nn::Linear(4, 3)); }
  torch::Tensor forward(const torch::Tensor& inputs) { return 2 * linear->forward(inputs); }
  torch::nn::Linear linear{nullptr};
};
TORCH_MODULE(Doubled);

}  // namespace

TEST_CASE("A predictor gives what the model's forward gives, row by row and for many rows") {
  torch::manual_seed(3);
  const std::string text =
      "linear 20 130 | batch_norm 130 | relu | dropout 0.5 | linear 130 70 | elu | linear 70 5";
  for (const auto type : {torch::kFloat32, torch::kFloat64}) {
    auto network = make_layers(text, type);
    for (const int threads : {0, 1, 2}) {
      Predictor predictor{torch::nn::AnyModule(network), threads};
      CHECK(predictor.reason().empty());
      for (const int64_t rows : {0, 1, 33, 3000}) {
        const auto inputs = torch::randn({rows, 20}, type);
        const torch::NoGradGuard no_gradient;
        const auto outputs = predictor(inputs);
        REQUIRE(outputs.sizes() == torch::IntArrayRef({rows, 5}));
        if (rows > 0) CHECK(relative_difference(outputs, network->forward(inputs)) < 1e-5);
      }
    }
  }
}

TEST_CASE("A predictor sees weights that were changed or moved since") {
  torch::manual_seed(4);
  auto network = make_layers("linear 6 8 | tanh | linear 8 2");
  Predictor predictor{torch::nn::AnyModule(network)};
  const auto inputs = torch::randn({5, 6});
  const torch::NoGradGuard no_gradient;
  const auto before = predictor(inputs);
  auto weight = network->parameters().front();
  weight.mul_(2);
  CHECK(relative_difference(predictor(inputs), network->forward(inputs)) < 1e-6);
  weight.set_data(torch::randn_like(weight));
  CHECK(relative_difference(predictor(inputs), network->forward(inputs)) < 1e-6);
  CHECK(relative_difference(predictor(inputs), before) > 1e-3);
}

TEST_CASE("A predictor of a model that is no stack of layers calls it, and says why") {
  Doubled model;
  Predictor predictor{torch::nn::AnyModule(model)};
  CHECK(predictor.reason().find("FeedForward") != std::string::npos);
  const auto bytes = torch::randint(256, {7, 4}, torch::kUInt8);
  const torch::NoGradGuard no_gradient;
  CHECK(torch::equal(predictor(bytes), model->forward(bytes.to(torch::kFloat32) / 255)));
}

TEST_CASE("A predictor refuses inputs of another width and absurd numbers of threads") {
  auto network = make_layers("linear 6 2");
  Predictor predictor{torch::nn::AnyModule(network)};
  CHECK_THROWS_AS(predictor(torch::randn({5, 7})), gradus::DataError);
  CHECK_THROWS_AS(Predictor(torch::nn::AnyModule(network), -1), gradus::UsageError);
  CHECK_THROWS_AS(Predictor(torch::nn::AnyModule(network), 1025), gradus::UsageError);
}
