#include "gradus/training/losses.h"

#include "gradus/core/error.h"
#include "gradus/training/callback_registry.h"
#include "gradus/training/loss_registry.h"

#include <cmath>

#include "catch.h"

using gradus::training::LossOptions;
using gradus::training::make_loss;
using torch::Tensor;

namespace {

struct LossCase {
  const char* name;
  bool probabilities, weighted;
  double smoothing, loss;
  std::vector<double> gradient;  ///< of the loss by the outputs
};

#include "losses_oracle.inc"

Tensor matrix(const std::vector<double>& values, int64_t columns) {
  return torch::tensor(values, torch::kFloat64).view({-1, columns});
}

double loss_of(const char* name, std::vector<float> scores, std::vector<int64_t> targets) {
  return make_loss(name)
      .function(torch::tensor(scores).unsqueeze(1), torch::tensor(targets))
      .item<double>();
}
}  // namespace

TEST_CASE("The perceptron loss counts mistakes alone") {
  CHECK(loss_of("perceptron", {2.0F, -3.0F}, {1, 0}) == 0);
  CHECK(loss_of("perceptron", {-2.0F, -3.0F}, {1, 0}) == 1);
}

TEST_CASE("A score on the boundary is a mistake for class 1 and moves the weights") {
  auto score = torch::zeros({1, 1}, torch::requires_grad());
  make_loss("perceptron").function(score, torch::tensor({int64_t{1}})).backward();
  CHECK(score.grad().item<double>() == -1);
  score.mutable_grad().zero_();
  make_loss("perceptron").function(score, torch::tensor({int64_t{0}})).backward();
  CHECK(score.grad().item<double>() == 0);
}

TEST_CASE("The hinge loss asks for a margin of one") {
  CHECK(loss_of("hinge", {0.5F}, {1}) == Approx(0.5));
  CHECK(loss_of("hinge", {1.5F}, {1}) == 0);
}

TEST_CASE("Binary cross-entropy stays finite for huge logits") {
  CHECK(loss_of("bce", {1e4F}, {0}) == Approx(1e4));
}

TEST_CASE("An unknown loss lists what there is") {
  CHECK_THROWS_MESSAGE(make_loss("mes"), gradus::UsageError, "did you mean 'mse'?");
  CHECK_THROWS_MESSAGE(make_loss("mse:delta=1"), gradus::UsageError, "'delta'");
}

TEST_CASE("A loss or a callback of a name that is taken is refused") {
  const auto make = [](const gradus::Settings&, const LossOptions&) { return nullptr; };
  CHECK_THROWS_MESSAGE(gradus::training::register_loss("mse", make), gradus::UsageError,
                       "loss 'mse' is registered twice");
  auto& callbacks = gradus::training::callbacks();
  const auto before = callbacks;
  callbacks.add("one", "", nullptr);
  CHECK_THROWS_MESSAGE(callbacks.add("one", "", nullptr), gradus::UsageError,
                       "callback 'one' is registered twice");
  callbacks = before;
  CHECK_THROWS_MESSAGE(gradus::training::make_callback("one"), gradus::UsageError,
                       "this program has none by name");
}

TEST_CASE("Losses with class weights, smoothing and probabilities are PyTorch's") {
  for (const auto& one : kCases) {
    INFO(one.name << ", probabilities " << one.probabilities << ", weighted " << one.weighted
                  << ", smoothing " << one.smoothing);
    const bool two = std::string(one.name) == "bce";
    LossOptions options;
    options.label_smoothing = one.smoothing;
    if (one.weighted)  // float32, as a user gives them, whatever the outputs are
      options.class_weights = torch::tensor(two ? kTwoWeights : kWeights).to(torch::kFloat32);
    const auto loss = make_loss(one.name, options);
    CHECK(loss.plain == (!one.weighted && one.smoothing == 0));
    auto outputs = matrix(two ? kScore : kLogits, two ? 1 : 4).requires_grad_();
    const auto targets = one.probabilities ? matrix(two ? kShare : kProbabilities, two ? 1 : 4)
                                           : torch::tensor(two ? kTwo : kClasses, torch::kInt64);
    const auto value = loss.function(outputs, targets);
    value.backward();
    CHECK(value.item<double>() == Approx(one.loss).epsilon(1e-12));
    CHECK(torch::allclose(outputs.grad(), matrix(one.gradient, two ? 1 : 4), 1e-12, 1e-15));
    // The same in float32, with probabilities of another type than the outputs.
    const auto narrow = loss.function(outputs.detach().to(torch::kFloat32), targets);
    CHECK(narrow.scalar_type() == torch::kFloat32);
    CHECK(narrow.item<double>() == Approx(one.loss).epsilon(1e-5));
  }
}

TEST_CASE("The mean squared error is computed in the outputs' type") {
  const auto outputs = torch::tensor({{1., 2.}}, torch::kFloat64);
  const auto loss = make_loss("mse").function(outputs, torch::tensor({{0.F, 4.F}}));
  CHECK(loss.scalar_type() == torch::kFloat64);
  CHECK(loss.item<double>() == 2.5);
}

TEST_CASE("Options that a loss does not have or that are out of range are refused") {
  const auto make = [](const char* name, double smoothing, std::vector<double> weights = {}) {
    LossOptions options;
    options.label_smoothing = smoothing;
    if (!weights.empty()) options.class_weights = torch::tensor(weights, torch::kFloat32);
    return make_loss(name, options);
  };
  for (const auto* name : {"mse", "hinge", "perceptron"}) {
    CHECK_THROWS_MESSAGE(make(name, 0.1), gradus::UsageError,
                         "has no label smoothing: bce, cross_entropy have");
    CHECK_THROWS_MESSAGE(make(name, 0, {1, 2}), gradus::UsageError, name);
  }
  CHECK_THROWS_MESSAGE(make("cross_entropy", 1), gradus::UsageError, "label smoothing = 1: expect");
  CHECK_THROWS_MESSAGE(make("cross_entropy", -0.1), gradus::UsageError, "label smoothing = -0.1");
  CHECK_THROWS_MESSAGE(make("bce", std::nan("")), gradus::UsageError, "label smoothing = nan");
  CHECK_THROWS_MESSAGE(make("cross_entropy", 0, {1, 0}), gradus::UsageError,
                       "class weight 0 of class 1: expected");
  CHECK_THROWS_MESSAGE(make("cross_entropy", 0, {1}), gradus::UsageError, "1 class weights");
  CHECK_THROWS_MESSAGE(make("bce", 0, {1, 2, 3}), gradus::UsageError, "3 class weights for the");
  CHECK_THROWS_MESSAGE(make("cross_entropy", 0, {1, 2})
                           .function(torch::zeros({2, 3}), torch::zeros({2}, torch::kLong)),
                       gradus::UsageError, "2 class weights for a model of 3 outputs");
}

TEST_CASE("Losses of margins refuse probabilities") {
  for (const auto* name : {"hinge", "perceptron"}) {
    CHECK_THROWS_MESSAGE(make_loss(name).function(torch::zeros({2, 3}), torch::zeros({2, 3})),
                         gradus::UsageError, "takes classes, not probabilities");
  }
}
