#include "gradient_check.h"

#include <cmath>

#include "catch.h"

using namespace gradus::demos;
using torch::Tensor;

TEST_CASE(
    "Difference quotients are the gradient by definition, and leave the parameter as it was") {
  const auto p = torch::tensor({0.5, -1.0, 2.0}, torch::kFloat64).requires_grad_();
  const auto before = p.detach().clone();
  const auto quotients = difference_quotients([&] { return p.sin().sum(); }, p);
  CHECK(relative_difference(quotients, p.detach().cos()) < 1e-9);
  CHECK(p.equal(before));
}

TEST_CASE("A right gradient passes, a wrong one is noticed by both checks") {
  const auto p = torch::tensor({0.3, 0.7}, torch::kFloat64).requires_grad_();
  const auto loss = [&] { return p.exp().sum(); };
  const auto value = loss();
  GradientChecks checks;
  checks.add({"right", "exp"}, p.detach().exp(), p, loss, value);
  checks.add({"wrong", "1"}, torch::ones_like(p), p, loss, value);
  REQUIRE(checks.checks().size() == 2);
  CHECK(checks.checks()[0].autograd < 1e-12);
  CHECK(checks.checks()[0].quotients.value() < 1e-8);
  CHECK(checks.checks()[1].autograd > 0.1);
  CHECK(checks.checks()[1].quotients.value() > 0.1);
  CHECK(checks.checks()[1].shape == std::vector<int64_t>{2});
}

TEST_CASE("Of one gradient the largest difference is kept, and no quotients on the way") {
  const auto p = torch::tensor({0.3}, torch::kFloat64).requires_grad_();
  const auto between = 2 * p;
  const auto value = between.sum();
  const auto loss = [&] { return (2 * p).sum(); };
  GradientChecks checks;
  checks.add({"between", ""}, 1.5 * torch::ones_like(p), between, loss, value);
  checks.add({"between", ""}, torch::ones_like(p), between, loss, value);
  REQUIRE(checks.checks().size() == 1);
  CHECK(checks.checks()[0].autograd == Approx(0.5));
  CHECK_FALSE(checks.checks()[0].quotients);
}

TEST_CASE("A difference that is no number is the largest") {
  const auto largest = largest_differences({{"a", "", {}, NAN, 0.1}, {"b", "", {}, 0.2, NAN}});
  CHECK(std::isnan(largest.autograd));
  CHECK(std::isnan(largest.quotients));
  const auto usual = largest_differences({{"a", "", {}, 0.1, {}}, {"b", "", {}, 0.2, 0.3}});
  CHECK(usual.autograd == 0.2);
  CHECK(usual.quotients == 0.3);
}

TEST_CASE("Two gradients that are 0 do not differ") {
  CHECK(relative_difference(torch::zeros({2}), torch::zeros({2})) == 0);
}
