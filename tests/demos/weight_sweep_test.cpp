#include "weight_sweep.h"

#include "gradus/core/seed.h"
#include "unit_network.h"

#include <cmath>
#include <stdexcept>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

double sigmoid(double z) {
  return 1 / (1 + std::exp(-z));
}

}  // namespace

TEST_CASE("A swept weight gives the outputs of the formula") {
  auto model = unit_network(1, {1, 1}, "sigmoid");
  model->to(torch::kFloat64);
  {
    const torch::NoGradGuard no_gradient;
    double next = 0.5;
    for (auto& parameter : model->parameters()) parameter.fill_(next), next = -next + 0.1;
  }
  std::vector<double> p;
  for (const auto& parameter : model->parameters()) p.push_back(parameter.item<double>());
  const std::vector<double> values = {-2, 0.3, 4};
  const auto outputs =
      outputs_over(model, {2, 1, 1}, values, torch::tensor({{1.5}, {-0.7}}, torch::kFloat64));
  REQUIRE(outputs.sizes() == torch::IntArrayRef({3, 2}));
  for (int64_t v = 0; v < 3; ++v) {
    for (const auto& [i, x] : {std::pair(0, 1.5), std::pair(1, -0.7)}) {
      const double hidden =
          sigmoid(values[static_cast<size_t>(v)] * sigmoid(p[0] * x + p[1]) + p[3]);
      CHECK(outputs[v][i].item<double>() == Approx(sigmoid(p[4] * hidden + p[5])).epsilon(1e-12));
    }
  }
}

TEST_CASE("A weight is found by layer, unit and input; others are refused") {
  auto model = unit_network(2, {3, 4}, "relu");
  const auto parameters = model->parameters();
  CHECK(weight_at(model, {1, 3, 2}).data_ptr() == parameters[0][2][1].data_ptr());
  CHECK(weight_at(model, {2, 4, 1}).data_ptr() == parameters[2][3][0].data_ptr());
  CHECK(weight_at(model, {3, 1, 4}).data_ptr() == parameters[4][0][3].data_ptr());
  CHECK_THROWS_AS(weight_at(model, {4, 1, 1}), std::out_of_range);
  CHECK_THROWS_AS(weight_at(model, {3, 2, 1}), std::out_of_range);
  CHECK_THROWS_AS(weight_at(model, {1, 1, 3}), std::out_of_range);
  CHECK_THROWS_AS(weight_at(model, {1, 0, 1}), std::out_of_range);
}

TEST_CASE("Flips, partial changes and the largest jump for each step width are counted") {
  // Two inputs, five values: one flips between the 2nd and the 3rd, one climbs by 0.1.
  const auto outputs =
      torch::tensor({{0., 0.}, {0., 0.1}, {1., 0.2}, {1., 0.3}, {1., 0.4}}, torch::kFloat64);
  const auto sweep = read_sweep(outputs, 2, 1);
  CHECK(sweep.flips == 1);
  CHECK(sweep.partial == 2);
  CHECK(sweep.shown == std::vector<double>{0, 0.1, 0.2, 0.3, 0.4});
  CHECK(sweep.jumps == std::vector<double>{1, 1});
  const auto climb = read_sweep(outputs.slice(1, 1), 2, 0);
  CHECK(climb.flips == 0);
  CHECK(climb.jumps[0] == Approx(0.2));
  CHECK(climb.jumps[1] == Approx(0.1));
  const auto factors = halving_factors({sweep, climb});
  REQUIRE(factors);
  CHECK(factors->min == Approx(0.5));
  CHECK(factors->max == 1);
  CHECK_FALSE(halving_factors({WeightSweep{{0, 0}}}));
}

TEST_CASE("Jumps are sorted, and sweeps without one are left out of the curve") {
  const std::vector<WeightSweep> sweeps = {{{0.4, 0.2}}, {{0, 0}}, {{0.2, 0.1}}, {{0.8, 0.4}}};
  CHECK(largest_jumps(sweeps, 0) == std::vector<double>{0, 0.2, 0.4, 0.8});
  const auto curve = jump_curve(sweeps, {0.1, 0.05});
  CHECK(curve.y == std::vector<double>{0.4, 0.2});
  CHECK(curve.low == std::vector<double>{0.2, 0.1});
  CHECK(curve.high == std::vector<double>{0.8, 0.4});
  CHECK(std::isnan(jump_curve({{{0, 0}}}, {0.1, 0.05}).y[0]));
}

TEST_CASE("A long curve is thinned to 150 points, a short one is kept") {
  const auto thin = thinned(std::vector<double>(3201, 1), std::vector<double>(3201, 2));
  CHECK(thin.x.size() <= 150);
  CHECK(thin.x.size() > 100);
  CHECK(thinned({1, 2, 3}, {4, 5, 6}).y == std::vector<double>{4, 5, 6});
}
