#include "bump_network.h"

#include "gradus/data/functions.h"

#include <cmath>
#include <numbers>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("The network says f of the middle of each piece, both ends of [-1, 1] included") {
  const torch::NoGradGuard no_gradient;
  for (const int64_t bumps : {1, 2, 7, 32}) {
    auto model = bump_network("sine", bumps);
    CHECK(model->options.hidden() == std::vector<int64_t>{2 * bumps});
    const double width = 2 / static_cast<double>(bumps);
    for (const double x : {-1.0, -0.7301, -0.0001, 0.0123, 0.4999, 1.0}) {
      const auto piece = std::min<double>(std::floor((x + 1) / width), double(bumps) - 1);
      const double middle = -1 + width * (piece + 0.5);
      const auto at = torch::full({1, 1}, x, torch::kFloat64);
      CHECK(model->forward(at).item<double>() ==
            Approx(std::sin(std::numbers::pi * middle)).margin(1e-12));
    }
  }
}

TEST_CASE("A point on an edge belongs to the piece on its left") {
  const torch::NoGradGuard no_gradient;
  auto model = bump_network("linear", 2);  // middles at -0.5 and 0.5: values 0 and 0.5
  const auto at = torch::zeros({1, 1}, torch::kFloat64);
  CHECK(model->forward(at).item<double>() == 0);
  CHECK(model->forward(at + 1e-9).item<double>() == 0.5);
}

TEST_CASE("The modulus of continuity is the largest change within the distance") {
  const auto values = torch::tensor({0.0, 1.0, 0.5, 0.5, 3.0, 3.5}, torch::kFloat64);
  CHECK(modulus_of_continuity(values, 0) == 0);
  CHECK(modulus_of_continuity(values, 1) == 2.5);
  CHECK(modulus_of_continuity(values, 2) == 3.0);
  CHECK(modulus_of_continuity(values, 100) == 3.5);
}

TEST_CASE("The error is within the bound for every function, and known for some") {
  for (const auto& name : data::function_names()) {
    for (const int64_t bumps : {1, 5, 16, 200}) {
      INFO(name << " " << bumps);
      const auto result = bump_error(name, bumps);
      CHECK(result.error <= result.bound + 1e-12);
    }
  }
  // Slope 1: the error is the distance from a piece's middle to its edge.
  CHECK(bump_error("absolute", 16).error == Approx(1.0 / 16));
  CHECK(bump_error("linear", 16).error == Approx(0.5 / 16));
}

TEST_CASE("For a jump the bound does not shrink: continuity is needed") {
  CHECK(bump_error("step", 512).bound == 1);
  CHECK(bump_error("sine", 512).bound < 0.01);
}

TEST_CASE("The drawn bump is the sum of its two steps") {
  const auto panels = bump_panels("sine", 12);
  REQUIRE(panels.size() == 2);
  const auto& curves = panels[0].curves;
  REQUIRE(curves.size() == 3);
  for (size_t i = 0; i < curves[0].y.size(); ++i) {
    CHECK(curves[0].y[i] + curves[1].y[i] == curves[2].y[i]);
  }
  CHECK(panels[1].curves[1].x.size() == 24);
}
