// Products in bfloat16, with everything else in float32.
#include "blas.h"
#include "gradus/core/error.h"
#include "networks.h"

#include <torch/optim/adam.h>

#include "catch.h"

using namespace gradus::engine;
using torch::Tensor;

namespace {

const std::string kText = "linear 20 130 | relu | linear 130 70 | tanh | linear 70 5";

/// What 8 bits of mantissa leave of a sum of products.
constexpr double kTolerance = 0.03;

OptimizerFactory adam() {
  return [](std::vector<Tensor> parameters) {
    return std::make_unique<torch::optim::Adam>(parameters, torch::optim::AdamOptions(0.002));
  };
}

/// Says so, and passes, where there is nothing to test.
bool has_products() {
  if (!has_bfloat16_products()) WARN("no bfloat16 products here: skipped");
  return has_bfloat16_products();
}

EpochRows rows() {
  torch::manual_seed(41);
  auto rows = random_rows(512, 20, 5, "cross_entropy", 64);
  rows.targets = torch::matmul(rows.inputs, torch::randn({20, 5})).argmax(1);
  return rows;
}

Layers network(torch::ScalarType type = torch::kFloat32) {
  torch::manual_seed(42);
  return make_layers(kText, type);
}

}  // namespace

TEST_CASE("Precisions have names, and an unknown one lists them nearest first") {
  CHECK(parse_precision("float32") == Precision::kFloat32);
  CHECK(parse_precision("bfloat16") == Precision::kBFloat16);
  CHECK(precision_names() == std::vector<std::string>{"float32", "bfloat16", "float64"});
  CHECK_THROWS_MESSAGE(parse_precision("float16"), gradus::UsageError,
                       "unknown precision 'float16': did you mean");
}

TEST_CASE("Products in bfloat16 give the gradients and the curve of float32, to their digits") {
  if (!has_products()) return;
  for (const int threads : {1, 2}) {
    Setup exact(network(), "cross_entropy", adam());
    Setup rounded(network(), "cross_entropy", adam(), EngineKind::kFused, threads,
                  Precision::kBFloat16);
    REQUIRE(rounded.choice.reason.empty());
    exact.choice.engine->start_epoch(rows());
    rounded.choice.engine->start_epoch(rows());
    exact.choice.engine->step(0);
    rounded.choice.engine->step(0);
    const auto gradient = rounded.parameters.flats().front().grad();
    const double difference =
        relative_difference(gradient, exact.parameters.flats().front().grad());
    CHECK(difference < kTolerance);
    CHECK(difference > 1e-5);  // it did round
    for (int epoch = 0; epoch < 3; ++epoch) {
      CHECK(rounded.train_epoch(rows()).back() ==
            Approx(exact.train_epoch(rows()).back()).epsilon(kTolerance));
    }
    CHECK(rounded.parameters.flats().front().scalar_type() == torch::kFloat32);
  }
}

TEST_CASE("Predictions in bfloat16 are of today's weights, trained or not") {
  if (!has_products()) return;
  Setup setup(network(), "cross_entropy", adam(), EngineKind::kFused, 2, Precision::kBFloat16);
  const torch::NoGradGuard no_gradient;
  const auto check = [&](const std::string& when) {
    INFO(when);
    const auto inputs = torch::randn({300, 20});
    setup.network->eval();
    CHECK(relative_difference(setup.choice.engine->predict(inputs),
                              setup.network->forward(inputs)) < kTolerance);
  };
  check("before the first epoch");
  {
    const torch::AutoGradMode gradients(true);
    setup.train_epoch(rows());
  }
  check("after an epoch");
  for (auto& parameter : setup.network->parameters()) parameter.mul_(-1.5);
  check("after somebody changed the weights");
}

TEST_CASE("Weights of another type are no factors of bfloat16 products") {
  Setup setup(network(torch::kFloat64), "cross_entropy", adam(), EngineKind::kFused, 1,
              Precision::kBFloat16);
  CHECK(setup.choice.engine->name() == "eager");
  CHECK_THAT(setup.choice.reason, ContainsSubstring("bfloat16 products"));
}

TEST_CASE("Eager rounds by LibTorch's autocast, and only while it computes") {
  Setup exact(network(), "cross_entropy", adam(), EngineKind::kEager);
  Setup rounded(network(), "cross_entropy", adam(), EngineKind::kEager, 1, Precision::kBFloat16);
  for (int epoch = 0; epoch < 2; ++epoch) {
    const double last = rounded.train_epoch(rows()).back();
    CHECK(last == Approx(exact.train_epoch(rows()).back()).epsilon(kTolerance));
  }
  const auto inputs = torch::randn({30, 20});
  const auto outputs = rounded.choice.engine->predict(inputs);
  CHECK(outputs.scalar_type() == torch::kFloat32);
  const torch::NoGradGuard no_gradient;
  const auto exact_outputs = rounded.network->forward(inputs);
  CHECK(exact_outputs.scalar_type() == torch::kFloat32);
  const double difference = relative_difference(outputs, exact_outputs);
  CHECK(difference < kTolerance);
  CHECK(difference > 1e-5);
}
