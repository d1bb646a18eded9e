#include "gradus/models/hard_activation.h"

#include "gradus/core/error.h"

#include "catch.h"

using gradus::models::Sign;
using gradus::models::SignOptions;
using gradus::models::Step;
using gradus::models::StepOptions;

namespace {

/// The gradient of `module`'s summed outputs by its inputs.
template <typename Holder>
torch::Tensor gradient(Holder module, const torch::Tensor& values) {
  const auto inputs = values.clone().requires_grad_();
  module->forward(inputs).sum().backward();
  return inputs.grad();
}

const auto kValues = [] { return torch::tensor({-2.f, -1.f, -0.3f, 0.f, 0.7f, 1.f, 3.f}); };

}  // namespace

TEST_CASE("The step is 1 above 0 and 0 below, at 0 as its tie says") {
  CHECK(
      torch::equal(Step()->forward(kValues()), torch::tensor({0.f, 0.f, 0.f, 0.f, 1.f, 1.f, 1.f})));
  CHECK(torch::equal(Step(StepOptions().tie(1))->forward(kValues()),
                     torch::tensor({0.f, 0.f, 0.f, 1.f, 1.f, 1.f, 1.f})));
  CHECK_THROWS_MESSAGE(Step(StepOptions().tie(2)), gradus::UsageError, "tie = 2: expected 0 or 1");
}

TEST_CASE("The sign is 0 at 0") {
  CHECK(torch::equal(Sign()->forward(kValues()),
                     torch::tensor({-1.f, -1.f, -1.f, 0.f, 1.f, 1.f, 1.f})));
}

TEST_CASE("Step and sign pass no gradient by themselves") {
  CHECK(gradient(Step(), kValues()).eq(0).all().item<bool>());
  CHECK(gradient(Sign(), kValues()).eq(0).all().item<bool>());
}

TEST_CASE("Trained through, they pass it where the input is at most 1, with the same outputs") {
  const auto expected = torch::tensor({0.f, 1.f, 1.f, 1.f, 1.f, 1.f, 0.f});
  Step step(StepOptions().straight_through(true));
  Sign sign(SignOptions().straight_through(true));
  CHECK(torch::equal(gradient(step, kValues()), expected));
  CHECK(torch::equal(gradient(sign, kValues()), expected));
  CHECK(torch::equal(step->forward(kValues()), Step()->forward(kValues())));
  CHECK(torch::equal(sign->forward(kValues()), Sign()->forward(kValues())));
}
