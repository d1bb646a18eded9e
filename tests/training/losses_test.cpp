#include "gradus/training/losses.h"

#include "gradus/core/error.h"

#include "catch.h"

using gradus::training::make_loss;

namespace {
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
}
