#include "gradus/training/mixup.h"

#include "gradus/core/error.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "catch.h"

using gradus::training::Mixup;

namespace {

struct Batch {
  torch::Tensor inputs, targets;
};

Batch mixed(Mixup& mixup, Batch batch, int64_t epoch, int64_t step) {
  mixup.apply(batch.inputs, batch.targets, epoch, step);
  return batch;
}

/// Rows of the unit matrix: mixed, they tell who was mixed with whom, and how much.
Batch unit_rows(int64_t count) {
  return {torch::eye(count), torch::arange(count)};
}

/// The share of itself that an example kept, found again from the mixed unit rows.
double kept_share(const torch::Tensor& rows) {
  const auto own = rows.diagonal();
  // An example that was its own partner tells nothing.
  return own.masked_select(own.ne(1)).mean().item<double>();
}

/// Kolmogorov and Smirnov's distance between the shares of many steps and a distribution.
double distance(double alpha, const std::function<double(double)>& distribution) {
  constexpr int kSteps = 2000;
  Mixup mixup(alpha, 8, 1);
  std::vector<double> shares;
  for (int step = 0; step < kSteps; ++step) {
    const auto share = kept_share(mixed(mixup, unit_rows(8), 1, step).inputs);
    if (!std::isnan(share)) shares.push_back(share);
  }
  std::ranges::sort(shares);
  double largest = 0;
  for (size_t i = 0; i < shares.size(); ++i) {
    const double expected = distribution(shares[i]), n = static_cast<double>(shares.size());
    largest = std::max({largest, std::abs(expected - static_cast<double>(i) / n),
                        std::abs(expected - static_cast<double>(i + 1) / n)});
  }
  return largest * std::sqrt(static_cast<double>(shares.size()));
}

/// Exceeded by chance once in a thousand.
constexpr double kLargestDistance = 1.95;

}  // namespace

TEST_CASE("Each example is mixed with one other, its target with the other's in the same shares") {
  Mixup mixup(1, 16, 3);
  const auto batch = mixed(mixup, unit_rows(16), 1, 0);
  // Probabilities of unit rows' own numbers are the mixed rows themselves.
  CHECK(torch::equal(batch.inputs, batch.targets));
  CHECK(torch::allclose(batch.inputs.sum(1), torch::ones(16)));
  CHECK(torch::allclose(batch.inputs.sum(0), torch::ones(16)));  // each is a partner once
  CHECK(batch.inputs.ne(0).sum(1).max().item<int64_t>() == 2);
  const auto own = batch.inputs.diagonal();
  const auto mixed_ones = own.masked_select(own.ne(1));
  CHECK(mixed_ones.numel() > 8);
  CHECK(mixed_ones.eq(mixed_ones[0]).all().item<bool>());  // one share for all
}

TEST_CASE("The shares follow Beta(alpha, alpha)") {
  CHECK(distance(1, [](double x) { return x; }) < kLargestDistance);  // uniform
  CHECK(distance(0.5, [](double x) { return 2 / std::numbers::pi * std::asin(std::sqrt(x)); }) <
        kLargestDistance);
  CHECK(distance(2, [](double x) { return x * x * (3 - 2 * x); }) < kLargestDistance);
  // The test can tell: uniform shares are not those of alpha 2.
  CHECK(distance(1, [](double x) { return x * x * (3 - 2 * x); }) > kLargestDistance);
}

TEST_CASE("The same step draws the same, another step, epoch or seed another mixture") {
  Mixup mixup(1, 32, 5), same(1, 32, 5), other(1, 32, 6);
  const auto first = mixed(mixup, unit_rows(32), 2, 7).inputs;
  CHECK(torch::equal(first, mixed(mixup, unit_rows(32), 2, 7).inputs));
  CHECK(torch::equal(first, mixed(same, unit_rows(32), 2, 7).inputs));
  CHECK_FALSE(torch::equal(first, mixed(mixup, unit_rows(32), 2, 8).inputs));
  CHECK_FALSE(torch::equal(first, mixed(mixup, unit_rows(32), 3, 7).inputs));
  CHECK_FALSE(torch::equal(first, mixed(other, unit_rows(32), 2, 7).inputs));
}

TEST_CASE("One output's targets become probabilities of class 1, numbers are mixed as they are") {
  const auto inputs = torch::tensor({{0.0f}, {1.0f}, {1.0f}, {0.0f}});
  const auto classes = torch::tensor({0, 1, 1, 0}, torch::kInt64);
  Mixup binary(1, 1, 0);
  const auto batch = mixed(binary, {inputs, classes}, 1, 1);
  CHECK(batch.targets.sizes() == torch::IntArrayRef({4, 1}));
  CHECK(torch::equal(batch.targets, batch.inputs));
  Mixup numbers(1, 2, 0);
  const auto values = torch::cat({inputs, 3 * inputs}, 1);
  const auto regression = mixed(numbers, {inputs, values}, 1, 1);
  CHECK(torch::allclose(regression.targets,
                        torch::cat({regression.inputs, 3 * regression.inputs}, 1)));
}

TEST_CASE("Images of float64 and a batch of one are mixed as well") {
  Mixup mixup(0.2, 3, 0);
  const auto images =
      mixed(mixup, {torch::rand({4, 2, 5, 5}, torch::kFloat64), torch::arange(4) % 3}, 1, 0);
  CHECK(images.inputs.sizes() == torch::IntArrayRef({4, 2, 5, 5}));
  CHECK(images.targets.scalar_type() == torch::kFloat64);
  const auto one = mixed(mixup, {torch::ones({1, 2}), torch::tensor({2}, torch::kInt64)}, 1, 0);
  CHECK(torch::equal(one.inputs, torch::ones({1, 2})));
  CHECK(torch::equal(one.targets, torch::tensor({{0.0f, 0.0f, 1.0f}})));
}

TEST_CASE("An impossible alpha is refused with its value") {
  for (const double alpha : {0.0, -1.0, 101.0, std::numeric_limits<double>::quiet_NaN()})
    CHECK_THROWS_MESSAGE(Mixup(alpha, 2, 0), gradus::UsageError, "expected 0.01 to 100");
  CHECK_THROWS_MESSAGE(Mixup(1, 0, 0), gradus::UsageError, "0 outputs");
}
