// Training and prediction in float64, with data of other types.
#include "gradus/engine/predictor.h"
#include "networks.h"

#include <torch/nn/modules/linear.h>
#include <torch/nn/utils/convert_parameters.h>

#include "catch.h"

using namespace gradus::engine;
using torch::Tensor;

namespace {

const std::string kTiny = "linear 5 7 | tanh | linear 7 3";
const std::string kLarge = "linear 5 90 | batch_norm 90 | relu | linear 90 3";

Layers make_network(const std::string& text) {
  torch::manual_seed(5);
  return make_layers(text, torch::kFloat64);
}

EpochRows rows_of(torch::ScalarType type, const std::string& loss) {
  torch::manual_seed(4);
  auto rows = random_rows(70, 5, 3, loss, 16);
  rows.inputs = type == torch::kUInt8 ? (rows.inputs * 40 + 128).clamp(0, 255).to(type)
                                      : rows.inputs.to(type);
  return rows;
}

Tensor in_float64(const Tensor& inputs) {
  const auto numbers = inputs.to(torch::kFloat64);
  return inputs.scalar_type() == torch::kUInt8 ? numbers / 255 : numbers;
}

Tensor weights(const Layers& network) {
  return torch::nn::utils::parameters_to_vector(network->parameters()).detach().clone();
}

/// Not a stack of layers that the fused engine could read.
struct PlainImpl : torch::nn::Module {
  PlainImpl() { linear = register_module("linear", torch::nn::Linear(5, 3)); }
  Tensor forward(const Tensor& inputs) { return linear->forward(inputs); }
  torch::nn::Linear linear{nullptr};
};
TORCH_MODULE(Plain);

}  // namespace

TEST_CASE("Float64 is a precision by name") {
  CHECK(parse_precision("float64") == Precision::kFloat64);
  CHECK(precision_name(Precision::kFloat64) == "float64");
}

TEST_CASE(
    "Float64 weights are trained by bytes, float32 and float64 as exactly as by the plain loop") {
  for (const std::string loss : {"cross_entropy", "mse"}) {
    for (const auto type : {torch::kUInt8, torch::kFloat32, torch::kFloat64}) {
      const auto rows = rows_of(type, loss);
      auto exact = rows;
      exact.inputs = in_float64(rows.inputs);
      for (const auto& text : {kTiny, kLarge}) {
        auto plain = make_network(text);
        const auto optimizer = plain_sgd(0.1)(plain->parameters());
        const auto wanted_losses = plain_epoch(plain, loss, *optimizer, exact);
        for (const auto kind : {EngineKind::kEager, EngineKind::kFused}) {
          INFO(text << ", " << loss << ", " << torch::toString(type) << ", engine "
                    << static_cast<int>(kind));
          Setup setup(make_network(text), loss, plain_sgd(0.1), kind, 2, Precision::kFloat64);
          REQUIRE(setup.choice.engine->name() == (kind == EngineKind::kEager ? "eager" : "fused"));
          const auto losses = setup.train_epoch(rows);
          CHECK(losses.back() == Approx(wanted_losses.back()).epsilon(1e-6));
          CHECK(relative_difference(weights(setup.network), weights(plain)) < 1e-12);
          setup.network->eval();
          plain->eval();
          const auto outputs = setup.choice.engine->predict(rows.inputs);
          CHECK(outputs.scalar_type() == torch::kFloat64);
          const torch::NoGradGuard no_gradient;
          CHECK(relative_difference(outputs, plain->forward(exact.inputs)) < 1e-12);
        }
      }
    }
  }
}

TEST_CASE("A predictor of float64 weights takes bytes, float32 and float64") {
  const torch::NoGradGuard no_gradient;
  auto layers = make_network(kLarge);
  layers->eval();
  Plain plain;
  plain->to(torch::kFloat64);
  Predictor fused{torch::nn::AnyModule(layers)}, general{torch::nn::AnyModule(plain)};
  CHECK(fused.reason().empty());
  CHECK_FALSE(general.reason().empty());
  for (const auto type : {torch::kUInt8, torch::kFloat32, torch::kFloat64}) {
    const auto inputs = rows_of(type, "mse").inputs;
    CHECK(fused(inputs).scalar_type() == torch::kFloat64);
    CHECK(relative_difference(fused(inputs), layers->forward(in_float64(inputs))) < 1e-12);
    CHECK(relative_difference(general(inputs), plain->forward(in_float64(inputs))) < 1e-12);
  }
}
