#include "own_units.h"

#include "catch.h"

using namespace gradus;
using namespace gradus::demos;

TEST_CASE("A layer written for the inputs' own units gives what it gave for standardized inputs") {
  torch::manual_seed(3);
  data::Dataset dataset;
  dataset.inputs = torch::randn({50, 4}) * torch::tensor({1.0F, 10.0F, 0.1F, 3.0F}) + 7;
  dataset.targets = torch::zeros({50}, torch::kInt64);
  dataset.class_names = {"only"};
  const auto standardization = data::Standardization::fit(dataset);
  torch::nn::Linear layer(4, 3);
  const torch::NoGradGuard no_gradient;
  const auto expected = layer->forward(standardization.apply(dataset.inputs));

  const auto own = in_own_units(layer, standardization);
  CHECK(own.weight.scalar_type() == torch::kFloat64);
  const auto exact = dataset.inputs.to(torch::kFloat64).matmul(own.weight.t()) + own.bias;
  CHECK((exact - expected).abs().max().item<double>() < 1e-5);

  torch::nn::Linear rounded(4, 3);
  set_coefficients(rounded, own);
  CHECK(rounded->weight.scalar_type() == torch::kFloat32);
  CHECK((rounded->forward(dataset.inputs) - expected).abs().max().item<double>() < 1e-4);
}
