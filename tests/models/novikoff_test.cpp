#include "gradus/models/novikoff.h"

#include "gradus/core/error.h"
#include "gradus/models/gates.h"
#include "gradus/models/perceptron_rule.h"

#include <cmath>
#include <random>

#include "catch.h"

using gradus::DataError;
using gradus::models::apply_perceptron_rule;
using gradus::models::make_gate;
using gradus::models::novikoff_bound;
using gradus::models::PerceptronForm;
using gradus::models::PerceptronRuleOptions;
using gradus::models::Separation;
using gradus::models::widest_separation;

namespace {

torch::Tensor truth_table() {
  return torch::tensor({{0., 0.}, {0., 1.}, {1., 0.}, {1., 1.}}, torch::kFloat64);
}

torch::Tensor targets(std::initializer_list<int64_t> values) {
  return torch::tensor(std::vector<int64_t>(values));
}

struct RandomSet {
  torch::Tensor inputs, targets;
  double planted_margin;  ///< of the plane that decided the targets
};

/// Normal points in 1 to 5 dimensions, decided by a random plane that keeps a distance from them.
RandomSet random_set(std::mt19937& random) {
  std::normal_distribution<double> normal;
  const auto whole = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  const int dimensions = whole(1, 5), rows = whole(2, 40);
  std::vector<double> plane(static_cast<size_t>(dimensions) + 1);
  double length = 0;
  for (auto& weight : plane) weight = normal(random), length += weight * weight;
  RandomSet set{torch::zeros({rows, dimensions}, torch::kFloat64), torch::zeros({rows}), 0.05};
  for (int row = 0; row < rows;) {
    double score = plane[0];
    for (int d = 0; d < dimensions; ++d) {
      const double x = normal(random);
      set.inputs[row][d] = x;
      score += plane[static_cast<size_t>(d) + 1] * x;
    }
    if (std::abs(score) / std::sqrt(length) < set.planted_margin) continue;
    set.targets[row++] = score > 0 ? 1 : 0;
  }
  return set;
}

std::vector<double> random_start(size_t size, std::mt19937& random) {
  const double scale = std::pow(10, std::uniform_real_distribution<double>(-2, 2)(random));
  std::normal_distribution<double> normal(0, scale);
  std::vector<double> start(size);
  for (auto& weight : start) weight = static_cast<float>(normal(random));  // as the model keeps it
  return start;
}

}  // namespace

TEST_CASE("The widest separations of the gates are those that one finds by hand") {
  // Their nearest points: three of four satisfy y W·(1, x) = 1 for AND's W = (-3, 2, 2) and OR's
  // (-1, 2, 2), so that the margins are 1/√17 and 1/3.
  for (const auto& [gate, margin] :
       {std::pair(targets({0, 0, 0, 1}), 1 / std::sqrt(17.)),
        std::pair(targets({1, 1, 1, 0}), 1 / std::sqrt(17.)),
        std::pair(targets({0, 1, 1, 1}), 1. / 3), std::pair(targets({1, 0, 0, 0}), 1. / 3)}) {
    const auto separation = widest_separation(truth_table(), gate);
    CHECK(separation.margin == Approx(margin).epsilon(1e-8));
    CHECK(separation.radius == Approx(std::sqrt(3.)));
    CHECK(novikoff_bound(separation) == Approx(3 / (margin * margin)).epsilon(1e-8));
  }
  const auto u = widest_separation(truth_table(), targets({0, 0, 0, 1})).normal;
  CHECK(u[0] * std::sqrt(17.) == Approx(-3).epsilon(1e-6));
  CHECK(u[1] * std::sqrt(17.) == Approx(2).epsilon(1e-6));
  CHECK(u[2] * std::sqrt(17.) == Approx(2).epsilon(1e-6));
}

TEST_CASE("Classes that no line separates have no margin, and no bound") {
  for (const auto& gate : {targets({1, 0, 0, 1}), targets({0, 1, 1, 0})}) {
    const auto separation = widest_separation(truth_table(), gate);
    CHECK(separation.margin <= 0);
    CHECK(std::isinf(novikoff_bound(separation)));
  }
  const auto twice = torch::tensor({{1., 2.}, {1., 2.}}, torch::kFloat64);
  CHECK(std::isinf(novikoff_bound(widest_separation(twice, targets({0, 1})))));
}

TEST_CASE("A single class is separated from nothing by its own direction") {
  const auto separation = widest_separation(truth_table(), targets({1, 1, 1, 1}));
  CHECK(separation.margin == Approx(1));
  CHECK(separation.normal == std::vector<double>{1, 0, 0});
}

TEST_CASE("Novikoff's bound is never broken over 1000 random separable sets, from any start") {
  std::mt19937 random(17);
  double most_of_bound = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto set = random_set(random);
    const auto separation = widest_separation(set.inputs, set.targets);
    REQUIRE(separation.margin >= set.planted_margin * (1 - 1e-8));  // the widest is no narrower
    const auto width = static_cast<size_t>(set.inputs.size(1)) + 1;
    const double rate = std::uniform_real_distribution<double>(0.1, 2)(random);
    for (const auto form : {PerceptronForm::kBias, PerceptronForm::kGate}) {
      for (const auto& start : {std::vector<double>(width, 0), random_start(width, random)}) {
        const auto options = PerceptronRuleOptions().max_epochs(1'000'000).learning_rate(rate);
        const auto result =
            apply_perceptron_rule(make_gate(start, form), set.inputs, set.targets, options);
        REQUIRE(result.converged);
        const double bound = novikoff_bound(separation, start, rate);
        REQUIRE(static_cast<double>(result.updates) <= bound);
        most_of_bound = std::max(most_of_bound, static_cast<double>(result.updates) / bound);
      }
    }
  }
  CHECK(most_of_bound > 0.2);  // the bound is not merely large
}

TEST_CASE("The bound from any start solves the inequality that it comes from") {
  std::mt19937 random(5);
  const auto separation = widest_separation(truth_table(), targets({0, 0, 0, 1}));
  const double rate = 0.5, gamma = separation.margin, radius = separation.radius;
  for (int i = 0; i < 100; ++i) {
    const auto start = random_start(3, random);
    double a = 0, squared = 0;
    for (size_t d = 0; d < 3; ++d) {
      a += start[d] * separation.normal[d] / rate;
      squared += start[d] * start[d] / (rate * rate);
    }
    const double k = novikoff_bound(separation, start, rate);
    CHECK(std::pow(a + k * gamma, 2) == Approx(squared + k * radius * radius).epsilon(1e-6));
    const double simple = std::pow(radius / gamma, 2) + 2 * std::sqrt(squared) / gamma;
    CHECK(k <= simple * (1 + 1e-12));
  }
  CHECK(novikoff_bound(separation, {0, 0, 0}, rate) == Approx(51).epsilon(1e-8));
  // Against the best direction it is that simple bound; along it there is hardly anything to learn.
  CHECK(novikoff_bound(separation, {300, -200, -200}) == Approx(51 + 2 * 100 * 17).epsilon(1e-6));
  CHECK(novikoff_bound(separation, {-300, 200, 200}) < 1e-6);
}

TEST_CASE("The separation refuses what is not two classes of rows") {
  CHECK_THROWS_MESSAGE(widest_separation(truth_table(), targets({0, 1})), DataError,
                       "inputs [N, F] and targets [N]");
  CHECK_THROWS_MESSAGE(widest_separation(truth_table(), targets({0, 1, 2, 0})), DataError,
                       "target 2 of row 2");
  CHECK_THROWS_MESSAGE(novikoff_bound(Separation{{1, 0}, 1, 1}, {1, 2, 3}), DataError,
                       "a start of 3 weights");
}
