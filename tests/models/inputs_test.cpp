#include "gradus/models/inputs.h"

#include "gradus/core/error.h"

#include "catch.h"

using gradus::models::flatten_inputs;

TEST_CASE("Inputs are flattened from dimension 1") {
  const auto images = torch::arange(24.f).reshape({2, 3, 4});
  CHECK(torch::equal(flatten_inputs(images, 12), images.view({2, 12})));
  CHECK(flatten_inputs(images.unsqueeze(1), 12).data_ptr() == images.data_ptr());
  CHECK(flatten_inputs(torch::zeros({0, 3, 4}), 12).size(0) == 0);
}

TEST_CASE("Inputs that do not fit are refused with both shapes") {
  CHECK_THROWS_MESSAGE(flatten_inputs(torch::zeros({2, 28, 28}), 64), gradus::DataError,
                       "inputs of shape [2, 28, 28] do not fit a model of 64 input features: "
                       "expected [N, 64]");
  CHECK_THROWS_MESSAGE(flatten_inputs(torch::zeros({64}), 64), gradus::DataError, "shape [64]");
}
