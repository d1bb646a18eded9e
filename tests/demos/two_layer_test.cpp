#include "two_layer.h"

#include "gradus/models/activation.h"

#include <torch/csrc/autograd/autograd.h>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("The slopes written by hand are autograd's") {
  for (const auto& name : slope_names()) {
    INFO(name);
    const auto z = torch::linspace(-5, 5, 102, torch::kFloat64).requires_grad_();
    const auto a = models::make_activation(name).forward(z);
    const auto autograd = torch::autograd::grad({a.sum()}, {z}).front();
    CHECK(slope_by_hand(name, z.detach(), a.detach()).allclose(autograd, 1e-12, 1e-12));
  }
}

TEST_CASE("A drawn problem has its shapes, is float64, and is the same for the same seed") {
  const ProblemSize size{3, 4, 2, 10};
  const auto problem = draw_problem("tanh", size, {}, 7);
  CHECK(problem.network.w1.sizes() == torch::IntArrayRef({4, 3}));
  CHECK(problem.network.b1.sizes() == torch::IntArrayRef({4}));
  CHECK(problem.network.w2.sizes() == torch::IntArrayRef({2, 4}));
  CHECK(problem.network.b2.sizes() == torch::IntArrayRef({2}));
  CHECK(problem.x.sizes() == torch::IntArrayRef({10, 3}));
  CHECK(problem.targets.sizes() == torch::IntArrayRef({10, 2}));
  CHECK(problem.x.dtype() == torch::kFloat64);
  CHECK(problem.network.w1.requires_grad());
  CHECK(problem.network.w1.is_leaf());
  CHECK(problem.x.equal(draw_problem("tanh", size, {}, 7).x));
  CHECK_FALSE(problem.x.equal(draw_problem("tanh", size, {}, 8).x));
}

TEST_CASE("The network of two weights has no others") {
  const auto network = two_weight_network("tanh", 0.5, -2);
  CHECK(network.w1.item<double>() == 0.5);
  CHECK(network.w2.item<double>() == -2);
  CHECK(network.b1.item<double>() == 0);
  CHECK(network.b2.item<double>() == 0);
}
