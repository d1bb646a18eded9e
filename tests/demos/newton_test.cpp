#include "newton.h"

#include "catch.h"

using gradus::data::Dataset;
using gradus::demos::maximize_likelihood;

namespace {

Dataset dataset_of(const std::vector<float>& x, const std::vector<int64_t>& y) {
  Dataset dataset;
  dataset.inputs = torch::tensor(x).unsqueeze(1);
  dataset.targets = torch::tensor(y);
  dataset.class_names = {"0", "1"};
  return dataset;
}

}  // namespace

TEST_CASE("Newton's method finds the closed form of one yes-or-no input: the log of the odds") {
  // Of class 1 are 1 of 4 where x = 0 and 3 of 5 where x = 1.
  const auto result =
      maximize_likelihood(dataset_of({0, 0, 0, 0, 1, 1, 1, 1, 1}, {1, 0, 0, 0, 1, 1, 1, 0, 0}));
  REQUIRE(result.found);
  const double b = std::log(1.0 / 3), w = std::log(3.0 / 2) - b;
  CHECK(result.coefficients[0].item<double>() == Approx(w).epsilon(1e-12));
  CHECK(result.coefficients[1].item<double>() == Approx(b).epsilon(1e-12));
  CHECK(result.iterations < 10);
}

TEST_CASE("At the maximum the likelihood has no slope") {
  torch::manual_seed(4);
  const auto x = torch::randn({200, 3});
  auto dataset = dataset_of({0}, {0});
  dataset.inputs = x;
  dataset.targets = (x.sum(1) + torch::randn({200}) > 0.3).to(torch::kInt64);
  const auto result = maximize_likelihood(dataset);
  REQUIRE(result.found);
  auto w = result.coefficients.clone().set_requires_grad(true);
  const auto z = x.to(torch::kFloat64).matmul(w.slice(0, 0, 3)) + w[3];
  const auto y = dataset.targets.to(torch::kFloat64);
  (torch::softplus(z) - y * z).sum().backward();
  CHECK(w.grad().abs().max().item<double>() < 1e-9);
}

TEST_CASE("Newton's method finds no maximum where a line separates the classes") {
  CHECK_FALSE(maximize_likelihood(dataset_of({1, 2, 3, 4}, {0, 0, 1, 1})).found);
  CHECK_FALSE(maximize_likelihood(dataset_of({1, 2, 3, 4}, {1, 1, 1, 1})).found);
}
