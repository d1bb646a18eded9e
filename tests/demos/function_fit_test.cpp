#include "function_fit.h"

#include <torch/nn/modules/linear.h>

#include <numbers>

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

namespace {

const Recipe kRecipe{.optimizer = {"lbfgs", 1.0, Settings::parse("strong_wolfe=true")},
                     .epochs = 10};

}  // namespace

TEST_CASE("A neuron switches where its weighted sum is 0, and one without a weight nowhere") {
  models::Mlp model(models::MlpOptions(1, 1).hidden({4}).activation("tanh"));
  const torch::NoGradGuard no_gradient;
  const auto layer = model->layers->ptr<torch::nn::LinearImpl>(0);
  layer->weight.copy_(torch::tensor({{2.0F}, {-0.5F}, {0.0F}, {1e-3F}}));
  layer->bias.copy_(torch::tensor({-1.0F, 0.1F, 1.0F, 5.0F}));
  const auto switches = neuron_switches(model);
  REQUIRE(switches.size() == 4);
  REQUIRE(switches[0].size() == 1);
  CHECK(switches[0][0] == Approx(0.5).margin(1e-6));
  REQUIRE(switches[1].size() == 1);
  CHECK(switches[1][0] == Approx(0.2).margin(1e-6));
  CHECK(switches[2].empty());
  REQUIRE(switches[3].size() == 1);
  CHECK(switches[3][0] == Approx(-5000).epsilon(1e-3));
}

TEST_CASE("More units fit better, and the error is that of the returned network") {
  const auto narrow = fit_function("sine", 1, "tanh", kRecipe, {}, 0);
  const auto wide = fit_function("sine", 8, "tanh", kRecipe, {}, 0);
  CHECK(wide.error < 0.05);
  CHECK(narrow.error > 3 * wide.error);
  const torch::NoGradGuard no_gradient;
  auto model = wide.model;
  const auto x = torch::linspace(-1, 1, 1000).unsqueeze(1);
  const auto residuals = model->forward(x) - (x * std::numbers::pi).sin();
  CHECK(residuals.square().mean().sqrt().item<double>() == Approx(wide.error).epsilon(0.3));
}

TEST_CASE("The seed decides the fit") {
  const auto once = fit_function("sine", 4, "tanh", kRecipe, {}, 3);
  CHECK(once.error == fit_function("sine", 4, "tanh", kRecipe, {}, 3).error);
  CHECK(once.error != fit_function("sine", 4, "tanh", kRecipe, {}, 4).error);
}

TEST_CASE("The panels show the network, and every neuron with its switch") {
  const auto fit = fit_function("absolute", 5, "relu", kRecipe, {}, 0);
  const auto panels = fit_panels("absolute", fit);
  REQUIRE(panels.size() == 2);
  CHECK(panels[0].curves.size() == 2);
  CHECK(panels[1].curves.size() == 5);
  for (const double y : panels[1].marks[0].y) CHECK(y == Approx(0).margin(1e-2));
}
